"""Is burosumab given where its labels forbid it?"""

import pytest

from culprit.guideline.burosumab import burosumab_hazards, burosumab_is_forbidden
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
    assert hazards_of(f"{STARTED}\nanna | 30.. | {drug} |") == {
        "burosumab_with_oral_phosphate": f"burosumab together with {drug}; the European Union label says: "
        "it is contraindicated together with oral phosphate or active vitamin D"
    }
    assert hazards_of(f"{STARTED}\nanna | -90..-7 | {drug} |") == {}, "stopped a week before"
    assert hazards_of(f"{STARTED}\nanna | -90..0 | {drug} |") == {}, "stopped on the day of the first dose"
    assert hazards_of(f"{STARTED}\nanna | -90..1 | {drug} |") != {}
    assert hazards_of(f"{STARTED}\nanna | | {drug} |") == {}, "without a day nothing is together"
    assert hazards_of(f"{LOW}\nanna | 0..60 | burosumab |\nanna | 61.. | {drug} |") == {}, "begun after the last dose"
    assert hazards_of(f"{LOW}\nanna | 0..60 | burosumab |\nanna | 60.. | {drug} |") != {}


def test_plain_vitamin_d_may_go_with_it() -> None:
    assert hazards_of(f"{STARTED}\nanna | 30.. | vitamin d |\nanna | 30.. | calcium |") == {}


@pytest.mark.parametrize(
    ("jurisdiction", "within", "above"),
    [
        ("US", "it is contraindicated within the normal range", "it is contraindicated above the normal range"),
        ("EU", "it should be begun below the range for age", "it is contraindicated above the range for age"),
        ("JP", "phosphate must be shown to be below range first", "phosphate must be shown to be below range first"),
    ],
)
def test_begun_on_a_phosphate_that_was_not_low_each_law_in_its_own_words(jurisdiction: str, within: str, above: str) -> None:
    lines = "anna | -400 | xlh |\nanna | -10 | serum phosphate | 1.10 mmol/L\nanna | 0.. | burosumab |"
    law = Settings.default(jurisdiction=jurisdiction)
    (why,) = hazards_of(lines, settings=law).values()
    assert why.startswith("burosumab was begun although phosphate was not low (1.10 mmol/L on 2025-12-22); the ")
    assert why.endswith(f"label says: {within}")
    (why,) = hazards_of(lines.replace("1.10", "1.90"), settings=law).values()
    assert why.endswith(f"label says: {above}")


@pytest.mark.parametrize(
    ("jurisdiction", "company", "iron"),
    [
        ("US", "the United States label says: it is contraindicated together", "not among its indications"),
        ("EU", "the European Union label says: it is contraindicated together", "not among its indications"),
        ("JP", "the Japanese label says: oral phosphate and active vitamin D are to be avoided", "is excluded"),
    ],
)
def test_every_hazard_says_whose_label_it_follows(jurisdiction: str, company: str, iron: str) -> None:
    lines = """anna | -60 | ferric carboxymaltose | once
anna | -10 | serum phosphate | 1.10 mmol/L
anna | -90 | egfr | 20
anna | 0.. | burosumab |
anna | 10.. | oral phosphate |"""
    table = f"patient | day | what | value\n{lines}"
    found = list(burosumab_hazards(situation(table, settings=Settings.default(jurisdiction=jurisdiction))))
    assert len(found) == 4
    for hazard in found:
        setting = hazard.evidence[-1]
        assert (setting.kind, setting.name, setting.value) == ("setting", "jurisdiction", jurisdiction)
        assert setting.limit_source.startswith("burosumab label")
        assert setting.text in hazard.why
    assert company in found[0].why
    assert "contraindicated in severe renal impairment" in found[2].why
    assert iron in found[3].why


def test_an_unknown_jurisdiction_is_refused() -> None:
    with pytest.raises(KeyError):
        hazards_of(STARTED, settings=Settings.default(jurisdiction="XX"))


def test_the_newest_judged_phosphate_before_the_first_dose_decides() -> None:
    begun = "anna | -400 | xlh |\nanna | 0.. | burosumab |"
    normal, low = "serum phosphate | 1.10 mmol/L", "serum phosphate | 0.50 mmol/L"
    assert hazards_of(f"{begun}\nanna | -20 | {low}\nanna | -10 | {normal}") != {}
    assert hazards_of(f"{begun}\nanna | -20 | {normal}\nanna | -10 | {low}") == {}
    assert hazards_of(f"{begun}\nanna | -20 | {normal} [unit_suspect]") == {}
    assert hazards_of(f"{begun}\nanna | 30 | {normal}") == {}, "normal on it is what it is for"
    assert hazards_of(f"{begun}\nanna | 0 | {normal}") != {}, "measured on the day of the first dose"
    assert hazards_of(f"{begun}\nanna | -90 | {normal}") != {}
    assert hazards_of(f"{begun}\nanna | -91 | {normal}") == {}, "too long before the first dose to say anything of it"
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


def test_above_the_upper_limit_on_it_it_is_withheld_under_every_label() -> None:
    high = "serum phosphate | 1.80 mmol/L"
    (why,) = hazards_of(f"{STARTED}\nanna | 90 | {high}").values()
    assert why == "phosphate is above its upper limit on burosumab (1.80 mmol/L on 2026-04-01)"
    assert hazards_of(f"{STARTED}\nanna | 90 | {high}\nanna | 120 | serum phosphate | 1.20 mmol/L") == {}, "within range again"
    assert hazards_of(f"{LOW}\nanna | 0..60 | burosumab |\nanna | 90 | {high}") == {}, "not on it any more"
    assert hazards_of(f"{STARTED}\nanna | 90 | {high} [unit_suspect]") == {}, "a value in doubt"
    assert hazards_of(f"{STARTED}\nanna | 90 | serum phosphate | normal") == {}
    assert hazards_of("anna | -400 | xlh |\nanna | 0.. | burosumab |") == {}, "never measured"


WHY_KIDNEY = {
    "burosumab_severe_ckd": "burosumab with severe kidney disease; the European Union label says: "
    "it is contraindicated in severe renal impairment and end-stage kidney disease"
}


def test_severe_kidney_disease() -> None:
    for line in (
        "-90 | chronic kidney disease severe |",
        " | chronic kidney disease severe |",
        "-90 | end stage renal disease |",
        "-90 | dialysis dependence |",
        "-90 | egfr | 29",
        "-90 | egfr | <30",
        "-90 | serum creatinine | 400 umol/L",
    ):
        assert hazards_of(f"{STARTED}\nanna | {line}") == WHY_KIDNEY, line
    for line in (
        "-90 | chronic kidney disease |",
        "-90 | no dialysis dependence |",
        "-90 | egfr | 30",
        "-90 | egfr | <60",
        "-90 | egfr | 20 [unit_suspect]",
        "-90 | egfr | low",
        "-90 | serum creatinine | 100 umol/L",
        "-90 | serum creatinine | >400 umol/L",
        "-90 | serum creatinine | high",
        "-90 | serum creatinine | 0 umol/L",
    ):
        assert hazards_of(f"{STARTED}\nanna | {line}") == {}, line


def test_the_newest_filtration_rate_outside_acute_illness_counts() -> None:
    assert hazards_of(f"{STARTED}\nanna | -90 | egfr | 12\nanna | -30 | egfr | 60") == {}
    assert hazards_of(f"{STARTED}\nanna | -90 | egfr | 60\nanna | -30 | serum creatinine | 400 umol/L") == WHY_KIDNEY
    assert hazards_of(f"{STARTED}\nanna | -30 | egfr | 60\nanna | -30 | serum creatinine | 400 umol/L") == {}, "reported that day"
    acute = "anna | -32..-20 | intensive care |"
    assert hazards_of(f"{STARTED}\nanna | -90 | egfr | 60\nanna | -30 | egfr | 12\n{acute}") == {}
    for person in ("anna | 1980-01-01 | born | ?", "anna | | born | F", "anna | 2014-01-01 | born | F"):
        lines = f"{STARTED}\n{person}\nanna | -30 | serum creatinine | 400 umol/L".replace("0.50 mmol", "0.30 mmol")
        assert "burosumab_severe_ckd" not in hazards_of(lines), f"no formula holds: {person}"


def test_a_kidney_that_works_again_after_the_diagnosis_contradicts_it() -> None:
    named = f"{STARTED}\nanna | -900 | end stage renal disease |"
    assert hazards_of(f"{named}\nanna | -30 | egfr | 65") == {}
    assert hazards_of(f"{named}\nanna | -901 | egfr | 65") == WHY_KIDNEY
    undated = f"{STARTED}\nanna | | end stage renal disease |\nanna | -30 | egfr | 65"
    assert hazards_of(undated) == WHY_KIDNEY, "when it was named is not known: nothing contradicts it"


def test_for_a_low_phosphate_that_iron_made() -> None:
    iron = "anna | -60 | ferric carboxymaltose | once"
    low = "anna | -10 | serum phosphate | 0.50 mmol/L"
    begun = "anna | 0.. | burosumab |"
    why = {
        "burosumab_for_iron_induced": "burosumab after once, and no other phosphate-wasting disease on record; the European Union "
        "label says: low phosphate after iron is not among its indications; the Japanese label excludes it by name"
    }
    assert hazards_of(f"{iron}\n{low}\n{begun}") == why
    assert hazards_of(f"{iron}\n{low}\n{begun}\nanna | -400 | xlh |") == {}, "a wasting disease is named"
    assert hazards_of(f"{iron}\n{low}\n{begun}\nanna | -400 | no xlh |") == why
    assert hazards_of(f"{low}\n{begun}") == {}, "no iron"
    assert hazards_of(f"{low}\n{begun}\nanna | 5 | ferric carboxymaltose | once") == {}, "iron came later"
    assert hazards_of(f"{low}\n{begun}\nanna | -540 | ferric carboxymaltose | once") == why
    assert hazards_of(f"{low}\n{begun}\nanna | -541 | ferric carboxymaltose | once") == {}, "iron was long ago"
    assert hazards_of(f"{low}\n{begun}\nanna | -60 | iv iron other | once") == {}, "that iron hardly lowers phosphate"


def test_a_dose_that_is_still_to_come_does_not_exist_yet() -> None:
    lines = "anna | -400 | xlh |\nanna | -10 | serum phosphate | 1.10 mmol/L\nanna | 30.. | burosumab |"
    assert hazards_of(lines, on=29) == {}
    assert hazards_of(lines, on=30) != {}


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("anna | -10 | serum phosphate | 0.50 mmol/L", ""),
        ("anna | -10 | serum phosphate | 1.10 mmol/L", "it should be begun below the range for age"),
        ("anna | -10 | serum phosphate | 1.90 mmol/L", "it is contraindicated above the range for age"),
        ("anna | -10 | serum phosphate | 0.50 mmol/L\nanna | -9 | egfr | 12", "it is contraindicated in severe renal impairment"),
        ("anna | -10 | oral phosphate |", ""),
    ],
)
def test_what_forbids_to_begin_it_on_this_day(lines: str, words: str) -> None:
    forbidden = burosumab_is_forbidden(situation(f"patient | day | what | value\n{lines}"))
    assert forbidden.startswith(words)
    assert bool(forbidden) is bool(words)


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
