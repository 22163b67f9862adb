"""Which tests does a laboratory report that Culprit does not know? Draws their results from the same samples as those it knows."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from culprit.knowledge.analytes import analytes
from culprit.knowledge.load import knowledge_file
from culprit.simulate.fhir_lines import Rows
from culprit.simulate.people import People
from culprit.simulate.vocabulary import ANALYTES, AnalyteName

SPECIMENS = ("serum", "blood", "urine")
_OF_WHOLE_BLOOD = ("haemoglobin",)  # bicarbonate is printed under codes of serum
_TONGUES = ("chinese", "russian")


@dataclass(frozen=True)
class OtherTest:
    """One test: how it is printed, how often it is done, with which others (`panel`), from what, and what is found.

    `means` (medians, women and men) and `limits` are in the own unit, `spread` is between people and within one. A test with
    `words` has none of these; its usual word stands first.
    """

    printed: AnalyteName
    tongues: dict[str, str]
    rows: int
    panel: str
    specimen: int
    means: tuple[float, float]
    spread: tuple[float, float]
    limits: tuple[float, float]
    words: tuple[str, ...]


@cache
def other_tests() -> tuple[OtherTest, ...]:
    """Every test of knowledge/other_tests.toml, in the file's order."""
    file = knowledge_file("other_tests")
    return tuple(_test(name, entry) for kind in ("number", "worded") for name, entry in file[kind].items())


def share(name: str) -> float:
    """A share of knowledge/other_tests.toml. Raises KeyError for an unknown name."""
    return float(knowledge_file("other_tests")["share"][name]["value"])


def all_words() -> list[str]:
    """The words of every test, one after the other, as `words` of a row counts them."""
    return [word for test in other_tests() for word in test.words]


def specimens_of_analytes() -> NDArray[np.int64]:
    """From what each known analyte is measured: its place in SPECIMENS."""
    urine = [analytes()[analyte.name].specimen == "urine" for analyte in ANALYTES]
    blood = [analyte.name in _OF_WHOLE_BLOOD for analyte in ANALYTES]
    return np.where(urine, SPECIMENS.index("urine"), np.where(blood, SPECIMENS.index("blood"), SPECIMENS.index("serum")))


def draws(rows: Rows) -> NDArray[np.int64]:
    """The number of the draw (one person, one minute) that each row belongs to; `rows` are in order of person and minute."""
    begins = np.ones(len(rows["person"]), dtype=bool)
    begins[1:] = (np.diff(rows["person"]) != 0) | (np.diff(rows["minute"]) != 0)
    return np.cumsum(begins) - 1


def draw_others(people: People, rows: Rows, draw: NDArray[np.int64], known: int, rng: np.random.Generator) -> Rows:
    """Results of other tests at the draws of known ones, as many as make `known` lines the share of all that the settings say.

    `rows` and `draw` are the known results in order of person and minute. No draw has a test twice: where there are too few draws,
    there are fewer results. The columns are those of results, with `analyte` the place among the other tests, `words` the place
    among all words (-1: a number), `draw`, `specimen` (its place in SPECIMENS) and `after`, the known row behind which each stands.
    """
    tests = other_tests()
    begins = np.flatnonzero(np.diff(draw, prepend=-1))
    sizes = np.diff(begins, append=len(draw))
    drawn, test = _who_has_which(len(begins), round(known * (1 / share("known") - 1)), rng)
    after = begins[drawn] + (rng.random(len(drawn)) * sizes[drawn]).astype(np.int64)
    order = np.argsort(after, kind="stable")
    drawn, test, after = drawn[order], test[order], after[order]
    person, count, none = rows["person"][after], len(after), np.zeros(len(after), dtype=np.int64)
    own, scatter = rng.standard_normal((len(people), len(tests)))[person, test], rng.standard_normal(count)
    mean = np.array([each.means for each in tests])[test, people.male[person].astype(np.int64)]
    between, within = np.array([each.spread for each in tests])[test].T
    return {
        "person": person,
        "minute": rows["minute"][after],
        "analyte": test,
        "value": mean * np.exp(between * own + within * scatter),
        "words": _said(test, rng),
        "comparator": none,
        "status": none,
        "version": none - 1,
        "unit": none,
        "draw": drawn,
        "specimen": np.array([each.specimen for each in tests])[test],
        "after": after,
    }


def _who_has_which(draws: int, wanted: int, rng: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(draw, test) of every result. The tests of a panel are done at the same draws."""
    tests = other_tests()
    each = wanted / sum(test.rows for test in tests)
    panels = {panel: rng.permutation(draws) for panel in dict.fromkeys(test.panel for test in tests)}
    chosen = [panels[test.panel][: round(test.rows * each)] for test in tests]
    return np.concatenate(chosen), np.repeat(np.arange(len(tests)), [len(some) for some in chosen])


def _said(test: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """The word found, -1 for a number: mostly the usual one."""
    counts = np.array([len(each.words) for each in other_tests()])
    first = np.cumsum(counts) - counts
    unusual = rng.random(len(test)) >= share("usual_word")
    which = 1 + (rng.random(len(test)) * (counts[test] - 1)).astype(np.int64)
    return np.where(counts[test] == 0, -1, first[test] + np.where(unusual, which, 0))


def _test(name: str, entry: dict[str, Any]) -> OtherTest:
    unit, digits = entry.get("unit", ""), entry.get("digits", 0)
    mass = (entry.get("mass_unit", unit), entry.get("mass_loinc", entry["loinc"]))
    printed = AnalyteName(
        *(name, entry["english"], unit, entry["loinc"], digits, *mass),
        float(entry.get("factor", 1)),
        entry.get("mass_digits", digits),
        entry["local"],
    )

    def pair(*names: str) -> tuple[float, float]:
        first, second = (float(entry.get(one, 0)) for one in names)
        return first, second

    return OtherTest(
        printed=printed,
        tongues={tongue: entry[tongue] for tongue in _TONGUES},
        rows=entry["rows"],
        panel=entry["panel"],
        specimen=SPECIMENS.index(entry["specimen"]),
        means=pair("female", "male"),
        spread=pair("between_person_cv", "within_person_cv"),
        limits=pair("printed_low", "printed_high"),
        words=tuple(entry.get("words", ())),
    )
