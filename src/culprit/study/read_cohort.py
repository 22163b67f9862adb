"""From rows of cells to patients; every cell that cannot be used is told at once, with its place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from culprit.domain.moment import Moment
from culprit.domain.quantity import Quantity
from culprit.domain.record import Sex
from culprit.knowledge.analytes import analyte, believable_limits
from culprit.knowledge.study_sheets import sheets, study_analytes
from culprit.knowledge.units import as_stored, conversion
from culprit.study.cells import Amount, Correction, Unusable, Value, read_cell
from culprit.study.cohort import Measured, Operation, Scan, StudyPatient, Treatment, Visit
from culprit.study.raw_sheets import RawSheet, read_sheets

_YES_NO = {"yes": True, "no": False}


@dataclass
class Cohort:
    """The patients of a source in its order; `corrections` are the cells left out, `notes` what else somebody should know."""

    patients: tuple[StudyPatient, ...]
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Reading:
    """What has been read so far, sheet by sheet."""

    raw: Mapping[str, RawSheet]
    corrections: list[Correction]
    notes: list[str]
    people: dict[str, dict[str, Value]] = field(default_factory=dict)
    facts: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def wrong(self, sheet: str, row: int, name: str, problem: str, proposal: str) -> None:
        """One more correction."""
        letter = self.raw[sheet].letters.get(name, "")
        self.corrections.append(Correction(sheet, row, letter, name, problem, proposal))


def read_cohort(path: Path) -> Cohort:
    """The cohort of a workbook, a folder of CSV files or a REDCap export. Raises SourceError when it is none of them."""
    raw = read_sheets(path)
    reading = _Reading(raw.sheets, raw.corrections, raw.notes)
    _people(reading)
    for name in ("results", "operations", "imaging", "treatments", "visits"):
        if name in raw.sheets:
            _facts(reading, name)
    patients = tuple(_patient(reading, name, cells) for name, cells in reading.people.items())
    return Cohort(patients, tuple(sorted(set(reading.corrections))), tuple(reading.notes))


def _people(reading: _Reading) -> None:
    first: dict[str, int] = {}
    for row, cells in _read(reading, "patients"):
        name = str(cells["patient_id"])
        if name in first:
            reading.wrong(
                "patients",
                row,
                "patient_id",
                f"stands in row {first[name]} already",
                "Keep one row for each patient, or number anew",
            )
            continue
        first[name] = row
        _in_order(reading, row, cells, ("birth", "onset", "diagnosis", "last_contact"))
        _in_order(reading, row, cells, ("birth", "onset", "diagnosis", "death"))
        reading.people[name] = cells


def _in_order(reading: _Reading, row: int, cells: dict[str, Value], names: tuple[str, ...]) -> None:
    dated = [(name, moment) for name in names if isinstance(moment := cells.get(name), Moment)]
    for (before, earlier), (after, later) in pairwise(dated):
        if later.latest < earlier.earliest:
            reading.wrong("patients", row, after, f"lies before {before}", "One of the two dates is wrong: look both up again")


def _facts(reading: _Reading, sheet: str) -> None:
    build = {
        "results": _result,
        "operations": _operation,
        "imaging": _scan,
        "treatments": _treatment,
        "visits": _visit,
    }[sheet]
    for row, cells in _read(reading, sheet):
        name = str(cells["patient_id"])
        person = reading.people.get(name)
        if person is None:
            reading.wrong(
                sheet, row, "patient_id", "is no patient of the sheet patients", "Add the patient there, or mend the number here"
            )
            continue
        day, birth = cells.get("date"), person.get("birth")
        if isinstance(day, Moment) and isinstance(birth, Moment) and day.latest < birth.earliest:
            reading.wrong(
                sheet, row, "date", "lies before the patient's birth", "One of the two dates is wrong: look both up again"
            )
            continue
        try:
            fact = build(cells, f"{sheet}:{row}")
        except _WrongCell as wrong:
            reading.wrong(sheet, row, wrong.name, wrong.problem, wrong.proposal)
        else:
            reading.facts[name][sheet].append(fact)


def _read(reading: _Reading, sheet: str) -> list[tuple[int, dict[str, Value]]]:
    """The rows of a sheet whose required cells can be used, each with its usable cells."""
    raw, found = reading.raw[sheet], []
    required = [column.name for column in raw.sheet.columns if column.required and column.name in raw.letters]
    columns = {column.name: column for column in raw.sheet.columns}
    for row, cells in raw.rows:
        usable: dict[str, Value] = {}
        for name, cell in cells.items():
            try:
                usable[name] = read_cell(cell, columns[name])
            except Unusable as error:
                reading.wrong(sheet, row, name, error.problem, error.proposal)
        for name in required:
            if name not in cells:
                reading.wrong(sheet, row, name, "is empty", f"Fill it: {columns[name].explanation}; or remove the row")
        if all(column.name in usable for column in raw.sheet.columns if column.required):
            found.append((row, usable))
    return found


class _WrongCell(Exception):
    def __init__(self, name: str, problem: str, proposal: str) -> None:
        super().__init__(problem)
        self.name, self.problem, self.proposal = name, problem, proposal


def _answer(cells: dict[str, Value], name: str) -> bool | None:
    return _YES_NO.get(str(cells.get(name, "")))


def _word(cells: dict[str, Value], name: str) -> str:
    return str(cells.get(name, ""))


def _day(cells: dict[str, Value]) -> date:
    moment = cells["date"]
    assert isinstance(moment, Moment)
    return moment.earliest


def _moment(cells: dict[str, Value], name: str) -> Moment | None:
    moment = cells.get(name)
    return moment if isinstance(moment, Moment) else None


def _float(cells: dict[str, Value], name: str) -> float | None:
    number = cells.get(name)
    return float(number) if isinstance(number, Decimal) else None


def _result(cells: dict[str, Value], place: str) -> Measured:
    """One value in the analyte's own unit. Raises _WrongCell for a unit that is none of it, or an amount nobody lives with."""
    short, amount = _word(cells, "analyte"), cells["value"]
    assert isinstance(amount, Amount)
    own = analyte(study_analytes()[short].analyte)
    change = conversion(own.name, _word(cells, "unit"))
    if change is None:
        raise _WrongCell("unit", f"is no unit of {short}", f"Write {own.unit}, or another unit in which laboratories report it")
    value = as_stored(amount.value * change.factor)
    if own.plausible is not None and value not in own.plausible:
        raise _WrongCell(
            "value", "lies outside what is reported in living people", "Look up the number, its point and its unit again"
        )
    limits = [
        as_stored(limit * change.factor) if isinstance(limit := cells.get(name), Decimal) else None
        for name in ("limit_low", "limit_high")
    ]
    believed = believable_limits(own.name, *limits)
    if believed is None:
        name = "limit_low" if limits[0] is not None else "limit_high"
        raise _WrongCell(
            name, f"can be no limit of {short} in this unit", "Write the limit in the unit of the value, or leave it empty"
        )
    return Measured(
        short,
        _day(cells),
        Quantity(value, own.unit, amount.comparator),
        *believed,
        _word(cells, "assay"),
        _answer(cells, "fasting"),
        _answer(cells, "on_supplement"),
        place,
    )


def _operation(cells: dict[str, Value], place: str) -> Operation:
    return Operation(
        _day(cells),
        _word(cells, "procedure"),
        _word(cells, "approach"),
        _word(cells, "margin").replace("unknown", ""),
        _answer(cells, "complete"),
        _answer(cells, "histology_proven"),
        _word(cells, "fgf23_stain"),
        _word(cells, "fn1_fusion"),
        _word(cells, "complication"),
    )


def _scan(cells: dict[str, Value], place: str) -> Scan:
    moment = _moment(cells, "date")
    assert moment is not None
    return Scan(
        moment,
        _word(cells, "modality"),
        _word(cells, "result"),
        _word(cells, "tracer"),
        _answer(cells, "matches_tumour"),
        _float(cells, "suvmax"),
    )


def _treatment(cells: dict[str, Value], place: str) -> Treatment:
    start, stop = _moment(cells, "start"), _moment(cells, "stop")
    if start and stop and stop.latest < start.earliest:
        raise _WrongCell("stop", "lies before start", "One of the two dates is wrong: look both up again")
    return Treatment(_word(cells, "drug"), start, stop)


def _visit(cells: dict[str, Value], place: str) -> Visit:
    return Visit(_day(cells), _answer(cells, "on_supplement"), _answer(cells, "symptoms_better"), _float(cells, "msts"))


def _patient(reading: _Reading, name: str, cells: dict[str, Value]) -> StudyPatient:
    facts = reading.facts.get(name, {})
    moments: dict[str, Any] = {name: _moment(cells, name) for name in ("birth", "onset", "diagnosis", "death", "last_contact")}
    texts: dict[str, Any] = {
        name: _word(cells, name)
        for name in ("region", "site", "side", "tissue", "histology", "earlier_diagnosis", "stated_outcome")
    }
    answers: dict[str, Any] = {
        column.name: _answer(cells, column.name)
        for column in sheets()["patients"].columns
        if column.choices == ("yes", "no", "unknown")
    }
    sex = {"female": Sex.FEMALE, "male": Sex.MALE}.get(_word(cells, "sex"))
    return StudyPatient(
        name,
        sex=sex,
        **moments,
        **texts,
        **answers,
        size_mm=_float(cells, "size_mm"),
        results=tuple(sorted(facts.get("results", ()), key=lambda result: (result.day, result.analyte, result.place))),
        operations=tuple(sorted(facts.get("operations", ()), key=lambda operation: operation.day)),
        scans=tuple(sorted(facts.get("imaging", ()), key=lambda scan: scan.at)),
        treatments=tuple(facts.get("treatments", ())),
        treatments_recorded=bool(reading.raw.get("treatments") and reading.raw["treatments"].rows),
        visits=tuple(sorted(facts.get("visits", ()), key=lambda visit: visit.day)),
    )
