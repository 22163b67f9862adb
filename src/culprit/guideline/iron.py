"""Is intravenous iron given again and again? Then it is a lasting, mendable cause and no passing excuse."""

import itertools
from collections.abc import Iterable
from datetime import date

from culprit.domain.facts import DrugUse
from culprit.knowledge.settings import Settings

PHOSPHATE_LOWERING_IRON = frozenset({"ferric_carboxymaltose", "saccharated_ferric_oxide", "iron_polymaltose"})


def iron_courses(drugs: Iterable[DrugUse], settings: Settings) -> list[tuple[date, date, DrugUse]]:
    """Courses of phosphate-lowering intravenous iron: first and last day, and the order that opened each.

    Infusions no further apart than setting `iron_again_days` are one course.
    """
    apart = settings.days("iron_again_days")
    courses: list[tuple[date, date, DrugUse]] = []
    for drug in drugs:
        if drug.concept not in PHOSPHATE_LOWERING_IRON or drug.at is None:
            continue
        first, last = drug.at.earliest, (drug.until or drug.at).latest
        if courses and (first - courses[-1][1]).days <= apart:
            courses[-1] = (courses[-1][0], max(last, courses[-1][1]), courses[-1][2])
        else:
            courses.append((first, max(first, last), drug))
    return courses


def iron_again_and_again(drugs: Iterable[DrugUse], settings: Settings) -> bool:
    """True when two courses lie within `iron_again_within_days`, or one course itself lasts longer than a month."""
    courses = iron_courses(drugs, settings)
    if not courses:
        return False
    within = settings.days("iron_again_within_days")
    long_course = any((last - first).days > settings.days("iron_again_days") for first, last, _ in courses)
    pairs = itertools.pairwise(courses)
    return long_course or any((later[0] - earlier[1]).days <= within for earlier, later in pairs)
