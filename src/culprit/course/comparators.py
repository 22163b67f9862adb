"""What do the rules that people know say of the same values? Side by side with the monitor, never in its place."""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta

import msgspec

from culprit.course.channels import PHOSPHATE, monitored, observations
from culprit.course.episode import Episode
from culprit.domain.answer import Answer
from culprit.domain.course import Comparison
from culprit.domain.result import laboratory_compared
from culprit.domain.verdict import Evidence, Verdict
from culprit.knowledge.settings import Settings

Values = Sequence[tuple[int, float]]


class Alarm(msgspec.Struct, frozen=True, gc=False):
    """The first day on which a rule speaks (None: never), whether its newest value is suspicious, and its threshold in words."""

    day: int | None
    open: bool
    threshold: str
    known: bool = True


def comparisons(episode: Episode) -> tuple[Comparison, ...]:
    """Every rule on the values that the monitor sees. Met: it has spoken; unknown: too few values, or a repeat is awaited."""
    values = [(one.day, one.log_value) for one in observations(episode) if one.analyte == PHOSPHATE]
    return tuple(_comparison(name, title, rule(values, episode.settings), episode) for name, title, rule in RULES)


def _comparison(name: str, title: str, alarm: Alarm, episode: Episode) -> Comparison:
    origin = episode.operation.latest
    crossed = _crossed(alarm, episode) if name in _AGAINST_A_BASELINE else ""
    if alarm.day is not None:
        since = origin + timedelta(days=alarm.day)
        verdict = Verdict(Answer.MET, f"first on {since} (day {alarm.day}){crossed}", _evidence(episode.settings), since=since)
    elif not alarm.known:
        verdict = Verdict(Answer.UNKNOWN, "too few values", _evidence(episode.settings))
    elif alarm.open:
        verdict = Verdict(Answer.UNKNOWN, "the newest value is below; its repeat decides", _evidence(episode.settings))
    else:
        verdict = Verdict(Answer.NOT_MET, f"never{crossed}", _evidence(episode.settings))
    return Comparison(name, title, verdict, alarm.threshold)


def _crossed(alarm: Alarm, episode: Episode) -> str:
    """What must be said of values that were held against each other and come from different laboratories; '' where they do not."""
    used = [one for one in episode.readings if not monitored(one, episode.settings)]
    until = episode.days if alarm.day is None else alarm.day
    named = [one.laboratory for one in used if one.laboratory is not None and one.days_after <= until]
    crossed = len(set(map(laboratory_compared, named))) > 1
    return "; its values cross laboratories, and it holds only within one" if crossed else ""


def _evidence(settings: Settings) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("setting", name=n, value=s.number, unit=s.unit, limit_source=s.source, provenance=s.provenance.value)
        for n, s in ((n, settings.values[n]) for n in ("comparator_limit", "comparator_z"))
    )


def below_once(values: Values, settings: Settings) -> Alarm:
    """One value below `comparator_limit`."""
    limit = float(settings.number("comparator_limit"))
    first = next((day for day, y in values if y < math.log(limit)), None)
    return Alarm(first, False, f"below {limit:.2f} mmol/L", bool(values))


def below_and_repeated(values: Values, settings: Settings) -> Alarm:
    """A value below `comparator_limit`, and the one after it too."""
    limit = float(settings.number("comparator_limit"))
    low = [y < math.log(limit) for _, y in values]
    first = next((values[i][0] for i in range(1, len(values)) if low[i] and low[i - 1]), None)
    return Alarm(first, bool(low) and low[-1], f"below {limit:.2f} mmol/L, twice running", len(values) > 1)


def reference_change(values: Values, settings: Settings) -> Alarm:
    """A fall from the mean of the baseline by more than the reference change value, one-sided, log-normal.

    RCV = exp(-z x sqrt(2) x sigma) - 1, sigma^2 = ln(1 + CVI^2 + CVA^2).
    """
    baseline, later = _baseline(values, settings)
    if not later:
        return Alarm(None, False, "baseline not complete", False)
    fall = _z(settings) * math.sqrt(2) * _sigma(settings)
    limit = sum(baseline) / len(baseline) - fall
    first = next((day for day, y in later if y < limit), None)
    return Alarm(first, False, f"a fall of {100 * (1 - math.exp(-fall)):.0f} % to below {math.exp(limit):.2f} mmol/L")


def personal_interval(values: Values, settings: Settings) -> Alarm:
    """Below the personal reference interval: set-point of the baseline, shrunken to the population, less z x sigma x sqrt(1 + 1/n).

    Coskun 2021, model with the population's within-person variation; the set-point's own uncertainty is that after shrinking.
    """
    baseline, later = _baseline(values, settings)
    if not later:
        return Alarm(None, False, "baseline not complete", False)
    sigma, between = _sigma(settings), float(settings.number("phosphate_between_people"))
    weight = between**2 / (between**2 + sigma**2 / len(baseline))
    centre = weight * sum(baseline) / len(baseline) + (1 - weight) * math.log(float(settings.number("phosphate_set_point")))
    limit = centre - _z(settings) * math.sqrt(sigma**2 + (1 - weight) * between**2)
    first = next((day for day, y in later if y < limit), None)
    return Alarm(first, False, f"below {math.exp(limit):.2f} mmol/L; set-point {math.exp(centre):.2f}")


def moving_average(values: Values, settings: Settings) -> Alarm:
    """An exponentially weighted mean of the standardised residuals, for irregular visits, below -z x its standard deviation."""
    baseline, later = _baseline(values, settings)
    if not later:
        return Alarm(None, False, "baseline not complete", False)
    centre, half_life = sum(baseline) / len(baseline), float(settings.number("ewma_weight_half_life"))
    mean, variance, weight, last, first = 0.0, 0.0, 0.0, values[len(baseline) - 1][0], None
    for day, y in later:
        kept = 0.5 ** ((day - last) / half_life)
        mean = kept * mean + (1 - kept) * (y - centre) / _sigma(settings)
        variance = kept**2 * variance + (1 - kept) ** 2
        weight = kept * weight + (1 - kept)
        last = day
        # the centre is the mean of a few values, and its own error stands in every residual
        if first is None and mean < -_z(settings) * math.sqrt(variance + weight**2 / len(baseline)):
            first = day
    return Alarm(first, False, f"weights halve in {half_life:g} days; centre {math.exp(centre):.2f} mmol/L")


def _baseline(values: Values, settings: Settings) -> tuple[list[float], Values]:
    count = int(settings.number("comparator_baseline_values"))
    return [y for _, y in values[:count]], values[count:]


def _sigma(settings: Settings) -> float:
    within, analytical = float(settings.number("phosphate_within_person")), float(settings.number("phosphate_analytical"))
    return math.sqrt(math.log1p(within**2 + analytical**2))


def _z(settings: Settings) -> float:
    return float(settings.number("comparator_z"))


# these hold a value against earlier ones, not against a limit
_AGAINST_A_BASELINE = ("reference_change", "personal_interval", "moving_average")
Rule = Callable[[Values, Settings], Alarm]
RULES: tuple[tuple[str, str, Rule], ...] = (
    ("below_once", "Below the limit once", below_once),
    ("below_and_repeated", "Below the limit, and again", below_and_repeated),
    ("reference_change", "Reference change value", reference_change),
    ("personal_interval", "Personal reference interval", personal_interval),
    ("moving_average", "Moving average (EWMA)", moving_average),
)
