"""What is low, and what is high, for this person on that day?

The laboratory's own limits first, else those of knowledge/limits.toml by age, sex and country.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date as Day
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import msgspec

from culprit.domain.moment import Moment, Precision
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.result import Result
from culprit.knowledge.analytes import analyte as known_analyte
from culprit.knowledge.analytes import believable_limits
from culprit.knowledge.load import Provenance, Sourced, knowledge_file, sourced

PRINTED = "printed by the laboratory"

_DAYS_IN_YEAR = 365.25


class Limit(msgspec.Struct, frozen=True, gc=False):
    """Reference limits in the analyte's own `unit`; a side is None where none is known.

    `printed` says that the lower limit is the laboratory's own.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    source: str
    provenance: Provenance
    date: Day | None = None
    note: str = ""
    printed: bool = False


class Band(msgspec.Struct, frozen=True, gc=False):
    """Limits from one age to the next, [from_years, to_years), for one sex (None: both) and country ('' anywhere)."""

    from_years: float
    to_years: float
    sex: Sex | None
    country: str
    limit: Limit


def limit_of(result: Result, record: PatientRecord, country: str = "") -> Limit | None:
    """The limits that this result is held against, or None when none can be known.

    The laboratory's printed limits stand first, where they can be limits of this analyte in this unit (else the unit is in
    doubt, and they are passed over). An adult's lower limit on a child's report is passed over too. A side the laboratory did not
    print comes from knowledge/. Without a birth date only printed limits count: which of our limits applies is then unknown
    (see `lowest_limit_of_all_ages`).
    """
    low, high = result.limit_low, result.limit_high
    printed = None if low is None and high is None else _printed(result.analyte, low, high)
    if printed is None:
        return limit_for(result.analyte, record.birth, result.at.earliest, record.sex, country)
    of_an_adult = _adult_limit_of_child(result, record.birth, printed.low)
    if printed.low is not None and printed.high is not None and not of_an_adult:
        return printed
    known = limit_for(result.analyte, record.birth, result.at.earliest, record.sex, country)
    if of_an_adult:
        return None if known is None else msgspec.structs.replace(known, note=f"printed lower limit {printed.low} is an adult's")
    return printed if known is None else _completed(printed, known)


def limit_for(analyte: str, birth: Moment | None, day: Day, sex: Sex | None, country: str = "") -> Limit | None:
    """Our own limits for someone of that birth and sex on that day; None without a birth date or outside every band.

    Without a known sex the wider of the two sexes' limits. A birth year alone counts as 1 July, as in `PatientRecord.age_on`.
    """
    edges, limits = _ladder(analyte, sex, country)
    if edges and _is_surely(edges[-1], birth, day.year):
        return limits[-1]
    return _limit_at(analyte, age_in_years(birth, day), sex, country)


def limit_at_age(analyte: str, age_years: float, sex: Sex | None = None, country: str = "") -> Limit | None:
    """Our own limits at an age in years, as `limit_for`."""
    return _limit_at(analyte, float(age_years), sex, country)


def lowest_limit_of_all_ages(analyte: str) -> Decimal:
    """Below this an amount is low for everybody, of any age, sex and country. Raises KeyError when no lower limit is known."""
    return _extremes(analyte)[0]


def highest_lower_limit_of_all_ages(analyte: str) -> Decimal:
    """At or above this an amount is low for nobody (of whom the laboratory printed no higher limit). Raises KeyError as above."""
    return _extremes(analyte)[1]


def threshold(name: str) -> Sourced:
    """A named decision limit (vitd25_deficient …). Raises KeyError, with the name, when there is none."""
    return sourced(f"thresholds.{name}", knowledge_file("limits")["thresholds"][name])


def age_in_years(birth: Moment | None, day: Day) -> float | None:
    """Exact age: whole years by the calendar and the days since the last birthday; None when unborn or without a birth date."""
    if birth is None:
        return None
    born = birth.start.date()
    if birth.precision is Precision.YEAR:
        born = Day(born.year, 7, 1) if day >= Day(born.year, 7, 1) else born
    if day < born:
        return None
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years + min((day - _birthday(born, born.year + years)).days / _DAYS_IN_YEAR, 0.9999)


def _birthday(born: Day, year: int) -> Day:
    try:
        return born.replace(year=year)
    except ValueError:
        # born on a leap day
        return Day(year, 3, 1)


@cache
def bands(analyte: str) -> tuple[Band, ...]:
    """Every band of an analyte, as knowledge/limits.toml prints them; empty when it has none."""
    table = knowledge_file("limits")
    entries = table["bands"].get(analyte, [])
    read = [_band(analyte, entry, table["sources"]) for entry in entries]
    return tuple(_closed(band, entry, read) for band, entry in zip(read, entries, strict=True))


@cache
def _ladder(analyte: str, sex: Sex | None, country: str) -> tuple[tuple[float, ...], tuple[Limit | None, ...]]:
    """Ages at which the limit changes, and the limit from each: what a bisection needs."""
    fitting = [b for b in bands(analyte) if b.country in ("", country) and (sex is None or b.sex in (None, sex))]
    edges = sorted({edge for band in fitting for edge in (band.from_years, band.to_years) if edge != float("inf")})
    limits = []
    for edge in edges:
        here = [band for band in fitting if band.from_years <= edge < band.to_years]
        own = [band for band in here if band.country] or here
        limits.append(_widest([band.limit for band in own]))
    return tuple(edges), tuple(limits)


def _limit_at(analyte: str, age: float | None, sex: Sex | None, country: str) -> Limit | None:
    if age is None:
        return None
    edges, limits = _ladder(analyte, sex, country)
    place = bisect_right(edges, age) - 1
    return limits[place] if place >= 0 else None


def _widest(limits: list[Limit]) -> Limit | None:
    """One limit for both sexes: the lower of the lower, the higher of the higher limits."""
    if not limits:
        return None
    first = limits[0]
    if len(limits) == 1:
        return first
    lows = [limit.low for limit in limits if limit.low is not None]
    highs = [limit.high for limit in limits if limit.high is not None]
    note = "sex not known: the wider of both sexes' limits"
    return msgspec.structs.replace(first, low=min(lows, default=None), high=max(highs, default=None), note=note)


@lru_cache(maxsize=65536)
def _printed(analyte: str, low: Decimal | None, high: Decimal | None) -> Limit | None:
    believed = believable_limits(analyte, low, high)
    if believed is None or believed == (None, None):
        return None
    return Limit(*believed, known_analyte(analyte).unit, PRINTED, Provenance.READ, printed=believed[0] is not None)


def _completed(printed: Limit, known: Limit) -> Limit:
    side = "lower" if printed.low is None else "upper"
    return Limit(
        known.low if printed.low is None else printed.low,
        known.high if printed.high is None else printed.high,
        printed.unit,
        f"{PRINTED}; {side} limit: {known.source}",
        known.provenance,
        known.date,
        known.note,
        printed.printed,
    )


def _adult_limit_of_child(result: Result, birth: Moment | None, low: Decimal | None) -> bool:
    entry = _child_rule(result.analyte)
    if entry is None or low is None or low >= entry[1] or _is_surely(entry[0], birth, result.at.start.year):
        return False
    age = age_in_years(birth, result.at.earliest)
    return age is not None and age < entry[0]


def _is_surely(age_years: float, birth: Moment | None, year: int) -> bool:
    """True where the years of the calendar alone say that somebody is so old; most patients are adults."""
    return birth is not None and year - birth.start.year - 1 >= age_years


@cache
def _child_rule(analyte: str) -> tuple[float, Decimal] | None:
    entry = knowledge_file("limits")["printed_low_of_children"].get(analyte)
    return (_years(entry["until"]), sourced(f"printed_low_of_children.{analyte}", entry).number) if entry else None


@cache
def _extremes(analyte: str) -> tuple[Decimal, Decimal]:
    lows = [band.limit.low for band in bands(analyte) if band.limit.low is not None]
    if not lows:
        raise KeyError(f"no lower limit of {analyte} in knowledge/limits.toml")
    return min(lows), max(lows)


def _band(analyte: str, entry: dict[str, Any], sources: dict[str, Any]) -> Band:
    source = sources[entry["s"]]
    low, high = (Decimal(entry[side]) if side in entry else None for side in ("low", "high"))
    note = "; ".join(words for words in (entry.get("note", ""), source.get("note", "")) if words)
    unit = known_analyte(analyte).unit
    limit = Limit(low, high, unit, source["text"], Provenance(source["provenance"]), source["date"], note)
    to = _years(entry["to"]) if "to" in entry else float("inf")
    sex = Sex(entry["sex"]) if "sex" in entry else None
    return Band(_years(entry["from"]), to, sex, entry.get("country", ""), limit)


def _closed(band: Band, entry: dict[str, Any], others: Iterable[Band]) -> Band:
    """The band up to the next one of its country that concerns its sex (or both sexes)."""
    if "to" in entry:
        return band
    later = [
        other.from_years
        for other in others
        if other.country == band.country
        and other.from_years > band.from_years
        and (other.sex is None or band.sex is None or other.sex is band.sex)
    ]
    return msgspec.structs.replace(band, to_years=min(later, default=float("inf")))


def _years(age: str) -> float:
    """'28 day', '6 month' or '18 year' in years."""
    number, unit = age.split()
    return int(number) / {"day": _DAYS_IN_YEAR, "month": 12, "year": 1}[unit]
