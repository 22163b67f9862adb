"""One record on one day with one set of thresholds: what every question is asked of."""

from collections.abc import Callable, Container
from datetime import date
from typing import Any

from culprit.domain.facts import Condition, ConditionStatus, DrugUse
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from culprit.guideline.drug_time import was_running
from culprit.guideline.phosphate_series import Level, PhosphateReading, phosphate_series
from culprit.guideline.windows import Window, confounder_windows
from culprit.knowledge.concepts import ancestors
from culprit.knowledge.settings import Settings
from culprit.physiology.limits import Limit, limit_of


class Situation:
    """The record as it stood on the day of assessment. Holds no state of its own beyond what it has already worked out.

    `windows`: the confounder windows of the record. `phosphate`: every serum phosphate, oldest first, each judged against its
    limit, the windows and the treatment of its day; `judged` are those that can be judged, `lows` the low ones among them.
    `newest_of_each`: of each analyte the newest result whose number or words may be used.
    """

    def __init__(self, record: PatientRecord, on: date, settings: Settings, newest_fact: date | None = None) -> None:
        self.record = record.as_of(on, newest_fact)
        self.on = on
        self.settings = settings
        self.answered: dict[Callable[..., Any], Any] = {}
        self._limits: dict[int, tuple[Result, Limit | None]] = {}
        named, refuted = [c for c in self.record.conditions if c.concept], ConditionStatus.REFUTED
        self._conditions = tuple([c for c in named if c.status is not refuted])
        self._refuted = tuple([c for c in named if c.status is refuted])
        self._present = frozenset().union(*[ancestors(c.concept) for c in self._conditions])
        self._drugs = {d.concept for d in self.record.drugs if d.concept}
        self.newest_of_each = _newest_of_each(self.record)
        self.windows: tuple[Window, ...] = confounder_windows(self.record, settings)
        self.phosphate: tuple[PhosphateReading, ...] = phosphate_series(self.record, self.windows, settings)
        unknown = Level.UNKNOWN
        self.judged = tuple([r for r in self.phosphate if r.level is not unknown])
        self.lows = tuple([r for r in self.judged if r.low])

    @property
    def age(self) -> int | None:
        """Age in years on the day of assessment; None without a birth date."""
        return self.record.age_on(self.on)

    def limit(self, result: Result) -> Limit | None:
        """The limits that a result of this person is held against (`physiology.limits.limit_of`), looked up once."""
        known = self._limits.get(id(result))
        if known is None:
            # the result is kept beside its limit: while it lives, nothing else has its id
            known = self._limits[id(result)] = (result, limit_of(result, self.record, self.settings.country))
        return known[1]

    def newest(self, *analytes: str) -> Result | None:
        """The newest result of the first of these analytes that has one whose number or words may be used."""
        for analyte in analytes:
            newest = self.newest_of_each.get(analyte)
            if newest is not None:
                return newest
        return None

    def measured(self, *analytes: str) -> bool:
        """True when one of the analytes is on record, as a number or in words; a result whose unit is in doubt answers nothing."""
        return not self.newest_of_each.keys().isdisjoint(analytes)

    def present(self, *concepts: str) -> tuple[Condition, ...]:
        """Conditions, not refuted, of these concepts or anything that is one of them."""
        if self._present.isdisjoint(concepts):
            return ()
        return tuple([c for c in self._conditions if not ancestors(c.concept).isdisjoint(concepts)])

    def refuted(self, *concepts: str) -> tuple[Condition, ...]:
        """Conditions of these concepts that the record says are not there; empty when any of them is present too."""
        if not self._refuted or self.present(*concepts):
            return ()
        return tuple([c for c in self._refuted if not ancestors(c.concept).isdisjoint(concepts)])

    def drugs(self, *concepts: str) -> tuple[DrugUse, ...]:
        """Uses of these drugs, oldest first."""
        if self._drugs.isdisjoint(concepts):
            return ()
        return tuple([d for d in self.record.drugs if d.concept and d.concept in concepts])

    def drugs_among(self, concepts: Container[str]) -> tuple[DrugUse, ...]:
        """Uses of the drugs of a long list, oldest first."""
        return tuple([d for d in self.record.drugs if d.concept in concepts])

    def running(self, drug: DrugUse, day: date, after_days: int = 0) -> bool:
        """True when the drug was being taken on `day`, or ended at most `after_days` before it."""
        return was_running(drug, day, self.settings, after_days)


def _newest_of_each(record: PatientRecord) -> dict[str, Result]:
    found = {analyte: results[-1] for analyte, results in record.results.items() if results}
    for analyte in [analyte for analyte, newest in found.items() if newest.flags]:
        usable = [result for result in record.results[analyte] if not result.flags]
        if usable:
            found[analyte] = usable[-1]
        else:
            del found[analyte]
    return found
