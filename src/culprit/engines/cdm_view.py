"""OMOP tables as the few canonical columns that the shortlist asks for, written once as Ibis expressions over a codebook.

It is wider than the intake on purpose: what it shows too much costs a person's rows the journey, and the intake then decides; what
it left out would be lost. So a phosphate counts as measured only where the intake surely keeps it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from culprit.engines.codebook import CODES, FACT_TABLES, PRINTED, Codebook, Key, Reading
from culprit.knowledge.omop import meanings
from culprit.screen.shortlist import SERUM_PHOSPHATE

AMOUNT = "decimal(18, 6)"
# more is no laboratory value, and would not fit the type
_LARGEST = 1e9
_SAME = 1e-6
_PLAIN_NUMBER = r"^[+-]?[0-9]{1,15}(\.[0-9]+)?$"
_EPOCH_YEAR = 1970

Tables = Mapping[str, ir.Table]


def people(tables: Tables) -> ir.Table:
    """person_id and birth: the first of the month, as exact as the shortlist needs it (it allows half a year)."""
    person = tables["person"]

    def part(column: str, last: int, otherwise: int) -> ir.Value:
        if column not in person.columns:
            return ibis.literal(otherwise)
        number = person[column].cast("int32")
        return ibis.cases((number.between(1, last), number), else_=otherwise)

    known = person["year_of_birth"].cast("int32").between(1, 9999) if "year_of_birth" in person.columns else ibis.literal(False)
    day = ibis.date(part("year_of_birth", 9999, _EPOCH_YEAR), part("month_of_birth", 12, 1), ibis.literal(1))
    birth = ibis.cases((known, day.cast("timestamp")))
    if "birth_datetime" in person.columns:
        birth = birth.coalesce(person["birth_datetime"].cast("timestamp"))
    return person.select("person_id", birth=birth)


def results(tables: Tables, codebook: Codebook) -> ir.Table:
    """person_id, analyte, at, value, comparator, interpretation, limit_low, limit_high of the results that are asked for, and
    own_unit: whether the number was in the analyte's own unit as it stood."""
    parts = [_results_of(tables[name], name, codebook) for name, kinds in codebook.results.items() if kinds]
    return ibis.union(*parts) if len(parts) > 1 else parts[0] if parts else _no_results(tables)


def facts(tables: Tables, codebook: Codebook) -> ir.Table:
    """person_id, kind, concept of the facts that are asked for."""
    parts = []
    for name, kinds in codebook.facts.items():
        for concept in sorted(set(kinds.values())):
            rows = tables[name].filter(_any_code(tables[name], [key for key, meant in kinds.items() if meant == concept]))
            parts.append(rows.select("person_id", kind=ibis.literal(FACT_TABLES[name]), concept=ibis.literal(concept)))
    if not parts:
        nothing = tables["person"].filter(ibis.literal(False))
        return nothing.select("person_id", kind=ibis.literal(""), concept=ibis.literal(""))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def coded_rows(rows: ir.Table, name: str, kinds: Mapping[Key, Reading]) -> ir.Table:
    """The rows of these kinds, with `reading` (its place among the different readings) and its analyte, and the time `at`."""
    readings = list(dict.fromkeys(kinds.values()))
    places = [(_any_kind(rows, [k for k, meant in kinds.items() if meant == r]), number) for number, r in enumerate(readings)]
    days = [rows[column].cast("timestamp") for column in (f"{name}_datetime", f"{name}_date") if column in rows.columns]
    # the codes first: an engine can look them up, and most rows are none of them
    told = rows.filter(_any_code(rows, list(kinds))).mutate(reading=ibis.cases(*places), at=ibis.coalesce(*days))
    told = told.filter(told.reading.notnull() & told["at"].notnull())
    return told.mutate(analyte=_of_reading(told, [(n, r.analyte) for n, r in enumerate(readings)], "string"))


def unread_words(rows: ir.Table, name: str) -> ir.Table:
    """Those of `coded_rows` whose printed value is no plain number, or whose value is a concept."""
    words = rows[PRINTED[name]].notnull() & printed_number(rows, name).isnull() if PRINTED[name] in rows.columns else None
    concept = rows.value_as_concept_id.notnull() if "value_as_concept_id" in rows.columns else None
    asked = [condition for condition in (words, concept) if condition is not None]
    return rows.filter(ibis.or_(*asked) if asked else ibis.literal(False))


def printed_number(rows: ir.Table, name: str) -> ir.Value:
    """The printed value as a number, NULL for words; every engine's own way of trying is left aside but for the guard."""
    if PRINTED[name] not in rows.columns:
        return ibis.null("float64")
    text = rows[PRINTED[name]].strip()
    return ibis.cases((text.re_search(_PLAIN_NUMBER), text.cast("float64")))


def _results_of(table: ir.Table, name: str, codebook: Codebook) -> ir.Table:
    kinds = codebook.results[name]
    rows = coded_rows(table, name, kinds)
    readings = list(enumerate(dict.fromkeys(kinds.values())))
    number, printed = rows.value_as_number.cast("float64"), printed_number(rows, name)
    largest = ibis.greatest(number.abs(), ibis.literal(_SAME))
    converted = (number.notnull() & printed.notnull() & ((number - printed).abs() > _SAME * largest)).fill_null(False)
    printed_means = [n for n, reading in readings if not reading.takes_number]
    takes_printed = rows.reading.isin(printed_means) if printed_means else ibis.literal(False)
    taken = ibis.cases((number.isnull() | (converted & takes_printed), printed), else_=number)
    factor = ibis.ifelse(
        converted,
        _of_reading(rows, [(n, reading.converted_factor) for n, reading in readings], "float64"),
        _of_reading(rows, [(n, reading.factor) for n, reading in readings], "float64"),
    )
    low = rows.analyte == SERUM_PHOSPHATE
    words = _alarming(rows, name, codebook, number.isnull() & printed.isnull())
    told = rows.mutate(
        value=_amount(taken * factor),
        # converted numbers may differ from exact ones in the last digit: there a limit itself counts as beyond it
        comparator=ibis.cases((factor != 1, ibis.ifelse(low, "<", ">")), else_=_operator(rows)),
        interpretation=ibis.cases((words, ibis.ifelse(low, "low", "high")), else_=""),
        limit_low=_amount(rows.range_low.cast("float64") * factor) if "range_low" in rows.columns else ibis.null(AMOUNT),
        limit_high=_amount(rows.range_high.cast("float64") * factor) if "range_high" in rows.columns else ibis.null(AMOUNT),
        own_unit=(factor == 1).fill_null(False),
        said=number.notnull() | printed.notnull() | words,
    )
    columns = ("person_id", "analyte", "at", "value", "comparator", "interpretation", "limit_low", "limit_high")
    return told.filter(told.said).select(*columns, "own_unit")


def _no_results(tables: Tables) -> ir.Table:
    nothing = tables["person"].filter(ibis.literal(False))
    amounts = {name: ibis.null(AMOUNT) for name in ("value", "limit_low", "limit_high")}
    texts = {name: ibis.literal("") for name in ("analyte", "comparator", "interpretation")}
    return nothing.select("person_id", at=ibis.null("timestamp"), own_unit=ibis.literal(False), **amounts, **texts)


def _amount(number: ir.Value) -> ir.Value:
    return ibis.cases((number.abs() < _LARGEST, number.cast(AMOUNT)))


def _operator(rows: ir.Table) -> ir.Value:
    if "operator_concept_id" not in rows.columns:
        return ibis.literal("")
    signs = [(rows.operator_concept_id == int(concept), sign) for concept, sign in meanings("operators").items()]
    return ibis.cases(*signs, else_="")


def _alarming(rows: ir.Table, name: str, codebook: Codebook, nothing_read: ir.BooleanValue) -> ir.BooleanValue:
    """Whether the row's words may mean low (phosphate) or high (alkaline phosphatase)."""
    if codebook.alarming is None:
        return nothing_read & rows[PRINTED[name]].notnull() if PRINTED[name] in rows.columns else ibis.literal(False)
    told: dict[tuple[str, str], list[Any]] = {}
    for analyte, table, column, word in codebook.alarming:
        if table == name:
            told.setdefault((analyte, column), []).append(word)
    conditions = [(rows.analyte == analyte) & rows[column].isin(words) for (analyte, column), words in told.items()]
    return ibis.or_(*conditions).fill_null(False) if conditions else ibis.literal(False)


def _of_reading(rows: ir.Table, values: Sequence[tuple[int, Any]], kind: str) -> ir.Value:
    """The value of each row's reading, NULL for readings without one; the different values are few, and so are the cases."""
    grouped: dict[Any, list[int]] = {}
    for number, value in values:
        if value is not None:
            grouped.setdefault(value, []).append(number)
    cases = [(rows.reading.isin(numbers), ibis.literal(value, kind)) for value, numbers in grouped.items()]
    return ibis.cases(*cases) if cases else ibis.null(kind)


def _any_code(rows: ir.Table, keys: Sequence[Key]) -> ir.BooleanValue:
    """Rows that share a telling code with one of the kinds: the source's own value, else its number, else the standard number."""
    wanted: dict[str, set[Any]] = {}
    for key in keys:
        told = {column: value for column, value in key if value not in (None, 0, "")}
        codes = [column for names in CODES.values() for column in reversed(names) if column in told]
        if codes:
            wanted.setdefault(codes[0], set()).add(told[codes[0]])
    conditions = [rows[column].isin(sorted(values)) for column, values in sorted(wanted.items())]
    return ibis.or_(*conditions) if conditions else ibis.literal(False)


def _any_kind(rows: ir.Table, keys: Iterable[Key]) -> ir.BooleanValue:
    """Rows that are of one of these kinds, column for column."""
    grouped: dict[Key, list[Any]] = {}
    last: dict[Key, str] = {}
    for key in keys:
        # kinds that differ in one column only are asked for together
        *others, (column, value) = sorted(key, key=lambda pair: pair[0].endswith("_source_value") and not pair[0].startswith("unit"))
        shared = (*others, (column, "")) if value is not None else (*others, (column, None))
        grouped.setdefault(shared, []).append(value)
        last[shared] = column
    return ibis.or_(*[_alike(rows, shared[:-1], last[shared], values) for shared, values in grouped.items()])


def _alike(rows: ir.Table, others: Key, column: str, values: list[Any]) -> ir.BooleanValue:
    same = [rows[name].isnull() if value is None else rows[name] == value for name, value in others]
    return ibis.and_(*same, rows[column].isnull() if values == [None] else rows[column].isin(values))
