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
from culprit.knowledge.analytes import analyte, believable_amounts, believable_limits
from culprit.knowledge.study_sheets import sheets, study_analytes
from culprit.knowledge.units import as_stored, conversion
from culprit.physiology.limits import limit_for
from culprit.study.cells import Amount, Correction, Unusable, Value, read_cell
from culprit.study.cohort import Measured, Operation, Scan, StudyPatient, Treatment, Visit
from culprit.study.raw_sheets import RawSheet, read_sheets

_YES_NO = {"yes": True, "no": False}
_SEXES = {"female": Sex.FEMALE, "male": Sex.MALE}


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
    today: date | None = None
    told: set[tuple[str, int, str]] = field(default_factory=set)
    people: dict[str, dict[str, Value]] = field(default_factory=dict)
    facts: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def wrong(self, sheet: str, row: int, name: str, problem: str, proposal: str) -> None:
        """One more correction."""
        letter = self.raw[sheet].letters.get(name, "")
        if (sheet, row, letter) in self.told and letter:
            return
        self.told.add((sheet, row, letter))
        self.corrections.append(Correction(sheet, row, letter, name, problem, proposal))


def read_cohort(path: Path, today: date | None = None) -> Cohort:
    """The cohort of a workbook, a folder of CSV files or a REDCap export. Raises SourceError when it is none of them.

    With `today` a date after it is a mistake.
    """
    raw = read_sheets(path)
    reading = _Reading(raw.sheets, raw.corrections, raw.notes, today)
    reading.told = {(one.sheet, one.row, one.column) for one in raw.corrections}
    _people(reading)
    for name in ("results", "operations", "imaging", "treatments", "visits"):
        if name in raw.sheets:
            _facts(reading, name)
    patients = tuple(_patient(reading, name, cells) for name, cells in reading.people.items())
    return Cohort(patients, tuple(sorted(set(reading.corrections))), tuple(reading.notes))


def _people(reading: _Reading) -> None:
    first: dict[str, int] = {}
    for row, cells, whole in _read(reading, "patients"):
        if not whole:
            continue
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
    for row, cells, whole in _read(reading, sheet):
        name = str(cells.get("patient_id", ""))
        person = reading.people.get(name)
        usable = whole and person is not None
        if name and person is None:
            same = {known.lstrip("0") for known in reading.people}
            zeros = "One there differs from it in leading zeros only: if it is that patient, format both columns as text"
            proposal = zeros if name.lstrip("0") in same else "Add the patient there, or mend the number here"
            reading.wrong(sheet, row, "patient_id", "is no patient of the sheet patients", proposal)
        if person and (problem := _misplaced(cells.get("date"), person)):
            reading.wrong(sheet, row, "date", problem, "One of the two dates is wrong: look both up again")
            usable = False
        # the other cells of a row that cannot be used are looked at all the same: everything is told at once
        try:
            if sheet == "results" and not whole:
                _amount(cells, person or {})
            fact = build(cells, person or {}, f"{sheet}:{row}") if whole else None
        except _WrongCell as wrong:
            reading.wrong(sheet, row, wrong.name, wrong.problem, wrong.proposal)
        else:
            if usable:
                reading.facts[name][sheet].append(fact)


def _misplaced(day: Value | None, person: dict[str, Value]) -> str:
    """What is wrong with the day of a fact, seen from the person's life; '' when nothing is known to be."""
    birth, death = person.get("birth"), person.get("death")
    if not isinstance(day, Moment):
        return ""
    if isinstance(birth, Moment) and day.latest < birth.earliest:
        return "lies before the patient's birth"
    if isinstance(death, Moment) and day.earliest > death.latest:
        return "lies after the patient's death"
    return ""


def _read(reading: _Reading, sheet: str) -> list[tuple[int, dict[str, Value], bool]]:
    """The rows of a sheet with their usable cells, and whether every required one is among them."""
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
            else:
                _not_to_come(reading, sheet, row, name, usable)
        for name in required:
            if name not in cells:
                reading.wrong(sheet, row, name, "is empty", f"Fill it: {columns[name].explanation}; or remove the row")
        found.append((row, usable, all(column.name in usable for column in raw.sheet.columns if column.required)))
    return found


def _not_to_come(reading: _Reading, sheet: str, row: int, name: str, usable: dict[str, Value]) -> None:
    """A date that is still to come is a mistake, and is not used."""
    moment = usable[name]
    if reading.today is not None and isinstance(moment, Moment) and moment.earliest > reading.today:
        reading.wrong(sheet, row, name, "lies in the future", "Look the date up again")
        del usable[name]


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


def _amount(cells: dict[str, Value], person: dict[str, Value]) -> tuple[Quantity, Decimal | None, Decimal | None] | None:
    """One value in the analyte's own unit with its limits; None when a cell for it is missing.

    Raises _WrongCell for a unit that is none of it, or an amount nobody lives with.
    """
    short, amount, unit = _word(cells, "analyte"), cells.get("value"), _word(cells, "unit")
    if not (short and isinstance(amount, Amount) and unit):
        return None
    own = analyte(study_analytes()[short].analyte)
    change = conversion(own.name, unit)
    if change is None:
        raise _WrongCell("unit", f"is no unit of {short}", f"Write {own.unit}, or another unit in which laboratories report it")
    value = as_stored(amount.value * change.factor)
    if own.plausible is not None and value not in own.plausible:
        raise _WrongCell(
            "value", "lies outside what is reported in living people", "Look up the number, its point and its unit again"
        )
    low, high = (
        as_stored(limit * change.factor) if isinstance(limit := cells.get(name), Decimal) else None
        for name in ("limit_low", "limit_high")
    )
    believed = believable_limits(own.name, low, high)
    if believed is None:
        name = "limit_low" if low is not None else "limit_high"
        raise _WrongCell(
            name, f"can be no limit of {short} in this unit", "Write the limit in the unit of the value, or leave it empty"
        )
    if change.factor == 1 and believed == (None, None) and _rather_in_another_unit(own.name, value, cells, person):
        raise _WrongCell(
            "unit",
            f"is {own.unit}, but the number is high in it and would be low or normal in mg/dL",
            f"Write mg/dL; or, if it is {own.unit} all the same, write the laboratory's limits beside it",
        )
    return Quantity(value, own.unit, amount.comparator), *believed


def _rather_in_another_unit(name: str, value: Decimal, cells: dict[str, Value], person: dict[str, Value]) -> bool:
    """True of a phosphate above the upper limit of the person's age that no printed limits vouch for."""
    if analyte(name).misprint_above is None:
        return False
    birth, day = person.get("birth"), cells.get("date")
    sex = _SEXES.get(str(person.get("sex", "")))
    known = None
    if isinstance(day, Moment):
        known = limit_for(name, birth if isinstance(birth, Moment) else None, day.earliest, sex, "")
    greatest = known.high if known and known.high is not None else believable_amounts(name, in_own_unit_without_limits=True)[1]
    return greatest is not None and value > greatest


def _result(cells: dict[str, Value], person: dict[str, Value], place: str) -> Measured:
    """One result of a row whose required cells can be used. Raises _WrongCell."""
    found = _amount(cells, person)
    assert found is not None
    quantity, low, high = found
    return Measured(
        _word(cells, "analyte"),
        _day(cells),
        quantity,
        low,
        high,
        _word(cells, "assay"),
        _answer(cells, "fasting"),
        _answer(cells, "on_supplement"),
        place,
        _word(cells, "laboratory"),
    )


def _operation(cells: dict[str, Value], person: dict[str, Value], place: str) -> Operation:
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


def _scan(cells: dict[str, Value], person: dict[str, Value], place: str) -> Scan:
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


def _treatment(cells: dict[str, Value], person: dict[str, Value], place: str) -> Treatment:
    start, stop = _moment(cells, "start"), _moment(cells, "stop")
    if start and stop and stop.latest < start.earliest:
        raise _WrongCell("stop", "lies before start", "One of the two dates is wrong: look both up again")
    return Treatment(_word(cells, "drug"), start, stop)


def _visit(cells: dict[str, Value], person: dict[str, Value], place: str) -> Visit:
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
    return StudyPatient(
        name,
        sex=_SEXES.get(_word(cells, "sex")),
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
