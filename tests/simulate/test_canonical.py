"""Canonical tables for benchmarks: exact counts, the schema's columns, the schema's order, the same rows in both orders."""

from pathlib import Path
from typing import Any

import pytest

from culprit.simulate import canonical
from culprit.store.schema import FACTS, PEOPLE, RESULTS, Table
from culprit.store.store import Store
from culprit.store.views import quoted_name


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canonical")
    written = canonical.write(folder, people=500, results=20_000, seed=4, by_person=True)
    assert (written.people, written.results) == (500, 20_000)
    return folder


def rows_of(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of a query over the store in `folder`; {by_person} stands for the copy in order of persons."""
    with Store(folder).connect() as connection:
        return connection.execute(query.replace("{by_person}", f"'{folder}/by_person/results.parquet'")).fetchall()


@pytest.mark.parametrize("table", [PEOPLE, RESULTS, FACTS], ids=lambda table: table.name)
def test_columns_are_the_schema(folder: Path, table: Table) -> None:
    found = rows_of(folder, f"DESCRIBE SELECT * FROM {table.name}")
    assert [(row[0], row[1]) for row in found] == [(column.name, column.type) for column in table.columns]


@pytest.mark.parametrize("table", [PEOPLE, RESULTS, FACTS], ids=lambda table: table.name)
def test_rows_are_in_the_tables_order(folder: Path, table: Table) -> None:
    rows = rows_of(folder, f"SELECT {', '.join(quoted_name(name) for name in table.order)} FROM {table.name}")
    assert rows == sorted(rows)


def test_both_orders_hold_the_same_rows(folder: Path) -> None:
    assert rows_of(folder, "SELECT * FROM results EXCEPT SELECT * FROM {by_person}") == []
    rows = rows_of(folder, 'SELECT person_id, "at", analyte FROM {by_person}')
    assert rows == sorted(rows)
    assert len(rows) == 20_000


def test_two_in_a_hundred_are_phosphate_and_prints_agree_with_values(folder: Path) -> None:
    assert rows_of(folder, "SELECT count(*) FROM results WHERE analyte = 'phosphate_serum'") == [(410,)]
    assert rows_of(folder, "SELECT value FROM results WHERE value <> printed_value::DECIMAL(18,6)") == []


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    canonical.write(tmp_path, people=500, results=20_000, seed=4)
    for name in ("people", "results", "facts"):
        part = f"parts/00001-simulated/{name}.parquet"
        assert (tmp_path / part).read_bytes() == (folder / part).read_bytes()


def test_several_loads_hold_the_same_people_and_results_as_one(folder: Path, tmp_path: Path) -> None:
    """Blocks of people are never split, so that two parts of 20,000 people are one block each."""
    whole = canonical.write(tmp_path / "whole", people=20_000, results=60_000, seed=4)
    assert canonical.write(tmp_path / "parts", people=20_000, results=60_000, seed=4, parts=2) == whole
    assert len(Store(tmp_path / "parts").manifest.loads) == 2
    for table in ("people", "results", "facts"):
        rows = [sorted(map(repr, rows_of(tmp_path / name, f"SELECT * FROM {table}"))) for name in ("whole", "parts")]
        assert rows[0] == rows[1]


def test_where_it_is_calm_few_values_are_low(tmp_path: Path) -> None:
    low = []
    for calm in (True, False):
        canonical.write(tmp_path / str(calm), people=1_000, results=200_000, seed=4, calm=calm)
        query = "SELECT count(DISTINCT person_id) FROM results WHERE analyte = 'phosphate_serum' AND value < 0.8"
        low += rows_of(tmp_path / str(calm), query)[0]
    assert low[0] < 1_000 * 0.01 < low[1]


def test_nobody(tmp_path: Path) -> None:
    assert canonical.write(tmp_path, people=0, results=0, seed=4).facts == 0
    with pytest.raises(FileExistsError):
        canonical.write(tmp_path, people=0, results=0, seed=4)
    with pytest.raises(ValueError, match="of 0 people"):
        canonical.write(tmp_path / "other", people=0, results=3, seed=4)
    with pytest.raises(ValueError, match="in 0 parts"):
        canonical.write(tmp_path / "other", people=1, results=3, seed=4, parts=0)
