"""What else does a packet say? Features, diseases and medical actions → raw facts."""

from collections.abc import Iterator
from typing import Any

from culprit.sources.phenopackets.shape import Packet, amount, part, parts, text, truth
from culprit.sources.phenopackets.terms import codings, words
from culprit.sources.phenopackets.times import Clock

FAMILY_HISTORY = "HP:0032316"
_ADMINISTERED = "ADMINISTRATION_RELATED_TO_PROCEDURE"
_ORDERED = ("PRESCRIPTION", "EHR_MEDICATION_LIST")


def feature(found: Packet, path: str, clock: Clock) -> Iterator[dict[str, Any]]:
    """A PhenotypicFeature as a condition, refuted where it is excluded; a family history as a relative. Raises MisshapenError."""
    term = part(found, "type", path)
    # schema 1 says negated
    absent = truth(found, "excluded", path) or truth(found, "negated", path)
    described = text(found, "description", path)
    if text(term, "id", path) == FAMILY_HISTORY:
        told = described or ("no family history" if absent else words(term, path))
        yield {"kind": "relative", "text": told, "status": "completed", "detail": "family member"}
        return
    yield _condition(term, absent, found, path, clock, described)


def disease(found: Packet, path: str, clock: Clock) -> Iterator[dict[str, Any]]:
    """A Disease as a condition, with its site in words. Raises MisshapenError."""
    term = part(found, "term", path)
    row = _condition(term, truth(found, "excluded", path), found, path, clock, "")
    site = words(part(found, "primarySite", path), path)
    yield {**row, "text": f"{row['text']}, {site}"} if site else row


def _condition(term: Packet, absent: bool, found: Packet, path: str, clock: Clock, described: str) -> dict[str, Any]:
    onset, resolved = part(found, "onset", path), part(found, "resolution", path)
    at, over = clock.span(onset, f"{path}.onset")
    return {
        "kind": "condition",
        "codings": codings(term, path),
        "text": words(term, path) or described or None,
        "at": at,
        "until": clock.span(resolved, f"{path}.resolution")[0] or over,
        "status": "refuted" if absent else "active",
    }


def action(found: Packet, path: str, clock: Clock) -> Iterator[dict[str, Any]]:
    """A procedure, or a drug with one row for each interval of its dose; other actions give none. Raises MisshapenError."""
    if found.get("procedure") is not None:
        yield _procedure(part(found, "procedure", path), f"{path}.procedure", clock)
    if found.get("treatment") is not None:
        yield from _drug(part(found, "treatment", path), f"{path}.treatment", clock)


def _procedure(found: Packet, path: str, clock: Clock) -> dict[str, Any]:
    term, site = part(found, "code", path), words(part(found, "bodySite", path), path)
    at, until = clock.span(part(found, "performed", path), f"{path}.performed")
    named = ", ".join(filter(None, (words(term, path), site)))
    return {"kind": "procedure", "codings": codings(term, path), "text": named, "at": at, "until": until, "status": "completed"}


def _drug(found: Packet, path: str, clock: Clock) -> Iterator[dict[str, Any]]:
    agent, kind = part(found, "agent", path), text(found, "drugType", path)
    shared = {
        "kind": "drug",
        "codings": codings(agent, path),
        "text": words(agent, path) or None,
        "detail": words(part(found, "routeOfAdministration", path), path) or None,
        "status": "administration" if kind == _ADMINISTERED else "order" if kind in _ORDERED else "statement",
    }
    given = list(parts(found, "doseIntervals"))
    for name, each in given:
        place = f"{path}.{name}"
        interval = {"interval": part(each, "interval", place)} if isinstance(each, dict) else part({name: each}, name, path)
        at, until = clock.span(interval, place)
        yield {**shared, "at": at, "until": until, "dose": _dose(each, place)}
    if not given:
        yield shared


def _dose(found: Packet, path: str) -> str | None:
    quantity = part(found, "quantity", path)
    printed = part(quantity, "unit", path)
    how_often = words(part(found, "scheduleFrequency", path), path)
    number = amount(quantity, "value", path)
    return " ".join(filter(None, (number, words(printed, path) if number else "", how_often))) or None
