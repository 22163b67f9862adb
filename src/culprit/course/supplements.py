"""Did something that lifts phosphate act when the blood was drawn? Yes, perhaps, or no."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from culprit.domain.facts import DrugUse
from culprit.domain.record import PatientRecord
from culprit.knowledge.outcomes import supplements
from culprit.knowledge.settings import Settings


class Acting(msgspec.Struct, frozen=True, gc=False):
    """A supplement at work on a day; `surely` is False where the record holds no end of the order."""

    drug: str
    surely: bool


class SupplementTime(msgspec.Struct, frozen=True, gc=False):
    """From when to when a supplement acts, wash-out included, and until when that is sure."""

    drug: str
    start: date
    sure_until: date
    perhaps_until: date
    washout_days: int


def supplement_times(record: PatientRecord, settings: Settings) -> tuple[SupplementTime, ...]:
    """Every dated use of a drug that lifts phosphate.

    An order without an end acts surely on its first day, and perhaps for setting `treatment_running_days`. After the last day
    comes the drug's own wash-out, at least `off_supplements_days`.
    """
    wanted = frozenset(supplements())
    return tuple(_time(d, d.at.earliest, settings) for d in record.drugs if d.concept in wanted and d.at is not None)


def _time(drug: DrugUse, start: date, settings: Settings) -> SupplementTime:
    assert drug.at is not None
    days = max(settings.days(f"washout_{drug.concept}"), settings.days("off_supplements_days"))
    wash = timedelta(days=days)
    if drug.until is not None and drug.until.latest >= start:
        return SupplementTime(drug.concept, start, drug.until.latest + wash, drug.until.latest + wash, days)
    last = drug.at.latest
    perhaps = last if drug.kind == "administration" else last + settings.span("treatment_running_days")
    return SupplementTime(drug.concept, start, last + wash, perhaps + wash, days)


def acting(times: Iterable[SupplementTime], earliest: date, latest: date) -> tuple[Acting, ...]:
    """What acted on a day that lies somewhere from `earliest` to `latest`, each drug once, sure ones first."""
    found: dict[str, bool] = {}
    for one in times:
        if one.start <= latest and earliest <= one.perhaps_until:
            sure = one.start <= earliest and latest <= one.sure_until
            found[one.drug] = found.get(one.drug, False) or sure
    return tuple(Acting(drug, sure) for drug, sure in sorted(found.items(), key=lambda item: (not item[1], item[0])))


def in_words(found: Sequence[Acting]) -> str:
    """`on oral phosphate; perhaps on active vitamin d, no end recorded`."""
    sure = [one.drug.replace("_", " ") for one in found if one.surely]
    perhaps = [one.drug.replace("_", " ") for one in found if not one.surely]
    parts = [f"on {', '.join(sure)} or within its wash-out"] if sure else []
    if perhaps:
        parts.append(f"perhaps on {', '.join(perhaps)}: the record holds no end")
    return "; ".join(parts)
