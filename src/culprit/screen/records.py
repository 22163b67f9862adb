"""Turns rows of the canonical tables into patient records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Relative, Report, Stay, StayKind
from culprit.domain.moment import Moment, Precision
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.result import Interpretation, Result
from culprit.knowledge.analytes import analytes

RESULT_COLUMNS = (
    "person_id", "analyte", "at", "precision", "amount", "comparator", "printed_value", "printed_unit", "interpretation",
    "low", "high", "fasting", "specimen_id", "flags", "source", "laboratory",
)  # fmt: skip
FACT_COLUMNS = (
    "person_id", "kind", "concept", "at", "at_precision", "until", "until_precision", "status", "detail", "planned", "dose",
    "text", "code", "source",
)  # fmt: skip
PERSON_COLUMNS = (
    "person_id", "identifier", "sex", "birth", "birth_precision", "death", "death_precision", "deceased",
)  # fmt: skip
# amounts travel as text without trailing zeros: exact, and a Decimal is built from them at once
RESULTS_SQL = """
SELECT r.person_id, analyte, "at", precision, rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.') AS amount,
    comparator, printed_value, printed_unit, interpretation,
    rtrim(rtrim(CAST(limit_low AS VARCHAR), '0'), '.') AS low, rtrim(rtrim(CAST(limit_high AS VARCHAR), '0'), '.') AS high,
    fasting, specimen_id, flags, source_file || ':' || source_row AS source, laboratory
FROM results r SEMI JOIN {chosen} c ON r.person_id = c.person_id {until} ORDER BY ALL
"""
FACTS_SQL = """
SELECT f.person_id, kind, concept, "at", at_precision, until, until_precision, status, detail, planned, dose, text, code,
    source_file || ':' || source_row AS source
FROM facts f SEMI JOIN {chosen} c ON f.person_id = c.person_id ORDER BY ALL
"""
PEOPLE_SQL = """
SELECT p.person_id, identifier, sex, birth, birth_precision, death, death_precision, deceased
FROM people p SEMI JOIN {chosen} c ON p.person_id = c.person_id ORDER BY p.person_id
"""

Row = Sequence[Any]


def records(people: pa.Table, results: pa.Table, facts: pa.Table, person_ids: Sequence[str]) -> Iterator[PatientRecord]:
    """The records of `person_ids`, in that order; the tables hold the columns named above, in any order of rows.

    A person without a row in `people` gets a record without sex and birth.
    """
    person = {row[0]: row for row in _rows(people, PERSON_COLUMNS)}
    own_results = _by_person(results, list(_results(results)))
    own_facts = _by_person(facts, list(_rows(facts, FACT_COLUMNS)))
    for person_id in person_ids:
        yield _record(person.get(person_id, (person_id,)), own_results.get(person_id, ()), own_facts.get(person_id, ()))


def _rows(table: pa.Table, columns: Sequence[str]) -> Iterable[Row]:
    return zip(*(_values(table.column(name)) for name in columns), strict=True)


def _values(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        # a few times quicker than one value after the other; a missing one is None in both
        return list(column.to_numpy().astype("datetime64[us]").tolist())
    return list(column.to_pylist())


def _by_person(table: pa.Table, rows: list[Any]) -> dict[str, list[Any]]:
    """The rows of each person. They mostly stand together, so that a whole stretch is taken at once."""
    grouped: dict[str, list[Any]] = defaultdict(list)
    stretches = pc.run_end_encode(table.column("person_id").combine_chunks(), run_end_type=pa.int64())
    first = 0
    for person_id, end in zip(stretches.values.to_pylist(), stretches.run_ends.to_pylist(), strict=True):
        grouped[person_id] += rows[first:end]
        first = end
    return grouped


def _record(person: Row, results: Iterable[Result], facts: Iterable[Row]) -> PatientRecord:
    person_id, identifier, sex, birth, birth_precision, death, death_precision, deceased = (*person, *(None,) * 7)[:8]
    by_kind: dict[str, list[Any]] = {kind: [] for kind in _FACTS}
    for row in facts:
        by_kind[row[1]].append(_FACTS[row[1]](row))
    return PatientRecord.of(
        person_id,
        identifier=identifier or "",
        sex=Sex(sex) if sex else None,
        birth=_moment(birth, birth_precision),
        death=_moment(death, death_precision),
        deceased=bool(deceased),
        results=results,
        conditions=by_kind["condition"],
        drugs=by_kind["drug"],
        procedures=by_kind["procedure"],
        stays=by_kind["stay"],
        reports=by_kind["report"],
        relatives=by_kind["relative"],
    )


_PRECISIONS = {precision.value: precision for precision in Precision}
_COMPARATORS = {comparator.value: comparator for comparator in Comparator}
_INTERPRETATIONS = {interpretation.value: interpretation for interpretation in Interpretation}


def _moment(start: datetime | None, precision: str | None) -> Moment | None:
    return None if start is None else _on(start, precision or "day")


def _on(start: datetime, precision: str) -> Moment:
    return Moment(start, _PRECISIONS[precision])


def _quantity(amount: str, unit: str, comparator: str) -> Quantity:
    return Quantity(Decimal(amount), unit, _COMPARATORS[comparator])


def _as_printed(value: str | None, unit: str | None) -> str:
    return f"{value or ''} {unit or ''}".strip()


def _results(table: pa.Table) -> Iterator[Result]:
    """The results of a table, in the order of its rows, put together column by column."""
    column = {name: _values(table.column(name)) for name in RESULT_COLUMNS[1:]}
    # amounts, limits and moments come back again and again: equal ones are one object
    quantity, limit, moment, as_printed = cache(_quantity), cache(Decimal), cache(_on), cache(_as_printed)
    units = {name: analyte.unit for name, analyte in analytes().items()}
    amounts = zip(column["amount"], column["analyte"], column["comparator"], strict=True)
    return map(
        Result,
        column["analyte"],
        map(moment, column["at"], column["precision"]),
        [None if amount is None else quantity(amount, units[analyte], sign or "") for amount, analyte, sign in amounts],
        map(as_printed, column["printed_value"], column["printed_unit"]),
        [_INTERPRETATIONS[word or ""] for word in column["interpretation"]],
        [None if low is None else limit(low) for low in column["low"]],
        [None if high is None else limit(high) for high in column["high"]],
        column["fasting"],
        [specimen or "" for specimen in column["specimen_id"]],
        [tuple(flags.split()) if flags else () for flags in column["flags"]],
        column["source"],
        column["laboratory"],
    )


def _condition(row: Row) -> Condition:
    return Condition(
        row[2], _moment(row[3], row[4]), _moment(row[5], row[6]), row[11] or "", row[12] or "",
        ConditionStatus(row[7] or "present"), row[13],
    )  # fmt: skip


def _drug(row: Row) -> DrugUse:
    return DrugUse(
        row[2], _moment(row[3], row[4]), _moment(row[5], row[6]), row[11] or "", row[12] or "", row[8] or "", row[10] or "",
        row[7] or "order", row[13],
    )  # fmt: skip


def _procedure(row: Row) -> Procedure:
    return Procedure(row[2], _moment(row[3], row[4]), _moment(row[5], row[6]), row[11] or "", row[12] or "", row[13])


def _stay(row: Row) -> Stay:
    return Stay(StayKind(row[8] or "other"), _moment(row[3], row[4]), _moment(row[5], row[6]), row[9], row[11] or "", row[13])


def _report(row: Row) -> Report:
    return Report(row[2], _moment(row[3], row[4]), row[11] or "", row[12] or "", row[13])


def _relative(row: Row) -> Relative:
    return Relative(row[2], row[8] or "", row[11] or "", ConditionStatus(row[7] or "present"), row[13])


_FACTS = {
    "condition": _condition,
    "drug": _drug,
    "procedure": _procedure,
    "stay": _stay,
    "report": _report,
    "relative": _relative,
}
