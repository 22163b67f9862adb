"""Until when was a drug taken, as far as the record tells?"""

from collections.abc import Sequence
from datetime import date, timedelta

from culprit.domain.facts import DrugUse
from culprit.knowledge.settings import Settings


def drug_end(drug: DrugUse, settings: Settings) -> date:
    """The last day on which the drug was taken. Raises ValueError for an undated drug.

    A single administration ends on its day; an order without an end runs for setting `treatment_running_days`. A statement that a
    drug is taken, without an end, says that it is taken still: it ends at the end of days.
    """
    if drug.at is None:
        raise ValueError("an undated drug has no end")
    if drug.until is not None and drug.until.latest >= drug.at.earliest:
        return drug.until.latest
    if drug.kind == "administration":
        return drug.at.latest
    if drug.kind == "statement":
        return date.max
    return drug.at.latest + settings.span("treatment_running_days")


def was_running(drug: DrugUse, day: date, settings: Settings, after_days: int = 0) -> bool:
    """True when the drug was being taken on `day`, or ended at most `after_days` before it; False for an undated drug."""
    if drug.at is None or drug.at.earliest > day:
        return False
    return drug_end(drug, settings) >= day - timedelta(days=after_days)


def days_at_most(uses: Sequence[DrugUse], until: date, settings: Settings, open_days: int) -> int:
    """On how many days up to `until` a drug may have been given; an order or a statement without an end counts `open_days`.

    Undated uses tell nothing and are not counted.
    """
    days, reached = 0, date.min
    for use in uses:
        if use.at is None:
            continue
        first, last = max(use.at.earliest, reached), min(open_end(use, settings, open_days), until)
        if last >= first:
            days += (last - first).days + 1
            reached = last + timedelta(days=1)
    return days


def open_end(drug: DrugUse, settings: Settings, open_days: int) -> date:
    """As `drug_end`, but what is written without an end stands for `open_days` at most. Raises ValueError for an undated drug."""
    end = drug_end(drug, settings)
    if drug.at is None or drug.kind == "administration" or (drug.until is not None and drug.until.latest >= drug.at.earliest):
        return end
    return min(end, drug.at.latest + timedelta(days=open_days))


def one_series(uses: Sequence[DrugUse], use: DrugUse, settings: Settings) -> tuple[DrugUse, ...]:
    """The dated uses of one drug that belong together with `use`: prescriptions are renewed, and count from the first of them.

    A gap longer than setting `drug_gap_days` ends a series: what the ward gave four years ago was not taken ever since. `uses` are
    in order of their start. Raises ValueError for an undated `use`.
    """
    if use.at is None:
        raise ValueError("an undated drug belongs to no series")
    if len(uses) == 1:
        return (use,)
    gap = settings.span("drug_gap_days")
    series: list[DrugUse] = []
    until = date.min
    for each in uses:
        if each.at is None:
            continue
        if series and each.at.earliest - until > gap:
            if use in series:
                break
            series = []
            until = date.min
        series.append(each)
        until = max(until, drug_end(each, settings))
    return tuple(series)
