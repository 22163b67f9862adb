"""What does this study ask, of whom, and by which definitions? A TOML file, checked as a whole before anything is read."""

import difflib
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from culprit.knowledge.outcomes import Definition
from culprit.knowledge.study import Definitions, default_definitions
from culprit.study.protocol_fields import COMPARED_BY, FIELDS, TESTS_FOR, Field
from culprit.study.protocol_lines import line_of


class Comparison(msgspec.Struct, frozen=True):
    """One comparison written down beforehand: the variable `of` between the two `groups` of `by`, with one test."""

    of: str
    by: str
    groups: tuple[str, str]
    test: str
    primary: bool = False


class PrintedFigure(msgspec.Struct, frozen=True):
    """A figure as it is printed elsewhere, and the counts or means from which it should come out."""

    item: str
    printed: str
    source: str = ""
    count: int | None = None
    total: int | None = None
    parts: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    means: tuple[Decimal, ...] = ()
    test: str = ""
    variable: str = ""


@dataclass(frozen=True)
class Protocol:
    """A study as its file asks for it; an empty list of an eligibility rule means that it does not choose."""

    title: str
    centre: str = ""
    question: str = ""
    ethics: str = ""
    country: str = ""
    synthetic: bool = False
    source: str = ""
    kind: str = ""
    period_from: date | None = None
    period_to: date | None = None
    regions: tuple[str, ...] = ()
    tissues: tuple[str, ...] = ()
    operated: bool = True
    proven: bool = False
    least_age: int | None = None
    most_age: int | None = None
    least_follow_up_months: float | None = None
    phosphate_low: Decimal | None = None
    definitions: Definitions = field(default_factory=default_definitions)
    symptoms: tuple[str, ...] = ("bone_pain", "muscle_weakness", "limited_mobility", "height_loss", "fracture")
    biochemistry: tuple[str, ...] = (
        "phosphate",
        "calcium",
        "alp",
        "pth",
        "vitd25",
        "vitd125",
        "tmp_gfr",
        "fgf23_intact",
        "fgf23_cterminal",
    )
    comparisons: tuple[Comparison, ...] = ()
    tables: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    printed: tuple[PrintedFigure, ...] = ()
    text: str = ""


class ProtocolError(ValueError):
    """A protocol that cannot be used: one line for each fault, with its line in the file and what to write instead."""

    def __init__(self, faults: list[tuple[int, str]], name: str) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(f"{name}, line {line}: {words}" for line, words in self.faults))


def read_protocol(path: Path) -> Protocol:
    """The protocol in a TOML file. Raises ProtocolError with every fault at once, OSError."""
    return parse_protocol(path.read_text(encoding="utf-8-sig"), path.name)


def parse_protocol(text: str, name: str = "protocol") -> Protocol:
    """The protocol written in `text`. Raises ProtocolError."""
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        line = _line_of_syntax(str(error), text)
        raise ProtocolError([(line, f'this is no TOML: {error}. A text stands in "quotes", a date does not')], name) from error
    faults: list[tuple[int, str]] = []
    values: dict[str, Any] = {}
    for section, content in table.items():
        _section(section, content, text, values, faults)
    if "title" not in values:
        faults.append((line_of(text, ("study",)), 'the study has no title. Write title = "…" under [study]'))
    _together(values, text, faults)
    if faults:
        raise ProtocolError(faults, name)
    return Protocol(**values, text=text)


def _section(section: str, content: Any, text: str, values: dict[str, Any], faults: list[tuple[int, str]]) -> None:
    fields = FIELDS.get(section)
    if section == "definitions" and isinstance(content, dict):
        values["definitions"] = _definitions(content, text, faults)
        return
    if fields is None:
        faults.append(
            (line_of(text, (section,)), f"there is no section '{section}'. {_nearest(section, [*FIELDS, 'definitions'])}")
        )
        return
    if section in ("comparisons", "printed"):
        rows = content if isinstance(content, list) else [content]
        built = [_row(section, place, row, text, faults) for place, row in enumerate(rows)]
        values[section] = tuple(one for one in built if one is not None)
        return
    if not isinstance(content, dict):
        faults.append((line_of(text, (section,)), f"'{section}' is a section. Write it as [{section}]"))
        return
    for name, value in content.items():
        place = line_of(text, (section, name))
        if name not in fields:
            faults.append((place, f"[{section}] has no '{name}'. {_nearest(name, list(fields))}"))
            continue
        checked = _value(fields[name], name, value, place, faults)
        if checked is not None:
            values[fields[name].target or name] = checked


def _row(section: str, place: int, row: Any, text: str, faults: list[tuple[int, str]]) -> Any:
    """One entry of [[comparisons]] or [[printed]]; None when something is wrong with it."""
    fields, before, checked = FIELDS[section], len(faults), {}
    if not isinstance(row, dict):
        faults.append((line_of(text, (section,)), f"write each entry under its own [[{section}]]"))
        return None
    for name, value in row.items():
        line = line_of(text, (section, place, name))
        if name not in fields:
            faults.append((line, f"[[{section}]] has no '{name}'. {_nearest(name, list(fields))}"))
        elif (good := _value(fields[name], name, value, line, faults)) is not None:
            checked[name] = good
    for name, one in fields.items():
        if one.required and name not in row:
            faults.append((line_of(text, (section, place)), f"this entry of [[{section}]] has no '{name}'. {one.expected}"))
    if len(faults) > before:
        return None
    if section == "printed":
        return PrintedFigure(**checked)
    return _comparison(place, checked, text, faults)


def _comparison(place: int, checked: dict[str, Any], text: str, faults: list[tuple[int, str]]) -> Comparison | None:
    kind, tests = TESTS_FOR[checked["of"]]
    if checked["test"] not in tests:
        faults.append(
            (
                line_of(text, ("comparisons", place, "test")),
                f"{checked['test']} does not fit '{checked['of']}', which is {kind}. Write one of: {', '.join(tests)}",
            )
        )
        return None
    words = COMPARED_BY[checked["by"]]
    groups = checked.get("groups", words if len(words) == 2 else ())
    if len(groups) != 2 or any(group not in words for group in groups) or groups[0] == groups[1]:
        faults.append(
            (
                line_of(text, ("comparisons", place, "groups")),
                f"groups must be two different ones of '{checked['by']}'. Choose from: {', '.join(words)}",
            )
        )
        return None
    return Comparison(checked["of"], checked["by"], (groups[0], groups[1]), checked["test"], checked.get("primary", False))


def _definitions(content: dict[str, Any], text: str, faults: list[tuple[int, str]]) -> Definitions:
    known, chosen = default_definitions().values, {}
    for name, value in content.items():
        line = line_of(text, ("definitions", name))
        if name not in known:
            faults.append((line, f"there is no definition '{name}'. {_nearest(name, list(known))}"))
            continue
        checked = _value(_wanted(known[name]), name, value, line, faults)
        if checked is not None:
            chosen[name] = checked if isinstance(checked, str) else Decimal(checked)
    return default_definitions().changed(chosen)


def _wanted(known: Definition) -> Field:
    """What may stand for a definition."""
    if known.choices:
        return Field("choice", choices=known.choices)
    kinds = {"1": "share", "share of the upper limit": "share", "1 = yes, 0 = no": "answer", "result": "count", "patient": "count"}
    return Field(kinds.get(known.sourced.unit, "whole"))


def _value(one: Field, name: str, value: Any, line: int, faults: list[tuple[int, str]]) -> Any:
    """The value when it fits, else None and a fault."""
    if isinstance(value, datetime):
        value = value.date()
    try:
        return one.checked(value)
    except ValueError as error:
        faults.append((line, f"'{name}' {error}. {one.expected}"))
        return None


def _together(values: dict[str, Any], text: str, faults: list[tuple[int, str]]) -> None:
    """What is right alone and wrong together."""
    first, last = values.get("period_from"), values.get("period_to")
    if first and last and last < first:
        faults.append((line_of(text, ("period", "to")), "the period ends before it begins. Exchange the two dates, or mend one"))
    primary = [place for place, one in enumerate(values.get("comparisons", ())) if one.primary]
    if len(primary) > 1:
        line = line_of(text, ("comparisons", primary[1], "primary"))
        faults.append((line, "two comparisons are primary. Keep one: the question for which the study was planned"))


def _nearest(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.6)
    return f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known)}"


def _line_of_syntax(message: str, text: str) -> int:
    _, found, rest = message.partition("(at line ")
    return int(rest.split(",")[0]) if found else text.count("\n") + 1
