"""All that the rulebook says of one record on one day."""

from datetime import date

import msgspec
import pytest

from culprit import RULEBOOK
from culprit.domain.assessment import Assessment
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import QUESTIONS, assess
from culprit.knowledge.settings import Settings
from tests.spec.drawn import day, patients

TABLE = """
patient | day | what            | value
anna    | 0   | serum phosphate | 0.52 mmol/L
anna    | 40  | serum phosphate | 0.55 mmol/L
anna    | 41  | bone pain       |
"""


def assessed(table: str, on: int | None = None) -> Assessment:
    (record,) = patients(table).values()
    return assess(record, day(on) if on is not None else None)


def test_every_question_is_answered_and_the_rulebook_names_its_edition() -> None:
    found = assessed(TABLE)
    assert list(found.findings) == list(QUESTIONS)
    assert (found.patient_id, found.rulebook) == ("anna", RULEBOOK)
    assert found.findings["chronic_low_phosphate"].answer == "met"


def test_the_day_of_assessment_is_by_default_that_of_the_newest_fact() -> None:
    assert assessed(TABLE).assessed_on == day(41)
    assert assessed(TABLE, on=900).assessed_on == day(900)


def test_what_happened_later_is_not_known_on_the_day_of_assessment() -> None:
    early = assessed(TABLE, on=39)
    assert early.findings["chronic_low_phosphate"].answer == "unknown"
    assert early.findings["chronic_low_phosphate"].because == "one low, 0.52 mmol/L on 2026-01-01, never repeated"


def test_a_record_without_any_dated_fact_needs_a_day_and_says_how_to_name_it() -> None:
    undated = PatientRecord.of("anna", birth=Moment.parse("1980"))
    with pytest.raises(ValueError, match=r"record of patient anna holds no dated fact: name the day of assessment \(--on\)"):
        assess(undated)
    assert assess(undated, date(2026, 1, 1)).assessed_on == date(2026, 1, 1)


def test_a_differential_is_given_only_where_there_is_something_to_explain() -> None:
    def has_differential(*rows: str) -> bool:
        return bool(assessed("patient | day | what | value\n" + "".join(f"anna | {row}\n" for row in rows)).differential)

    assert has_differential("0 | serum phosphate | 0.6 mmol/L")
    assert has_differential("0 | osteomalacia |")
    assert has_differential("0 | fracture hip |", "200 | fracture vertebral |")
    assert has_differential("0 | serum phosphate | 0.6 mmol/L", "0 | sepsis |")
    assert not has_differential("0 | serum phosphate | 1.1 mmol/L")
    assert not has_differential("0 | serum phosphate | 1.7 mmol/L [unit_suspect]")
    assert not has_differential("0 | pth | 5 pmol/L")
    assert not has_differential(
        "0 | serum phosphate | 0.6 mmol/L", "40 | serum phosphate | 1.1 mmol/L", "80 | serum phosphate | 1.1 mmol/L"
    ), "a low that was cleared is over"


def test_probabilities_of_the_differential_sum_to_one_and_the_most_probable_stands_first() -> None:
    causes = assessed(TABLE).differential
    assert sum(cause.probability for cause in causes) == pytest.approx(1, abs=1e-4)
    assert [c.probability for c in causes] == sorted((c.probability for c in causes), reverse=True)


def test_nobody_is_both_listed_and_a_near_miss() -> None:
    assert assessed(TABLE).listings
    assert assessed(TABLE).near_miss == ""
    spared = assessed("patient | day | what | value\nanna | 0 | serum phosphate | 1.1 mmol/L")
    assert (spared.listings, spared.near_miss) == ((), "the newest, 1.10 mmol/L on 2026-01-01, is not low")


def test_a_centres_own_thresholds_are_used() -> None:
    (record,) = patients(TABLE).values()
    strict = Settings.default().changed({"chronic_least_days_apart": "60"})
    assert assess(record, settings=strict).findings["chronic_low_phosphate"].answer == "unknown"


def test_the_same_record_gives_the_same_assessment_letter_for_letter() -> None:
    assert msgspec.json.encode(assessed(TABLE)) == msgspec.json.encode(assessed(TABLE))


def test_an_assessment_is_written_with_the_words_of_the_contract() -> None:
    written = msgspec.json.decode(msgspec.json.encode(assessed(TABLE)))
    assert set(written) == {
        "patient_id", "assessed_on", "rulebook", "findings", "differential", "contributors", "next_steps", "hazards", "missing",
        "listings", "near_miss", "would_change", "gains",
    }  # fmt: skip
    chronic = written["findings"]["chronic_low_phosphate"]
    assert (chronic["verdict"], chronic["since"]) == ("met", "2026-01-01")
    assert chronic["evidence"][0]["analyte"] == "phosphate_serum"
