"""With --pseudonyms nobody can be recognised by name, number, file or free words."""

import json
from pathlib import Path

import msgspec

from culprit.domain.assessment import Cause, Reason
from culprit.domain.verdict import Evidence, Verdict
from culprit.report.assessment_json import assessment_json
from culprit.report.page import write_report
from culprit.report.patient_section import ListedPatient
from culprit.report.pseudonyms import pseudonym, pseudonymised, pseudonymous_rows
from culprit.report.worklist_rows import worklist_rows
from tests.report.example_parts import STATEMENTS
from tests.report.example_run import RUN
from tests.report.examples import everyone, never_measured, tumour_patient


def speaking() -> ListedPatient:
    """A patient whose rules and reports mention them."""
    patient = tumour_patient()
    verdict = patient.assessment.findings["low_phosphate"]
    evidence = (*verdict.evidence, Evidence("report", name="mri", text="Mrs Jane Roe, seen by Dr Poe", source="Report.ndjson:3"))
    findings = {
        **patient.assessment.findings,
        "low_phosphate": Verdict(verdict.answer, "Patient 10023117 (MRN 004-117-23) is low.", evidence),
    }
    causes = (Cause("osteoporosis", 0.9, (0.8, 0.95), (Reason("osteoporosis_named", 9.0, "Postmenopausal osteoporosis"),)),)
    assessment = msgspec.structs.replace(
        patient.assessment, findings=findings, near_miss="10023117 again", differential=causes, contributors=causes
    )
    return ListedPatient(1, assessment, patient.record)


def test_the_page_holds_no_identifier_no_file_and_no_words_of_the_source(tmp_path: Path) -> None:
    patients = [speaking(), *everyone()[1:]]
    rows = [row for patient in patients for row in worklist_rows(patient)]
    run = RUN | {"notes": ["ignored Jane Roe.pdf: not a kind we read"]}
    write_report(tmp_path / "report.html", rows, patients, run, STATEMENTS, pseudonyms=True)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for secret in (
        "10023117",
        "004-117-23",
        "icu-44",
        "kid-7",
        "44871",
        "ndjson",
        "icustays",
        "Jane Roe",
        "Alendronate 70",
        "pneumonia",
        "hospital/",
        "Postmenopausal",
    ):
        assert secret not in page, secret
    assert "P-0001" in page
    assert "P-0005" in page
    assert "Dates are the true dates" in page
    assert "2024-09-10" in page


def test_ages_above_89_are_not_given(tmp_path: Path) -> None:
    patient = never_measured()
    write_report(tmp_path / "r.html", worklist_rows(patient), [patient], RUN, STATEMENTS, pseudonyms=True)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "90 years or older" in page
    assert "92 y" not in page


def test_json_lines_are_clean_too() -> None:
    line = assessment_json(pseudonymised(speaking()).assessment).decode()
    for secret in ("10023117", "004-117-23", "ndjson", "Jane Roe"):
        assert secret not in line
    assert json.loads(line)["findings"]["low_phosphate"]["because"] == "Patient P-0001 (P-0001) is low."


def test_numbers_and_reasons_stay() -> None:
    assessment = pseudonymised(speaking()).assessment
    before = speaking().assessment
    assert [row.value for row in assessment.findings["chronic_low_phosphate"].evidence] == [
        row.value for row in before.findings["chronic_low_phosphate"].evidence
    ]
    for cause, known in zip(assessment.differential, before.differential, strict=True):
        assert (cause.cause, cause.probability, cause.interval) == (known.cause, known.probability, known.interval)
        assert [(r.finding, r.likelihood_ratio) for r in cause.reasons] == [(r.finding, r.likelihood_ratio) for r in known.reasons]


def test_words_of_the_source_that_a_rule_quotes_become_the_concept() -> None:
    patient = tumour_patient()
    verdict = patient.assessment.findings["osteomalacia_suspected"]
    quoted = Verdict(verdict.answer, "on record: insufficiency fracture, femoral neck; zoledronate 5 mg")
    assessment = msgspec.structs.replace(patient.assessment, findings={"osteomalacia_suspected": quoted})
    shown = pseudonymised(ListedPatient(1, assessment, patient.record)).assessment
    assert shown.findings["osteomalacia_suspected"].because == "on record: Looser zone; Bisphosphonate, iv"


def test_a_short_id_inside_a_number_is_left_alone() -> None:
    patient = tumour_patient()
    low = Verdict(patient.assessment.findings["low_phosphate"].answer, "0.455 and 45")
    assessment = msgspec.structs.replace(patient.assessment, patient_id="45", findings={"low_phosphate": low})
    shown = pseudonymised(ListedPatient(1, assessment, patient.record))
    assert shown.assessment.findings["low_phosphate"].because == "0.455 and P-0001"


def test_rows_carry_the_pseudonym_of_their_rank() -> None:
    rows = pseudonymous_rows(worklist_rows(tumour_patient(rank=7)))
    assert {(row.patient_id, row.identifier) for row in rows} == {("P-0007", "")}
    assert pseudonym(3, "N") == "N-0003"
