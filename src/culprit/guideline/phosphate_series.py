"""How does each serum phosphate of a record stand: low, barely normal, clearly normal, or not to be judged?"""

from datetime import date
from decimal import Decimal

import msgspec

from culprit.domain.facts import DrugUse
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.domain.result import Interpretation, Result
from culprit.domain.verdict import Evidence, evidence_of_result
from culprit.guideline.drug_time import was_running
from culprit.guideline.windows import Window, touched
from culprit.knowledge.settings import Settings
from culprit.physiology.levels import Level as Level
from culprit.physiology.levels import level_of
from culprit.physiology.limits import Limit, limit_of

SERUM_PHOSPHATE = "phosphate_serum"
# with any of these running, a normal phosphate says nothing about the kidney's loss; a low one says all the more
RAISES_PHOSPHATE = frozenset(
    {"oral_phosphate", "phosphate_unspecified", "phosphate_enema", "burosumab", "active_vitamin_d", "fgfr_inhibitor"}
)

# asked of every value: Python looks up a member of an enumeration ten times as slowly as a name
_LOW, _CLEARLY_NORMAL = Level.LOW, Level.CLEARLY_NORMAL


class PhosphateReading(msgspec.Struct, frozen=True, gc=False):
    """One serum phosphate, taken `at`, with its limit, the confounder windows it lies in, and the treatment that ran.

    `earliest` and `latest`: the days between which it was taken.
    `low`: below the limit for this person on that day. `free`: outside every confounder window.
    """

    result: Result
    at: Moment
    earliest: date
    latest: date
    level: Level
    low: bool
    limit: Limit | None
    windows: tuple[Window, ...]
    free: bool
    treated_with: tuple[str, ...]

    @property
    def clears(self) -> bool:
        """True when it speaks against a lasting low: clearly normal, untreated, outside every window."""
        return self.level is _CLEARLY_NORMAL and self.free and not self.treated_with

    @property
    def counts_against(self) -> bool:
        """True when clearly normal and nothing on that day had raised it: it stands between two lows, in a window too."""
        return self.level is _CLEARLY_NORMAL and not self.treated_with and not any(w.raises for w in self.windows)

    @property
    def number(self) -> Decimal | None:
        """The amount in mmol/L, None where only words were given or the number may not be used."""
        return self.result.quantity.value if self.result.quantity is not None and not self.result.flags else None

    def low_in_words(self) -> str:
        """Why the value is low: the limit it lies below, else the laboratory's own word, else the lowest limit of any age."""
        quantity = self.result.quantity
        if quantity is not None and self.limit is not None and self.limit.low is not None and quantity.surely_below(self.limit.low):
            return f"below {shown(self.limit.low, unit='').strip()}"
        if self.result.interpretation is Interpretation.LOW:
            return "reported as low"
        return "below the lowest limit of any age"

    def evidence(self) -> Evidence:
        """The value as evidence, with the limit it was held against."""
        text = ", ".join([w.title for w in self.windows]) if self.windows else ""
        if self.treated_with:
            text = f"{text}; on {', '.join(self.treated_with)}" if text else f"on {', '.join(self.treated_with)}"
        if self.limit is None:
            return evidence_of_result(self.result, text=text)
        return evidence_of_result(
            self.result, self.limit.low, self.limit.source, self.limit.provenance.value, text, self.limit.high
        )

    def words(self) -> str:
        """`0.52 mmol/L on 2026-01-02`, for sentences."""
        quantity = self.result.quantity
        amount = shown(quantity.value, quantity.comparator) if quantity else f"'{self.result.printed}'"
        return f"{amount} on {str(self.at)[:10]}"


def shown_result(result: Result) -> str:
    """The amount of any result with its unit, or the words of the laboratory."""
    quantity = result.quantity
    return shown(quantity.value, quantity.comparator, quantity.unit) if quantity else result.printed


def shown(value: Decimal, comparator: str = "", unit: str = "mmol/L") -> str:
    """A number for reading: whole, or with the digits that matter (0.52, 0.871, 32.4, 282)."""
    if value >= 100 or value == value.to_integral():
        text = f"{value:.0f}"
    elif value >= 10:
        text = f"{value:.1f}".removesuffix(".0")
    else:
        text = f"{value:.3f}".removesuffix("0")
    return f"{comparator}{text} {unit}"


def phosphate_series(record: PatientRecord, windows: tuple[Window, ...], settings: Settings) -> tuple[PhosphateReading, ...]:
    """Every serum phosphate of the record, oldest first, judged."""
    raising = [d for d in record.drugs if d.concept in RAISES_PHOSPHATE and d.at is not None]
    margin = 1 + settings.number("clearly_normal_margin")
    return tuple([_reading(result, record, windows, raising, margin, settings) for result in record.of_analyte(SERUM_PHOSPHATE)])


def _reading(
    result: Result,
    record: PatientRecord,
    windows: tuple[Window, ...],
    raising: list[DrugUse],
    margin: Decimal,
    settings: Settings,
) -> PhosphateReading:
    limit, earliest, latest = limit_of(result, record, settings.country), result.at.earliest, result.at.latest
    level, confounders = level_of(result, limit, margin), touched(windows, earliest, latest) if windows else ()
    treated: tuple[str, ...] = ()
    if raising:
        washout = settings.days("oral_phosphate_washout")
        treated = tuple(sorted({d.concept for d in raising if was_running(d, latest, settings, washout)}))
    low, free = level is _LOW, not confounders
    return PhosphateReading(result, result.at, earliest, latest, level, low, limit, confounders, free, treated)
