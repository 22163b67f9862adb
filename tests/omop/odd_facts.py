"""Conditions, drugs, procedures and visits whose days and times are odd, as typed Parquet, for the tests."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from tests.omop.mini_cdm import CONCEPT, TABLES, write_csv

DAYS = [None, date(2020, 1, 5), date(2020, 1, 9), date(1969, 12, 31), date(2035, 2, 28)]
TIMES = [
    None,
    None,
    datetime(2020, 1, 5, 8, 30),
    datetime(2020, 1, 9),
    datetime(2020, 1, 9, 23, 59, 59, 999999),
    datetime(1950, 1, 1),
]
WORDS = ["adefovir 10 mg/day for 4 years", "adefovir", "M83.8", "no osteomalacia", "mother had rickets", "xyz", None]
_SHARED: dict[str, list[Any]] = {"person_id": [1, 1, 2, 99, None]}
_VISIT: dict[str, list[Any]] = {"visit_occurrence_id": [None, 1, 2, 3, 77]}


def _dated(*stems: str) -> dict[str, list[Any]]:
    return {f"{stem}_{kind}": values for stem in stems for kind, values in (("date", DAYS), ("datetime", TIMES))}


CHOICES: dict[str, dict[str, list[Any]]] = {
    "condition_occurrence": {"condition_source_value": WORDS} | _VISIT | _dated("condition_start", "condition_end"),
    "drug_exposure": {
        "drug_source_value": WORDS,
        "drug_type_concept_id": [None, 32838, 32865, 32818],
        "verbatim_end_date": [None, None, date(2020, 1, 7)],
        "days_supply": [None, 0, 30],
        "quantity": [None, 1.0],
        **_VISIT,
        **_dated("drug_exposure_start", "drug_exposure_end"),
    },
    "procedure_occurrence": {"procedure_source_value": WORDS} | _dated("procedure", "procedure_end"),
    "visit_occurrence": {"visit_concept_id": [0, 9201, 9202, 9203]} | _dated("visit_start", "visit_end"),
    "visit_detail": {"visit_detail_concept_id": [0, 9203, 32037]} | _VISIT | _dated("visit_detail_start", "visit_detail_end"),
}


def tables(untyped: bool) -> st.SearchStrategy[dict[str, list[dict[str, Any]]]]:
    """Rows of every table; `untyped`: days as text, so that some are odder still."""
    return st.fixed_dictionaries(
        {
            table: st.lists(
                st.fixed_dictionaries({name: _values(name, values, untyped) for name, values in (_SHARED | columns).items()}),
                min_size=3,
                max_size=12,
            )
            for table, columns in CHOICES.items()
        }
    )


def _values(name: str, values: list[Any], untyped: bool) -> st.SearchStrategy[Any]:
    if untyped and name.endswith("_date"):
        return st.sampled_from([*(day and day.isoformat() for day in values), "05.01.2020", "nonsense", "2020-1-5"])
    return st.sampled_from(values)


def write(folder: Path, rows: dict[str, list[dict[str, Any]]]) -> Path:
    """A data set with these rows, numbered from 1, and the mini data set's other tables."""
    write_csv(folder, {name: text for name, text in TABLES.items() if name not in rows} | {"concept": CONCEPT})
    for table, some in rows.items():
        columns = {f"{table}_id": pa.array(range(1, len(some) + 1), pa.int64())}
        columns |= {name: _column(name, [row[name] for row in some]) for name in some[0]}
        stem = table.split("_")[0] if table != "visit_detail" else table
        columns.setdefault(f"{stem}_concept_id", pa.array([0] * len(some), pa.int32()))
        pq.write_table(pa.table(columns), folder / f"{table}.parquet")
    return folder


def _column(name: str, values: list[Any]) -> pa.Array:
    if name.endswith("_date"):
        return pa.array(values, pa.string() if any(isinstance(value, str) for value in values) else pa.date32())
    if name.endswith("_datetime"):
        return pa.array(values, pa.timestamp("us"))
    kinds = {"source_value": pa.string(), "quantity": pa.float64()}
    return pa.array(values, next((kind for end, kind in kinds.items() if name.endswith(end)), pa.int64()))
