"""Other readers of FHIR NDJSON. None of them gives tables: they parse JSON, or validate resources, and count the good lines."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast


def opened(file: Path) -> IO[bytes]:
    """The file's bytes, unpacked."""
    return cast("IO[bytes]", gzip.open(file)) if file.suffix == ".gz" else file.open("rb")


def count(file: Path) -> int:
    """The number of line ends: what reading alone costs."""
    with opened(file) as lines:
        return sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 22), b""))


def msgspec(file: Path) -> int:
    """msgspec, to dictionaries."""
    import msgspec

    return _parsed(file, msgspec.json.Decoder().decode, (msgspec.DecodeError, UnicodeDecodeError))


def orjson(file: Path) -> int:
    """orjson, to dictionaries. Raises ImportError where there is none."""
    import orjson

    return _parsed(file, orjson.loads, (orjson.JSONDecodeError,))


def pysimdjson(file: Path) -> int:
    """simdjson, parsed and left in its own memory: the least that it can do. Raises ImportError where there is none."""
    import simdjson

    parser = simdjson.Parser()
    return _parsed(file, parser.parse, (ValueError,))


def fhir_resources(lines: list[bytes]) -> int:
    """fhir.resources, R4B models: how many lines are valid. Raises ImportError where there is none."""
    from fhir.resources.R4B import get_fhir_model_class

    good = 0
    for line in lines:
        try:
            kind = _kind(line)
            get_fhir_model_class(kind).model_validate_json(line)
            good += 1
        except (KeyError, LookupError, ValueError):
            continue
    return good


PARSERS: dict[str, Callable[[Path], int]] = {"msgspec": msgspec, "orjson": orjson, "pysimdjson": pysimdjson}


def _parsed(file: Path, parse: Callable[[bytes], object], wrong: tuple[type[Exception], ...]) -> int:
    good = 0
    with opened(file) as lines:
        for line in lines:
            try:
                parse(line)
                good += 1
            except wrong:
                continue
    return good


def _kind(line: bytes) -> str:
    import msgspec

    kind = msgspec.json.decode(line, type=dict)["resourceType"]
    if not isinstance(kind, str):
        raise ValueError("resourceType is no text")
    return kind
