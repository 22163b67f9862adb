"""Who are the people of the synthetic hospital: sex, age, laboratory, kind, and what is constant in each of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from culprit.simulate import settings
from culprit.simulate.vocabulary import ANALYTES

YEAR = 365.25
OUTPATIENT = "outpatient"
_SMALLEST_WITH_EVERY_KIND = 100
_CHILD, _OLD_KINDS = "child", ("osteoporosis", "fracture_unmeasured", "fractures_never_measured", "myeloma")
_VERY_ILL = ("intensive_care", "sepsis", "dialysis", "myeloma", "hepatectomy")


@dataclass(frozen=True)
class People:
    """Columns of equal length, one entry per person.

    `slot` is the number in the person's id, `birth` and `death` days since 1970-01-01 (death -1: alive), `set_point` a standard
    normal per person and analyte: how far this person's own level lies from the mean.
    """

    slot: NDArray[np.int64]
    male: NDArray[np.bool_]
    birth: NDArray[np.int64]
    death: NDArray[np.int64]
    laboratory: NDArray[np.int64]
    kind: NDArray[np.int64]
    set_point: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.slot)

    def of_kind(self, name: str) -> NDArray[np.int64]:
        """Positions of the people of one kind."""
        return np.flatnonzero(self.kind == kind_names().index(name))

    def age_on(self, person: NDArray[np.int64], day: NDArray[np.int64]) -> NDArray[np.float64]:
        """Age in years of each `person` on each `day`."""
        age: NDArray[np.float64] = (day - self.birth[person]) / YEAR
        return age


def kind_names() -> list[str]:
    """Every kind, outpatients first; a kind's number is its place here."""
    return [OUTPATIENT, *settings.kinds()]


def invent(slots: NDArray[np.int64], rng: np.random.Generator) -> People:
    """People for the given id numbers. With 100 or more of them every kind has at least one."""
    count = len(slots)
    kind = _kinds(count, rng)
    names = kind_names()
    age = _ages(count, rng)
    child = kind == names.index(_CHILD)
    age[child] = rng.uniform(1, 17.5, int(child.sum()))
    old = np.isin(kind, [names.index(name) for name in _OLD_KINDS])
    age[old] = rng.uniform(52, 88, int(old.sum()))
    last = settings.window()[1]
    birth = (last - age * YEAR).astype(np.int64)
    male = rng.random(count) < np.where(kind == names.index("osteoporosis"), 0.2, 0.48)
    shares = np.array(list(settings.laboratory_shares().values()))
    very_ill = np.isin(kind, [names.index(name) for name in _VERY_ILL])
    share = np.where(very_ill, settings.effect("deceased_share_of_the_very_ill"), settings.effect("deceased_share"))
    died = (rng.random(count) < share) & ~child
    death = np.where(died, rng.integers(last - 400, last, count), -1)
    return People(
        slot=slots,
        male=male,
        birth=birth,
        death=death,
        laboratory=rng.choice(len(shares), size=count, p=shares / shares.sum()),
        kind=kind,
        set_point=rng.standard_normal((count, len(ANALYTES))),
    )


def _kinds(count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    shares = np.array(list(settings.kinds().values()))
    counts = np.round(shares * count).astype(np.int64)
    if count >= _SMALLEST_WITH_EVERY_KIND:
        counts = np.maximum(counts, 1)
    kind = np.zeros(count, dtype=np.int64)
    numbers = np.repeat(np.arange(1, len(shares) + 1), counts)[:count]
    kind[: len(numbers)] = numbers
    return rng.permutation(kind)


def _ages(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Adults as a hospital sees them: older than the street."""
    return np.asarray(18 + 74 * rng.beta(1.9, 1.5, count))
