"""`culprit study`: exit statuses, messages without values, the template, a source of the store."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from culprit.cli.main import main
from tests.study.made import EXAMPLE

SOURCES = EXAMPLE.parents[1] / "src"
PLAN = '[study]\ntitle = "A study"\n[data]\nsource = "cohort"\n'


def _written(folder: Path, **sheets: str) -> Path:
    (folder / "cohort").mkdir()
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    for name, text in sheets.items():
        (folder / "cohort" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder / "plan.toml"


def test_cells_to_mend_stop_the_study_and_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = _written(tmp_path, patients="patient_id,sex\nsecret-17,purple\n")
    assert main(["study", str(plan), "--out", str(tmp_path / "out")]) == 3
    printed = capsys.readouterr()
    assert "patients, cell B2 (sex): is none of the permitted words" in printed.out
    assert "purple" not in printed.out + printed.err
    assert "secret" not in printed.out + printed.err
    with (tmp_path / "out" / "corrections.csv").open(encoding="utf-8-sig") as file:
        assert [row["column"] for row in csv.DictReader(file)] == ["B"]
    assert not (tmp_path / "out" / "study.html").exists()
    assert main(["study", str(plan), "--out", str(tmp_path / "out"), "--leave-out"]) == 1
    assert "1 cells could not be read" in (tmp_path / "out" / "study.html").read_text(encoding="utf-8")


def test_wrong_calls_say_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    assert main(["study", str(plan), "--out", str(tmp_path / "out")]) == 2
    assert "culprit study template" in capsys.readouterr().err
    plan.write_text("[study]\ntitel = 1\n", encoding="utf-8")
    assert main(["study", str(plan), "--out", str(tmp_path / "out")]) == 2
    assert "plan.toml, line 2: [study] has no 'titel'. Did you mean 'title'?" in capsys.readouterr().err
    plan.write_text('[study]\ntitle = "x"\n', encoding="utf-8")
    assert main(["study", str(plan)]) == 2
    assert "--out FOLDER is missing" in capsys.readouterr().err
    assert main(["study", str(plan), "--out", str(tmp_path / "out")]) == 2
    assert "names no data" in capsys.readouterr().err
    assert main(["study", str(plan), "--out", str(tmp_path / "out"), "--data", str(tmp_path / "none.xlsx")]) == 2
    (tmp_path / "broken.xlsx").write_text("no workbook", encoding="utf-8")
    assert main(["study", str(plan), "--out", str(tmp_path / "out"), "--data", str(tmp_path / "broken.xlsx")]) == 3
    assert "cannot be read as a workbook" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["xlsx", "csv", "redcap"])
def test_a_template_is_written_once(form: str, tmp_path: Path) -> None:
    target = tmp_path / f"template.{form}"
    assert main(["study", "template", "--format", form, "--out", str(target)]) == 0
    assert target.exists()
    assert main(["study", "template", "--format", form, "--out", str(target)]) == 2


def test_an_empty_template_has_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.toml").write_text('[study]\ntitle = "x"\n', encoding="utf-8")
    assert main(["study", "template", "--out", str(tmp_path / "t.xlsx")]) == 0
    assert main(["study", str(tmp_path / "plan.toml"), "--data", str(tmp_path / "t.xlsx"), "--out", str(tmp_path / "out")]) == 0
    assert "No patient met the criteria" in capsys.readouterr().out


def test_figures_that_do_not_agree_need_an_eye(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    text = (EXAMPLE / "protocol.toml").read_text(encoding="utf-8").replace('"45.5%"', '"54.5%"')
    plan.write_text(text, encoding="utf-8")
    assert main(["study", str(plan), "--data", str(EXAMPLE / "cohort"), "--out", str(tmp_path / "out")]) == 1
    assert "1 of 6 figures printed elsewhere do not come out again" in capsys.readouterr().out
    assert "DOES NOT AGREE" in (tmp_path / "out" / "tables" / "printed.csv").read_text(encoding="utf-8")


def test_a_source_that_the_screen_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cases", "--form", "fhir", "--out", str(tmp_path / "fhir")]) == 0
    plan = tmp_path / "plan.toml"
    plan.write_text(
        '[study]\ntitle = "x"\n[data]\nsource = "fhir"\nkind = "record"\n[eligibility]\noperated = false\n', encoding="utf-8"
    )
    assert main(["study", str(plan), "--out", str(tmp_path / "out")]) == 0
    assert "in the study" in capsys.readouterr().out


def test_without_the_extra_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    plan = _written(tmp_path, patients="patient_id\n1\n")
    code = (
        "import sys; sys.modules['docx'] = None; from culprit.cli.main import main; "
        f"sys.exit(main(['study', r'{plan}', '--out', 'x']))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        check=False,
    )
    assert ran.returncode == 2
    assert "a study needs python-docx: pip install 'culprit[study]'" in ran.stderr
