"""Whatever a CDM writes side by side: nobody whom the shortlist over understood rows keeps is missing from the preselection."""

from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.engines.kinds import read_codebook
from culprit.engines.preselection import preselection, seen_in
from culprit.engines.rows_of_persons import Job, assess_rows, with_place
from culprit.engines.warehouse_sql import cdm_tables
from culprit.knowledge.settings import Settings
from culprit.sources.omop.tables import TABLES
from culprit.sources.omop.warehouse import as_texts, batches, open_warehouse

_CODES = (
    (3003458, "PHOS"),
    (3011904, "PHOS"),
    (0, "Phosphate"),
    (0, "2777-1"),
    (3003458, "Phosphate, urine"),
    (3035995, "AP"),
    (0, "无机磷"),
)
_UNITS = (
    (8753, "mmol/L"),
    (8840, "mg/dL"),
    (8753, "mg/dL"),
    (8840, "mmol/L"),
    (0, "mg/dL"),
    (0, None),
    (None, "umol/L"),
    (8645, "U/L"),
)
_NUMBERS = (0.25, 0.79, 0.8, 0.81, 1.2, 2.4, 2.5, 2.6, 3.4, 129.0, 130.0, 250.0, 800.0, 4e12, None)
_PRINTED = (None, "0.25", "0,79", "0.8", "<0.8", ">0.5", "2.4", " 2.5 ", "2.6 L", "low", "high", "HOLD", "*", "1e1", "800", "250")
_LIMITS = ((None, None), (0.8, 1.45), (2.5, 4.5), (1.0, 1.5), (30.0, 120.0))


@st.composite
def measurements(draw: st.DrawFn) -> dict[str, Any]:
    (code, source), (unit, printed_unit), (low, high) = (draw(st.sampled_from(each)) for each in (_CODES, _UNITS, _LIMITS))
    number, printed = draw(st.sampled_from(_NUMBERS)), draw(st.sampled_from(_PRINTED))
    if draw(st.booleans()):
        printed = None if number is None else f"{number:g}"
    return {
        "measurement_concept_id": code, "measurement_source_value": source, "measurement_source_concept_id": 0,
        "unit_concept_id": unit, "unit_source_value": printed_unit, "value_as_number": number, "value_source_value": printed,
        "operator_concept_id": draw(st.sampled_from((None, 4171756, 4172704))),
        "value_as_concept_id": draw(st.sampled_from((None, None, 0, 4083207, 4084765))),
        "range_low": low, "range_high": high, "measurement_date": draw(st.sampled_from(("2020-01-05", "2024-01-05", None))),
    }  # fmt: skip


def crowd(born: list[int | None], rows: list[list[dict[str, Any]]], path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        types = {"string": "VARCHAR", "int64": "BIGINT", "float64": "DOUBLE"}
        for name, table in cdm_tables().items():
            columns = ", ".join(f'"{c}" {types.get(str(t), str(t))}' for c, t in table.schema().items())
            connection.execute(f"CREATE TABLE {name} ({columns})")
        people = [(number, year, 8532) for number, year in enumerate(born, start=1)]
        connection.executemany("INSERT INTO person (person_id, year_of_birth, gender_concept_id) VALUES (?, ?, ?)", people)
        told = [{"person_id": number, **row} for number, each in enumerate(rows, start=1) for row in each]
        for number, row in enumerate(told, start=1):
            known = {"measurement_id": number, **row}
            marks = ", ".join("?" for _ in known)
            connection.execute(f"INSERT INTO measurement ({', '.join(known)}) VALUES ({marks})", list(known.values()))
        broken = [(number, number, "S72.0", "2023-01-01") for number in range(1, len(born), 3)]
        columns = "condition_occurrence_id, person_id, condition_source_value, condition_start_date"
        connection.executemany(f"INSERT INTO condition_occurrence ({columns}) VALUES (?, ?, ?, ?)", broken)


def test_nobody_is_lost(tmp_path: Path) -> None:
    born: list[int | None] = []
    rows: list[list[dict[str, Any]]] = []

    # one by one they are drawn, together they are screened: a crowd costs no more than one person does
    @settings(max_examples=1200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from((1850, 1960, 2015, 2023, None)), st.lists(measurements(), min_size=1, max_size=2))
    def moves_in(year: int | None, own: list[dict[str, Any]]) -> None:
        born.append(year)
        rows.append(own)

    moves_in()
    crowd(born, rows, tmp_path / "crowd.duckdb")
    warehouse = open_warehouse(f"duckdb://{tmp_path / 'crowd.duckdb'}")
    seen = seen_in(warehouse.tables, read_codebook(warehouse))
    travelling = {str(n) for n in batches(warehouse.backend, preselection(seen)).read_all()["person_id"].to_pylist()}
    tables = {
        name: with_place(batches(warehouse.backend, as_texts(table)).read_all(), TABLES[name].key, name)
        for name, table in warehouse.tables.items()
    }
    warehouse.close()
    outcome = assess_rows(Job(Settings.default()), tables)
    kept = {one.record.patient_id for one, _ in outcome.assessed}
    lost = sorted(kept - travelling, key=int)
    assert not lost, [(born[int(n) - 1], rows[int(n) - 1]) for n in lost[:3]]
    assert len(kept) > 100
    # a preselection of everybody would lose nobody either; such rows are far wilder than a hospital's
    assert len(born) - len(travelling) > 200
