"""By form or row by row, OMOP says the same: every row of the store, every count, every note, in one load or over nights."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.cli.load_source import load_source
from culprit.sources import omop
from culprit.sources.intake.understand import understand
from culprit.sources.laboratory_files.mapping_file import read_mapping
from culprit.sources.omop import read_omop
from culprit.store.store import Store
from tests.omop import odd_facts, odd_rows
from tests.omop.mini_cdm import Read

SLOW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RELATIONS = ("people", "results", "facts", "quarantine", "unmapped")


def understood(source: Path, by_form: bool, mapping: Any = None) -> dict[str, Any]:
    """Every row that the store would hold, in the order of letters, and all that is counted and noted."""
    with duckdb.connect() as connection:
        raw = read_omop(connection, source, mapping=mapping)
        assert raw.by_form is not None
        assert raw.facts_by_form is not None
        if not by_form:
            raw = replace(raw, by_form=None, facts_by_form=None)
        found = understand(connection, raw, mapping, date(2030, 1, 1))
        tables = {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {found.tables[name]}").fetchall())) for name in RELATIONS
        }
        held = "SELECT COLUMNS(*)::VARCHAR FROM intake_waiting_"
        waiting = [sorted(connection.execute(held + what).fetchall(), key=repr) for what in ("results", "facts")]
    return {**tables, "waiting": waiting, "counts": found.counts, "notes": found.notes}


@SLOW
@given(data=st.data(), as_parquet=st.booleans(), files=st.integers(1, 3))
def test_odd_rows_are_the_same_by_form_and_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, as_parquet: bool, files: int
) -> None:
    rows = data.draw(odd_rows.rows(written=not as_parquet))
    source = odd_rows.write(tmp_path_factory.mktemp("odd"), rows, as_parquet, files)
    assert understood(source, True) == understood(source, False)


@SLOW
@given(data=st.data(), untyped=st.booleans())
def test_odd_facts_are_the_same_by_form_and_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, untyped: bool
) -> None:
    source = odd_facts.write(tmp_path_factory.mktemp("odd"), data.draw(odd_facts.tables(untyped)))
    assert understood(source, True) == understood(source, False)


def loaded(
    source: list[Path], store: Path, monkeypatch: pytest.MonkeyPatch, by_form: bool
) -> tuple[list[Any], dict[str, list[str]]]:
    """The counts of loads one after the other, each a new edition of the files before it, and every row held in the end."""
    if not by_form:
        monkeypatch.setattr(omop, "results_by_form", lambda *_: None)
        monkeypatch.setattr(omop, "facts_by_form", lambda *_: None)
    counts = [load_source([str(night)], Store(store), on=date(2030, 1, 1), editions=True).counts for night in source]
    with Store(store).connect() as connection:
        held = {
            name: [repr(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()]
            for name in (*RELATIONS, "withdrawn", "waiting_results", "waiting_facts")
        }
    monkeypatch.undo()
    return counts, held


def test_nights_are_the_same_by_form_and_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights = [odd_rows.write(tmp_path / str(seed), odd_rows.some(400, seed), as_parquet=seed == 0, files=2) for seed in (0, 1)]
    nights.append(nights[0])
    by_form = loaded(nights, tmp_path / "a", monkeypatch, True)
    assert by_form == loaded(nights, tmp_path / "b", monkeypatch, False)
    assert by_form[0][0].results.not_an_analyte > 50 < by_form[0][0].results.kept


def test_only_what_nobody_knows_is_passed_over(tmp_path: Path) -> None:
    rows = [dict.fromkeys(odd_rows.COLUMNS) | {"measurement_id": n, "person_id": 1} for n in range(6)]
    for row, code in zip(rows, (*odd_rows.CODES[:3], *odd_rows.CODES[4:7]), strict=True):
        row |= dict(zip(odd_rows.CODE, code, strict=True))
    source = odd_rows.write(tmp_path / "cdm", rows, as_parquet=True)
    assert passed_over(source) == ["3", "4", "5"]
    (tmp_path / "map.toml").write_text('[names]\n"xyz" = "phosphate_serum"\n')
    mapping = read_mapping(tmp_path / "map.toml")
    assert passed_over(source, mapping) == ["3", "4"]
    assert understood(source, True, mapping) == understood(source, False, mapping)


def passed_over(source: Path, mapping: Any = None) -> list[str]:
    """The ids of the rows that are only counted."""
    with duckdb.connect() as connection:
        raw = read_omop(connection, source, mapping=mapping)
        assert raw.by_form is not None
        return [row[0] for row in connection.execute(f"SELECT result_id FROM {raw.by_form.unwanted} ORDER BY 1").fetchall()]


@pytest.mark.parametrize(("ids", "once"), [([1, 2, 7], True), ([2, 1, 7], True), ([2, 1, 2], False), ([1, None, 1], False)])
def test_an_id_that_may_stand_twice_is_looked_for(tmp_path: Path, ids: list[int | None], once: bool) -> None:
    rows = [dict.fromkeys(odd_rows.COLUMNS) | {"measurement_id": one, "person_id": 1} for one in ids]
    read = Read(odd_rows.write(tmp_path, rows, as_parquet=True))
    assert read.raw.by_form is not None
    assert read.raw.by_form.ids_once is once
