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
    for told in ("lab.csv: 3 rows", "letter.pdf: ignored, a PDF document", "Widget count: 1 rows", "lab.csv:5", "furlong"):
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
