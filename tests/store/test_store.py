"""Loads into a store: nothing twice, nothing half, late and corrected and withdrawn rows across loads."""

import json
import re
import stat
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

import culprit
from culprit.store.errors import MeaningChanged, StoreBusy, StoreError
from culprit.store.input_files import InputFile, input_files
from culprit.store.meaning import _READ_BY_THE_INTAKE
from culprit.store.schema import TABLES
from culprit.store.store import Loading, Store
from tests.intake.raw_tables import table
from tests.store.loads import MEANING, contents, load, rows

PEOPLE = table(
    """person_id | sex | birth
       anna      | f   | 1961-03-05
       boris     | m   | 1970"""
)


def phosphate(text: str) -> list[dict[str, str | None]]:
    """Rows of serum phosphate in mmol/L."""
    usual = {"name": "Phosphate", "specimen": "serum", "unit": "mmol/L"}
    return [{**usual, **row} for row in table(text)]


FIRST = phosphate(
    """result_id | person_id | at         | value | updated
       1         | anna      | 2019-06-16 | 0.52  | 2019-06-17T00:00:00Z
       2         | anna      | 2019-07-16 | 0.55  | 2019-07-17T00:00:00Z
       3         | boris     | 2019-06-16 | 1.10  | 2019-06-17T00:00:00Z
                 | boris     | 2019-08-16 | 1.20  |"""
)


def test_loading_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    before = contents(tmp_path)
    assert load(tmp_path, "a", PEOPLE, FIRST) is None
    assert contents(tmp_path) == before


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    load(tmp_path / "one", "a", PEOPLE, [{"source_row": n, **row} for n, row in enumerate(FIRST, 2)])
    backwards = [{"source_row": n, **row} for n, row in enumerate(FIRST, 2)][::-1]
    load(tmp_path / "two", "a", [{"source_row": n, **row} for n, row in enumerate(PEOPLE, 2)][::-1], backwards)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_copy_under_another_name_adds_no_row(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    before = {name: rows(tmp_path, name) for name in ("people", "results", "facts")}
    understood = load(tmp_path, "copy of a", PEOPLE, FIRST)
    assert understood is not None
    assert understood.counts.results.duplicate == 4
    assert {name: rows(tmp_path, name) for name in before} == before
    assert len(Store(tmp_path).manifest.tables["results"]) == 1


def test_adding_a_file_adds_only_its_new_rows(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    part = contents(tmp_path)[Store(tmp_path).manifest.tables["results"][0]]
    more = phosphate(
        """result_id | person_id | at         | value
           3         | boris     | 2019-06-16 | 1.10
           4         | anna      | 2019-09-16 | 0.50"""
    )
    more[0]["updated"] = "2019-06-17T00:00:00Z"
    load(tmp_path, "b", (), more)
    assert [row[0] for row in rows(tmp_path, "results", "result_id")] == ["", "1", "2", "3", "4"]
    assert contents(tmp_path)[Store(tmp_path).manifest.tables["results"][0]] == part


def test_a_later_correction_replaces_and_a_late_old_version_does_not(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    changes = phosphate(
        """result_id | person_id | at         | value | updated
           1         | anna      | 2019-06-16 | 0.62  | 2019-06-20T00:00:00Z
           2         | anna      | 2019-07-16 | 0.95  | 2019-07-01T00:00:00Z"""
    )
    understood = load(tmp_path, "b", (), changes)
    assert understood is not None
    assert understood.counts.replaced == 1
    assert understood.counts.results.superseded == 1
    assert rows(tmp_path, "results", "result_id, printed_value") == [("", "1.20"), ("1", "0.62"), ("2", "0.55"), ("3", "1.10")]


def test_versions_are_told_apart_by_the_moment_not_by_the_clock_on_the_wall(tmp_path: Path) -> None:
    """In the night in which summer ends the clock shows half past two twice."""
    versions = phosphate(
        """result_id | person_id | at         | value | updated
           1         | anna      | 2024-10-26 | 0.62  | 2024-10-27T02:10:00+01:00
           1         | anna      | 2024-10-26 | 0.52  | 2024-10-27T02:30:00+02:00"""
    )
    load(tmp_path, "a", PEOPLE, versions)
    assert rows(tmp_path, "results", "printed_value, updated") == [("0.62", datetime(2024, 10, 27, 1, 10))]


def test_a_withdrawn_row_goes_and_a_late_copy_does_not_bring_it_back(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    gone = phosphate(
        """result_id | person_id | at         | value | updated              | status
           1         | anna      | 2019-06-16 | 0.52  | 2019-06-20T00:00:00Z | entered-in-error"""
    )
    load(tmp_path, "b", (), gone)
    assert [row[0] for row in rows(tmp_path, "results", "result_id")] == ["", "2", "3"]
    load(tmp_path, "c", (), FIRST[:1])
    assert [row[0] for row in rows(tmp_path, "results", "result_id")] == ["", "2", "3"]
    again = phosphate(
        """result_id | person_id | at         | value | updated
           1         | anna      | 2019-06-16 | 0.53  | 2019-06-30T00:00:00Z"""
    )
    load(tmp_path, "d", (), again)
    assert rows(tmp_path, "results", "result_id, printed_value")[1] == ("1", "0.53")


def test_a_person_grows_over_loads(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE)
    load(tmp_path, "b", [{"person_id": "boris", "death": "2020-01-01"}, {"person_id": "clara", "sex": "f"}])
    said = rows(tmp_path, "people", "person_id, sex, birth_precision, deceased")
    assert said == [("anna", "F", "day", False), ("boris", "M", "year", True), ("clara", "F", None, False)]


def test_a_result_finds_its_person_in_an_earlier_load(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE)
    understood = load(tmp_path, "b", (), [*FIRST, {**FIRST[0], "result_id": "9", "person_id": "nobody"}])
    assert understood is not None
    assert understood.counts.results.quarantined == {"unknown_patient": 1}
    assert rows(tmp_path, "quarantine", "reason, source_file, source_row") == [("unknown_patient", "b", 6)]


def test_facts_across_loads(tmp_path: Path) -> None:
    facts = table(
        """kind      | fact_id | person_id | text         | at         | status    | updated
           condition | 1       | anna      | hip fracture | 2019-06-16 | confirmed | 2019-06-17
           condition |         | anna      | rickets      | 2019       |           |"""
    )
    load(tmp_path, "a", PEOPLE, (), facts)
    load(tmp_path, "b", (), (), facts)
    assert rows(tmp_path, "facts", "concept") == [("fracture_hip",), ("rickets",)]
    load(tmp_path, "c", (), (), [{**facts[0], "status": "entered-in-error", "updated": "2019-06-18"}])
    assert rows(tmp_path, "facts", "concept") == [("rickets",)]


def test_what_was_set_aside_and_not_understood_adds_up_over_loads(tmp_path: Path) -> None:
    odd = phosphate(
        """result_id | person_id | at         | value | unit
           1         | anna      | 2019-06-16 | 0.52  | bogus"""
    )
    broken = [{"reason": "broken_line", "explanation": "cut", "source_file": "a", "source_row": 7, "row": "{"}]
    load(tmp_path, "a", PEOPLE, odd, (), broken)
    load(tmp_path, "b", (), [{**odd[0], "result_id": "2"}])
    assert rows(tmp_path, "unmapped", "what, unit, rows") == [("unit", "bogus", 2)]
    assert rows(tmp_path, "quarantine", "reason, source_row") == [("broken_line", 7)]


def test_every_table_has_the_columns_and_types_of_the_schema(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST, table("kind | person_id | text\ncondition | anna | rickets"))
    with Store(tmp_path).connect() as connection:
        for canonical in TABLES:
            found = [(row[0], row[1]) for row in connection.execute(f"DESCRIBE {canonical.name}").fetchall()]
            assert found == [(column.name, column.type) for column in canonical.columns]


def test_results_lie_sorted_by_analyte_person_and_date(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST[::-1])
    path = tmp_path / Store(tmp_path).manifest.tables["results"][0]
    with Store(tmp_path).connect() as connection:
        found = connection.execute(f"""SELECT person_id, "at" FROM read_parquet('{path}')""").fetchall()
    assert found == sorted(found)


def test_everything_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    load(tmp_path / "store", "a", PEOPLE, FIRST)
    for path in (tmp_path / "store", *(tmp_path / "store").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_other_knowledge_does_not_mix(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    with pytest.raises(MeaningChanged, match="other knowledge"):
        Store(tmp_path).fresh([InputFile("b", 1, "b")], "newer knowledge")
    Store(tmp_path).begin_again()
    assert Store(tmp_path).fresh([InputFile("a", 1, "content of a")], "newer knowledge")
    assert rows(tmp_path, "results") == []
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    before = contents(tmp_path)
    with pytest.raises(ZeroDivisionError), Store(tmp_path).loading() as loading:
        _write_half_a_part(loading)
    assert contents(tmp_path) == before


def _write_half_a_part(loading: Loading) -> None:
    half = loading.store.folder / "parts" / "00002-half"
    half.mkdir()
    (half / "results.parquet").write_bytes(b"PAR1")
    raise ZeroDivisionError


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with Store(tmp_path).loading(), pytest.raises(StoreBusy, match="another process"), Store(tmp_path).loading():
        pass


def test_a_broken_manifest_says_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="no manifest"):
        Store(tmp_path).connect()
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99}), encoding="utf-8")
    with pytest.raises(StoreError, match="format 99"):
        Store(tmp_path).connect()


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x", encoding="utf-8")
    (tmp_path / "b.csv").write_text("x", encoding="utf-8")
    one, other = input_files(tmp_path, ["b.csv", "a.csv"])
    assert (one.name, other.name, one.size) == ("a.csv", "b.csv", 1)
    assert one.xxh3 == other.xxh3
    assert Store(tmp_path / "store").fresh([one, other], MEANING) == (one,)
    assert input_files(tmp_path / "a.csv", ["a.csv"]) == (one,)


def test_a_store_of_an_earlier_version_says_what_to_do(tmp_path: Path) -> None:
    load(tmp_path, "a", PEOPLE, FIRST)
    store = Store(tmp_path)
    (part,) = (tmp_path / path for path in store.manifest.tables["results"])
    lacking = f"COPY (SELECT * EXCLUDE (laboratory) FROM '{part}') TO '{part}.new' (FORMAT parquet)"
    with duckdb.connect() as connection:
        connection.execute(lacking)
    Path(f"{part}.new").replace(part)
    with pytest.raises(StoreError, match="earlier version of Culprit"):
        store.connect()


def test_every_table_of_words_that_the_sources_read_decides_what_a_row_means() -> None:
    sources = Path(culprit.__file__).parent / "sources"
    read = {name for file in sources.rglob("*.py") for name in re.findall(r'knowledge_file\("(\w+)"\)', file.read_text("utf-8"))}
    assert {f"{name}.toml" for name in read} <= set(_READ_BY_THE_INTAKE)
    assert "header_words" in read
