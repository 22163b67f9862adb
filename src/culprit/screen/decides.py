"""With what was it decided, and with what drawn? A fingerprint of rulebook, knowledge and settings: with another one everybody is
assessed again."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import msgspec

import culprit
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings

# the rooms whose code or files can change an assessment, or who is on the shortlist
_DECIDING = ("domain", "knowledge", "physiology", "guideline", "screen")


def decides(settings: Settings) -> str:
    """A short fingerprint: equal ones give the same assessment of the same record on the same day."""
    digest = hashlib.sha256(f"{culprit.__version__} {culprit.RULEBOOK} {_rooms(_DECIDING)}".encode())
    digest.update(msgspec.json.encode(settings, order="deterministic"))
    return digest.hexdigest()[:16]


def decided(decision: Decision | None) -> str:
    """A decision as a text to compare; empty without one."""
    return "" if decision is None else msgspec.json.encode(decision).decode()


def draws() -> str:
    """A short fingerprint of what draws the report: equal ones make the same section of the same assessment."""
    return _rooms(("report",))[:16]


@cache
def _rooms(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for room in names:
        for name, file in _files(room, resources.files("culprit").joinpath(room)):
            digest.update(name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(name: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(f"{name}/{entry.name}", entry)
        elif entry.name.endswith((".py", ".toml", ".sql")):
            yield f"{name}/{entry.name}", entry
