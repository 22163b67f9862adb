"""Has somebody already looked at this patient and decided? Then they stay so until a new fact."""

import csv
from datetime import date
from pathlib import Path

import pytest

from culprit.guideline.decisions import Decision, new_fact_since
from culprit.screen.reviewed import read_decisions
from tests.spec.drawn import DAY_0, patients

HEADER = "patient_id,decision,decided_on,by,note\n"
NEEDS = "it needs patient_id, decision, decided_on, by, note"


def new_fact(row: str) -> str:
    """What one row, added to a patient decided upon on day 0, brings that is new."""
    (record,) = patients(f"patient | day | what | value\nanna | -90 | serum phosphate | 0.6 mmol/L\nanna | {row}").values()
    return new_fact_since(record, DAY_0)


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        ("1 | serum phosphate | 0.9 mmol/L", "a phosphate on 2026-01-02"),
        ("1 | fracture hip |", "fracture hip on 2026-01-02"),
        ("1 | fracture other |", "fracture other on 2026-01-02"),
        ("1 | looser zone |", "looser zone on 2026-01-02"),
        ("1 | osteomalacia |", "osteomalacia on 2026-01-02"),
        ("1 | rickets |", "rickets on 2026-01-02"),
        ("1 | tio |", "tio on 2026-01-02"),
        ("1 | phosphaturic mesenchymal tumour |", "phosphaturic mesenchymal tumour on 2026-01-02"),
        ("1 | bisphosphonate oral |", "bisphosphonate oral on 2026-01-02"),
        ("1 | bisphosphonate iv |", "bisphosphonate iv on 2026-01-02"),
        ("1 | etidronate |", "etidronate on 2026-01-02"),
        ("1 | denosumab |", "denosumab on 2026-01-02"),
        ("1 | romosozumab |", "romosozumab on 2026-01-02"),
        ("1 | burosumab |", "burosumab on 2026-01-02"),
        ("1 | ferric carboxymaltose |", "ferric carboxymaltose on 2026-01-02"),
        ("1 | saccharated ferric oxide |", "saccharated ferric oxide on 2026-01-02"),
        ("1 | iron polymaltose |", "iron polymaltose on 2026-01-02"),
        ("1 | iv iron other |", "iv iron other on 2026-01-02"),
        ("1 | iron infusion |", "iron infusion on 2026-01-02"),
    ],
)
def test_a_new_phosphate_fracture_bone_diagnosis_antiresorptive_burosumab_or_iron_opens_the_case_again(row: str, fact: str) -> None:
    assert new_fact(row) == fact


@pytest.mark.parametrize(
    "row",
    [
        "0 | serum phosphate | 0.5 mmol/L",
        "0 | fracture hip |",
        " | fracture hip |",
        "1 | no fracture hip |",
        "1 | bone pain |",
        "1 | pth | 9 pmol/L",
        "1 | iron oral |",
        "1 | vitamin d |",
        "1 | dialysis |",
        "1 | outpatient |",
    ],
)
def test_what_was_known_on_that_day_and_what_is_undated_refuted_or_of_no_weight_does_not(row: str) -> None:
    assert new_fact(row) == ""


# the file


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "decisions.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_newest_decision_of_each_patient_counts_and_of_one_day_the_last(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "patient_id,decision,decided_on,by,note\n"
        "anna,reviewed,2026-05-01,Dr Lu,seen\n"
        "anna,dismissed,2026-03-01,Dr Wu,\n"
        "boris,dismissed,2026-03-01,,\n"
        "boris,reviewed,2026-03-01,,\n",
    )
    assert read_decisions(path) == {
        "anna": Decision("anna", "reviewed", date(2026, 5, 1), "Dr Lu", "seen"),
        "boris": Decision("boris", "reviewed", date(2026, 3, 1)),
    }


def test_a_newer_line_below_an_older_one_counts(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}anna,reviewed,2026-03-01,,\nanna,dismissed,2026-05-01,,\n")
    assert read_decisions(path)["anna"].decision == "dismissed"


def test_who_and_why_may_be_left_out_and_spaces_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffdecided_on,patient_id,decision\n 2026-03-01 , anna , reviewed \n")
    assert read_decisions(path) == {"anna": Decision("anna", "reviewed", date(2026, 3, 1))}


def test_a_file_that_a_spreadsheet_saved_with_semicolons(tmp_path: Path) -> None:
    path = written(tmp_path, 'patient_id;decision;decided_on;by;note\nanna;reviewed;2026-03-01;Dr Lu;"seen, scan asked for"\n')
    assert read_decisions(path) == {"anna": Decision("anna", "reviewed", date(2026, 3, 1), "Dr Lu", "seen, scan asked for")}


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert read_decisions(written(tmp_path, HEADER)) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            f"decisions.csv: line 1 lacks the column patient_id, decision, decided_on; {NEEDS}",
        ),
        (
            "patient_id|decision|decided_on\n",
            f"decisions.csv: line 1 lacks the column patient_id, decision, decided_on; {NEEDS}",
        ),
        (
            "patient_id,decision\n",
            f"decisions.csv: line 1 lacks the column decided_on; {NEEDS}",
        ),
        (
            f"{HEADER}anna,reviewed,2026-03-01,,\nboris,seen,2026-03-01,,\n",
            "decisions.csv: line 3, column decision: 'seen' is neither reviewed nor dismissed",
        ),
        (
            f"{HEADER}anna,reviewed,01.03.2026,,\n",
            "decisions.csv: line 2, column decided_on: '01.03.2026' is no date such as 2026-11-21",
        ),
        (f"{HEADER}anna,reviewed\n", "decisions.csv: line 2, column decided_on: '' is no date such as 2026-11-21"),
        (f"{HEADER}anna\n", "decisions.csv: line 2, column decision: '' is neither reviewed nor dismissed"),
        (
            f"{HEADER} ,reviewed,2026-03-01,,\n",
            "decisions.csv: line 2, column patient_id is empty: the decision belongs to nobody",
        ),
        (
            f"{HEADER}anna,reviewed,2026-03-01,Dr Müller,\n".encode("cp1252"),
            "decisions.csv is not written in UTF-8: save it as 'CSV UTF-8' and run again",
        ),
    ],
)
def test_a_line_that_cannot_be_understood_is_named_by_file_line_and_column(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(ValueError, match="decisions") as caught:
        read_decisions(written(tmp_path, text))
    assert str(caught.value) == message


def test_a_cell_without_an_end_is_named_too(tmp_path: Path) -> None:
    path = written(tmp_path, f'{HEADER}anna,reviewed,2026-03-01,,"{"x" * 200_000}\n')
    before = csv.field_size_limit(100_000)
    try:
        with pytest.raises(ValueError, match=r"^decisions\.csv: line \d+ is no line of a CSV file \(field larger than field limit"):
            read_decisions(path)
    finally:
        csv.field_size_limit(before)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_decisions(tmp_path / "decisions.csv")
