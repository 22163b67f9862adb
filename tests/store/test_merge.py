"""Small parts are merged: few files, the same rows, and nothing lost when it is killed."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.store import merge as merge_module
from culprit.store import store as module
from culprit.store.links import MERGED_SQL
from culprit.store.merge import LARGE, to_merge
from culprit.store.store import Store
from culprit.store.views import HOW_MANY, OLDEST_RESULT
from tests.store.loads import load, rows
from tests.store.test_store import FIRST, PEOPLE, phosphate


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=300))
def test_a_store_has_few_parts_and_rows_are_seldom_written_anew(nights: list[int]) -> None:
    parts: list[int] = []
    written = 0
    for night in nights:
        parts.append(night)
        for first, end in to_merge(parts, [0] * len(parts)):
            written += sum(parts[first:end])
            parts = [*parts[:first], sum(parts[first:end])]
        assert all(part > sum(parts[place + 1 :]) for place, part in enumerate(parts[:-1]))
        assert to_merge(parts, [0] * len(parts)) == []
    doublings = sum(nights).bit_length()
    assert len(parts) <= doublings + 1
    assert written <= sum(nights) * doublings


@settings(deadline=None)
@given(st.lists(st.sampled_from((1, 3, 40, 700, 2_500)).flatmap(lambda most: st.integers(1, most)), min_size=1, max_size=200))
def test_large_parts_stay_and_no_more_is_sorted_at_once_than_three_of_them(nights: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merge_module, "LARGE", 1_000)
        parts: list[int] = []
        for night in nights:
            parts.append(night)
            for first, end in reversed(to_merge(parts, [0] * len(parts))):
                assert sum(parts[first:end]) < 3 * 1_000
                assert all(part < 1_000 for part in parts[first:end])
                parts = [*parts[:first], sum(parts[first:end]), *parts[end:]]
            assert to_merge(parts, [0] * len(parts)) == []
        large = sum(part >= 1_000 for part in parts)
        assert len(parts) <= large + (large + 1) * 11


@pytest.mark.parametrize(
    ("what", "parts", "gone", "stretches"),
    [
        ("one part", [10], [0], []),
        ("a small one behind a large one", [10, 3], [0, 0], []),
        ("two of one size", [10, 10], [0, 0], [(0, 2)]),
        ("the small ones have grown", [10, 6, 4], [0, 0, 0], [(0, 3)]),
        ("only the last two", [100, 6, 6], [0, 0, 0], [(1, 3)]),
        ("much has gone", [10], [3], [(0, 1)]),
        ("a little has gone", [12], [3], []),
        ("what has gone does not count", [10, 9], [2, 0], [(0, 2)]),
        ("a country's parts", [LARGE, LARGE, LARGE], [0, 0, 0], []),
        ("small ones behind a country's", [LARGE, 9, 9], [0, 0, 0], [(1, 3)]),
        ("small ones before a country's, and behind it", [9, 9, LARGE, 5, 8], [0, 0, 0, 0, 0], [(0, 2), (3, 5)]),
        ("much of a country's has gone", [9, 2 * LARGE, 5], [0, LARGE, 0], [(1, 2)]),
        ("so much has gone that it is small", [LARGE, LARGE, 5], [0, LARGE - 3, 0], [(1, 3)]),
    ],
)
def test_what_is_merged(what: str, parts: list[int], gone: list[int], stretches: list[tuple[int, int]]) -> None:
    assert to_merge(parts, gone) == stretches, what


def nights(folder: Path) -> None:
    """A store of several loads with a corrected and a withdrawn row."""
    load(folder, "a", PEOPLE, FIRST)
    for number in range(5):
        row = f"{10 + number} | anna | 2020-01-{number + 1:02} | 0.5"
        load(folder, f"b{number}", (), phosphate(f"result_id | person_id | at | value\n{row}"))
    load(folder, "c", (), [{**FIRST[0], "value": "0.62", "updated": "2019-06-20T00:00:00Z"}])
    load(folder, "d", (), [{**FIRST[1], "status": "entered-in-error", "updated": "2019-07-20T00:00:00Z"}])


def test_the_rows_stay_and_the_files_go(tmp_path: Path) -> None:
    nights(tmp_path)
    before = {name: rows(tmp_path, name, "*") for name in ("people", "results", "touched", "withdrawn")}
    assert len(Store(tmp_path).manifest.tables["results"]) == 7
    assert Store(tmp_path).manifest.gone
    assert Store(tmp_path).merge()
    assert {name: rows(tmp_path, name, "*") for name in before} == before
    manifest = Store(tmp_path).manifest
    assert len(manifest.tables["results"]) == 1
    assert not manifest.gone
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")} == manifest.named
    assert not Store(tmp_path).merge()
    load(tmp_path, "e", (), [{**FIRST[2], "value": "0.4", "updated": "2021-01-01T00:00:00Z"}])
    assert ("3", "0.4") in rows(tmp_path, "results", "result_id, printed_value")


def test_the_rows_stay_where_some_parts_are_too_large_to_be_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights(tmp_path)
    load(tmp_path, "e", (), [{**FIRST[2], "value": f"0.{40 + number}", "result_id": f"e{number}"} for number in range(6)])
    load(tmp_path, "f", (), [{**FIRST[2], "value": "0.4", "result_id": "f"}])
    load(tmp_path, "g", (), [{**FIRST[2], "value": "0.4", "result_id": "g"}])
    before = {name: rows(tmp_path, name, "*") for name in ("people", "results", "touched", "withdrawn")}
    parts = Store(tmp_path).manifest.tables["results"]
    monkeypatch.setattr(merge_module, "LARGE", 6)
    assert Store(tmp_path).merge()
    manifest = Store(tmp_path).manifest
    assert parts[-3] in manifest.tables["results"]
    assert len(manifest.tables["results"]) == 3
    assert {name: rows(tmp_path, name, "*") for name in before} == before
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")} == manifest.named
    assert not Store(tmp_path).merge()


def test_where_there_is_no_room_nothing_is_merged_and_nothing_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights(tmp_path)
    before = Store(tmp_path).manifest
    with monkeypatch.context() as full:
        full.setattr(merge_module, "free_disk", lambda _: 100)
        assert not Store(tmp_path).merge()
    assert Store(tmp_path).manifest == before
    assert Store(tmp_path).merge()


def test_the_oldest_result_is_found_in_the_footers_of_all_parts(tmp_path: Path) -> None:
    nights(tmp_path)
    load(tmp_path, "e", (), [{**FIRST[0], "result_id": "e", "at": "2011-05-06"}])
    with Store(tmp_path).connect() as connection:
        (oldest,) = connection.execute('SELECT min("at") FROM results').fetchall()
        assert connection.execute(f"SELECT * FROM {OLDEST_RESULT}").fetchall() == [oldest]
        assert str(oldest[0]) == "2011-05-06 00:00:00"
        plan = connection.execute(f"EXPLAIN SELECT * FROM {OLDEST_RESULT}").fetchall()[0][1]
        assert "PARQUET" not in plan.upper()


COUNTED = ("people", "results", "facts")


def test_how_many_rows_stand_is_known_by_the_footers_and_the_marks(tmp_path: Path) -> None:
    nights(tmp_path)
    assert Store(tmp_path).manifest.gone
    for _ in ("with marks", "merged"):
        with Store(tmp_path).connect() as connection:
            counted = [(name, connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0]) for name in COUNTED]
            assert connection.execute(f"SELECT * FROM {HOW_MANY}").fetchall() == counted
            assert all(rows for _, rows in counted[:2])
        Store(tmp_path).merge()
    assert not Store(tmp_path).manifest.gone


def test_of_an_empty_store_no_result_is_the_oldest_and_there_is_nobody(tmp_path: Path) -> None:
    with Store(tmp_path).connect() as connection:
        assert connection.execute(f"SELECT * FROM {HOW_MANY}").fetchall() == [(name, 0) for name in COUNTED]
        assert connection.execute(f"SELECT * FROM {OLDEST_RESULT}").fetchall() == [(None,)]


def test_a_merge_that_is_stopped_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nights(tmp_path)
    before = {name: rows(tmp_path, name, "*") for name in ("people", "results", "touched")}

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "write_manifest", stopped)
        with pytest.raises(KeyboardInterrupt):
            Store(tmp_path).merge()
    assert {name: rows(tmp_path, name, "*") for name in before} == before
    assert Store(tmp_path).merge()


@pytest.mark.parametrize(
    ("what", "links", "merged"),
    [
        ("one into another", [("a", "b")], {"a": "b"}),
        ("a chain", [("a", "b"), ("b", "c")], {"a": "c", "b": "c"}),
        ("a ring merges nobody", [("a", "b"), ("b", "a")], {}),
        ("into oneself", [("a", "a")], {}),
        ("into somebody who is not there", [("a", "x")], {}),
        ("removed", [("a", None)], {"a": None}),
        ("into somebody who was removed", [("a", "b"), ("b", None)], {"a": None, "b": None}),
        ("said by both", [("a", "b"), ("a", "b")], {"a": "b"}),
        ("a tail of a ring", [("c", "a"), ("a", "b"), ("b", "a")], {}),
    ],
)
def test_who_is_whose_duplicate(what: str, links: list[tuple[str, str | None]], merged: dict[str, str | None]) -> None:
    said = " UNION ALL ".join(f"SELECT '{one}' AS person_id, {repr(other) if other else 'NULL'} AS into_id" for one, other in links)
    people = "SELECT unnest(['a', 'b', 'c']) AS person_id"
    found = duckdb.sql(MERGED_SQL.format(links=said, people=people)).fetchall()
    assert dict(found) == merged, what
