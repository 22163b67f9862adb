"""Small parts: numbers in words, dense runs, limits, attrition, probabilities, evidence."""

import re
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Cause
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence, Verdict
from culprit.report import attrition as flow
from culprit.report.differential import differential_bars, percent
from culprit.report.drawing import Drawing, fitted, text_width
from culprit.report.limits import limits_in, limits_of, standing
from culprit.report.points import dense_runs, plain_number, shown_number
from culprit.report.run_summary import run_summary
from culprit.report.shown_facts import windows
from culprit.report.words import reason_title, step_title, title
from culprit.report.words_of_evidence import evidence_table, limit_in_words, provenance_tag
from tests.report.example_parts import result
from tests.report.example_run import RUN
from tests.report.examples import tumour_patient

NOBODY = PatientRecord.of("x")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.80", "0.80"),
        ("0.8", "0.8"),
        ("212", "212"),
        ("1.000000", "1"),
        ("0.432100", "0.4321"),
        ("8E+1", "80"),
        ("0.300000", "0.30"),
    ],
)
def test_numbers_keep_the_digits_a_person_wrote(value: str, words: str) -> None:
    assert plain_number(Decimal(value)) == words


@pytest.mark.parametrize(("share", "words"), [(0.0, "<1 %"), (0.004, "<1 %"), (0.83, "83 %"), (0.996, ">99 %"), (1.0, ">99 %")])
def test_a_probability_is_never_certain(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0.484281", "0.484"),
        ("0.799123", "0.799"),
        ("0.80", "0.80"),
        ("212.4567", "212"),
        ("1234.5678", "1235"),
        ("0.032", "0.032"),
        ("0", "0"),
    ],
)
def test_converted_numbers_are_shown_with_three_digits(value: str, words: str) -> None:
    assert shown_number(Decimal(value)) == words


def test_dense_runs_are_found_and_loose_ones_are_not() -> None:
    assert dense_runs([0, 100, *[200 + i for i in range(12)], 400]) == [(2, 14)]
    assert dense_runs([i * 10 for i in range(40)]) == []
    assert dense_runs([i * 2.0 for i in range(200)]) == []


def test_limits_of_the_evidence_come_before_the_laboratorys() -> None:
    value = result("phosphate_serum", "2024-01-01", "0.82", "mmol/L", "0.80", "1.45")
    limit = Decimal("0.87")
    evidence = Evidence("result", analyte="phosphate_serum", limit_low=limit, on="2024-01-01", source="Observation.ndjson:1")
    assessment = Assessment("x", date(2024, 1, 1), "2026.1", {"low_phosphate": Verdict(Answer.MET, evidence=(evidence,))})
    limits = limits_of(value, NOBODY, limits_in(assessment))
    assert (limits.low, limits.high) == (Decimal("0.87"), Decimal("1.45"))
    assert standing(value, limits) == "low"


def test_a_comparator_that_leaves_it_open_is_not_judged() -> None:
    value = result("phosphate_serum", "2024-01-01", "<0.9", "mmol/L", "0.80", "1.45")
    assert standing(value, limits_of(value, NOBODY, {})) == "unjudged"


def test_windows_are_taken_once_from_both_findings() -> None:
    assert [span.name for span in windows(tumour_patient().assessment)] == ["acute_admission"]


def test_the_flow_has_no_overlapping_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Drawing] = []

    class Kept(Drawing):
        def __init__(self, width: float) -> None:
            super().__init__(width)
            seen.append(self)

    monkeypatch.setattr(flow, "Drawing", Kept)
    run = run_summary(RUN)
    flow.attrition_flow(run.attrition, run.listed_by_reason)
    huge = run_summary({"attrition": dict.fromkeys(("people", "with_serum_phosphate", "listed"), 68_123_456)})
    flow.attrition_flow(huge.attrition, {"chronic_low_phosphate": 1_000_000})
    for drawing in seen:
        assert [(a.text, b.text) for a, b in combinations(drawing.labels, 2) if a.overlaps(b)] == []


def test_the_shortlist_is_no_share_of_those_ever_low() -> None:
    run = run_summary({"attrition": {"people": 60, "ever_below_limit": 20, "shortlisted": 38, "listed": 26}})
    svg = str(flow.attrition_flow(run.attrition, {}))
    assert "190 %" not in svg
    assert "68 % of these" in svg


def test_the_differential_draws_eight_causes_and_adds_up_the_rest() -> None:
    causes = [Cause(f"cause_{i}", 0.1, (0.05, 0.2)) for i in range(10)]
    svg = str(differential_bars(causes))
    assert len(re.findall('class="whisker"', svg)) == 8
    assert "2 further causes together" in svg
    assert differential_bars([]) is None


@pytest.mark.parametrize(
    ("value", "low", "high", "note", "table"),
    [
        (Decimal("210"), "35", "129", "upper limit 129", "to 129"),
        (Decimal("30"), "35", "129", "lower limit 35", "from 35"),
        (Decimal("80"), "35", "129", "limits 35–129", "35–129"),
        (">129", "35", "129", "upper limit 129", "to 129"),
        ("<35", "35", "129", "lower limit 35", "from 35"),
        ("<200", "35", "129", "limits 35–129", "35–129"),
        (Decimal("0.50"), "0.80", None, "lower limit 0.80", "from 0.80"),
        (Decimal("210"), None, "129", "upper limit 129", "to 129"),
        ("negative", "35", "129", "limits 35–129", "35–129"),
    ],
)
def test_evidence_shows_the_limit_that_the_value_passed(
    value: Decimal | str, low: str | None, high: str | None, note: str, table: str
) -> None:
    limits = {"limit_low": Decimal(low) if low else None, "limit_high": Decimal(high) if high else None}
    row = Evidence("result", analyte="alkaline_phosphatase", value=value, unit="U/L", **limits)
    assert limit_in_words(row) == note
    assert f'<td class="value">{table}</td>' in str(evidence_table([row]))


def test_evidence_beyond_forty_rows_is_counted() -> None:
    rows = [Evidence("result", analyte="phosphate_serum", value=Decimal("0.5"), on="2024-01-01")] * 50
    table = str(evidence_table(rows))
    assert "and 10 more rows: see assessments.jsonl" in table
    assert table.count("<tr>") == 1 + 41


def test_only_what_was_not_read_gets_a_tag() -> None:
    assert provenance_tag("read") is None
    assert "not yet checked" in str(provenance_tag("recalled"))
    assert "engineering choice" in str(provenance_tag("proposed"))


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("fracture_vertebral", "Vertebral fracture"),
        ("review_drug:adefovir", "Review drug: adefovir"),
        ("review_drug:antacid_aluminium_magnesium", "Review drug: antacid (Al, Mg)"),
        ("review_drug:fgfr_inhibitor", "Review drug: FGFR inhibitor"),
        ("vitamin_d_deficiency", "Vitamin D deficiency"),
        ("fgf23_intact", "FGF23, intact"),
        ("some_new_word", "Some new word"),
    ],
)
def test_contract_words_read_like_words(word: str, words: str) -> None:
    assert title(word) == words


def test_a_reason_is_a_statement_not_a_question() -> None:
    assert "?" not in reason_title("chronic_low_phosphate")


def test_a_text_is_cut_to_its_room() -> None:
    assert fitted("Vertebral fracture", 10, 500) == "Vertebral fracture"
    cut = fitted("骨" * 10_000, 10, 100)
    assert cut.endswith("…")
    assert text_width(cut, 10) <= 100


def test_a_value_that_endangers_life_is_repeated_today_fasting_or_not() -> None:
    assert step_title("repeat_fasting_phosphate", today=True) == "Repeat phosphate today, fasting or not"
    assert step_title("repeat_fasting_phosphate", today=False) == "Repeat phosphate, fasting, in the morning"
    assert step_title("fgf23", today=True) == title("fgf23")
