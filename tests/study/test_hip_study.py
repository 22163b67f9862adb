"""The worked example: a synthetic cohort with exactly the margins that Liu 2025 printed, in every form a centre may hand in."""

import json
import re
from pathlib import Path

import pytest

from culprit.cli.main import main
from culprit.study.protocol import read_protocol
from culprit.study.read_cohort import read_cohort
from culprit.study.study import Study, study_of
from tests.study.made import EXAMPLE, example_as_redcap, example_as_workbook


@pytest.fixture(scope="module")
def study() -> Study:
    """The example carried out."""
    cohort = read_cohort(EXAMPLE / "cohort")
    assert cohort.corrections == ()
    return study_of(read_protocol(EXAMPLE / "protocol.toml"), cohort.patients)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes."""
    out = tmp_path_factory.mktemp("hip") / "out"
    assert main(["study", str(EXAMPLE / "protocol.toml"), "--out", str(out)]) == 0
    return out


def test_the_published_margins_come_out(study: Study) -> None:
    (who,) = [table for table in study.tables if table.name == "characteristics"]
    everybody = who.columns[1]
    assert everybody == "All (n = 22)"
    assert who.cell("Bone pain", everybody) == "22/22 (100.0 %)"
    assert who.cell("Muscle weakness", everybody) == "16/22 (72.7 %)"
    assert who.cell("Limited mobility", everybody) == "21/22 (95.5 %)"
    assert who.cell("Marked loss of height", everybody) == "10/22 (45.5 %)"
    assert who.cell("Marked loss of height", "95 % interval") == "26.9–65.3 %"
    assert who.cell("Low phosphate before the operation", everybody) == "22/22 (100.0 %)"
    assert who.cell("Proven TIO", everybody) == "22/22 (100.0 %)"
    assert [one.agrees for one in study.redone] == [True] * 6


def test_every_number_of_the_results_stands_in_a_table(study: Study) -> None:
    cells = " ".join(" ".join((*table.columns, *(cell for row in table.rows for cell in row))) for table in study.tables)
    known = set(re.findall(r"\d+(?:\.\d+)?", cells))
    written = set(re.findall(r"\d+(?:\.\d+)?", " ".join(study.results)))
    assert len(written) > 30
    assert written - known == set()


def test_the_numbers_of_the_methods_stand_in_tables_or_the_protocol(study: Study) -> None:
    cells = " ".join(cell for table in study.tables for row in table.rows for cell in row) + study.protocol.text
    assert set(re.findall(r"\d+", " ".join(study.methods))) - set(re.findall(r"\d+", cells)) == set()


def test_the_outcome_stated_and_found_agree_in_the_example(study: Study) -> None:
    assert "stated_outcomes" not in [table.name for table in study.tables]


def test_synthetic_is_said_everywhere(folder: Path) -> None:
    assert "Synthetic patients" in (folder / "study.html").read_text(encoding="utf-8")
    for svg in (folder / "figures").glob("*.svg"):
        assert "SYNTHETIC PATIENTS" in svg.read_text(encoding="utf-8"), svg.name
    for table in (folder / "tables").glob("*.csv"):
        lines = table.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].endswith(",data"), table.name
        assert all(line.endswith(",synthetic") for line in lines[1:] if line.count(",") >= lines[0].count(",")), table.name
    from docx import Document

    document = Document(str(folder / "study.docx"))
    assert "SYNTHETIC" in document.sections[0].header.paragraphs[0].text


def test_everything_promised_is_there(folder: Path, study: Study) -> None:
    for table in study.tables:
        assert (folder / "tables" / f"{table.name}.csv").exists()
    assert len(study.figures) == 8
    for figure in study.figures:
        assert (folder / "figures" / f"{figure.name}.png").read_bytes()[:4] == b"\x89PNG"
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["patients"] == 22
    assert run["definitions"]["remission_days"] == "30"
    assert len(run["protocol_sha256"]) == 64


def test_nothing_on_the_page_is_fetched(folder: Path) -> None:
    page = (folder / "study.html").read_text(encoding="utf-8")
    assert re.findall(r"(?:src|href)=", page) == []
    assert "default-src &#x27;none&#x27;" in page


def test_no_hospital_number_is_printed(folder: Path) -> None:
    """The key alone holds them; it and all else is its owner's to read."""
    assert "synthetic-s01" in (folder / "key.csv").read_text(encoding="utf-8")
    for file in [folder / "study.html", *(folder / "tables").glob("*.csv"), *(folder / "figures").glob("*.svg")]:
        assert "synthetic-s" not in file.read_text(encoding="utf-8"), file.name
    assert (folder / "key.csv").stat().st_mode & 0o077 == 0


def test_same_input_same_output(folder: Path, tmp_path: Path) -> None:
    assert main(["study", str(EXAMPLE / "protocol.toml"), "--out", str(tmp_path)]) == 0
    for file in folder.rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / file.relative_to(folder)).read_bytes(), file.name


@pytest.mark.parametrize("form", ["workbook", "redcap"])
def test_the_template_and_redcap_say_the_same_as_the_folder(form: str, tmp_path: Path) -> None:
    path = tmp_path / ("cohort.xlsx" if form == "workbook" else "export.csv")
    (example_as_workbook if form == "workbook" else example_as_redcap)(path)
    there, here = read_cohort(EXAMPLE / "cohort"), read_cohort(path)
    assert here.corrections == ()
    plan = read_protocol(EXAMPLE / "by-tissue.toml")
    assert [table.rows for table in study_of(plan, here.patients).tables] == [
        table.rows for table in study_of(plan, there.patients).tables
    ]


def test_the_sister_study_is_compared_by_tissue() -> None:
    study = study_of(read_protocol(EXAMPLE / "by-tissue.toml"), read_cohort(EXAMPLE / "cohort").patients)
    (compared,) = [table for table in study.tables if table.name == "comparisons"]
    # 39 patients: one p-value, that of the question for which the study was planned
    assert [row[-1] for row in compared.rows].count("–") == 6
    assert "(primary)" in compared.rows[0][-1]
    assert "fewer than 40 patients" in " ".join(compared.notes)
    assert "forest" in [figure.name for figure in study.figures]


def test_the_example_is_what_its_tool_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tools.hip_cohort as tool

    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    tool.main()
    for file in (EXAMPLE / "cohort").glob("*.csv"):
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), file.name
