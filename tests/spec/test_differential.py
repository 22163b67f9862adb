"""What mainly explains the low phosphate or the bone disease?"""

import math
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.domain.assessment import Cause
from culprit.guideline.assess import assess
from culprit.guideline.differential import differential
from culprit.guideline.observed import ObservedFinding
from culprit.knowledge.causes import causes
from culprit.knowledge.settings import Settings
from tests.spec.drawn import patients

FINDINGS = sorted(causes()["other"].findings)
SETTINGS = Settings.default()

observations = st.dictionaries(st.sampled_from(FINDINGS), st.booleans(), max_size=12)


def of(**present: bool) -> dict[str, Cause]:
    """Cause → its place in the differential, when these findings were seen (True) or looked for and absent (False)."""
    seen = tuple(ObservedFinding(name, there, "seen" if there else "absent") for name, there in present.items())
    return {cause.cause: cause for cause in differential(seen, SETTINGS)}


@cache
def priors() -> dict[str, float]:
    total = math.fsum(c.prior.probability for c in causes().values())
    return {name: c.prior.probability / total for name, c in causes().items()}


@settings(deadline=None)
@given(observations)
def test_whatever_was_seen_the_probabilities_sum_to_one(seen: dict[str, bool]) -> None:
    found = of(**seen).values()
    assert math.fsum(c.probability for c in found) == pytest.approx(1, abs=1e-4)
    assert {c.cause for c in found} == set(causes())


@settings(deadline=None)
@given(observations)
def test_every_interval_contains_its_probability(seen: dict[str, bool]) -> None:
    for cause in of(**seen).values():
        low, high = cause.interval
        assert 0 <= low <= cause.probability <= high <= 1, cause


@settings(deadline=None)
@given(observations)
def test_the_most_probable_stands_first_and_other_last_among_equals(seen: dict[str, bool]) -> None:
    found = list(of(**seen).values())
    assert [c.probability for c in found] == sorted((c.probability for c in found), reverse=True)


def test_other_stands_behind_a_cause_of_the_same_probability(monkeypatch: pytest.MonkeyPatch) -> None:
    """With equal shares everywhere the names decide, and `other` comes last."""
    from culprit.guideline import differential as module

    monkeypatch.setattr(module, "_prior_scores", lambda: (0.0,) * len(causes()))
    names = [c.cause for c in module.differential((), SETTINGS)]
    assert names == [*sorted(set(causes()) - {"other"}), "other"]


def test_with_nothing_seen_the_priors_stand() -> None:
    found = of()
    for name, share in priors().items():
        assert found[name].probability == pytest.approx(share, abs=1e-6)
        assert found[name].reasons == ()


def test_the_posterior_is_prior_times_likelihood() -> None:
    """A low phosphate with renal wasting, by hand: every cause's share of the product."""
    weights = {
        name: cause.prior.probability
        * (cause.findings.get("renal_wasting") or causes()["other"].findings["renal_wasting"]).probability
        * (1 - (cause.findings.get("tubulopathy") or causes()["other"].findings["tubulopathy"]).probability)
        for name, cause in causes().items()
    }
    total = math.fsum(weights.values())
    found = of(renal_wasting=True, tubulopathy=False)
    for name, weight in weights.items():
        assert found[name].probability == pytest.approx(weight / total, abs=2e-6)


def test_unknown_is_never_absent() -> None:
    """What nobody looked for counts not at all: it moves no probability, and an absent finding does."""
    unknown, absent = of(renal_wasting=True), of(renal_wasting=True, fgf23_not_suppressed=False)
    present = of(renal_wasting=True, fgf23_not_suppressed=True)
    assert absent["TIO"].probability < unknown["TIO"].probability < present["TIO"].probability
    (record,) = patients("""
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    anna    | 40  | serum phosphate | 0.55 mmol/L
    """).values()
    silent = {reason.finding for cause in assess(record).differential for reason in cause.reasons}
    assert not {"not bone_pain", "not muscle_weakness", "not family_affected", "not malignancy", "not fragility_fracture"} & silent


@settings(deadline=None)
@given(observations, st.sampled_from(FINDINGS))
def test_a_finding_moves_a_cause_the_way_its_figures_say(seen: dict[str, bool], finding: str) -> None:
    """Against one other cause: the odds change by exactly the ratio of the two figures."""
    seen.pop(finding, None)
    before, after = of(**seen), of(**seen, **{finding: True})
    mine, other = (causes()[name].findings.get(finding) or causes()["other"].findings[finding] for name in ("TIO", "other"))
    if min(before["TIO"].probability, before["other"].probability, after["TIO"].probability, after["other"].probability) > 0.01:
        odds_before = before["TIO"].probability / before["other"].probability
        odds_after = after["TIO"].probability / after["other"].probability
        assert odds_after / odds_before == pytest.approx(mine.probability / other.probability, rel=1e-3)


def test_reasons_carry_the_ratio_the_value_the_source_and_how_far_it_was_checked() -> None:
    found = of(renal_wasting=True, fgf23_not_suppressed=True, tubulopathy=False, bone_pain=True)
    reasons = {r.finding: r for r in found["TIO"].reasons}
    fgf23 = reasons["fgf23_not_suppressed"]
    assert fgf23.likelihood_ratio > 1.15
    assert fgf23.value == "seen"
    assert fgf23.source == causes()["TIO"].findings["fgf23_not_suppressed"].source
    assert fgf23.provenance == "read"
    assert reasons["renal_wasting"].provenance == "proposed"
    for cause in found.values():
        for reason in cause.reasons:
            assert reason.source, reason
            assert reason.provenance in ("read", "recalled", "proposed")


def test_a_likelihood_ratio_is_against_all_other_causes_by_their_priors() -> None:
    found = of(iron_again_and_again=True)["iron_infusion"]
    (reason,) = found.reasons
    chance = {
        name: (c.findings.get("iron_again_and_again") or causes()["other"].findings["iron_again_and_again"]).probability
        for name, c in causes().items()
    }
    rest = math.fsum(priors()[n] * chance[n] for n in chance if n != "iron_infusion") / (1 - priors()["iron_infusion"])
    assert reason.likelihood_ratio == pytest.approx(chance["iron_infusion"] / rest, abs=0.001)


def test_an_absent_finding_is_called_not() -> None:
    found = of(renal_wasting=False, phosphate_low=True)
    assert "not renal_wasting" in {r.finding for r in found["refeeding"].reasons}


def test_the_strongest_reason_stands_first_and_what_hardly_moves_is_left_out() -> None:
    found = of(**dict.fromkeys(("renal_wasting", "fgf23_not_suppressed", "bone_pain", "muscle_weakness", "phosphate_low"), True))
    for cause in found.values():
        weights = [abs(math.log(r.likelihood_ratio)) for r in cause.reasons]
        assert weights == sorted(weights, reverse=True)
        assert all(weight >= math.log(1.15) - 0.001 for weight in weights)


def test_from_which_ratio_a_reason_is_worth_a_line_is_a_setting() -> None:
    seen = (ObservedFinding("phosphate_low", True), ObservedFinding("renal_wasting", True))
    few = differential(seen, SETTINGS.changed({"reason_moves_at_least": "1000"}))
    many = differential(seen, SETTINGS.changed({"reason_moves_at_least": "1.0001"}))
    assert sum(len(c.reasons) for c in few) == 0 < sum(len(c.reasons) for c in many)


def test_reasons_are_written_only_for_causes_worth_weighing() -> None:
    seen = (ObservedFinding("renal_wasting", True),)
    usual = differential(seen, SETTINGS)
    assert {bool(c.reasons) for c in usual if c.probability < 0.0199} == {False}
    assert any(c.reasons for c in usual)
    everybody = differential(seen, SETTINGS.changed({"reasons_from_probability": "0", "reason_moves_at_least": "1.0001"}))
    assert all(c.reasons for c in everybody)


def test_the_interval_is_wider_where_the_figures_are_less_sure() -> None:
    """Each finding used adds its own spread; a figure borrowed from `other` adds none to the cause that borrows it."""

    def width(cause: Cause) -> float:
        low, high = cause.interval
        return math.log(high / (1 - high)) - math.log(low / (1 - low))

    assert width(of(bone_pain=False)["TIO"]) > width(of()["TIO"])
    borrowed = next(f for f in FINDINGS if f not in causes()["sepsis"].findings)
    assert width(of(**{borrowed: True})["sepsis"]) == pytest.approx(width(of()["sepsis"]), rel=0.01)


def test_the_prior_alone_gives_its_own_interval() -> None:
    """The spread of the prior is read as a 90 % interval of log-odds."""
    prior = causes()["TIO"].prior
    low, high = of()["TIO"].interval
    reach = (math.log(high / (1 - high)) - math.log(low / (1 - low))) / 2
    spread = (math.log(prior.high / (1 - prior.high)) - math.log(prior.low / (1 - prior.low))) / 2
    assert reach == pytest.approx(spread, rel=0.01)


def test_the_differential_is_absent_when_there_is_nothing_to_explain() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 1.10 mmol/L
    boris   | 0   | serum phosphate | 0.50 mmol/L
    clara   | 0   | osteomalacia    |
    dora    | 0   | fracture hip    |
    dora    | 99  | fracture rib    |
    emil    | 0   | serum creatinine | 70 umol/L
    frida   | 0   | serum phosphate | 0.60 mmol/L
    frida   | 90  | serum phosphate | 1.10 mmol/L
    frida   | 120 | serum phosphate | 1.10 mmol/L
    """
    explained = [name for name, record in patients(table).items() if assess(record).differential]
    assert explained == ["boris", "clara", "dora"]


def first_of(table: str) -> str:
    """`anna TIO · boris Fanconi`: the most probable cause of everybody drawn."""
    return " · ".join(f"{name} {assess(record).differential[0].cause}" for name, record in patients(table).items())


def test_textbook_patients_have_their_textbook_cause_first() -> None:
    table = """
    patient | day        | what                  | value
    anna    | -2000      | serum phosphate       | 1.10 mmol/L
    anna    | 0          | serum phosphate       | 0.45 mmol/L
    anna    | 40         | serum phosphate       | 0.48 mmol/L
    anna    | 40         | trp                   | 75 %
    anna    | 40         | intact FGF23          | 180 ng/L (10-50)
    anna    | 40         | fracture rib          |
    anna    | 40         | bone pain             |
    anna    | 40         | muscle weakness       |
    anna    | 40         | alkaline phosphatase  | 300 U/L
    anna    | 40         | ggt                   | 20 U/L
    anna    | 40         | paracetamol           |
    boris   | 0          | serum phosphate       | 0.60 mmol/L
    boris   | 40         | serum phosphate       | 0.62 mmol/L
    boris   | 40         | trp                   | 70 %
    boris   | -900..40   | tenofovir disoproxil  |
    boris   | 40         | bicarbonate           | 15 mmol/L
    boris   | 40         | urate serum           | 90 umol/L
    clara   | 0          | serum phosphate       | 0.40 mmol/L
    clara   | 200        | serum phosphate       | 0.45 mmol/L
    clara   | -20        | ferric carboxymaltose | once
    clara   | 60         | ferric carboxymaltose | once
    clara   | 180        | ferric carboxymaltose | once
    clara   | 200        | trp                   | 75 %
    clara   | 200        | intact FGF23          | 180 ng/L (10-50)
    dora    | 2016-01-01 | born                  | F
    dora    | 0          | serum phosphate       | 0.70 mmol/L
    dora    | 40         | serum phosphate       | 0.72 mmol/L
    dora    | -2000      | leg bowing            |
    dora    | 0          | family xlh            |
    dora    | 40         | trp                   | 75 %
    dora    | 40         | intact FGF23          | 180 ng/L (10-50)
    """
    assert first_of(table) == "anna TIO · boris drug_induced_fanconi · clara iron_infusion · dora XLH"


def test_a_second_telling_of_the_same_patient_gives_the_same_differential_to_the_last_digit() -> None:
    seen = tuple(ObservedFinding(name, True) for name in FINDINGS[:8])
    assert differential(seen, SETTINGS) == differential(seen, SETTINGS)
    for one, other in zip(differential(seen, SETTINGS), differential(tuple(reversed(seen)), SETTINGS), strict=True):
        assert one.cause == other.cause
        assert one.probability == pytest.approx(other.probability, abs=2e-6)
