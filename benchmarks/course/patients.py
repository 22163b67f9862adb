"""Made-up people after an operation. Nothing here is taken from the monitor: declines run in mmol/L and not in logarithms, in four
shapes that it does not know; onsets, tails, meals, missed visits and laboratories are of their own."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

SHAPES = ("logistic", "straight", "accelerating", "steps")
FIVE_YEARS = 1826
_NOMINAL = (14, 30, 90, 180, *range(365, 4400, 182))


@dataclass(frozen=True)
class Scenario:
    """What the world is like. `slow_days`: a decline has come 63 % of its way after so many days, give or take a third."""

    name: str
    slow_days: float = 540.0
    within: float = 0.0815
    freedom: float = 5.0
    gross: float = 0.0
    meals: float = 0.25
    missed: float = 0.10
    laboratory: float = 0.0
    kidney_per_year: float = 0.0
    masked: float = 0.0
    masked_unrecorded: float = 0.0
    fgf23_moves: float = 1.0


@dataclass(frozen=True)
class Person:
    """The truth about one of them; `onset` is None for the cured."""

    number: int
    seed: int
    scenario: Scenario
    set_point: float
    within: float
    onset: float | None
    shape: str
    days: float
    floor: float
    steps: tuple[float, ...]
    fgf23: float
    fgf23_rise: float
    laboratory_day: float
    laboratory_factor: float
    visits: tuple[int, ...]
    masked_from: float = field(default=math.inf)
    masked_until: float = field(default=math.inf)
    masked_recorded: bool = True


@dataclass(frozen=True)
class Draw:
    """What the laboratory prints: phosphate in mmol/L, intact FGF23 in ng/L; `supplement` as the record knows it."""

    phosphate: float
    fgf23: float
    supplement: bool


def people(scenario: Scenario, recurring: bool, count: int, seed: int) -> Iterator[Person]:
    """`count` cured or recurring people."""
    for number in range(count):
        yield _person(scenario, recurring, number, seed)


def _person(scenario: Scenario, recurring: bool, number: int, seed: int) -> Person:
    rng = np.random.default_rng([seed, number, int(recurring)])
    # men a little lower than women
    set_point = float(np.clip(rng.normal(1.06 if rng.random() < 0.5 else 1.16, 0.11), 0.85, 1.5))
    onset = float(60 + rng.gamma(2.2, 330.0)) if recurring else None
    days = scenario.slow_days * float(np.exp(rng.normal(0, 0.3)))
    floor = float(np.clip(rng.normal(0.50, 0.10), 0.25, 0.70))
    steps = tuple(sorted(float(s) for s in rng.random(3) * 1.9 * days))
    visits = tuple(
        max(5, round(day + rng.normal(0, min(10.0, day / 8))))
        for day in _NOMINAL
        if rng.random() >= scenario.missed and day < (onset or 0) + FIVE_YEARS + 400
    )
    masked = onset is not None and rng.random() < scenario.masked + scenario.masked_unrecorded
    share = scenario.masked / max(scenario.masked + scenario.masked_unrecorded, 1e-9)
    begins = (onset or 0) + days * float(rng.uniform(0.3, 0.9)) if masked else math.inf
    return Person(
        number,
        seed,
        scenario,
        set_point,
        scenario.within * float(np.exp(rng.normal(0, 0.25))),
        onset,
        SHAPES[int(rng.integers(4))],
        days,
        min(floor, set_point * 0.75),
        steps,
        float(np.exp(rng.normal(math.log(42), 0.35))),
        float(rng.uniform(2.5, 6.0)) if rng.random() < scenario.fgf23_moves else 1.0,
        float(rng.uniform(300, 1500)),
        float(np.exp(rng.normal(0, scenario.laboratory))) if scenario.laboratory else 1.0,
        tuple(sorted(set(visits))),
        begins,
        begins + float(rng.uniform(120, 365)),
        bool(rng.random() < share),
    )


def progress(person: Person, day: float) -> float:
    """How far the decline has come on `day`: 0 before its onset, 1 at its floor."""
    if person.onset is None or day <= person.onset:
        return 0.0
    since = (day - person.onset) / person.days
    if person.shape == "logistic":
        # 0 at the onset, 0.63 after `days`
        low = 1 / (1 + math.exp(0.75 / 0.30))
        return min(1.0, (1 / (1 + math.exp((0.75 - since) / 0.30)) - low) / (1 - low) * 0.95)
    if person.shape == "straight":
        return min(1.0, since / 1.58)
    if person.shape == "accelerating":
        return min(1.0, (since / 1.26) ** 2)
    return sum(day - person.onset > step for step in person.steps) / 3


def draw(person: Person, day: int) -> Draw:
    """The draw of one day; the same person and day give the same draw, whoever asks."""
    scenario = person.scenario
    rng = np.random.default_rng([person.seed, person.number, int(person.onset is not None), day, 7])
    far = progress(person, day)
    years = max(0.0, day - 365) / 365.25
    phosphate = (person.set_point - (person.set_point - person.floor) * far) * (1 + scenario.kidney_per_year) ** years
    supplement = person.masked_from <= day <= person.masked_until
    if supplement:
        phosphate += 0.22
    tails = rng.standard_t(scenario.freedom) * math.sqrt((scenario.freedom - 2) / scenario.freedom)
    phosphate *= math.exp(person.within * tails)
    if rng.random() < scenario.meals:
        phosphate *= float(rng.uniform(0.90, 1.16))
    if rng.random() < scenario.gross:
        phosphate *= float(rng.choice([0.72, 1.35]))
    if day > person.laboratory_day:
        phosphate *= person.laboratory_factor
    phosphate *= 1 + 0.02 * float(rng.normal())
    fgf23 = person.fgf23 * person.fgf23_rise**far * (1 + 4 * scenario.kidney_per_year) ** years
    fgf23 *= math.exp(0.20 * float(rng.standard_t(6)) * math.sqrt(4 / 6)) * (1 + 0.06 * float(rng.normal()))
    return Draw(round(max(phosphate, 0.1), 2), round(max(fgf23, 5.0), 1), supplement and person.masked_recorded)


def comes_again(person: Person, day: int) -> int | None:
    """The day on which a repeat asked for on `day` is really drawn; None when nobody came."""
    rng = np.random.default_rng([person.seed, person.number, int(person.onset is not None), day, 11])
    return None if rng.random() < person.scenario.missed else day + int(rng.integers(-5, 11))
