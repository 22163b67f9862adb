"""One assessment as a consultant's note, for the terminal and as a page."""

import re
from decimal import Decimal

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Gain
from culprit.domain.verdict import Evidence, Verdict
from culprit.guideline.assess import assess
from culprit.knowledge.statements import statements as known_statements
from culprit.report.consultant_note import consultant_note, consultant_page
from tests.report.example_parts import STATEMENTS
from tests.report.examples import never_measured, tumour_patient
from tests.spec.drawn import patients

TIO = tumour_patient()


def test_the_note_reads_from_reason_to_plan() -> None:
    note = consultant_note(TIO.assessment, TIO.record, STATEMENTS)
    headings = [
        "Listed: Chronic low phosphate since 2019-06-16",
        *(
            "IN SHORT",
            "WHAT IS ESTABLISHED",
            "WHAT WAS LOOKED AT AND IS NOT SO",
            "WHAT IT PROBABLY IS",
            "WHAT MAY BE THERE BESIDES",
        ),
        *("WHAT IS MISSING", "WHAT TO DO NEXT", "WHAT TO BEWARE OF", "WHAT THIS RESTS ON"),
    ]
    places = [note.index(heading) for heading in headings]
    assert places == sorted(places)
    assert note.endswith("a clinician decides.\n")


def test_the_note_says_what_each_test_would_tell_and_what_holds_it_back() -> None:
    """Nothing of it before somebody is worked up, and nothing of what hardly tells."""
    told = (
        Gain("pth", "blood_and_urine", 0.12, 1),
        Gain("vitd25", "blood_and_urine", 0.01, 1),
        Gain("ssr_pet_ct", "scan", 0.31, 60, (0.2, 0.35), "drugs and iron come first: adefovir is not settled"),
    )
    note = " ".join(consultant_note(msgspec.structs.replace(TIO.assessment, gains=told), TIO.record, STATEMENTS).split())
    assert "Measure PTH: 0.12 bits of doubt, for a burden of 1." in note
    assert "Measure 25-OH vitamin D: 0.01" not in note
    assert (
        "Somatostatin-receptor PET/CT: 0.31 bits of doubt (0.20 to 0.35), for a burden of 60. "
        "Not yet: drugs and iron come first: adefovir is not settled."
    ) in note
    early = msgspec.structs.replace(TIO.assessment, gains=told[2:], next_steps=())
    assert "WHAT EACH TEST WOULD TELL" not in consultant_note(early, TIO.record, STATEMENTS)
    page = consultant_page(msgspec.structs.replace(TIO.assessment, gains=told), TIO.record, STATEMENTS)
    assert "What each test would tell" in page


def test_the_note_fits_and_needs_no_colours() -> None:
    note = consultant_note(TIO.assessment, TIO.record, STATEMENTS)
    assert max(len(line) for line in note.splitlines()) <= 88
    assert "\x1b" not in note


def test_the_note_cites_and_marks_what_was_not_read() -> None:
    note = consultant_note(TIO.assessment, TIO.record, STATEMENTS)
    assert "10.1111/joim.13593" in note
    assert "[proposed]" in note
    assert "[recalled: not yet checked in its source]" in " ".join(note.split())
    assert "Observation.ndjson:112" in note


def test_the_limit_of_a_high_value_is_the_upper_one() -> None:
    high = Evidence("result", "alkaline_phosphatase", Decimal("210"), "U/L", Decimal(35), Decimal(129), on="2024-09-10")
    findings = {"bone_disease": Verdict(Answer.MET, "alkaline phosphatase is high", (high,))}
    note = consultant_note(msgspec.structs.replace(TIO.assessment, findings=findings), TIO.record, STATEMENTS)
    assert "210 U/L (upper limit 129) · 2024-09-10" in note
    assert "limit 35" not in note


def test_a_near_miss_says_what_spared_them() -> None:
    assessment = msgspec.structs.replace(TIO.assessment, listings=(), near_miss="Every low lies in an intensive care stay.")
    note = consultant_note(assessment, TIO.record, STATEMENTS)
    assert "Not on the worklist. Every low lies in an intensive care stay." in note


def test_control_characters_of_a_source_do_not_reach_the_terminal() -> None:
    assessment = msgspec.structs.replace(TIO.assessment, patient_id="\x1b[2Jx")
    assert "\x1b" not in consultant_note(assessment, TIO.record, STATEMENTS)


def test_the_page_stands_alone_and_is_open() -> None:
    patient = never_measured()
    page = consultant_page(patient.assessment, patient.record, STATEMENTS)
    assert page.startswith("<!DOCTYPE html>")
    assert page.rstrip().endswith("</html>")
    assert "<details open>" in page
    assert "Serum phosphate was never measured" in page


def test_the_page_with_a_pseudonym_names_nobody() -> None:
    page = consultant_page(TIO.assessment, TIO.record, STATEMENTS, pseudonyms=True)
    assert "10023117" not in page
    assert "004-117-23" not in page


def test_a_row_and_a_statement_are_printed_once_and_named_by_their_number() -> None:
    note = consultant_note(TIO.assessment, TIO.record, STATEMENTS)
    rows = re.findall(r"^      \((\d+)\) ", note, re.M)
    assert rows == [str(i) for i in range(1, len(rows) + 1)]
    statements = re.findall(r"^  \[(\d+)\] ", note, re.M)
    assert statements == [str(i) for i in range(1, len(statements) + 1)]
    named = set(re.findall(r"\[(\d+)\]", note[: note.index("WHAT THIS RESTS ON")]))
    assert named == set(statements)
    assert note.count("Take blood and second-morning urine together") == 1


def test_a_statement_that_is_not_there_is_said_to_be_missing() -> None:
    note = consultant_note(TIO.assessment, TIO.record, {})
    assert "Statement “paired-samples” is not in the knowledge files." in note


def test_on_the_page_every_number_leads_to_its_row() -> None:
    page = consultant_page(TIO.assessment, TIO.record, STATEMENTS)
    named = set(re.findall(r'href="#(p0000-r\d+)"', page))
    assert named
    assert named <= set(re.findall(r'<tr id="(p0000-r\d+)"', page))


def test_the_note_of_a_real_assessment_holds_no_word_of_the_code() -> None:
    lines = """patient | day | what | value
anna | 0 | serum phosphate | 0.52 mmol/L
anna | 40 | serum phosphate | 0.45 mmol/L
anna | -300..90 | adefovir | Hepsera
anna | 30 | denosumab | once
anna | 40 | calcium | 9.1 mmol/L [unit_suspect]"""
    (record,) = patients(lines).values()
    note = consultant_note(assess(record), record, known_statements())
    assert not re.findall(r"\b[a-z]+_[a-z_]+\b", note.replace("unit_suspect", ""))
    for jargon in ("confounder window", "verdict", "None", "likelihood ratio", " 1 results", " 1 days"):
        assert jargon not in note
    assert max(len(line) for line in note.splitlines()) <= 88
