"""Whole random records: for what must hold for everybody, however odd their papers.

`records()` draws one patient with results, diagnoses, drugs, operations, stays, reports and relatives on days close enough to
each other that windows, treatments and lows meet often. Dates may be days, minutes, months, years or absent; numbers may carry
comparators, words instead of numbers, printed limits and flags. Every row has its own `source`, except where one code says two
things (then two facts share it, as intake writes them).

`in_other_order(record, draw)` hands the same facts over in another order; `facts_of(record)` takes a record apart so that a test
may change one kind of fact and build it again.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Relative, Report, Stay, StayKind
from culprit.domain.moment import Moment, Precision
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.result import Interpretation, Result
from culprit.knowledge.analytes import analytes
from culprit.knowledge.concepts import concepts

DAY_0 = datetime(2026, 1, 1)

# what the rules look at most often is drawn most often
_AMOUNTS = {
    "phosphate_urine": ("2.0", "12.5", "30"),
    "creatinine_serum": ("60", "75", "140", "600"),
    "creatinine_urine": ("3.0", "6.5", "11"),
    "calcium_serum": ("1.9", "2.3", "2.8"),
    "alkaline_phosphatase": ("70", "131", "190", "410"),
    "ggt": ("20", "180"),
    "alt": ("20", "180"),
    "bicarbonate": ("15", "24"),
    "glucose_urine": ("0.2", "30"),
    "glucose_serum": ("5.0", "16"),
    "urate_serum": ("90", "300"),
    "potassium_serum": ("2.9", "4.2"),
    "fgf23_intact": ("20", "65", "900"),
    "fgf23_cterminal": ("50", "700"),
    "fgf23_unspecified": ("100",),
    "vitd25": ("12", "60"),
    "vitd125": ("30", "90"),
    "pth": ("2", "9", "40"),
    "trp": ("60", "84", "97"),
    "fepi": ("3", "5", "18"),
    "tmp_gfr": ("0.4", "0.9"),
    "egfr": ("12", "31", "95"),
    "ph_blood": ("7.30", "7.45", "7.52"),
    "pco2_blood": ("25", "35", "41"),
    "ferritin": ("8", "90"),
    "bmd_t_score": ("-3.1", "-0.5"),
    "amino_acids_urine": ("1",),
}
_PHOSPHATES = [Decimal(hundredths) / 100 for hundredths in (18, 30, 32, 45, 52, 63, 64, 70, 79, 80, 81, 87, 88, 95, 105, 140)]

_results_seen = st.sampled_from(sorted(_AMOUNTS))
_days = st.integers(-60, 420)
_precisions = st.sampled_from([Precision.DAY] * 7 + [Precision.MINUTE] * 2 + [Precision.MONTH, Precision.YEAR])


@st.composite
def moments(draw: st.DrawFn) -> Moment:
    """A moment around 2026 of any precision; its `start` is the first instant that precision allows."""
    at = DAY_0 + timedelta(days=draw(_days), hours=draw(st.integers(0, 23)))
    precision = draw(_precisions)
    if precision is Precision.YEAR:
        return Moment(datetime(at.year, 1, 1), precision)
    if precision is Precision.MONTH:
        return Moment(datetime(at.year, at.month, 1), precision)
    return Moment(at if precision is Precision.MINUTE else datetime(at.year, at.month, at.day), precision)


_maybe = st.one_of(st.none(), moments(), moments(), moments())
_statuses = st.sampled_from([ConditionStatus.PRESENT] * 4 + [ConditionStatus.PROVISIONAL, ConditionStatus.REFUTED])
_flags = st.sampled_from([()] * 9 + [("unit_suspect",)])
_words = st.sampled_from([Interpretation.NONE] * 6 + list(Interpretation))
_comparators = st.sampled_from([Comparator.EQUAL] * 6 + list(Comparator))
_phosphate_limits = st.sampled_from(
    [(None, None)] * 5 + [(Decimal("0.80"), Decimal("1.45")), (Decimal("0.871786"), Decimal("1.453")), (None, Decimal("1.5"))]
)


def _named(kind: str) -> st.SearchStrategy[str]:
    """A concept of a kind; '' for what nobody could name."""
    return st.sampled_from(["", *(c.name for c in concepts().values() if c.kind == kind)])


_laboratories = st.sampled_from([None, "North", "South"])


@st.composite
def phosphates(draw: st.DrawFn, source: str = "drawn") -> Result:
    """One serum phosphate: a number, a number with a comparator, words only, or a number in doubt."""
    amount = draw(st.sampled_from([*_PHOSPHATES, *_PHOSPHATES, None]))
    quantity = Quantity(amount, "mmol/L", draw(_comparators)) if amount is not None else None
    low, high = draw(_phosphate_limits)
    printed = str(quantity or "words")
    return Result(
        "phosphate_serum", draw(moments()), quantity, printed, draw(_words), low, high, flags=draw(_flags), source=source,
        laboratory=draw(_laboratories),
    )  # fmt: skip


@st.composite
def other_results(draw: st.DrawFn, source: str = "drawn") -> Result:
    """One result of any other analyte the rules read."""
    analyte = draw(_results_seen)
    amount = draw(st.sampled_from([*map(Decimal, _AMOUNTS[analyte]), None]))
    words_only = amount is None or analytes()[analyte].words_only
    quantity = Quantity(amount, analytes()[analyte].unit, draw(_comparators)) if amount is not None and not words_only else None
    return Result(
        analyte, draw(moments()), quantity, str(quantity or "words"), draw(_words), flags=draw(_flags),
        specimen_id=draw(st.sampled_from(["", "tube 1"])), source=source, laboratory=draw(_laboratories),
    )  # fmt: skip


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """A diagnosis or complaint, perhaps refuted, perhaps undated."""
    concept = draw(_named("condition"))
    return Condition(concept, draw(_maybe), draw(_maybe), concept or "something", status=draw(_statuses), source="c")


@st.composite
def drugs(draw: st.DrawFn) -> DrugUse:
    """A drug, perhaps without a date or an end, or with an end before its beginning."""
    concept = draw(_named("drug"))
    kind = draw(st.sampled_from(["order", "administration", "statement"]))
    return DrugUse(concept, draw(_maybe), draw(_maybe), concept or "something", kind=kind, source="d")


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """An operation, dialysis or infusion session."""
    return Procedure(draw(_named("procedure")), draw(_maybe), draw(_maybe), "", source="p")


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    """A visit or admission, perhaps without an end."""
    planned = draw(st.sampled_from([None, True, False]))
    return Stay(draw(st.sampled_from(list(StayKind))), draw(_maybe), draw(_maybe), planned, source="s")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """An imaging study."""
    return Report(draw(_named("report")), draw(_maybe), source="r")


@st.composite
def relatives(draw: st.DrawFn) -> Relative:
    """A condition in the family."""
    return Relative(draw(_named("condition")), "parent", status=draw(_statuses), source="f")


_births = st.sampled_from([None, *map(Moment.parse, ("1980-01-01", "1980-01-01", "1950", "2012-05", "2025-11-20", "2027-01-01"))])
_deaths = st.one_of(st.none(), st.none(), st.none(), moments())


@st.composite
def records(draw: st.DrawFn, least_phosphates: int = 0) -> PatientRecord:
    """A whole record. It may hold nothing at all unless `least_phosphates` asks for some."""
    facts: dict[str, list[Any]] = {
        "results": draw(st.lists(phosphates(), min_size=least_phosphates, max_size=6))
        + draw(st.lists(other_results(), max_size=6)),
        "conditions": draw(st.lists(conditions(), max_size=4)),
        "drugs": draw(st.lists(drugs(), max_size=3)),
        "procedures": draw(st.lists(procedures(), max_size=2)),
        "stays": draw(st.lists(stays(), max_size=3)),
        "reports": draw(st.lists(reports(), max_size=2)),
        "relatives": draw(st.lists(relatives(), max_size=2)),
    }
    return PatientRecord.of(
        "anna",
        sex=draw(st.sampled_from([None, *Sex])),
        birth=draw(_births),
        death=draw(_deaths),
        **{kind: _each_from_its_own_row(of_kind) for kind, of_kind in facts.items()},
    )


@st.composite
def phosphate_courses(draw: st.DrawFn) -> PatientRecord:
    """A course of phosphates, days to weeks apart and low about as often as normal, with now and then a stay or a treatment."""
    day, results = 0, []
    for number in range(draw(st.integers(1, 8))):
        day += draw(st.sampled_from([0, 1, 7, 13, 14, 15, 30, 60]))
        at = Moment.on((DAY_0 + timedelta(days=day)).date())
        amount = draw(st.sampled_from([Decimal("0.52"), Decimal("0.61"), Decimal("0.84"), Decimal("1.05"), Decimal("1.10")]))
        results.append(
            Result("phosphate_serum", at, Quantity(amount, "mmol/L"), str(amount), flags=draw(_flags), source=f"course:{number}")
        )
    stay = Stay(draw(st.sampled_from(list(StayKind))), Moment.on((DAY_0 + timedelta(days=draw(st.integers(0, 90)))).date()))
    phosphate = DrugUse("oral_phosphate", Moment.on((DAY_0 + timedelta(days=draw(st.integers(0, 200)))).date()))
    return PatientRecord.of(
        "anna",
        sex=Sex.FEMALE,
        birth=Moment.parse("1980-01-01"),
        results=results,
        stays=[stay] if draw(st.integers(0, 3)) == 0 else [],
        drugs=[phosphate] if draw(st.integers(0, 3)) == 0 else [],
    )


def _each_from_its_own_row(facts: Sequence[Any]) -> list[Any]:
    """Facts with the line they came from; every third diagnosis shares the line of the one before (one code, two concepts)."""
    numbered: list[Any] = []
    for number, fact in enumerate(facts):
        if isinstance(fact, Condition) and number % 3 == 1:
            numbered.append(msgspec.structs.replace(numbered[-1], concept=fact.concept))
        else:
            numbered.append(msgspec.structs.replace(fact, source=f"{fact.source}:{number}"))
    return numbered


def facts_of(record: PatientRecord) -> dict[str, Any]:
    """The record taken apart: the keyword arguments of `PatientRecord.of`."""
    return {
        "identifier": record.identifier,
        "sex": record.sex,
        "birth": record.birth,
        "death": record.death,
        "deceased": record.deceased,
        "results": [result for results in record.results.values() for result in results],
        "conditions": list(record.conditions),
        "drugs": list(record.drugs),
        "procedures": list(record.procedures),
        "stays": list(record.stays),
        "reports": list(record.reports),
        "relatives": list(record.relatives),
    }


def rebuilt(record: PatientRecord, **changed: Any) -> PatientRecord:
    """The same patient with some kinds of facts changed."""
    return PatientRecord.of(record.patient_id, **{**facts_of(record), **changed})


def in_other_order(record: PatientRecord, order: random.Random) -> PatientRecord:
    """The same facts, handed over in another order."""
    facts = facts_of(record)
    for kind in ("results", "conditions", "drugs", "procedures", "stays", "reports", "relatives"):
        facts[kind] = order.sample(facts[kind], len(facts[kind]))
    return PatientRecord.of(record.patient_id, **facts)
