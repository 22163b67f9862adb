"""Calcium, parathyroid hormone, the vitamins D and alkaline phosphatase: at which level do they stand?"""

from collections.abc import Iterator

from culprit.domain.answer import Answer
from culprit.domain.result import Interpretation, Result
from culprit.guideline.bone_disease import bone_alkaline_phosphatase_raised
from culprit.guideline.observed.finding import ObservedFinding, levels, yes_or_no
from culprit.guideline.observed.level import FAR_RAISED, LOW, NORMAL, RAISED, Levels, level_of, shown_value
from culprit.guideline.situation import Situation
from culprit.physiology.corrected_calcium import corrected_calcium
from culprit.physiology.limits import threshold


def of_blood(situation: Situation) -> Iterator[ObservedFinding]:
    """Each analyte once, by its newest usable result."""
    calcium = _calcium(situation)
    for found in (
        calcium,
        _parathyroid(situation, calcium),
        _vitamin_d(situation),
        _of_three("vitd125", situation.newest("vitd125"), situation),
        _alkaline_phosphatase(situation),
    ):
        if found:
            yield found
    for analyte, finding, side in (("haemoglobin", "anaemia", LOW), ("total_protein_serum", "protein_raised", RAISED)):
        result = situation.newest(analyte)
        stand = level_of(result, situation) if result else None
        if result and stand:
            there = stand[1] == LOW if side == LOW else stand[0] >= RAISED
            not_there = stand[0] >= NORMAL if side == LOW else stand[1] <= NORMAL
            if there or not_there:
                yield yes_or_no(finding, there, shown_value(result))


def _parathyroid(situation: Situation, calcium: ObservedFinding | None) -> ObservedFinding | None:
    """A high calcium shuts healthy glands off: then PTH answers another question than beside a calcium that is not high."""
    result = situation.newest("pth")
    if result is None or calcium is None or calcium.bands != ("high",):
        return _of_four("pth", result, situation)
    stand = level_of(result, situation)
    if stand is None:
        return None
    bands = ("suppressed", "in_range", "raised", "raised")
    return levels("pth_while_calcium_high", bands[stand[0]], bands[stand[1]], shown_value(result))


def _calcium(situation: Situation) -> ObservedFinding | None:
    """Ionised calcium where it was measured; else total, corrected when an albumin of the same day is known."""
    ionised = situation.newest("calcium_ionised")
    if ionised is not None:
        found = _of_three("calcium", ionised, situation)
        return ObservedFinding("calcium", found.bands, f"{found.value}, ionised") if found else None
    total = situation.newest("calcium_serum")
    albumin = situation.newest("albumin_serum")
    if total is None or albumin is None or not (_exact(total) and _exact(albumin)) or total.at.earliest != albumin.at.earliest:
        return _of_three("calcium", total, situation)
    assert total.quantity is not None, "exact results have numbers"
    assert albumin.quantity is not None, "exact results have numbers"
    if total.quantity.value <= 0 or albumin.quantity.value <= 0:
        return None
    limit = situation.limit(total)
    if limit is None or limit.low is None or limit.high is None:
        return None
    corrected = corrected_calcium(total.quantity.value, albumin.quantity.value)
    band = "low" if corrected < limit.low else "high" if corrected > limit.high else "normal"
    return ObservedFinding("calcium", (band,), f"{shown_value(total)}, {corrected:.2f} corrected for albumin")


def _exact(result: Result) -> bool:
    return result.quantity is not None and not result.quantity.comparator


def _of_three(finding: str, result: Result | None, situation: Situation) -> ObservedFinding | None:
    stand = level_of(result, situation) if result else None
    if result is None or stand is None:
        return None
    bands = ("low", "normal", "high", "high")
    return levels(finding, bands[stand[0]], bands[stand[1]], shown_value(result))


def _of_four(finding: str, result: Result | None, situation: Situation) -> ObservedFinding | None:
    stand = level_of(result, situation) if result else None
    if result is None or stand is None:
        return None
    bands = ("low", "normal", "raised", "far_raised")
    return levels(finding, bands[stand[0]], bands[stand[1]], shown_value(result))


def _vitamin_d(situation: Situation) -> ObservedFinding | None:
    """By our own decision limits: laboratories print what they call optimal. Without a value the diagnosis stands in."""
    result = situation.newest("vitd25")
    if result is None:
        named = situation.present("vitamin_d_deficiency")
        return ObservedFinding("vitd25", ("deficient", "low"), named[0].text) if named else None
    if result.quantity is None:
        words: dict[Interpretation, Levels] = {
            Interpretation.LOW: (0, 1),
            Interpretation.NORMAL: (2, 2),
            Interpretation.HIGH: (2, 2),
        }
        stand = words.get(result.interpretation)
    else:
        deficient, insufficient = threshold("vitd25_deficient").number, threshold("vitd25_insufficient").number
        least = 2 if result.quantity.surely_at_least(insufficient) else 1 if result.quantity.surely_at_least(deficient) else 0
        most = 0 if result.quantity.surely_below(deficient) else 1 if result.quantity.surely_below(insufficient) else 2
        stand = (least, most)
    bands = ("deficient", "low", "sufficient")
    return levels("vitd25", bands[stand[0]], bands[stand[1]], shown_value(result)) if stand else None


def _alkaline_phosphatase(situation: Situation) -> ObservedFinding | None:
    """The total for how far; what the bone's own isoenzyme or a liver test says of its source stands above it."""
    total = situation.newest("alkaline_phosphatase")
    answer, evidence = bone_alkaline_phosphatase_raised(situation)
    stand = level_of(total, situation) if total else None
    if answer is Answer.NOT_MET and (stand is None or stand[0] >= RAISED):
        # the bone's isoenzyme is normal, or the liver raises the total: the bone's share is not raised
        stand = (LOW, NORMAL)
    elif answer is Answer.MET and (stand is None or stand[0] < RAISED):
        stand = (RAISED, FAR_RAISED)
    if stand is None:
        return None
    bands = ("low", "normal", "raised", "far_raised")
    value = shown_value(total) if total else f"{evidence[0].value} {evidence[0].unit}".strip()
    return levels("alkaline_phosphatase", bands[stand[0]], bands[stand[1]], value)
