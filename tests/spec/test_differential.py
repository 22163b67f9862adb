"""What mainly explains the low phosphate or the bone disease?"""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.domain.assessment import Cause
from culprit.guideline.assess import assess, why
from culprit.guideline.differential import differential, lines
from culprit.guideline.observed.finding import ObservedFinding
from culprit.guideline.picture import pictured
from culprit.guideline.weights import share
from culprit.knowledge.causes import causes
from culprit.knowledge.contexts import contexts
from culprit.knowledge.findings import findings
from culprit.knowledge.settings import Settings
from tests.spec.drawn import patients

FINDINGS = sorted(findings())
SETTINGS = Settings.default()


@st.composite
def observations(draw: st.DrawFn, most: int = 12) -> dict[str, tuple[str, ...]]:
    """Findings, each at one level or at two neighbouring ones."""
    names = draw(st.lists(st.sampled_from(FINDINGS), unique=True, max_size=most))
    found = {}
    for name in names:
        bands = findings()[name].bands
        first = draw(st.integers(0, len(bands) - 1))
        last = draw(st.integers(first, min(first + 1, len(bands) - 1)))
        if (first, last) != (0, len(bands) - 1):
            found[name] = bands[first : last + 1]
    return found


def of(seen: dict[str, tuple[str, ...]] | None = None, context: str = "referral", **levels: str) -> dict[str, Cause]:
    """Cause → its place in the differential, when these findings were seen at these levels."""
    bands = {**(seen or {}), **{name: tuple(level.split(" or ")) for name, level in levels.items()}}
    observed = tuple(ObservedFinding(name, band, "seen") for name, band in bands.items())
    return {cause.cause: cause for cause in weigh(observed, Settings.default(context=context))}


def weigh(observed: tuple[ObservedFinding, ...], chosen: Settings) -> tuple[Cause, ...]:
    return differential(pictured(observed, chosen), observed)


@cache
def priors() -> dict[str, float]:
    total = math.fsum(c.prior.shares[0] for c in causes().values())
    return {name: c.prior.shares[0] / total for name, c in causes().items()}


def weight(cause: str, **levels: str) -> float:
    """Prior times the share of each finding's level, as far as it counts: by hand."""
    product = causes()[cause].prior.shares[0]
    for name, level in levels.items():
        figure = causes()[cause].findings.get(name) or causes()["other"].findings[name]
        product *= figure.shares[findings()[name].bands.index(level)] ** findings()[name].counts
    return product


@settings(deadline=None)
@given(observations())
def test_whatever_was_seen_the_probabilities_sum_to_one(seen: dict[str, tuple[str, ...]]) -> None:
    found = of(seen).values()
    assert math.fsum(c.probability for c in found) == pytest.approx(1, abs=1e-4)
    assert {c.cause for c in found} == set(causes())


@settings(deadline=None)
@given(observations())
def test_every_interval_contains_its_probability(seen: dict[str, tuple[str, ...]]) -> None:
    for cause in of(seen).values():
        low, high = cause.interval
        assert 0 <= low <= cause.probability <= high <= 1, cause


@settings(deadline=None)
@given(observations())
def test_the_most_probable_stands_first_and_other_last_among_equals(seen: dict[str, tuple[str, ...]]) -> None:
    found = list(of(seen).values())
    assert [c.probability for c in found] == sorted((c.probability for c in found), reverse=True)


def test_other_stands_behind_a_cause_of_the_same_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    """With equal shares everywhere the names decide, and `other` comes last."""
    from culprit.guideline import differential as module

    monkeypatch.setattr(module, "weighed", lambda context, known: np.zeros((2, len(causes()))))
    never_asked_before = pictured((), SETTINGS.changed({"result_worth_naming": "0.123"}))
    names = [c.cause for c in module.differential(never_asked_before, ())]
    assert names == [*sorted(set(causes()) - {"other"}), "other"]


def test_with_nothing_seen_the_priors_stand() -> None:
    found = of()
    for name, prior in priors().items():
        assert found[name].probability == pytest.approx(prior, abs=1e-6)
        assert found[name].reasons == ()


def test_the_posterior_is_prior_times_likelihood() -> None:
    """Renal wasting with a quiet tubule, by hand: every cause's share of the product."""
    levels = {"renal_handling": "wasting", "glucosuria": "absent", "urate_low": "absent"}
    weights = {name: weight(name, **levels) for name in causes()}
    total = math.fsum(weights.values())
    found = of(**levels)
    for name, product in weights.items():
        assert found[name].probability == pytest.approx(product / total, abs=2e-6)


def test_two_possible_levels_add_their_shares() -> None:
    """`low` in words may be slightly, moderately or very low: the shares of the three add."""
    cause = causes()["TIO"]
    three = share(cause, "phosphate", ("slightly_low", "low", "very_low"))
    assert three == pytest.approx(1 - cause.findings["phosphate"].shares[0])
    assert 1 < of(phosphate="slightly_low or low or very_low")["TIO"].probability / of()["TIO"].probability < 3


def test_unknown_is_never_absent() -> None:
    """What nobody looked for counts not at all: it moves no probability, and an absent finding does."""
    unknown = of(renal_handling="wasting")["TIO"].probability
    assert of(renal_handling="wasting", fgf23="suppressed")["TIO"].probability < unknown
    assert unknown < of(renal_handling="wasting", fgf23="raised")["TIO"].probability
    (record,) = patients("""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 40  | serum phosphate | 0.55 mmol/L
    """).values()
    silent = {reason.finding for cause in assess(record).differential for reason in cause.reasons}
    assert not {"not bone_pain", "not muscle_weakness", "family none", "not malignancy", "not fragility_fracture"} & silent


@settings(deadline=None)
@given(observations(), st.sampled_from(FINDINGS), st.data())
def test_a_finding_moves_a_cause_the_way_its_figures_say(
    seen: dict[str, tuple[str, ...]], finding: str, data: st.DataObject
) -> None:
    """Against one other cause: the odds change by the ratio of the two figures, as far as the finding counts."""
    seen.pop(finding, None)
    band = data.draw(st.sampled_from(findings()[finding].bands))
    before, after = of(seen), of({**seen, finding: (band,)})
    mine, other = (share(causes()[name], finding, (band,)) for name in ("TIO", "other"))
    if min(before["TIO"].probability, before["other"].probability, after["TIO"].probability, after["other"].probability) > 0.01:
        odds_before = before["TIO"].probability / before["other"].probability
        odds_after = after["TIO"].probability / after["other"].probability
        assert odds_after / odds_before == pytest.approx((mine / other) ** findings()[finding].counts, rel=1e-3)


def test_where_the_patients_come_from_shifts_the_odds() -> None:
    """In a bone clinic a tumour is commoner, in a population hardly ever; what was found weighs the same everywhere."""
    seen = {"phosphate": "low", "renal_handling": "wasting"}
    found = [of(context=place, **seen)["TIO"].probability for place in ("population", "hospital", "referral", "bone_clinic")]
    assert found == sorted(found)
    assert found[0] < 0.05 < found[-1]


def test_reasons_carry_the_ratio_the_value_the_source_and_how_far_it_was_checked() -> None:
    found = of(renal_handling="wasting", fgf23="raised", muscle_weakness="present", bone_pain="present")
    reasons = {r.finding: r for r in found["TIO"].reasons}
    weakness = reasons["muscle_weakness"]
    assert weakness.likelihood_ratio > 1.15
    assert weakness.value == "seen"
    assert weakness.source == causes()["TIO"].findings["muscle_weakness"].source
    assert weakness.provenance == "read"
    assert reasons["renal_handling wasting"].provenance == "proposed"
    for cause in found.values():
        for reason in cause.reasons:
            assert reason.source, reason
            assert reason.provenance in ("read", "recalled", "proposed")


def test_a_likelihood_ratio_is_against_all_other_causes_by_their_priors() -> None:
    reasons = {r.finding: r for r in of(iron_again_and_again="present")["iron_infusion"].reasons}
    chance = {name: share(cause, "iron_again_and_again", ("present",)) for name, cause in causes().items()}
    rest = math.fsum(priors()[n] * chance[n] for n in chance if n != "iron_infusion") / (1 - priors()["iron_infusion"])
    expected = (chance["iron_infusion"] / rest) ** findings()["iron_again_and_again"].counts
    assert reasons["iron_again_and_again"].likelihood_ratio == pytest.approx(expected, rel=0.01)


def test_an_absent_finding_is_called_not_and_a_level_by_its_name() -> None:
    assert "phosphate low" in {r.finding for r in of(phosphate="low")["TIO"].reasons}
    assert "not malignancy" in {
        r.finding for r in lines("bone_metastases", (ObservedFinding("malignancy", ("absent",)),), SETTINGS)
    }


def test_the_strongest_reason_stands_first_and_what_hardly_moves_is_left_out() -> None:
    found = of(renal_handling="wasting", fgf23="raised", bone_pain="present", muscle_weakness="present", phosphate="low")
    for cause in found.values():
        weights = [abs(math.log(r.likelihood_ratio)) for r in cause.reasons]
        assert weights == sorted(weights, reverse=True)
        assert all(weight >= math.log(1.15) - 0.01 for weight in weights)


def test_from_which_ratio_a_reason_is_worth_a_line_is_a_setting() -> None:
    seen = (ObservedFinding("phosphate", ("low",)), ObservedFinding("renal_handling", ("wasting",)))
    few = weigh(seen, SETTINGS.changed({"reason_moves_at_least": "1000"}))
    many = weigh(seen, SETTINGS.changed({"reason_moves_at_least": "1.0001"}))
    assert sum(len(c.reasons) for c in few) == 0 < sum(len(c.reasons) for c in many)


def test_reasons_are_written_only_for_causes_worth_weighing() -> None:
    seen = (ObservedFinding("renal_handling", ("wasting",)),)
    usual = weigh(seen, SETTINGS)
    assert {bool(c.reasons) for c in usual if c.probability < 0.0199} == {False}
    assert any(c.reasons for c in usual)
    everybody = weigh(seen, SETTINGS.changed({"reasons_from_probability": "0", "reason_moves_at_least": "1.0001"}))
    assert all(c.reasons for c in everybody)


def test_every_cause_can_be_asked_for_its_lines_the_unlikely_too() -> None:
    """`culprit assess --why XLH`: also what hardly moves it, the strongest first."""
    (record,) = patients("""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 40  | serum phosphate | 0.55 mmol/L
    anna    | 40  | trp             | 75 %
    """).values()
    found = why("XLH", record, assess(record))
    assert {r.finding for r in found} >= {"phosphate low", "renal_handling wasting", "phosphate_lasting"}
    weights = [abs(math.log(r.likelihood_ratio)) for r in found]
    assert weights == sorted(weights, reverse=True)
    with pytest.raises(ValueError, match=r"there is no cause 'XHL'; there are: ADHR, .*other"):
        why("XHL", record, assess(record))
    (healthy,) = patients("patient | day | what | value\nboris | 0 | serum phosphate | 1.10 mmol/L").values()
    assert why("XLH", healthy, assess(healthy)) == ()


def width(cause: Cause) -> float:
    low, high = cause.interval
    return math.log(high / (1 - high)) - math.log(low / (1 - low))


def test_the_interval_is_wider_where_the_figures_are_less_sure() -> None:
    """Each finding used adds its own spread, and the spread of those it competes with."""
    assert width(of(bone_pain="absent")["TIO"]) > width(of()["TIO"])
    assert width(of(renal_handling="wasting", fgf23="raised")["XLH"]) > width(of(renal_handling="wasting")["XLH"])


def test_a_cause_is_as_unsure_as_the_one_it_competes_with() -> None:
    """Of two causes that share everything, the odds of one are those of the other upside down: so is the interval."""
    found = of(
        iron_lately="present", iron_again_and_again="present", renal_handling="wasting", fgf23="raised", phosphate="very_low"
    )
    first, *rest = found.values()
    assert first.probability > 0.95
    low, high = first.interval
    together = 1 - math.fsum(c.probability for c in rest)
    assert low < together < high
    assert width(first) > 2 * math.log(causes()["iron_infusion"].prior.odds_within)


def test_the_prior_alone_gives_at_least_its_own_interval() -> None:
    """The spread of the prior is read as a 90 % interval of log-odds; what it competes with adds to it."""
    own = 2 * math.log(causes()["TIO"].prior.odds_within)
    assert own < width(of()["TIO"]) < 1.5 * own


def test_where_nobody_says_the_place_the_prior_is_the_mean_of_the_places() -> None:
    places = contexts()["unstated"].one_of
    for name in ("TIO", "osteoporosis", "sepsis", "other"):
        mean = math.fsum(of(context=place)[name].probability for place in places) / len(places)
        assert of(context="unstated")[name].probability == pytest.approx(mean, abs=2e-6)


def test_and_the_interval_holds_what_each_of_the_places_would_say() -> None:
    """A tumour is four times commoner in a bone clinic and five times rarer on a ward: nobody can be surer than that."""
    for seen in ({}, {"bone_pain": "present"}, {"phosphate": "low", "renal_handling": "wasting"}):
        low, high = of(context="unstated", **seen)["TIO"].interval
        said = [of(context=place, **seen)["TIO"].probability for place in contexts()["unstated"].one_of]
        assert low < min(said) < max(said) < high
        assert width(of(context="unstated", **seen)["TIO"]) > width(of(context="referral", **seen)["TIO"])


def test_the_less_is_known_the_wider_the_answer() -> None:
    """Complaints alone name nothing: no cause stands out, and the first may be rare or common; a full panel decides."""
    sparse = of(context="unstated", bone_pain="present", muscle_weakness="present", age="middle_age")
    first = next(iter(sparse.values()))
    assert first.probability < 0.3
    assert first.interval[1] - first.interval[0] > 0.3
    assert sum(cause.probability > 0.02 for cause in sparse.values()) >= 8
    rich = of(
        context="unstated", bone_pain="present", muscle_weakness="present", age="middle_age", phosphate="low",
        renal_handling="wasting", fgf23="far_raised", alkaline_phosphatase="raised", calcium="normal", iron_lately="absent",
        phosphate_normal_years_ago="present",
    )  # fmt: skip
    assert next(iter(rich.values())).probability > 0.8


def test_the_differential_is_absent_when_there_is_nothing_to_explain() -> None:
    """A low phosphate nobody refuted, or bone that is soft, broken, thin or painful, or blood that says so.

    Weakness or pain of the back too, while nobody knows phosphate; acid blood beside a drug that poisons the tubule.
    """
    table = """
    patient | day | what                | value
    anna    | 0   | serum phosphate     | 1.10 mmol/L
    boris   | 0   | serum phosphate     | 0.50 mmol/L
    clara   | 0   | osteomalacia        |
    dora    | 0   | fracture hip        |
    emil    | 0   | serum creatinine    | 70 umol/L
    frida   | 0   | serum phosphate     | 0.60 mmol/L
    frida   | 90  | serum phosphate     | 1.10 mmol/L
    frida   | 120 | serum phosphate     | 1.10 mmol/L
    gerd    | 0   | bone metastases     |
    hanna   | 0   | calcium             | 2.90 mmol/L
    igor    | 0   | alkaline phosphatase | 15 U/L
    jana    | 0   | 25-OH vitamin D     | 15 nmol/L
    klara   | 0   | 25-OH vitamin D     | 15 nmol/L
    klara   | 0   | pth                 | 15 pmol/L (1.6-6.9)
    lena    | 0   | total protein serum | 110 g/L
    lena    | 0   | haemoglobin         | 80 g/L
    mia     | 0   | total protein serum | 110 g/L
    nora    | 0   | muscle weakness     |
    otto    | 0   | muscle weakness     |
    otto    | 0   | serum phosphate     | 1.10 mmol/L
    paula   | 0   | back pain           |
    quirin  | 0   | bicarbonate         | 13 mmol/L
    rosa    | 0   | bicarbonate         | 13 mmol/L
    rosa    | -400..60 | tenofovir disoproxil | 300 mg
    """
    explained = [name for name, record in patients(table).items() if assess(record).differential]
    assert explained == ["boris", "clara", "dora", "gerd", "hanna", "igor", "klara", "lena", "nora", "paula", "rosa"]


def test_a_second_telling_of_the_same_patient_gives_the_same_differential_to_the_last_digit() -> None:
    seen = tuple(ObservedFinding(name, findings()[name].bands[-1:]) for name in FINDINGS[:8])
    assert weigh(seen, SETTINGS) == weigh(seen, SETTINGS)
    for one, other in zip(weigh(seen, SETTINGS), weigh(tuple(reversed(seen)), SETTINGS), strict=True):
        assert one.cause == other.cause
        assert one.probability == pytest.approx(other.probability, abs=2e-6)
