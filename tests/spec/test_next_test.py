"""Which test would tell most, and which result would overturn the first cause?"""

import pytest
from hypothesis import given, settings

from culprit.domain.assessment import NextStep
from culprit.guideline.assess import assess
from culprit.guideline.differential import differential
from culprit.guideline.next_test import by_worth, gains_in_blood_and_urine, turns, worths, worths_of_steps
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import Picture, pictured
from culprit.guideline.weights import share
from culprit.knowledge.causes import causes
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings
from culprit.knowledge.work_up import work_up_tests
from tests.spec.drawn import patients
from tests.spec.test_differential import observations

SETTINGS = Settings.default()
ALL = tuple(work_up_tests())


def seen(**levels: str) -> tuple[ObservedFinding, ...]:
    return tuple(ObservedFinding(name, tuple(level.split(" or ")), "seen") for name, level in levels.items())


def picture_of(**levels: str) -> Picture:
    return pictured(seen(**levels), SETTINGS)


def worth(**levels: str) -> dict[str, float]:
    return worths(ALL, picture_of(**levels))


def test_what_is_known_already_tells_nothing_new() -> None:
    before = worth(phosphate="low")
    assert before["fgf23"] > 0
    assert worth(phosphate="low", fgf23="raised")["fgf23"] == 0
    known = {"calcium": "normal", "pth": "normal"}
    assert worth(phosphate="low", **known)["pth"] == 0


def test_a_test_that_parts_the_causes_still_open_is_worth_more() -> None:
    """Conserved or wasted decides most while nothing else is known; FGF23 decides more once the kidney is known to waste."""
    start = worth(phosphate="low", bone_pain="present", muscle_weakness="present")
    wasting = worth(phosphate="low", bone_pain="present", muscle_weakness="present", renal_handling="wasting")
    assert start["paired_urine_phosphate_creatinine"] > start["fgf23"]
    assert wasting["fgf23"] > wasting["paired_urine_phosphate_creatinine"]


def test_fgf23_and_the_kidney_are_worth_nothing_while_phosphate_is_not_low() -> None:
    normal = worth(phosphate="normal", fragility_fracture="present")
    assert normal["fgf23"] == 0
    assert worth(fragility_fracture="present")["fgf23"] == 0, "nor while nobody has measured it"


def test_the_parathyroid_is_asked_the_question_that_calcium_leaves_open() -> None:
    assert worth(calcium="high")["pth"] > worth(calcium="high", pth_while_calcium_high="raised")["pth"] == 0
    assert worth(phosphate="low", calcium="low")["pth"] > 0


def test_burden_divides_the_gain() -> None:
    """FGF23 asks five times as much as a tube of blood."""
    assert work_up_tests()["fgf23"].burden == pytest.approx(5 * work_up_tests()["pth"].burden)
    first_alone = pictured(seen(phosphate="low"), SETTINGS.changed({"reasons_from_probability": "1"}))
    assert set(worths(ALL, first_alone).values()) == {0.0}, "without doubt nothing is gained"


def test_tests_change_places_among_themselves_and_nothing_else_moves() -> None:
    words = (
        "repeat_fasting_phosphate",
        "review_iron",
        "paired_urine_phosphate_creatinine",
        "pth",
        "vitd25",
        "refer_metabolic_bone",
        "fgf23",
    )
    steps = tuple(NextStep(word, "because", ("first-line-tests",)) for word in words)
    picture = picture_of(phosphate="low", renal_handling="wasting", calcium="normal", pth="normal", vitd25="sufficient")
    moved = [step.step for step in by_worth(steps, worths_of_steps(steps, picture))]
    assert sorted(moved) == sorted(words)
    assert [moved.index(word) for word in words[:3]] == [0, 1, 2]
    assert moved[5] == "refer_metabolic_bone"
    assert moved[3] == "fgf23", "the only one that tells anything now"


def test_with_nothing_to_explain_the_fixed_order_of_the_dossier_stands() -> None:
    steps = tuple(NextStep(word, "because", ("first-line-tests",)) for word in ("pth", "vitd25", "fgf23"))
    assert by_worth(steps, {}) == steps
    alone = steps[:1]
    assert by_worth(alone, worths_of_steps(alone, picture_of(phosphate="low"))) == alone
    assert worths_of_steps((NextStep("refer_metabolic_bone", "because", ("refer",)),), picture_of(phosphate="low")) == {}


def test_what_each_test_of_blood_and_urine_would_tell_is_said_with_its_burden() -> None:
    """The worthiest first; the gain is worth times burden."""
    steps = tuple(NextStep(word, "because", ("first-line-tests",)) for word in ("review_iron", "fgf23", "vitd25", "pth"))
    worth = worths_of_steps(steps, picture_of(phosphate="low", renal_handling="wasting", bone_pain="present"))
    told = gains_in_blood_and_urine(worth)
    assert {gain.test for gain in told} == {"fgf23", "vitd25", "pth"}
    assert [worth[gain.test] for gain in told] == sorted(worth.values(), reverse=True)
    assert {(gain.tier, gain.held_back) for gain in told} == {("blood_and_urine", "")}
    fgf23 = next(gain for gain in told if gain.test == "fgf23")
    assert (fgf23.burden, fgf23.bits) == (5, pytest.approx(worth["fgf23"] * 5, abs=1e-4))


def test_which_result_would_overturn_the_first_cause() -> None:
    """Low phosphate with bone pain and pseudofractures in mid-life: a tumour until FGF23 or the kidney says otherwise."""
    levels = {
        "phosphate": "low",
        "bone_pain": "present",
        "muscle_weakness": "present",
        "pseudofracture": "present",
        "age": "middle_age",
    }
    picture = picture_of(**levels)
    assert differential(picture, seen(**levels))[0].cause == "TIO"
    found = {(turn.test, turn.result): turn for turn in turns(picture)}
    suppressed = found["fgf23", "fgf23 suppressed"]
    assert suppressed.then != "TIO"
    assert 0.02 <= suppressed.probable < 0.5
    assert 0 < suppressed.then_probability <= 1
    assert all(turn.then != "TIO" for turn in found.values())
    shown = [turn.probable for turn in turns(picture)]
    assert shown == sorted(shown, reverse=True)


def test_a_result_that_was_said_to_overturn_it_does() -> None:
    """Every turn, taken at its word: with that result the other cause comes first."""
    observed = seen(phosphate="low", bone_pain="present", muscle_weakness="present", age="middle_age")
    found = turns(pictured(observed, SETTINGS))
    assert found
    for turn in found:
        name, _, level = turn.result.removeprefix("not ").partition(" ")
        bands = (level,) if level else ("absent",) if turn.result.startswith("not ") else ("present",)
        more = (*observed, ObservedFinding(name, bands))
        after = differential(pictured(more, SETTINGS), more)
        assert turn.then in [cause.cause for cause in after[:2]], turn


@settings(deadline=None)
@given(observations())
def test_all_results_at_once_say_what_each_says_by_itself(seen: dict[str, tuple[str, ...]]) -> None:
    """Result after result, cause after cause: the shares times how often each shows it, as far as it counts."""
    observed = tuple(ObservedFinding(name, bands, "seen") for name, bands in seen.items())
    picture = pictured(observed, SETTINGS)
    ordered = differential(picture, observed)
    least, worth_naming = (float(SETTINGS.number(name)) for name in ("reasons_from_probability", "result_worth_naming"))
    running = [ordered[0], *(cause for cause in ordered[1:] if cause.probability >= least)]
    total = sum(cause.probability for cause in running)
    found = {(turn.test, turn.result): turn for turn in turns(picture)}
    for test in work_up_tests().values():
        for finding in (answer.finding for answer in test.answers):
            for band in findings()[finding].bands:
                often = [share(causes()[cause.cause], finding, (band,)) for cause in running]
                probable = sum(c.probability / total * s for c, s in zip(running, often, strict=True))
                moved = [c.probability * s ** findings()[finding].counts for c, s in zip(running, often, strict=True)]
                turn = found.get((test.test, ObservedFinding(finding, (band,)).words))
                if turn:
                    assert finding not in seen
                    assert probable == pytest.approx(turn.probable, abs=1e-4)
                    assert max(moved) / sum(moved) == pytest.approx(turn.then_probability, abs=1e-4)
                    assert turn.then == running[moved.index(max(moved))].cause != running[0].cause
                elif probable > worth_naming and max(moved) > 1.001 * moved[0]:
                    nameless = running[moved.index(max(moved))].cause == "other" and running[0].probability < 0.5
                    closed = {"renal_handling", "fgf23", "pth", "pth_while_calcium_high"}
                    assert nameless or finding in seen or finding in closed


def test_a_rare_result_is_not_named() -> None:
    observed = seen(phosphate="low", bone_pain="present", muscle_weakness="present")
    few = turns(pictured(observed, SETTINGS.changed({"result_worth_naming": "0.2"})))
    assert len(few) < len(turns(pictured(observed, SETTINGS)))
    assert all(turn.probable >= 0.2 for turn in few)


def test_an_assessment_says_what_would_change_it_and_orders_its_tests() -> None:
    (record,) = patients("""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.45 mmol/L
    anna    | 40  | serum phosphate | 0.48 mmol/L
    anna    | 40  | bone pain       |
    """).values()
    found = assess(record)
    assert found.would_change
    steps = [step.step for step in found.next_steps]
    assert steps[0] == "paired_urine_phosphate_creatinine"
    assert {"pth", "vitd25", "bone_alp", "fgf23", "vitd125"} <= set(steps)


def test_every_test_answers_findings_and_every_finding_names_a_test_that_exists() -> None:
    for name, test in work_up_tests().items():
        assert test.answers, name
        assert test.burden > 0
        assert test.source
        assert test.title
    assert {f.test for f in findings().values() if f.test} == set(work_up_tests())


def test_where_phosphate_was_never_measured_it_stands_first() -> None:
    """Broken bones and no phosphate: a tube of blood comes before any gene, and its results before all others."""
    table = "patient | day | what | value\nanna | 1960 | born | F\nanna | 0 | fracture vertebral |\nanna | 90 | fracture hip |"
    (record,) = patients(table).values()
    found = assess(record)
    assert found.differential
    assert found.gains[0].test == "measure_phosphate"
    assert [gain.tier for gain in found.gains] == sorted(
        (gain.tier for gain in found.gains), key=("blood_and_urine", "gene", "scan").index
    )
    places = [turn.test == "measure_phosphate" for turn in found.would_change]
    assert places[0]
    assert places == sorted(places, reverse=True)
    assert "repeat_fasting_phosphate" not in {turn.test for turn in found.would_change}


def test_that_nothing_we_know_would_lead_is_news_only_where_something_led() -> None:
    few = seen(phosphate="low")
    unsure = pictured(few, SETTINGS)
    assert differential(unsure, few)[0].probability < 0.5
    assert all(turn.then != "other" for turn in turns(unsure))
    all_told = turns(pictured(few, SETTINGS.changed({"first_to_be_unsettled": "0"})))
    assert {turn.then for turn in all_told} >= {turn.then for turn in turns(unsure)}
