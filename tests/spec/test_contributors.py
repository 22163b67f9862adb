"""What is there besides the main cause?"""

import math

import pytest

from culprit.guideline.assess import assess
from culprit.guideline.contributors import contributing
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import pictured
from culprit.knowledge.causes import causes
from culprit.knowledge.contributors import contributors
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings
from tests.spec.drawn import patients

SETTINGS = Settings.default()


def beside(main: str = "TIO", **levels: str) -> dict[str, float]:
    """Contributor → probability, when these findings were seen at these levels."""
    observed = tuple(ObservedFinding(name, tuple(level.split(" or ")), "seen") for name, level in levels.items())
    return {cause.cause: cause.probability for cause in contributing(pictured(observed, SETTINGS), observed, main)}


def test_vitamin_d_deficiency_beside_a_tumour_and_iron_deficiency_beside_an_inherited_disease() -> None:
    found = patients("""
    patient | day | what                | value
    anna    | 0   | serum phosphate     | 0.45 mmol/L
    anna    | 40  | serum phosphate     | 0.48 mmol/L
    anna    | 40  | trp                 | 70 %
    anna    | 40  | intact FGF23        | 180 ng/L (10-50)
    anna    | 40  | 25-OH vitamin D     | 15 nmol/L
    anna    | 40  | bone pain           |
    anna    | 40  | muscle weakness     |
    boris   | 0   | serum phosphate     | 0.50 mmol/L
    boris   | 40  | serum phosphate     | 0.55 mmol/L
    boris   | 40  | trp                 | 75 %
    boris   | 40  | intact FGF23        | 90 ng/L (10-50)
    boris   | 40  | iron deficiency     |
    boris   | 40  | family adhr         |
    """)
    anna, boris = (assess(record) for record in found.values())
    assert anna.differential[0].cause == "TIO"
    assert [c.cause for c in anna.contributors] == ["vitamin_d_deficiency"]
    assert boris.differential[0].cause == "ADHR"
    assert [c.cause for c in boris.contributors] == ["iron_deficiency"]
    assert anna.contributors[0].reasons[0].finding == "vitd25 deficient"
    assert anna.contributors[0].reasons[0].provenance == "proposed"


def test_the_main_cause_is_not_told_a_second_time() -> None:
    assert "vitamin_d_deficiency" in beside("TIO", vitd25="deficient")
    assert "vitamin_d_deficiency" not in beside("vitamin_d_deficiency", vitd25="deficient")


def test_each_is_asked_by_itself_and_they_sum_to_nothing() -> None:
    found = beside(vitd25="deficient", alcohol="present", iron_deficiency="present", malabsorption="present")
    assert list(found) == sorted(found, key=lambda name: (-found[name], name))
    assert sum(found.values()) > 2


def test_probability_is_share_times_ratio_by_hand() -> None:
    """0.2 to 0.8, 60 times: 15 to 1."""
    assert beside(vitd25="deficient")["vitamin_d_deficiency"] == pytest.approx(15 / 16, abs=1e-4)


def test_two_possible_levels_are_their_geometric_mean() -> None:
    ratio = math.sqrt(60 * 2)
    odds = 0.25 * float(f"{ratio:.3g}")
    assert beside(vitd25="deficient or low")["vitamin_d_deficiency"] == pytest.approx(odds / (1 + odds), abs=1e-4)


def test_what_is_unlikely_or_tells_nothing_is_left_out() -> None:
    assert beside(vitd25="sufficient") == {}
    assert beside(calcium="normal") == {}
    assert beside(renal_handling="between") == {}, "no contributor says anything of it"
    assert beside() == {}


def test_the_interval_is_wider_with_every_figure_used() -> None:
    def width(*names: tuple[str, str]) -> float:
        observed = tuple(ObservedFinding(name, (level,)) for name, level in names)
        low, high = contributing(pictured(observed, SETTINGS), observed, "TIO")[0].interval
        return math.log(high / (1 - high)) - math.log(low / (1 - low))

    one, two = ("vitd25", "deficient"), ("calcium", "low")
    assert width(one, two) > width(one)
    observed = (ObservedFinding("vitd25", ("deficient",)),)
    low, high = contributing(pictured(observed, SETTINGS), observed, "TIO")[0].interval
    assert 0 < low < 15 / 16 < high < 1


def test_there_are_none_when_there_is_nothing_to_explain() -> None:
    (record,) = patients("patient | day | what | value\nanna | 0 | 25-OH vitamin D | 15 nmol/L").values()
    assert assess(record).contributors == ()


@pytest.mark.parametrize("one", contributors().values(), ids=lambda c: c.contributor)
def test_the_knowledge_names_findings_and_levels_that_exist(one: object) -> None:
    contributor = contributors()[one.contributor]  # type: ignore[attr-defined]
    assert contributor.contributor in causes() or contributor.contributor == "iron_deficiency"
    assert 0 < contributor.share < 1
    assert contributor.odds_within > 1
    assert contributor.source
    assert contributor.title
    for name, ratios in contributor.ratios.items():
        assert set(ratios) <= set(findings()[name].bands), name
        assert all(ratio > 0 for ratio in ratios.values()), name
