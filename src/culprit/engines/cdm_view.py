"""OMOP tables as the few canonical columns that the shortlist asks for, written once as Ibis expressions over a codebook.

It is wider than the intake on purpose: what it shows too much costs a person's rows the journey, and the intake then decides; what
it left out would be lost. So a phosphate counts as measured only where the intake surely keeps it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from culprit.engines.codebook import CODES, FACT_TABLES, PRINTED, Codebook, Key, Reading, alternatives
from culprit.knowledge.omop import meanings
from culprit.screen.asked import SERUM_PHOSPHATE

AMOUNT = "decimal(18, 6)"
# more is no laboratory value, and would not fit the type
_LARGEST = 1e9
_SAME = 1e-6
_PLAIN_NUMBER = r"^[+-]?[0-9]{1,15}(\.[0-9]+)?$"
_EPOCH_YEAR = 1970
# who was born before is grown up either way, and SQL Server counts seconds in 32 bits
_EARLIEST_BIRTH = 1902
_READ = ("value_as_number", "value_as_concept_id", "operator_concept_id", "range_low", "range_high")

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
    year = ibis.greatest(part("year_of_birth", 9999, _EPOCH_YEAR), _EARLIEST_BIRTH)
    day = ibis.date(year, part("month_of_birth", 12, 1), ibis.literal(1))
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
    """person_id, kind, concept of the facts that are asked for. Of a row that means several concepts the first by name stands: the
    shortlist asks one question of each kind, and any of its concepts answers it. So each table is read once."""
    parts = []
    for name, kinds in codebook.facts.items():
        rows, starts = tables[name], codebook.prefixes.get(name, {})
        told = {}
        for named in sorted({*kinds.values(), *starts.values()}):
            codes = _codes(rows, [key for key, meant in kinds.items() if meant == named])
            told[named] = codes + _starts(rows, name, [start for start, meant in starts.items() if meant == named])
        if means := [(ibis.or_(*conditions), ibis.literal(named)) for named, conditions in told.items() if conditions]:
            asked = rows.filter(ibis.or_(*_codes(rows, list(kinds)), *_starts(rows, name, list(starts))))
            concept = ibis.cases(*means) if len(means) > 1 else means[0][1]
            parts.append(asked.select("person_id", kind=ibis.literal(FACT_TABLES[name]), concept=concept))
    if not parts:
        nothing = tables["person"].filter(ibis.literal(False))
        return nothing.select("person_id", kind=ibis.literal(""), concept=ibis.literal(""))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _starts(rows: ir.Table, name: str, starts: Sequence[str]) -> list[ir.BooleanValue]:
    """Conditions that the source value begins so."""
    bare = rows[CODES[name][2]].upper().replace(".", "")
    return [bare.startswith(start) for start in sorted(starts)]


def coded_rows(rows: ir.Table, name: str, kinds: Mapping[Key, Reading]) -> ir.Table:
    """The rows of these kinds, with `reading` (its place among the different readings) and its analyte, and the time `at`."""
    readings = list(dict.fromkeys(kinds.values()))
    places = [(_any_kind(rows, [k for k, meant in kinds.items() if meant == r]), number) for number, r in enumerate(readings)]
    days = [rows[column].cast("timestamp") for column in (f"{name}_datetime", f"{name}_date") if column in rows.columns]
    kept = [column for column in ("person_id", PRINTED[name], *_READ) if column in rows.columns]
    # the codes first: an engine can look them up, and most rows are none of them
    asked = rows.filter(ibis.or_(*_codes(rows, list(kinds))))
    told = asked.select(*kept, reading=ibis.cases(*places), at=ibis.coalesce(*days))
    told = told.filter(told.reading.notnull() & told["at"].notnull())
    return told.mutate(analyte=_of_reading(told, [(n, r.analyte) for n, r in enumerate(readings)], "string"))


def unread_words(rows: ir.Table, name: str) -> ir.Table:
    """Those of `coded_rows` whose printed value is no plain number, or whose value is a concept."""
    words = rows[PRINTED[name]].notnull() & printed_number(rows, name).isnull() if PRINTED[name] in rows.columns else None
    concept = rows.value_as_concept_id.notnull() if "value_as_concept_id" in rows.columns else None
    asked = [condition for condition in (words, concept) if condition is not None]
    return rows.filter(ibis.or_(*asked) if asked else ibis.literal(False))


def printed_number(rows: ir.Table, name: str, tries: bool = False) -> ir.Value:
    """The printed value as a number, NULL for words: a guarded cast, since not every engine can try one (`tries`: this one can)."""
    if PRINTED[name] not in rows.columns:
        return ibis.null("float64")
    text = rows[PRINTED[name]]
    if tries:
        return text.try_cast("float64")
    return ibis.cases((text.re_search(_PLAIN_NUMBER), text.cast("float64")))


def _results_of(table: ir.Table, name: str, codebook: Codebook) -> ir.Table:
    rows = _scaled(_numbers_read(coded_rows(table, name, codebook.results[name]), name, codebook), codebook.results[name])
    low = rows.analyte == SERUM_PHOSPHATE
    return rows.select(
        "person_id",
        "analyte",
        "at",
        value=_amount(rows.taken * rows.factor),
        # converted numbers may differ from exact ones in the last digit: there a limit itself counts as beyond it
        comparator=ibis.cases((rows.factor != 1, ibis.ifelse(low, "<", ">")), else_=_operator(rows)),
        interpretation=ibis.cases((rows.alarming, ibis.ifelse(low, "low", "high")), else_=""),
        limit_low=_amount(rows.range_low.cast("float64") * rows.factor) if "range_low" in rows.columns else ibis.null(AMOUNT),
        limit_high=_amount(rows.range_high.cast("float64") * rows.factor) if "range_high" in rows.columns else ibis.null(AMOUNT),
        own_unit=(rows.factor == 1).fill_null(False),
    )


def _scaled(rows: ir.Table, kinds: Mapping[Key, Reading]) -> ir.Table:
    """With `taken`, the number that is meant, and `factor`, what makes it an amount."""
    readings = list(enumerate(dict.fromkeys(kinds.values())))
    printed_means = [n for n, reading in readings if not reading.takes_number]
    takes_printed = rows.reading.isin(printed_means) & rows.converted if printed_means else ibis.literal(False)
    factor = _of_reading(rows, [(n, reading.factor) for n, reading in readings], "float64")
    if any(reading.factor != reading.converted_factor for _, reading in readings):
        converted = _of_reading(rows, [(n, reading.converted_factor) for n, reading in readings], "float64")
        factor = ibis.ifelse(rows.converted, converted, factor)
    taken = ibis.cases((rows.number.isnull() | takes_printed, rows.printed), else_=rows.number)
    # a step of its own (all meet its condition): without one the factor would be written out, and worked out, wherever it is used
    return rows.mutate(taken=taken, factor=factor).filter(ibis._.reading.notnull())


def _numbers_read(rows: ir.Table, name: str, codebook: Codebook) -> ir.Table:
    """The rows that say something: `number` and `printed` as numbers, whether they differ (`converted`), whether words alarm."""
    number, printed = rows.value_as_number.cast("float64"), printed_number(rows, name, codebook.tries)
    largest = ibis.greatest(number.abs(), ibis.literal(_SAME))
    converted = (number.notnull() & printed.notnull() & ((number - printed).abs() > _SAME * largest)).fill_null(False)
    alarming = _alarming(rows, name, codebook, number.isnull() & printed.isnull())
    told = rows.mutate(number=number, printed=printed, converted=converted, alarming=alarming)
    return told.filter(told.number.notnull() | told.printed.notnull() | told.alarming)


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


def _codes(rows: ir.Table, keys: Sequence[Key]) -> list[ir.BooleanValue]:
    """Conditions for rows that share a telling code with a kind: the source's own value, else its number, else the standard one."""
    wanted: dict[str, set[Any]] = {}
    for key in keys:
        told = {column: [v for v in alternatives(value) if v not in (None, 0, "")] for column, value in key}
        codes = [column for names in CODES.values() for column in reversed(names) if told.get(column)]
        if codes:
            wanted.setdefault(codes[0], set()).update(told[codes[0]])
    return [rows[column].isin(sorted(values)) for column, values in sorted(wanted.items())]


def _any_kind(rows: ir.Table, keys: Iterable[Key]) -> ir.BooleanValue:
    """Rows that are of one of these kinds, column for column."""
    grouped: dict[tuple[Any, ...], list[Any]] = {}
    for key in keys:
        # kinds that differ in their source value only are asked for together
        *others, (column, value) = sorted(key, key=lambda pair: pair[0] in _SOURCE_VALUES)
        grouped.setdefault((tuple(others), column), []).extend(alternatives(value))
    return ibis.or_(
        *[
            ibis.and_(*[_among(rows[name], alternatives(value)) for name, value in others], _among(rows[column], values))
            for (others, column), values in grouped.items()
        ]
    )


_SOURCE_VALUES = frozenset(names[2] for names in CODES.values())


def _among(column: ir.Value, values: Sequence[Any]) -> ir.BooleanValue:
    """Whether a column is one of the values, of which None is NULL."""
    known = [value for value in dict.fromkeys(values) if value is not None]
    if None not in values:
        return column.isin(known)
    return column.isnull() | column.isin(known) if known else column.isnull()
