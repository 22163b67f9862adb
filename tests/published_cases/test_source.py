"""JSON lines of published patients as a source: what is read, what is set aside."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from culprit.sources.errors import SourceError
from culprit.sources.intake.understand import Understood, understand
from culprit.sources.published_cases import looks_like_published_cases, read_published_cases
from culprit.sources.recognise import SourceKind, recognise
from tests.shared_data import shared

LINE: dict[str, Any] = {
    "id": "anna",
    "sex": "F",
    "age_diagnosis_years": 50,
    "delay_months": 24,
    "labs": [
        {"analyte": "phosphate", "specimen": "serum", "value": 0.52, "unit": "mmol/L", "ref_low": 0.81, "when": "first_abnormal"},
        {"analyte": "phosphate", "specimen": "serum", "value_text": "low", "when": "presentation"},
        {"analyte": "phosphate", "specimen": "serum", "value": 1.1, "unit": "mmol/L", "when": "postop"},
        {"analyte": "bmd_t_hip", "value": -3.1, "unit": "SD", "when": "presentation"},
    ],
    "symptoms": ["bone_pain", {"label": "Rickets", "hpo": "HP:0002748", "excluded": True}],
    "fractures": [{"site": "vertebra", "kind": "fragility", "count": 2}],
    "history": ["coeliac disease"],
    "drugs": ["adefovir 10 mg/day 12 months"],
    "prior_treatments": ["vertebroplasty"],
    "family_history": "father had rickets",
    "diagnosis": "TIO",
    "tumour": {"site": "foot"},
}


def read(path: Path, *lines: object) -> tuple[duckdb.DuckDBPyConnection, Understood]:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), encoding="utf-8")
    connection = duckdb.connect()
    raw = read_published_cases(connection, [path])
    raw.check(connection)
    return connection, understand(connection, raw)


def rows(found: tuple[duckdb.DuckDBPyConnection, Understood], table: str, columns: str) -> list[tuple[Any, ...]]:
    connection, understood = found
    return connection.execute(f"SELECT {columns} FROM {understood.tables[table]} ORDER BY ALL").fetchall()


def test_what_was_known_becomes_rows(tmp_path: Path) -> None:
    found = read(tmp_path / "cases.jsonl", LINE)
    assert rows(found, "people", "person_id, sex, birth::DATE::VARCHAR") == [("anna", "F", "1969-12-15")]
    assert rows(found, "results", 'analyte, "at"::DATE::VARCHAR, printed_value, source_row') == [
        ("bmd_t_score", "2020-06-15", "-3.1", 1),
        ("phosphate_serum", "2019-06-21", "0.52", 1),
        ("phosphate_serum", "2020-06-15", "low", 1),
    ]
    assert rows(found, "facts", "kind, concept, status") == [
        ("condition", "bone_pain", "present"),
        ("condition", "coeliac_disease", "present"),
        ("condition", "fracture_vertebral", "present"),
        ("condition", "fracture_vertebral", "present"),
        ("condition", "rickets", "refuted"),
        ("drug", "adefovir", "order"),
        ("procedure", "vertebroplasty", ""),
        ("relative", "rickets", "present"),
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": ""}, "no_id"),
        ({"id": 7}, "wrong_type"),
        ({"labs": [3]}, "wrong_type"),
        ({"labs": "none"}, "wrong_type"),
        ({"labs": [{"analyte": "phosphate", "value": "low", "when": "presentation"}]}, "wrong_type"),
        ({"labs": [{"analyte": "phosphate", "value": 1, "when": "one day"}]}, "wrong_type"),
        ({"labs": [{"analyte": "phosphate", "value": 1, "when": "preop", "comparator": "about"}]}, "wrong_type"),
        ({"symptoms": [4]}, "wrong_type"),
        ({"age_diagnosis_years": 1200}, "wrong_type"),
        ({"delay_months": -1}, "wrong_type"),
        ({"fractures": [{"count": 1000000000}]}, "wrong_type"),
        ({"presented_on": "in June"}, "wrong_type"),
    ],
)
def test_a_bad_line_costs_itself_and_no_value_is_told(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    found = read(tmp_path / "cases.jsonl", {**LINE, "id": "bert"}, {**LINE, **change}, '{"id": "cut", "labs": [')
    assert rows(found, "quarantine", "source_row, reason") == [(2, reason), (3, "broken_line")]
    assert rows(found, "people", "person_id") == [("bert",)]
    told = rows(found, "quarantine", "explanation")[0][0]
    assert not any(word in told for word in ("one day", "in June", "1200", "about"))


def test_it_is_recognised_and_other_json_is_not(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(LINE) + "\n")
    (tmp_path / "README.md").write_text("labs")
    assert recognise(tmp_path) is SourceKind.PUBLISHED_CASES
    path.write_text('{"id": "x", "results": []}\n')
    assert not looks_like_published_cases(tmp_path)
    with pytest.raises(SourceError, match="no published patients"):
        read_published_cases(duckdb.connect(), [tmp_path])


def test_the_dossiers_files_are_read_whole() -> None:
    connection = duckdb.connect()
    raw = read_published_cases(connection, [shared("cases/tio.jsonl"), shared("cases/mimics.jsonl")])
    counted = [connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in (raw.people, raw.quarantine)]
    assert counted == [154, 0]
