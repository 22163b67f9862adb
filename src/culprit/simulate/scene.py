"""The hand that writes histories: visits, stays, drugs and samples for many people at once."""

from dataclasses import dataclass

import numpy as np

from culprit.simulate import settings
from culprit.simulate.chemistry import BASIC, BONE, LIVER, WARD, early, measure, mornings
from culprit.simulate.people import YEAR, People
from culprit.simulate.timeline import Floats, Ints, Timeline
from culprit.simulate.vocabulary import CONDITION_INDEX, DRUG_INDEX, PROCEDURE_INDEX, STAY_INDEX

OPEN = -1  # no end day

Shift = dict[str, float | Floats]


@dataclass
class Scene:
    """Timeline, people and chance together. Days are days since 1970-01-01; `person` arrays are positions in `people`."""

    timeline: Timeline
    people: People
    rng: np.random.Generator

    def some_day(self, person: Ints, after: float = 0, before: int = 0) -> Ints:
        """One day per person in the window, at least `after` years from its beginning and `before` days from its end."""
        first, last = settings.window()
        start = np.maximum(first + int(after * YEAR), self.people.birth[person] + 30)
        span = np.maximum(last - before - start, 1)
        return np.asarray(start + (self.rng.random(len(person)) * span).astype(np.int64))

    def condition(self, person: Ints, day: Ints, name: str) -> None:
        """A diagnosis first recorded on `day`."""
        self.timeline.conditions.add(person, day, CONDITION_INDEX[name])

    def drug(self, person: Ints, day: Ints, name: str, until: Ints | int = OPEN) -> None:
        """A drug from `day` to `until` (OPEN: still going on)."""
        self.timeline.drugs.add(person, day, DRUG_INDEX[name], until)

    def procedure(self, person: Ints, day: Ints, name: str) -> None:
        """Something done on `day`."""
        self.timeline.procedures.add(person, day, PROCEDURE_INDEX[name])

    def stay(self, person: Ints, day: Ints, kind: str, until: Ints) -> None:
        """A visit or an admission from `day` to `until`."""
        self.timeline.stays.add(person, day, STAY_INDEX[kind], until)

    def sample(self, person: Ints, minute: Ints, analytes: tuple[str, ...], shift: Shift | None = None) -> None:
        """One panel per (person, minute)."""
        measure(self.timeline, self.people, self.rng, person, minute, analytes, shift)

    def check_ups(self, person: Ints, mean_visits: float, with_phosphate: float, shift: Shift | None = None) -> None:
        """Outpatient visits over the whole window; phosphate is on the panel in a share of them."""
        visits = 1 + self.rng.poisson(mean_visits, len(person))
        who = np.repeat(person, visits)
        day = self.some_day(who)
        minute = mornings(self.rng, day)
        self.stay(who, day, "outpatient", day)
        chance = self.rng.random(len(who))
        self.sample(who, minute, BASIC, shift)
        liver = self.rng.random(len(who)) < 0.4
        self.sample(who[liver], minute[liver], LIVER[1:], shift)
        bone = chance < with_phosphate
        self.sample(who[bone], minute[bone], BONE[:-1], shift)
        plain = ~bone & liver
        self.sample(who[plain], minute[plain], LIVER[:1], shift)

    def admission(self, person: Ints, day: Ints, days: Ints, shift: Shift | None = None, kind: str = "inpatient") -> None:
        """A stay of `days` days beginning on `day`, with a ward panel every morning."""
        self.stay(person, day, kind, day + days)
        row = np.repeat(np.arange(len(person)), days)
        morning = early(self.rng, day[row] + within(days))
        spread = {name: np.asarray(value)[row] if np.ndim(value) else value for name, value in (shift or {}).items()}
        self.sample(person[row], morning, WARD, spread)


def within(counts: Ints) -> Ints:
    """0, 1, … within each group, for groups of the given sizes laid end to end."""
    ends = np.cumsum(counts)
    return np.asarray(np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts))
