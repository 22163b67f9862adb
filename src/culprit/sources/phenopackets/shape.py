"""Is this part of a packet of the kind that the schema has there? Looks without repairing, and says where it is not.

Protocol buffers write field names either way (`timeObserved`, `time_observed`); both are read as the first.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

Packet = Mapping[str, Any]
_UNDERSCORE = re.compile(r"_([a-z0-9])")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|NaN|-?Infinity")


class MisshapenError(ValueError):
    """A part of another kind than the schema has there. The message names the place and never its content."""


def with_json_names(found: Any) -> Any:
    """The same content with the field names of JSON: phenotypic_features becomes phenotypicFeatures."""
    if isinstance(found, dict):
        return {_UNDERSCORE.sub(lambda m: m[1].upper(), key): with_json_names(value) for key, value in found.items()}
    return [with_json_names(item) for item in found] if isinstance(found, list) else found


def part(found: Packet, name: str, path: str = "") -> Packet:
    """The object under `name`, empty when it is absent."""
    inner = _field(found, name, path)
    if inner is None:
        return {}
    if not isinstance(inner, dict):
        raise MisshapenError(f"{_at(path, name)} is {kind_of(inner)} where the schema has an object")
    return inner


def parts(found: Packet, name: str) -> Iterator[tuple[str, Any]]:
    """The items of the list under `name`, each with its path; none when it is absent."""
    inner = _field(found, name, "")
    if inner is None:
        return
    if not isinstance(inner, list):
        raise MisshapenError(f"{name} is {kind_of(inner)} where the schema has a list")
    yield from ((f"{name}[{number}]", item) for number, item in enumerate(inner))


def text(found: Packet, name: str, path: str = "") -> str:
    """The text under `name`, '' when it is absent."""
    inner = _field(found, name, path)
    if inner is None:
        return ""
    if not isinstance(inner, str):
        raise MisshapenError(f"{_at(path, name)} is {kind_of(inner)} where the schema has text")
    return inner.strip()


def amount(found: Packet, name: str, path: str = "") -> str | None:
    """The number under `name` in its own letters, None when it is absent. A number written as text counts, as JSON names of
    protocol buffers allow it."""
    inner = _field(found, name, path)
    if inner is None:
        return None
    if isinstance(inner, Decimal):
        return str(inner)
    if isinstance(inner, float) or (isinstance(inner, str) and _NUMBER.fullmatch(inner.strip())):
        return str(inner).strip()
    raise MisshapenError(f"{_at(path, name)} is {kind_of(inner)} where the schema has a number")


def truth(found: Packet, name: str, path: str = "") -> bool:
    """The truth value under `name`, false when it is absent."""
    inner = _field(found, name, path)
    if inner is not None and not isinstance(inner, bool):
        raise MisshapenError(f"{_at(path, name)} is {kind_of(inner)} where the schema has true or false")
    return bool(inner)


def kind_of(found: Any) -> str:
    """What a JSON value is, for a person."""
    if isinstance(found, bool):
        return "true or false"
    if isinstance(found, dict):
        return "an object"
    if isinstance(found, list):
        return "a list"
    return "text" if isinstance(found, str) else "a number"


def _field(found: Any, name: str, path: str) -> Any:
    if not isinstance(found, Mapping):
        raise MisshapenError(f"{path or 'the document'} is {kind_of(found)} where the schema has an object")
    return found.get(name)


def _at(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
