"""Rows whose patient or day has not come wait, and are taken up when it has; what comes meanwhile counts."""

from datetime import date
from pathlib import Path

import pytest

from culprit.store.store import Store
from tests.intake.raw_tables import table
from tests.store.loads import load, rows
from tests.store.test_store import phosphate

ANNA = table("person_id | sex\nanna | f")
BORIS = table("person_id | sex\nboris | m")
STRANGER = phosphate(
    """result_id | person_id | at         | value | updated
       1         | boris     | 2019-06-16 | 0.52  | 2019-06-17T00:00:00Z"""
)


def values(folder: Path) -> list[tuple[object, ...]]:
    return rows(folder, "results", "person_id, printed_value")


def in_quarantine(folder: Path) -> list[tuple[object, ...]]:
    return rows(folder, "quarantine", "reason, source_file, source_row")


def test_a_patient_who_arrives_late_gets_what_waited(tmp_path: Path) -> None:
    broken = table("kind | person_id | text | at\ncondition | boris | rickets and a hip fracture | 2019-06-16")
    load(tmp_path, "a", ANNA, STRANGER, broken)
    assert values(tmp_path) == []
    assert in_quarantine(tmp_path) == [("unknown_patient", "a", 2), ("unknown_patient", "a", 2)]
    load(tmp_path, "b", BORIS)
    assert values(tmp_path) == [("boris", "0.52")]
    assert rows(tmp_path, "facts", "concept") == [("fracture_hip",), ("rickets",)]
    assert in_quarantine(tmp_path) == []
    assert rows(tmp_path, "touched", "load, person_id") == [(2, "boris")]
    load(tmp_path, "c", ANNA, STRANGER)
    assert values(tmp_path) == [("boris", "0.52")]


def test_a_day_that_comes(tmp_path: Path) -> None:
    load(tmp_path, "a", BORIS, STRANGER, on=date(2019, 6, 15))
    assert (values(tmp_path), in_quarantine(tmp_path)) == ([], [("future_date", "a", 2)])
    load(tmp_path, "b", ANNA, on=date(2019, 6, 15))
    assert values(tmp_path) == []
    load(tmp_path, "c", ANNA, on=date(2019, 6, 16))
    assert (values(tmp_path), in_quarantine(tmp_path)) == ([("boris", "0.52")], [])


@pytest.mark.parametrize(
    ("what", "change", "then"),
    [
        ("corrected", {"value": "0.62", "updated": "2019-06-18T00:00:00Z"}, [("boris", "0.62")]),
        ("corrected, undated", {"value": "0.62", "updated": None}, [("boris", "0.52")]),
        ("an older version", {"value": "0.62", "updated": "2019-06-01T00:00:00Z"}, [("boris", "0.52")]),
        ("a copy", {}, [("boris", "0.52")]),
        ("withdrawn", {"status": "entered-in-error", "updated": "2019-06-18T00:00:00Z"}, []),
        ("another's", {"person_id": "anna", "updated": "2019-06-18T00:00:00Z"}, [("anna", "0.52")]),
    ],
)
def test_what_comes_meanwhile_counts(tmp_path: Path, what: str, change: dict[str, str | None], then: list[object]) -> None:
    load(tmp_path, "a", ANNA, STRANGER)
    load(tmp_path, "b", (), [{**STRANGER[0], **change}])
    load(tmp_path, "c", BORIS)
    assert values(tmp_path) == then, what
    assert in_quarantine(tmp_path) == []


def test_without_an_id_the_same_row_is_one_row(tmp_path: Path) -> None:
    nameless = [{**STRANGER[0], "result_id": None, "updated": None}]
    load(tmp_path, "a", ANNA, nameless)
    load(tmp_path, "b", (), nameless)
    load(tmp_path, "c", BORIS, nameless)
    load(tmp_path, "d", (), nameless)
    assert values(tmp_path) == [("boris", "0.52")]


def test_what_would_not_be_kept_does_not_wait(tmp_path: Path) -> None:
    load(tmp_path, "a", ANNA, [{**STRANGER[0], "at": "yesterday"}, {**STRANGER[0], "result_id": "2", "at": None}])
    load(tmp_path, "b", BORIS)
    assert values(tmp_path) == []
    assert [reason for reason, *_ in in_quarantine(tmp_path)] == ["unknown_patient", "unknown_patient"]


def test_nothing_waits_where_nothing_must(tmp_path: Path) -> None:
    load(tmp_path, "a", BORIS, STRANGER)
    assert not {name for name in Store(tmp_path).manifest.named if "waiting" in name or "late" in name}
