"""Which kind of source is it, and what is said of one that cannot be used?"""

import os
from pathlib import Path

import duckdb
import pytest

from culprit.sources.errors import SourceError
from culprit.sources.read import read_source
from culprit.sources.recognise import SourceKind, recognise
from tests.shared_data import shared

LAB = "id,date,test,value,unit\n1,2024-01-15,phosphate,0.52,mmol/L\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data/nhanes-2017-2018", SourceKind.LABORATORY),
        ("data/mimic-iv-demo/csv", SourceKind.MIMIC_IV),
        ("data/mimic-iv-demo/fhir", SourceKind.FHIR),
        ("data/mimic-iv-demo/omop", SourceKind.OMOP),
        ("data/synthea-r4-bundles", SourceKind.FHIR),
        ("cases/fhir/tio", SourceKind.FHIR),
    ],
)
def test_public_record_sets(path: str, kind: SourceKind) -> None:
    assert recognise(shared(path)) is kind


def test_a_file_a_folder_several_files_and_a_url(tmp_path: Path) -> None:
    (one := tmp_path / "a.csv").write_text(LAB)
    (two := tmp_path / "b.txt").write_text(LAB)
    assert recognise(one) is recognise(tmp_path) is recognise([one, two]) is SourceKind.LABORATORY
    assert recognise("postgresql://host/base") is SourceKind.OMOP


def test_missing_empty_and_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        recognise(tmp_path / "none")
    with pytest.raises(SourceError, match="empty folder"):
        recognise(tmp_path)
    (tmp_path / "empty.csv").touch()
    with pytest.raises(SourceError, match="empty file"):
        recognise(tmp_path / "empty.csv")
    (closed := tmp_path / "closed.csv").write_text(LAB)
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(SourceError, match="cannot be read"):
        recognise(closed)


def test_a_folder_of_pdfs_is_called_one(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"report{number}.pdf").write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(SourceError, match="3 × PDF document") as caught:
        recognise(tmp_path)
    assert "CSV" in caught.value.hint


def test_sources_of_two_kinds_are_not_mixed(tmp_path: Path) -> None:
    (lab := tmp_path / "a.csv").write_text(LAB)
    (fhir := tmp_path / "p.ndjson").write_text('{"resourceType":"Patient","id":"1"}\n')
    with pytest.raises(SourceError, match="different kinds"):
        recognise([lab, fhir])


def test_read_source_takes_the_right_reader(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(LAB)
    raw = read_source(duckdb.connect(), tmp_path)
    assert raw.kind == "laboratory files"
    with pytest.raises(SourceError, match="one place"):
        read_source(duckdb.connect(), [tmp_path, tmp_path], SourceKind.OMOP)
