"""Where is phosphate heading in the first weeks? An exponential approach to a plateau, apart from the years that follow."""

import math
from datetime import timedelta

import numpy as np

from culprit.course.channels import numbers
from culprit.course.episode import Episode
from culprit.course.posterior import Array
from culprit.course.readings import SERUM_PHOSPHATE
from culprit.domain.course import EarlyDays
from culprit.knowledge.course import grids

_LEVELS = np.log(np.linspace(0.25, 2.0, 141))
_BEFORE_DAYS = 90


def early_days(episode: Episode) -> EarlyDays | None:
    """The plateau to which phosphate rises, and the probability that it lies below the limit; None without a usable early value.

    y = log(plateau - (plateau - before) x 2^(-day / half-life)), normal about it with the within-person and analytical
    variation, a third wider (bone is hungry). `before` is the last phosphate before the operation. The plateau is that of the
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
    plateau = np.exp(_LEVELS)[:, None]
    half_lives = np.array(grids().recovery_half_life_days)
    before = _before(episode) or number["non_remission_plateau"]
    noise = math.log1p((1.3 * number["phosphate_within_person"]) ** 2 + number["phosphate_analytical"] ** 2)
    belief = np.log(_prior(number))[:, None] + np.zeros((1, len(half_lives)))
    for reading in used:
        expected = plateau - (plateau - before) * 2.0 ** (-reading.days_after / half_lives)
        assert reading.value is not None
        away = (math.log(float(reading.value)) - np.log(expected)) ** 2
        # tails of Student's t with five degrees of freedom: one odd value is no plateau
        belief = belief - 3 * np.log1p(away / (5 * noise))
    weight = np.exp(belief - belief.max()).sum(axis=1)
    weight /= weight.sum()
    cumulated = np.cumsum(weight)
    middle, low, high = (round(float(np.exp(np.interp(share, cumulated, _LEVELS))), 2) for share in (0.5, 0.05, 0.95))
    below = float(weight[np.exp(_LEVELS) < limits[-1]].sum())
    because = f"{_counted(len(used))} to day {used[-1].days_after}; before the operation {before:.2f} mmol/L"
    return EarlyDays(round(below, 3), middle, low, high, len(used), because)


def _counted(values: int) -> str:
    """`1 value`, `3 values`."""
    return f"{values} value{'' if values == 1 else 's'}"


def _prior(number: dict[str, float]) -> Array:
    cured = _normal(math.log(number["phosphate_set_point"]), number["phosphate_between_people"])
    others = _normal(math.log(number["non_remission_plateau"]), number["non_remission_spread"])
    mixed: Array = (1 - number["non_remission_prior"]) * cured + number["non_remission_prior"] * others
    return mixed + 1e-9


def _normal(mean: float, spread: float) -> Array:
    density = np.exp(-0.5 * ((_LEVELS - mean) / spread) ** 2)
    normalised: Array = density / density.sum()
    return normalised


def _before(episode: Episode) -> float | None:
    """The last usable phosphate in the 90 days before the operation, in mmol/L."""
    end = episode.operation.earliest
    found = [
        r.quantity.value
        for r in episode.record.of_analyte(SERUM_PHOSPHATE)
        if r.usable and r.quantity and not r.quantity.comparator and end - timedelta(days=_BEFORE_DAYS) <= r.at.earliest <= end
    ]
    return float(found[-1]) if found and found[-1] > 0 else None
