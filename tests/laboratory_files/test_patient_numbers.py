"""Patient numbers that a spreadsheet has changed."""

from tests.laboratory_files.reading import read_files

_HEADER = "MRN,Collected,Test,Result,Units\n"


def test_a_rounded_number_is_nobodys() -> None:
    row = "{},2024-01-15,Phosphate,0.5,mmol/L\n"
    read = read_files({"lab.csv": _HEADER + "".join(map(row.format, ("1.23457E+11", "1E+08", "1E7", "12E+3", "E+11")))})
    assert [person for (person,) in read.rows("people", "person_id")] == ["1E7", "12E+3", "E+11"]
    assert read.rows("quarantine", "reason, source_row") == [("no_patient", 2), ("no_patient", 3)]
    assert all(
        "Column 'MRN' holds a number that a spreadsheet has rounded" in why for (why,) in read.rows("quarantine", "explanation")
    )


def test_numbers_that_differ_in_zeros_are_said_to_do_so() -> None:
    files = {
        "a.csv": _HEADER + "0042,2024-01-15,Phosphate,0.5,mmol/L\n0043,2024-01-15,Phosphate,0.5,mmol/L\n",
        "b.csv": _HEADER + "42,2024-02-15,Phosphate,0.5,mmol/L\n43.0,2024-02-15,Phosphate,0.5,mmol/L\n",
    }
    read = read_files(files)
    assert [person for (person,) in read.rows("people", "person_id")] == ["0042", "0043", "42", "43.0"]
    (note,) = read.raw.notes
    assert note.startswith("2 patient numbers stand with and without leading zeros or '.0' (a.csv:2 and b.csv:2)")


def test_numbers_written_alike_need_no_note() -> None:
    rows = "0042,2024-01-15,Phosphate,0.5,mmol/L\n420,2024-01-15,Phosphate,0.5,mmol/L\n"
    assert read_files({"lab.csv": _HEADER + rows}).raw.notes == ()
