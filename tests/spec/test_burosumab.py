"""Is burosumab given where its labels forbid it?"""

import pytest

from culprit.guideline.burosumab import burosumab_hazards
from culprit.knowledge.settings import Settings
from tests.spec.drawn import situation


def hazards_of(lines: str, on: int | None = None, settings: Settings | None = None) -> dict[str, str]:
    """Hazard → why, of the one patient whose lines follow."""
    table = f"patient | day | what | value\n{lines}"
    found = list(burosumab_hazards(situation(table, on, settings)))
    for hazard in found:
        assert hazard.evidence[0].name == "burosumab"
        assert hazard.statements[0].startswith("burosumab")
    return {h.hazard: h.why for h in found}


LOW = "anna | -10 | serum phosphate | 0.50 mmol/L\nanna | -400 | xlh |"
STARTED = f"{LOW}\nanna | 0.. | burosumab | 1 mg/kg"


def test_given_alone_to_someone_with_named_wasting_and_a_low_phosphate_it_is_no_hazard() -> None:
    assert hazards_of(STARTED) == {}


def test_without_burosumab_there_is_no_hazard_of_it() -> None:
    assert hazards_of("anna | 0 | serum phosphate | 1.10 mmol/L\nanna | 0.. | oral phosphate |") == {}
    assert hazards_of("anna | 0 | serum phosphate | 1.10 mmol/L\nanna | | burosumab |") == {}


@pytest.mark.parametrize("drug", ["oral phosphate", "active vitamin d"])
def test_together_with_oral_phosphate_or_active_vitamin_d(drug: str) -> None:
    assert hazards_of(f"{STARTED}\nanna | 30.. | {drug} |") == {"burosumab_with_oral_phosphate": f"burosumab together with {drug}"}
    assert hazards_of(f"{STARTED}\nanna | -90..-7 | {drug} |") == {}, "stopped a week before"
    assert hazards_of(f"{STARTED}\nanna | -90..0 | {drug} |") == {}, "stopped on the day of the first dose"
    assert hazards_of(f"{STARTED}\nanna | -90..1 | {drug} |") != {}
    assert hazards_of(f"{STARTED}\nanna | | {drug} |") == {}, "without a day nothing is together"
    assert hazards_of(f"{LOW}\nanna | 0..60 | burosumab |\nanna | 61.. | {drug} |") == {}, "begun after the last dose"
    assert hazards_of(f"{LOW}\nanna | 0..60 | burosumab |\nanna | 60.. | {drug} |") != {}


def test_plain_vitamin_d_may_go_with_it() -> None:
    assert hazards_of(f"{STARTED}\nanna | 30.. | vitamin d |\nanna | 30.. | calcium |") == {}


@pytest.mark.parametrize(
    ("jurisdiction", "rule"),
    [
        ("US", "contraindicated within or above range"),
        ("EU", "should start below range, contraindicated above it"),
        ("JP", "must be shown to be low first"),
    ],
)
def test_started_on_a_phosphate_that_was_not_low_each_law_in_its_own_words(jurisdiction: str, rule: str) -> None:
    lines = "anna | -400 | xlh |\nanna | -10 | serum phosphate | 1.10 mmol/L\nanna | 0.. | burosumab |"
    assert hazards_of(lines, settings=Settings.default(jurisdiction=jurisdiction)) == {
        "burosumab_normal_phosphate": f"burosumab started although phosphate was not low (1.10 mmol/L on 2025-12-22): {rule}"
    }


def test_the_newest_judged_phosphate_before_the_first_dose_decides() -> None:
    begun = "anna | -400 | xlh |\nanna | 0.. | burosumab |"
    normal, low = "serum phosphate | 1.10 mmol/L", "serum phosphate | 0.50 mmol/L"
    assert hazards_of(f"{begun}\nanna | -20 | {low}\nanna | -10 | {normal}") != {}
    assert hazards_of(f"{begun}\nanna | -20 | {normal}\nanna | -10 | {low}") == {}
    assert hazards_of(f"{begun}\nanna | -20 | {normal} [unit_suspect]") == {}
    assert hazards_of(f"{begun}\nanna | 30 | {normal}") == {}, "normal on it is what it is for"
    assert hazards_of(f"{begun}\nanna | 0 | {normal}") != {}, "measured on the day of the first dose"
    assert hazards_of(begun) == {}, "nobody measured: nothing is claimed"


def test_a_barely_normal_phosphate_is_not_low_either() -> None:
    assert "burosumab_normal_phosphate" in hazards_of(
        "anna | -400 | xlh |\nanna | -9 | serum phosphate | 0.82 mmol/L\nanna | 0.. | burosumab |"
    )


def test_a_normal_phosphate_on_oral_phosphate_says_nothing_about_the_start() -> None:
    normal = "anna | -10 | serum phosphate | 1.10 mmol/L\nanna | -90..-8 | oral phosphate |"
    assert hazards_of(f"anna | -400 | xlh |\n{normal}\nanna | 0.. | burosumab |") == {}


def test_a_low_phosphate_in_spite_of_oral_phosphate_is_low_all_the_same() -> None:
    lines = """anna | -400 | xlh |
anna | -200 | serum phosphate | 1.10 mmol/L
anna | -90..-8 | oral phosphate |
anna | -10 | serum phosphate | 0.50 mmol/L
anna | 0.. | burosumab |"""
    assert hazards_of(lines) == {}


def test_a_renewed_order_is_no_start() -> None:
    """Two years on it and phosphate normal at last: that is success, not a hazard."""
    lines = f"{LOW}\nanna | 0..400 | burosumab |\nanna | 390 | serum phosphate | 1.10 mmol/L\nanna | 401.. | burosumab |"
    assert hazards_of(lines, on=800) == {}


def test_hazards_end_a_year_after_the_last_dose() -> None:
    lines = "anna | -400 | xlh |\nanna | -10 | serum phosphate | 1.10 mmol/L\nanna | 0..30 | burosumab |"
    assert hazards_of(lines, on=395) != {}
    assert hazards_of(lines, on=396) == {}
    shorter = Settings.default().changed({"treated_within_days": "60"})
    assert hazards_of(lines, on=91, settings=shorter) == {}


def test_severe_kidney_disease() -> None:
    for line in (
        "-90 | chronic kidney disease severe |",
        "-90 | end stage renal disease |",
        "-90 | dialysis dependence |",
        "-90 | egfr | 29",
        "-90 | egfr | <30",
    ):
        assert hazards_of(f"{STARTED}\nanna | {line}") == {"burosumab_severe_ckd": "burosumab with severe kidney disease"}, line
    for line in (
        "-90 | chronic kidney disease |",
        "-90 | no dialysis dependence |",
        "-90 | egfr | 30",
        "-90 | egfr | 20 [unit_suspect]",
        "-90 | egfr | low",
    ):
        assert hazards_of(f"{STARTED}\nanna | {line}") == {}, line
    recovered = f"{STARTED}\nanna | -90 | egfr | 12\nanna | -30 | egfr | 60"
    assert hazards_of(recovered) == {}, "the newest eGFR counts"


def test_for_a_low_phosphate_that_iron_made() -> None:
    iron = "anna | -60 | ferric carboxymaltose | once"
    low = "anna | -10 | serum phosphate | 0.50 mmol/L"
    begun = "anna | 0.. | burosumab |"
    why = {"burosumab_for_iron_induced": "burosumab after once, and no other phosphate-wasting disease on record"}
    assert hazards_of(f"{iron}\n{low}\n{begun}") == why
    assert hazards_of(f"{iron}\n{low}\n{begun}\nanna | -400 | xlh |") == {}, "a wasting disease is named"
    assert hazards_of(f"{iron}\n{low}\n{begun}\nanna | -400 | no xlh |") == why
    assert hazards_of(f"{low}\n{begun}") == {}, "no iron"
    assert hazards_of(f"{low}\n{begun}\nanna | 5 | ferric carboxymaltose | once") == {}, "iron came later"
    assert hazards_of(f"{low}\n{begun}\nanna | -540 | ferric carboxymaltose | once") == why
    assert hazards_of(f"{low}\n{begun}\nanna | -541 | ferric carboxymaltose | once") == {}, "iron was long ago"
    assert hazards_of(f"{low}\n{begun}\nanna | -60 | iv iron other | once") == {}, "that iron hardly lowers phosphate"


def test_all_four_at_once_each_with_its_evidence() -> None:
    lines = """anna | -60 | ferric carboxymaltose | once
anna | -10 | serum phosphate | 1.10 mmol/L
anna | -90 | egfr | 20
anna | 0.. | burosumab |
anna | 10.. | oral phosphate |"""
    assert list(hazards_of(lines)) == [
        "burosumab_with_oral_phosphate",
        "burosumab_normal_phosphate",
        "burosumab_severe_ckd",
        "burosumab_for_iron_induced",
    ]
