"""Random people full of traps for a shortlist: values on a limit, adults' limits on children's reports, birth years."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from culprit.domain.facts import Condition, ConditionStatus, DrugUse
from culprit.domain.moment import Moment, Precision
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.result import Interpretation, Result
from culprit.knowledge.analytes import analytes
from culprit.physiology.limits import bands
from tests.spec.generated import records

LAST_DAY = datetime(2026, 11, 20)
ALKALINE_PHOSPHATASES = ("alkaline_phosphatase", "bone_alkaline_phosphatase", "bone_alkaline_phosphatase_mass")
# believable and not, of adults and of children, one side only, upside down
_PRINTED_PHOSPHATE = (
    (None, None), (None, None), ("0.80", "1.45"), ("1.10", "1.95"), ("0.85", None), (None, "1.45"), ("2.5", "4.5"), ("0", "1.45"),
    ("1.45", "0.80"), ("0.5", "0.9"),
)  # fmt: skip
_PRINTED_ENZYME = ((None, None), (None, None), ("30", "120"), (None, "104"), ("40", None), ("0", "2"), ("30", "9000"), (None, "60"))
_PLACES = (
    ("0.5", Comparator.EQUAL), ("0.5", Comparator.LESS), ("0.5", Comparator.GREATER), ("0.999", Comparator.EQUAL),
    ("1", Comparator.EQUAL),
    ("1", Comparator.LESS), ("1", Comparator.LESS), ("1", Comparator.AT_MOST), ("1", Comparator.GREATER), ("1", Comparator.GREATER),
    ("1", Comparator.AT_LEAST), ("1.001", Comparator.EQUAL), ("2", Comparator.EQUAL), ("2", Comparator.GREATER),
)  # fmt: skip
_BONES = (
    "fracture", "fracture", "fracture_vertebral", "fracture_vertebral", "fracture_hip", "fracture_rib", "fracture_other",
    "looser_zone",
    "osteomalacia", "rickets", "osteoporosis", "osteoporosis", "muscle_weakness", "bone_pain", "liver_disease", "tio",
)  # fmt: skip
_DRUGS = ("burosumab", "bisphosphonate_iv", "denosumab", "ferric_carboxymaltose", "oral_phosphate", "active_vitamin_d")


def people() -> st.SearchStrategy[PatientRecord]:
    """Anybody, and more often than not somebody hard to judge."""
    return st.one_of(trapped(), trapped(), trapped(), records())


@st.composite
def trapped(draw: st.DrawFn) -> PatientRecord:
    """Somebody of any age whose few values lie on, just below or just above the limits that could apply."""
    results = draw(_again_and_again("phosphate_serum", _PRINTED_PHOSPHATE))
    results += draw(_again_and_again(draw(st.sampled_from(ALKALINE_PHOSPHATASES)), _PRINTED_ENZYME))
    results += draw(_again_and_again("ggt", _PRINTED_ENZYME))
    conditions = draw(st.lists(_conditions(_BONES), max_size=3))
    conditions += draw(st.lists(_conditions([draw(st.sampled_from(_BONES))]), max_size=2))
    drugs = draw(st.lists(st.builds(DrugUse, st.sampled_from(_DRUGS), _moments()), max_size=2))
    facts: dict[str, list[Any]] = {"results": results, "conditions": conditions, "drugs": drugs}
    return PatientRecord.of(
        "drawn",
        sex=draw(st.sampled_from([None, *Sex])),
        birth=draw(_births()),
        **{
            kind: [msgspec.structs.replace(fact, source=f"{kind}:{number}") for number, fact in enumerate(of_kind)]
            for kind, of_kind in facts.items()
        },
    )


@st.composite
def _births(draw: st.DrawFn) -> Moment | None:
    born = LAST_DAY - timedelta(days=draw(st.integers(-200, 90 * 365)))
    return draw(
        st.sampled_from(
            [None, Moment(datetime(born.year, 1, 1), Precision.YEAR), Moment(datetime(born.year, born.month, 1), Precision.MONTH)]
            + [Moment.on(born.date())] * 3
        )
    )


@st.composite
def _moments(draw: st.DrawFn) -> Moment:
    at = LAST_DAY - timedelta(days=draw(st.integers(0, 900)))
    last_second = at.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return draw(st.sampled_from([Moment(at), Moment(at), Moment(last_second, Precision.MINUTE), _year(at)]))


def _year(at: datetime) -> Moment:
    return Moment(datetime(at.year, 1, 1), Precision.YEAR)


@st.composite
def _conditions(draw: st.DrawFn, concepts: Sequence[str]) -> Condition:
    concept = draw(st.sampled_from(concepts))
    status = draw(st.sampled_from([ConditionStatus.PRESENT] * 5 + [ConditionStatus.REFUTED]))
    return Condition(concept, draw(st.one_of(st.none(), _moments(), _moments())), text=concept, status=status)


@st.composite
def _again_and_again(draw: st.DrawFn, analyte: str, printed: Sequence[tuple[str | None, str | None]]) -> list[Result]:
    """The same value up to three times: what lasts is what gets listed."""
    one = draw(_on_a_limit(analyte, printed))
    return [msgspec.structs.replace(one, at=at) for at in draw(st.lists(_moments(), max_size=3))]


@st.composite
def _on_a_limit(draw: st.DrawFn, analyte: str, printed: Sequence[tuple[str | None, str | None]]) -> Result:
    low, high = (Decimal(text) if text else None for text in draw(st.sampled_from(printed)))
    limits = {limit for band in bands(analyte) for limit in (band.limit.low, band.limit.high) if limit is not None}
    of_laboratory = [limit for limit in (low, high) if limit is not None]
    near = draw(st.sampled_from([of_laboratory or sorted(limits), sorted(limits) or [Decimal(1)]])) or [Decimal(1)]
    # a comparator matters on the limit itself, so the two are drawn together
    factor, comparator = draw(st.sampled_from(_PLACES))
    amount = draw(st.sampled_from(near)) * Decimal(factor)
    quantity = Quantity(round(amount, 6), analytes()[analyte].unit, comparator) if draw(st.integers(0, 9)) else None
    word = draw(st.sampled_from([Interpretation.NONE] * 6 + list(Interpretation)))
    flags = ("unit_suspect",) if draw(st.integers(0, 12)) == 12 else ()
    return Result(analyte, draw(_moments()), quantity, str(quantity or "words"), word, low, high, flags=flags)
