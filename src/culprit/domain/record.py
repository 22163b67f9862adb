"""One patient's facts on a timeline: the only thing the rules ever see."""

import itertools
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from culprit.domain.facts import Condition, DrugUse, Procedure, Relative, Report, Stay
from culprit.domain.moment import Moment
from culprit.domain.result import Result


class Sex(StrEnum):
    """Sex as it matters for reference limits."""

    FEMALE = "F"
    MALE = "M"


class PatientRecord(msgspec.Struct, frozen=True, gc=False):
    """All that is known of one patient, each list in order of time (undated facts first).

    Build it with `PatientRecord.of`, which sorts. `deceased` may be true without a date of death.
    """

    patient_id: str
    identifier: str = ""
    sex: Sex | None = None
    birth: Moment | None = None
    death: Moment | None = None
    deceased: bool = False
    results: dict[str, tuple[Result, ...]] = {}
    conditions: tuple[Condition, ...] = ()
    drugs: tuple[DrugUse, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    stays: tuple[Stay, ...] = ()
    reports: tuple[Report, ...] = ()
    relatives: tuple[Relative, ...] = ()

    def of_analyte(self, analyte: str) -> tuple[Result, ...]:
        """The results of one analyte, oldest first; empty when it was never measured."""
        return self.results.get(analyte, ())

    def age_on(self, day: date) -> int | None:
        """Whole years of age, or None without a birth date (a birth year alone: as if born on 1 July)."""
        if self.birth is None:
            return None
        born = self.birth.earliest
        if self.birth.precision == "year":
            born = date(born.year, 7, 1)
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def newest_fact(self) -> date | None:
        """The day of the newest dated fact; the default day of assessment."""
        # each list is in order of time, so its last fact is its newest; undated facts come first
        last = [results[-1].at.start for results in self.results.values() if results]
        for timed in (self.conditions, self.drugs, self.procedures, self.stays, self.reports):
            if timed and (at := timed[-1].at) is not None:
                last.append(at.start)
        return max(last).date() if last else None

    def as_of(self, day: date, newest: date | None = None) -> "PatientRecord":
        """The record as it stood on `day`: nothing that surely happened later. The record itself when nothing did.

        `newest` is the day of the newest fact, where somebody has looked for it already.
        """
        newest = newest or self.newest_fact()
        if newest is None or newest <= day:
            return self
        return msgspec.structs.replace(
            self,
            results={
                name: kept for name, results in self.results.items() if (kept := tuple(r for r in results if r.at.earliest <= day))
            },
            conditions=tuple(f for f in self.conditions if f.at is None or f.at.earliest <= day),
            drugs=tuple(f for f in self.drugs if f.at is None or f.at.earliest <= day),
            procedures=tuple(f for f in self.procedures if f.at is None or f.at.earliest <= day),
            stays=tuple(f for f in self.stays if f.at is None or f.at.earliest <= day),
            reports=tuple(f for f in self.reports if f.at is None or f.at.earliest <= day),
        )

    @classmethod
    def of(
        cls,
        patient_id: str,
        *,
        identifier: str = "",
        sex: Sex | None = None,
        birth: Moment | None = None,
        death: Moment | None = None,
        deceased: bool = False,
        results: Iterable[Result] = (),
        conditions: Iterable[Condition] = (),
        drugs: Iterable[DrugUse] = (),
        procedures: Iterable[Procedure] = (),
        stays: Iterable[Stay] = (),
        reports: Iterable[Report] = (),
        relatives: Iterable[Relative] = (),
    ) -> "PatientRecord":
        """A record from facts in any order."""
        by_analyte: dict[str, list[Result]] = {}
        for result in results:
            by_analyte.setdefault(result.analyte, []).append(result)
        return cls(
            patient_id,
            identifier,
            sex,
            birth,
            death,
            deceased or death is not None,
            {name: _in_order(by_analyte[name]) for name in sorted(by_analyte)},
            tuple(sorted(conditions, key=_fact_order)),
            tuple(sorted(drugs, key=_fact_order)),
            tuple(sorted(procedures, key=_fact_order)),
            tuple(sorted(stays, key=_fact_order)),
            tuple(sorted(reports, key=_fact_order)),
            tuple(sorted(relatives, key=lambda r: (r.concept, r.text, r.source))),
        )


# The place where a row stands comes last: the same facts in another file, or in another order, are the same record.


def _in_order(results: list[Result]) -> tuple[Result, ...]:
    """Most lists come in order of time, no two at one moment: then nothing else is asked."""
    if all(earlier.at < later.at for earlier, later in itertools.pairwise(results)):
        return tuple(results)
    return tuple(sorted(results, key=_result_order))


def _result_order(result: Result) -> tuple[Moment, str, str, str, str, str, str, str, str]:
    return (
        result.at,
        result.printed,
        str(result.limit_low),
        str(result.limit_high),
        result.interpretation,
        str(result.fasting),
        result.specimen_id,
        result.laboratory or "",
        result.source,
    )


def _fact_order(fact: Condition | DrugUse | Procedure | Stay | Report) -> tuple[bool, str, str, str, str, str, str, str]:
    # one code may say two things: then two facts share their row, and the concept alone tells them apart
    concept = fact.kind.value if isinstance(fact, Stay) else fact.concept
    until = getattr(fact, "until", None)
    return (
        fact.at is not None,
        fact.at.start.isoformat() if fact.at else "",
        fact.text,
        concept,
        until.start.isoformat() if until else "",
        getattr(fact, "status", ""),
        getattr(fact, "dose", ""),
        fact.source,
    )
