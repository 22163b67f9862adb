"""What would a gene or a scan tell, and why may it not be asked for yet?"""

import math

import pytest
from hypothesis import HealthCheck, given, settings

from culprit.domain.assessment import Assessment, Cause, Gain
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.guideline.drug_explanation import unsettled_suspects
from culprit.guideline.genes_and_scans import expected_gains
from culprit.guideline.situation import Situation
from culprit.knowledge.causes import causes
from culprit.knowledge.genes_and_scans import _test, genes_and_scans
from culprit.knowledge.settings import Settings
from tests.spec.drawn import patients
from tests.spec.generated import records

HEAD = "patient | day | what | value\n"
LOWS = "anna | 0 | serum phosphate | 0.45 mmol/L\nanna | 40 | serum phosphate | 0.48 mmol/L"
WASTING = f"{LOWS}\nanna | 40 | trp | 70 %"
FGF23 = "anna | 40 | intact FGF23 | 300 ng/L (10-50)"
DRUG = "anna | -400..60 | tenofovir disoproxil | 300 mg"
IRON = "anna | -60 | ferric carboxymaltose | 1000 mg"
TIERS = ("blood_and_urine", "gene", "scan")


def assessed(rows: str, **chosen: str) -> Assessment:
    (record,) = patients(HEAD + rows).values()
    return assess(record, settings=Settings.default().changed(chosen))


def told(rows: str, **chosen: str) -> dict[str, Gain]:
    return {gain.test: gain for gain in assessed(rows, **chosen).gains}


def sure(**shares: float) -> tuple[Cause, ...]:
    """A differential of these shares; every other cause has none."""
    return tuple(Cause(name, shares.get(name, 0.0), (0.0, 1.0)) for name in causes())


def test_the_gain_by_hand() -> None:
    """Half XLH (found in 0.85), half tumour (in 0.005): the doubt about the result, less what stays once the cause is known."""

    def doubt(share: float) -> float:
        return -(share * math.log2(share) + (1 - share) * math.log2(1 - share))

    expected = doubt((0.85 + 0.005) / 2) - (doubt(0.85) + doubt(0.005)) / 2
    (bits, low, high), *_ = expected_gains(sure(XLH=0.5, TIO=0.5))
    assert next(iter(genes_and_scans())) == "genetic_test_phex"
    assert bits == pytest.approx(expected, abs=1e-9)
    assert low < bits < high


def test_without_doubt_nothing_is_gained_and_no_test_tells_more_than_one_bit() -> None:
    assert all(abs(bit) < 1e-9 for bits in expected_gains(sure(TIO=1.0)) for bit in bits)
    assert all(0 <= bit <= 1 for bits in expected_gains(sure(TIO=0.4, XLH=0.3, HHRH=0.3)) for bit in bits)


def test_a_test_that_parts_the_causes_still_open_tells_more() -> None:
    names = tuple(genes_and_scans())
    between_tumours = dict(zip(names, expected_gains(sure(TIO=0.5, anti_phex=0.5)), strict=True))
    between_genes = dict(zip(names, expected_gains(sure(XLH=0.5, ADHR=0.5)), strict=True))
    assert between_tumours["ssr_pet_ct"][0] > between_tumours["genetic_test_phex"][0]
    assert between_genes["genetic_test_phex"][0] > between_genes["ssr_pet_ct"][0]


def test_every_gain_stands_with_its_range_and_tier_by_tier() -> None:
    found = assessed(f"{WASTING}\n{FGF23}").gains
    assert [TIERS.index(gain.tier) for gain in found] == sorted(TIERS.index(gain.tier) for gain in found)
    for gain in found:
        if gain.tier == "blood_and_urine":
            assert gain.between is None
        else:
            assert gain.between is not None
            assert gain.between[0] <= gain.bits <= gain.between[1]
            assert gain.burden == genes_and_scans()[gain.test].burden


def test_once_everything_is_shown_the_genes_and_the_scan_are_open() -> None:
    found = told(f"{WASTING}\n{FGF23}")
    assert found["genetic_test_phex"].held_back == ""
    assert found["ssr_pet_ct"].held_back == ""
    assert found["fdg_pet_ct"].held_back == "somatostatin-receptor PET/CT, vertex to toes comes first"


GATES = [
    ("anna | 0 | serum phosphate | 0.45 mmol/L\nanna | 0 | bone pain |", "it is not shown that phosphate is low and stays so"),
    (LOWS, "it is not shown that the kidney loses phosphate"),
    (WASTING, "it is not shown that FGF23 is the reason"),
    (f"{WASTING}\nanna | 40 | intact FGF23 | 5 ng/L (10-50)", "it is not shown that FGF23 is the reason"),
    (f"{WASTING}\n{FGF23}\n{IRON}", "drugs and iron come first: 1000 mg is not settled"),
    (f"{WASTING}\n{FGF23}\n{DRUG}", "drugs and iron come first: 300 mg is not settled"),
]


@pytest.mark.parametrize(("rows", "why"), GATES)
def test_the_scan_is_held_back_and_says_why(rows: str, why: str) -> None:
    found = told(rows, gain_worth_listing="0")
    assert found["ssr_pet_ct"].held_back == why
    assert "ssr_pet_ct" not in [step.step for step in assessed(rows).next_steps]


def test_no_worth_opens_a_gate() -> None:
    """However much the scan would tell: while a drug is open it is not asked for."""
    rows = f"{WASTING}\n{FGF23}\n{DRUG}\nanna | 40 | palpable mass | in the sole"
    gain = told(rows)["ssr_pet_ct"]
    assert gain.bits > 0.05
    assert gain.held_back
    assert "ssr_pet_ct" not in [step.step for step in assessed(rows).next_steps]


def test_after_the_receptor_scan_the_others_say_where_alone_they_are_made() -> None:
    found = told(f"{WASTING}\n{FGF23}\nanna | 40 | sstr pet |", gain_worth_listing="0")
    assert "ssr_pet_ct" not in found, "made already"
    assert found["fdg_pet_ct"].held_back == "only where somatostatin-receptor PET/CT found nothing"
    assert found["mri_targeted"].held_back == "only where a functional scan or a hand has found the place to look at"


def test_a_gene_that_was_found_or_excluded_is_not_asked_for_again_and_a_suspected_one_is() -> None:
    """PHEX excluded is what the scan waits for: it comes next."""
    excluded = assessed(f"{WASTING}\n{FGF23}\nanna | 40 | no xlh | no PHEX variant")
    assert "genetic_test_phex" not in {gain.test for gain in excluded.gains}
    steps = [step.step for step in excluded.next_steps]
    assert "genetic_test_phex" not in steps
    assert "ssr_pet_ct" in steps
    suspected = assessed(f"{WASTING}\n{FGF23}\nanna | 40 | perhaps xlh | XLH?")
    assert "genetic_test_phex" in {gain.test for gain in suspected.gains}


STONES = f"{WASTING}\nanna | 40 | kidney stone |\nanna | 40 | intact FGF23 | 5 ng/L (10-50)"


def test_blood_and_urine_come_before_the_gene_they_point_to() -> None:
    before = told(STONES)["genetic_test_slc34a3"]
    assert before.held_back == "blood and urine come first: 1,25-(OH)2 vitamin D, and calcium in a day's urine"
    after = told(f"{STONES}\nanna | 40 | vitd125 | 250 pmol/L (50-150)")["genetic_test_slc34a3"]
    assert after.held_back == ""
    assert after.bits > before.bits


def test_the_gene_that_tells_most_is_named_where_genes_are_asked_for_or_else_where_the_patient_is_referred() -> None:
    named = {step.step: step for step in assessed(f"{STONES}\nanna | 40 | vitd125 | 250 pmol/L (50-150)").next_steps}
    refer = named["refer_metabolic_bone"]
    assert refer.why.endswith("; of the genes SLC34A3 and SLC34A1 (with calcium in urine high) would tell most")
    assert "genes-by-what-they-tell" in refer.statements
    family = f"{WASTING}\n{FGF23}\nanna | 0 | iron deficiency |\nanna | 0 | family adhr | mother"
    phex = {step.step: step for step in assessed(family, gene_worth_proposing="0.001").next_steps}["genetic_test_phex"]
    assert "; of the other genes " in phex.why
    quiet = {step.step: step for step in assessed(family, gene_worth_proposing="1").next_steps}["genetic_test_phex"]
    assert quiet.why == "X-linked disease is excluded before a tumour is blamed"
    assert quiet.statements == ("genetics-before-tio",)


def test_what_tells_next_to_nothing_is_not_listed() -> None:
    rows = f"{WASTING}\n{FGF23}"
    few, many = told(rows, gain_worth_listing="0.1"), told(rows, gain_worth_listing="0")
    assert {name for name, gain in few.items() if gain.tier != "blood_and_urine"} < set(many)
    assert {gain.test for gain in many.values() if gain.tier != "blood_and_urine"} == set(genes_and_scans())


def test_with_nothing_to_explain_no_test_would_tell_anything() -> None:
    assert assessed("anna | 0 | serum phosphate | 1.10 mmol/L").gains == ()


def test_nobody_is_worked_up_while_every_low_can_be_excused_or_a_known_cause_is_treated() -> None:
    """A low in sepsis alone is measured again first; burosumab for XLH means that somebody has dealt with it."""
    septic = assessed("anna | 0..9 | sepsis |\nanna | 2 | serum phosphate | 0.45 mmol/L")
    assert septic.differential
    assert [gain for gain in septic.gains if gain.tier != "blood_and_urine"] == []
    treated = assessed(f"{LOWS}\nanna | -900 | xlh | XLH\nanna | -100..60 | burosumab | 1 mg/kg")
    assert treated.findings["known_and_treated"].answer == "met"
    assert [gain for gain in treated.gains if gain.tier != "blood_and_urine"] == []


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_whoever_it_is_no_scan_while_a_drug_is_open_and_no_step_asks_for_what_is_held_back(record: PatientRecord) -> None:
    on = record.newest_fact()
    if on is None:
        return
    found = assess(record, on)
    situation = Situation(record, on, Settings.default())
    held = {gain.test for gain in found.gains if gain.held_back}
    if unsettled_suspects(situation):
        assert {gain.test for gain in found.gains if gain.tier == "scan"} <= held
    assert not held & {step.step for step in found.next_steps}


def test_every_gene_and_scan_names_causes_and_says_what_it_finds_elsewhere() -> None:
    for test in genes_and_scans().values():
        assert test.title
        assert test.source
        assert all(0 < figure.shares[0] < 1 and figure.odds_within > 1 and figure.source for figure in test.finds.values())
    with pytest.raises(ValueError, match="genes_and_scans: here: 'finds' names causes and 'elsewhere', found TIO"):
        _test("here", {"finds": {"TIO": {}}})
    with pytest.raises(ValueError, match="found flu, elsewhere"):
        _test("here", {"finds": {"flu": {}, "elsewhere": {}}})


def turning(rows: str) -> dict[tuple[str, str], str]:
    return {(turn.test, turn.result): turn.then for turn in assessed(rows).would_change if turn.test in genes_and_scans()}


XLH = f"{WASTING}\n{FGF23}\nanna | 1990 | born | F\nanna | 40 | dental abscess |"


def test_a_gene_or_a_scan_that_would_put_another_cause_first_is_named() -> None:
    """PHEX for a tumour that might be X-linked disease; no variant, or a lesion, for a disease that might be a tumour."""
    found = turning(f"{WASTING}\n{FGF23}\nanna | 1990 | born | F")
    assert found["genetic_test_phex", "genetic_test_phex"] == "XLH"
    assert all(result.removeprefix("not ") == test for test, result in found)
    assert [turn.test for turn in assessed(f"{WASTING}\n{FGF23}").would_change][-1] in genes_and_scans()
    of_xlh = assessed(XLH)
    assert of_xlh.differential[0].cause == "XLH"
    assert turning(XLH)["genetic_test_phex", "not genetic_test_phex"] == "TIO"
    assert turning(XLH)["ssr_pet_ct", "ssr_pet_ct"] == "TIO"


def test_no_gene_or_scan_would_change_anything_before_its_questions_are_met_or_a_drug_is_settled() -> None:
    assert turning(LOWS) == {}
    assert turning(f"{WASTING}\n{FGF23}\nanna | 40 | xlh |\nanna | 40 | active vitamin d |") == {}
    tests = {test for test, _ in turning(f"{WASTING}\n{FGF23}\n{DRUG}")}
    assert not any(genes_and_scans()[test].settled for test in tests)
