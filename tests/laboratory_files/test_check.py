"""What `culprit check` tells of a small laboratory export."""

import json
from pathlib import Path

from culprit.sources.check import check, report_json

LAB = """\
Patient,Date,Test,Result,Unit
a,2024-01-15,Phosphate,0.52,mmol/L
a,2024-02-15,Phosphate,0.50,furlong
b,2024-01-15,Widget count,7,U/L
c,2024-01-15,Phosphate
"""


def test_the_report_accounts_for_everything(tmp_path: Path) -> None:
    (tmp_path / "lab.csv").write_text(LAB)
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.4")
    report = check(tmp_path)
    assert (report.kind, report.people, report.rows_read, report.results, report.exit_status) == ("laboratory", 2, 3, 2, 1)
    assert [(row.analyte, row.unit, row.rows, row.usable) for row in report.analytes] == [
        ("phosphate_serum", "furlong", 1, 0),
        ("phosphate_serum", "mmol/L", 1, 1),
    ]
    assert [(test.name, test.analyte, test.rows) for test in report.names] == [
        ("Phosphate", "phosphate_serum", 2),
        ("Widget count", "", 1),
    ]
    assert [(row.reason, row.places) for row in report.quarantine] == [("broken_line", ("lab.csv:5",))]
    assert [(row.what, row.unit) for row in report.unmapped] == [("unit", "furlong")]
    text = "\n".join(report.lines())
    for told in ("lab.csv: 3 rows", "letter.pdf: ignored, a PDF document", "Widget count: 1 row", "lab.csv:5", "furlong"):
        assert told in text
    # the value of a result is nobody's business here
    assert "0.52" not in text


def test_the_report_is_one_json_object(tmp_path: Path) -> None:
    (tmp_path / "lab.csv").write_text(LAB)
    told = json.loads(report_json(check(tmp_path)))
    assert told["files"][0]["columns"]["Patient"] == "person_id"
    assert told["files"][0]["delimiter"] == ","


def test_nothing_amiss_is_exit_status_0(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text("Patient,Date,Test,Result,Unit\na,2024-01-15,Phosphate,0.52,mmol/L\n")
    assert check(path).exit_status == 0


def test_checking_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lab.csv").write_text(LAB)
    check(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lab.csv"]


def test_a_department_on_many_rows_costs_no_more_than_its_rows(tmp_path: Path) -> None:
    """Ten thousand rows of one ward once joined to themselves."""
    lines = [f"{number},2024-01-{number % 28 + 1:02d},Phosphate,0.9,mmol/L,Ward 7" for number in range(10_000)]
    (path := tmp_path / "lab.csv").write_text("\n".join(["Patient,Date,Test,Result,Unit,Ward", *lines]))
    assert check(path).stays == {"inpatient": 10_000}


def test_what_was_not_kept_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "lab.csv").write_text(LAB + "a,2024-01-15,Phosphate,0.52,mmol/L\na,2024-01-16,Phosphate,,mmol/L\n")
    report = check(tmp_path)
    assert report.fates == {"of tests that are not known": 1, "said again what another row says": 1, "without a value": 1}
    assert report.results + sum(report.fates.values()) == report.rows_read
    assert report.lines()[1].startswith("  the others: 1 of tests that are not known, 1 said again")


def test_columns_that_nobody_knows_are_named(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text("MRN,Doctor,Sx,,Collected,Phosphate (mmol/L)\na,House,F,,2024-01-15,0.52\n")
    report = check(path)
    assert report.files[0].strange_headers == ("Sx",)
    assert "  lab.csv: 'Sx'" in report.lines()
    assert (report.exit_status, report.asks_for_a_mapping) == (0, True)


def test_a_number_that_could_not_be_read_needs_an_eye_and_words_do_not(tmp_path: Path) -> None:
    rows = "a,2024-01-15,Phosphate,haemolysed,mmol/L\n"
    (path := tmp_path / "lab.csv").write_text("Patient,Date,Test,Result,Unit\n" + rows)
    assert check(path).exit_status == 0
    path.write_text("Patient,Date,Test,Result,Unit\n" + rows + "a,2024-02-15,Phosphate,0.52 -,mmol/L\n")
    report = check(path)
    assert report.exit_status == 1
    text = "\n".join(report.lines())
    assert "number of phosphate_serum with something beside it: 1 row, such as lab.csv:3" in text
    assert "0.52" not in text


def test_units_stand_before_the_many_things_that_are_not_needed(tmp_path: Path) -> None:
    drugs = "".join(f"a,2024-01-{day:02d},,,,Strange drug {day}\n" for day in range(1, 31))
    (path := tmp_path / "lab.csv").write_text(
        "Patient,Date,Test,Result,Unit,Drug\n" + drugs + "a,2024-02-15,Phosphate,0.5,furlong,\n"
    )
    text = check(path).lines()
    assert text[text.index("Not understood") + 1] == "  unit 'furlong' of phosphate_serum: 1 row, such as lab.csv:32"


def test_one_line_is_one_place_however_many_results_it_holds(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text(
        "MRN,Collected,Phosphate (mmol/L),Calcium (mmol/L)\n,2024-01-15,0.5,2.3\na,2024-01-15,0.5,2.3\n"
    )
    assert [(entry.rows, entry.places) for entry in check(path).quarantine] == [(2, ("lab.csv:2",))]


def test_a_header_without_rows_needs_an_eye(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text("Patient,Date,Test,Result,Unit\n")
    report = check(path)
    assert report.exit_status == 1
    assert "lab.csv: no row below the header" in "\n".join(report.lines())


def test_a_table_that_cannot_be_used_shows_its_headers_once(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text("Krankenkasse,Datum,Phosphat (mmol/l)\n1,2024-01-15,0.5\n")
    report = check(path)
    text = "\n".join(report.lines())
    assert (report.exit_status, report.asks_for_a_mapping) == (3, True)
    assert "  lab.csv: 'Krankenkasse', 'Datum', 'Phosphat (mmol/l)'" in text
    assert text.count("no column was recognised as the patient's number") == 1
