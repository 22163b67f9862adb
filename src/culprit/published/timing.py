"""On which day was it? Publications rarely say: the days are invented here, the same way every time (docs/case-library.md).

Everything counts backwards from an anchor, the day of the published presentation. Facts are never invented, only their days.
"""

import re
from collections import Counter
from datetime import date, timedelta

from culprit.published.case import Lab, PublishedCase, Stage

REPEATED_AFTER = 45
FIRST_ABNORMAL_BEFORE = 180
SHORTEST_GAP = 60
FRACTURE_BEFORE = 90
LONGEST_SPAN = 100 * 365  # a longer one is no span of a life, and is not read as one
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_NUMBERS = {"two": 2, "three": 3, "once or twice": 1}
_SPAN = re.compile(r"(\d+|two|three) (day|week|month|year)s?\b")
_EVERY = re.compile(r"every (\d+|two|three) (day|week|month)s?")


def first_abnormal_before(case: PublishedCase) -> int:
    """Days before the anchor of the first abnormal panel: half the published delay, else half a year."""
    if case.delay_months is None:
        return FIRST_ABNORMAL_BEFORE
    return max(SHORTEST_GAP, case.delay_months * 30 // 2)


def onset_before(case: PublishedCase) -> int:
    """Days before the anchor on which complaints began: the published delay, else half a year."""
    return max(SHORTEST_GAP, case.delay_months * 30) if case.delay_months else FIRST_ABNORMAL_BEFORE


def lab_days(case: PublishedCase, anchor: date) -> list[tuple[Lab, date]]:
    """Each known value with its day; an analyte repeated within one stage has its values 45 days apart, newest last."""
    left = Counter((lab.analyte, lab.stage, lab.site) for lab in case.known_labs)
    dated = []
    for lab in case.known_labs:
        key = (lab.analyte, lab.stage, lab.site)
        left[key] -= 1
        before = left[key] * REPEATED_AFTER
        if lab.stage is Stage.FIRST_ABNORMAL:
            before += first_abnormal_before(case)
        dated.append((lab, anchor - timedelta(days=before)))
    return dated


def drug_days(label: str, anchor: date) -> list[date]:
    """Days on which a drug was ordered or given, read from its words: "monthly 18 months" gives eighteen, "12 days before" one.

    Without a span the drug began a year before the anchor.
    """
    span = _SPAN.search(_EVERY.sub("", label))
    days = _number(span[1]) * _UNIT_DAYS[span[2]] if span else 365
    if days > LONGEST_SPAN:
        span, days = None, 365
    if "before" in label or "single dose" in label:
        return [anchor - timedelta(days=days if span else 14)]
    interval = _interval(label)
    if not interval:
        return [anchor - timedelta(days=days)]
    return [anchor - timedelta(days=back) for back in range(days, 0, -interval)]


def _interval(label: str) -> int | None:
    every = _EVERY.search(label)
    if every:
        return _number(every[1]) * _UNIT_DAYS[every[2]]
    if "weekly" in label:
        return 7
    if "monthly" in label or "g over" in label:
        return 30
    return None


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int(word)
