"""A store's people as OMOP tables: what is read back is what was written."""

from pathlib import Path

import duckdb
import pytest

from culprit.cli.main import main
from culprit.simulate.omop import TABLES
from culprit.sources.intake.understand import understand
from culprit.sources.omop import read_omop


@pytest.fixture(scope="module")
def cdm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("omop") / "cdm"
    assert main(["simulate", "--people", "60", "--results", "1500", "--as", "omop", "--out", str(out)]) == 0
    return out


def test_every_table_is_there_and_every_row_is_understood(cdm: Path) -> None:
    assert {file.stem for file in cdm.glob("*.parquet")} == set(TABLES)
    with duckdb.connect() as connection:
        understood = understand(connection, read_omop(connection, cdm))
        assert understood.counts.people.kept == 60
        results = connection.execute(
            f"SELECT count(*), count(value), count(*) FILTER (flags <> '') FROM {understood.tables['results']}"
        ).fetchall()
    assert results == [(1500, 1500, 0)]


def test_the_same_seed_gives_the_same_rows(cdm: Path, tmp_path: Path) -> None:
    assert main(["simulate", "--people", "60", "--results", "1500", "--as", "omop", "--out", str(tmp_path / "again")]) == 0
    for file in cdm.glob("*.parquet"):
        again = tmp_path / "again" / file.name
        differ = f"SELECT count(*) FROM (FROM read_parquet('{file}') EXCEPT FROM read_parquet('{again}'))"
        assert duckdb.sql(differ).fetchall() == [(0,)], file.name


def test_a_folder_with_files_is_refused(cdm: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--people", "5", "--as", "omop", "--out", str(cdm)]) == 2
    assert "already holds files" in capsys.readouterr().err
