"""Where is phosphate heading in the first weeks? An exponential approach to a plateau, apart from the years that follow."""

import math

import numpy as np

from culprit.course.channels import numbers
from culprit.course.episode import Episode
from culprit.course.posterior import Array
from culprit.course.readings import SERUM_PHOSPHATE
from culprit.domain.course import EarlyDays
from culprit.knowledge.course import grids


def early_days(episode: Episode) -> EarlyDays | None:
    """The plateau to which phosphate rises, and the probability that it lies below the limit; None without a usable early value.

    y = log(plateau - (plateau - before) x 2^(-day / half-life)), normal about it with the within-person and analytical
    variation, wider than later (bone is hungry). `before` is the last phosphate before the operation. The plateau is that of the
    cured (the population's set-points) or, with `non_remission_prior`, of the others. Values on a supplement are left out.
    """
    settings = episode.settings
    number = numbers(settings)
    last = settings.days("monitor_from_day")
    used = [r for r in episode.readings if r.days_after <= last and r.value and not r.supplements and r.level != "unknown"]
    if not used:
        return None
    limits = [float(r.limit_low) for r in used if r.limit_low is not None]
    if not limits:
        return None
    plateau = plateaus()
    levels = np.log(plateau)
    half_lives = np.array(grids().recovery_half_life_days)
    before = _before(episode) or number["non_remission_plateau"]
    within = number["early_days_variation_times"] * number["phosphate_within_person"]
    noise, tails = math.log1p(within**2 + number["phosphate_analytical"] ** 2), number["early_days_tails"]
    belief = np.log(_prior(levels, number))[:, None] + np.zeros((1, len(half_lives)))
    for reading in used:
        expected = plateau[:, None] - (plateau[:, None] - before) * 2.0 ** (-reading.days_after / half_lives)
        assert reading.value is not None
        away = (math.log(float(reading.value)) - np.log(expected)) ** 2
        # Student's t: one odd value is no plateau
        belief = belief - (tails + 1) / 2 * np.log1p(away / (tails * noise))
    weight = np.exp(belief - belief.max()).sum(axis=1)
    weight /= weight.sum()
    cumulated = np.cumsum(weight)
    middle, low, high = (round(float(np.exp(np.interp(share, cumulated, levels))), 2) for share in (0.5, 0.05, 0.95))
    below = float(weight[plateau < limits[-1]].sum())
    because = f"{_counted(len(used))} to day {used[-1].days_after}; before the operation {before:.2f} mmol/L"
    return EarlyDays(round(below, 3), middle, low, high, len(used), because)


def _counted(values: int) -> str:
    """`1 value`, `3 values`."""
    return f"{values} value{'' if values == 1 else 's'}"


def plateaus() -> Array:
    """The plateaus that are weighed, in mmol/L."""
    known = grids()
    count = round((known.plateau_most - known.plateau_least) / known.plateau_step) + 1
    found: Array = np.linspace(known.plateau_least, known.plateau_most, count)
    return found


def _prior(levels: Array, number: dict[str, float]) -> Array:
    cured = _normal(levels, math.log(number["phosphate_set_point"]), number["phosphate_between_people"])
    others = _normal(levels, math.log(number["non_remission_plateau"]), number["non_remission_spread"])
    mixed: Array = (1 - number["non_remission_prior"]) * cured + number["non_remission_prior"] * others
    return mixed + 1e-9


def _normal(levels: Array, mean: float, spread: float) -> Array:
    density = np.exp(-0.5 * ((levels - mean) / spread) ** 2)
    normalised: Array = density / density.sum()
    return normalised


def _before(episode: Episode) -> float | None:
    """The last usable phosphate before the operation, setting `before_operation_days` at most, in mmol/L."""
    end = episode.operation.earliest
    begin = end - episode.settings.span("before_operation_days")
    found = [
        r.quantity.value
        for r in episode.record.of_analyte(SERUM_PHOSPHATE)
        if r.usable and r.quantity and not r.quantity.comparator and begin <= r.at.earliest <= end
    ]
    return float(found[-1]) if found and found[-1] > 0 else None
