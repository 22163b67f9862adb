"""Rows of MEASUREMENT and OBSERVATION that are odd in every column, as CSV or as typed Parquet, for the tests."""

import csv
import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from tests.omop.mini_cdm import CONCEPT, TABLES, write_csv

Row = dict[str, Any]

# phosphate by concept, by source value, by name; glucose in urine; sodium and urea, which nobody here knows; nonsense; nothing
CODES = [
    (3003458, "PHOS", 0),
    (3003458, "14879-1", 3003458),
    (0, "Phosphate", 0),
    (0, "Glucose in urine", 0),
    (3019550, "NA", 3019550),
    (2000000001, "UREA", 2000000001),
    (0, "xyz", 0),
    (None, None, None),
]
CODE = ("measurement_concept_id", "measurement_source_value", "measurement_source_concept_id")
UNITS = [(8753, "mmol/L"), (8840, "mg/dL"), (8840, "mmol/L"), (8753, None), (0, "mg/dL"), (0, "furlong"), (9999, "?"), (None, None)]
NUMBERS = [None, 0.52, 0.1, 1.0, -0.0, -3.0, 1e20, 123456789.123, 0.30000000000000004, float("nan"), float("inf")]
SAID = [
    None,
    "0.52",
    "0.520",
    " 0.52 ",
    "<0.3",
    ">= 4",
    "≤0.5",
    "0,52",
    "1e3",
    "3.1",
    "positive",
    "less than 0.3",
    "HOLD",
    "NaN",
    "+1.0",
]
TIMES = [None, datetime(2020, 1, 5, 8, 30), datetime(2020, 1, 5), datetime(2020, 1, 5, 23, 59, 59, 999999), datetime(1950, 1, 1, 4)]
WRITTEN_TIMES = ["2020-01-05T08:30:00Z", "2020-01-05 08:30", "nonsense", "05.01.2020 08:30"]
DAYS = [None, date(2020, 1, 5), date(1969, 12, 31), date(2035, 2, 28)]
WRITTEN_DAYS = ["2020-13-45", "05.01.2020", "20200105"]

COLUMNS = {
    "measurement_id": pa.int64(),
    "person_id": pa.int64(),
    "measurement_concept_id": pa.int32(),
    "measurement_date": pa.date32(),
    "measurement_datetime": pa.timestamp("us"),
    "measurement_time": pa.string(),
    "operator_concept_id": pa.int32(),
    "value_as_number": pa.float64(),
    "value_as_concept_id": pa.int32(),
    "unit_concept_id": pa.int32(),
    "range_low": pa.float64(),
    "range_high": pa.decimal128(10, 2),
    "measurement_source_value": pa.string(),
    "measurement_source_concept_id": pa.int32(),
    "unit_source_value": pa.string(),
    "value_source_value": pa.string(),
}
_MORE_CONCEPTS = "3019550,Sodium,LOINC,2951-2\n2000000001,Urea,LOINC,3094-0\n8840,milligram per deciliter,UCUM,mg/dL\n"


def choices(written: bool) -> dict[str, list[Any]]:
    """What may stand in each column; codes and units are drawn together. `written`: also what only text can be."""
    return {
        "code": CODES,
        "unit": UNITS,
        "measurement_id": [None, *range(-5, 60)],
        "person_id": [1, 1, 2, 2, -3, 99, None],
        "measurement_date": DAYS + WRITTEN_DAYS if written else DAYS,
        "measurement_datetime": TIMES + WRITTEN_TIMES if written else TIMES,
        "measurement_time": [None, None, "08:15", "8:15:30", "late"],
        "operator_concept_id": [None, None, 0, 4171756, 4172704, 4172703, 123],
        "value_as_number": [*NUMBERS, "abc", "<0.3", "0,52", "1e3", " 4.0 "] if written else NUMBERS,
        "value_as_concept_id": [None, None, 0, 9191, 4001458],
        "range_low": [None, 0.8, 2.5],
        "range_high": [None, 1.5],
        "value_source_value": SAID,
    }


def row(drawn: Row) -> Row:
    """The row of what was drawn for each column."""
    code, unit = drawn.pop("code"), drawn.pop("unit")
    return drawn | dict(zip(CODE, code, strict=True)) | dict(zip(("unit_concept_id", "unit_source_value"), unit, strict=True))


def rows(written: bool) -> st.SearchStrategy[list[Row]]:
    """Rows in any order, with ids and persons that come again, are missing, negative, or of nobody."""
    drawn = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices(written).items()})
    return st.lists(drawn.map(row), max_size=40)


def some(count: int, seed: int) -> list[Row]:
    """So many odd rows, always the same ones."""
    chance = random.Random(seed)
    return [row({name: chance.choice(values) for name, values in choices(written=False).items()}) for _ in range(count)]


def write(folder: Path, measurements: list[Row], as_parquet: bool, files: int = 1) -> Path:
    """A data set of these rows in so many files, and of the mini data set's other tables; every third row is in OBSERVATION too."""
    write_csv(folder, TABLES | {"concept": CONCEPT + _MORE_CONCEPTS})
    (folder / "measurement.csv").unlink()
    for name in ("condition_occurrence", "drug_exposure", "procedure_occurrence") if as_parquet else ():
        table = folder / f"{name}.csv"
        duckdb.sql(f"COPY (FROM read_csv('{table}')) TO '{table.with_suffix('.parquet')}'")
        table.unlink()
    size = -(-len(measurements) // files) or 1
    for number in range(files):
        some = measurements[number * size : (number + 1) * size]
        target = folder / f"measurement_{number}.{'parquet' if as_parquet else 'csv'}"
        if as_parquet:
            columns = {
                name: pa.array([row[name] for row in some], pa.float64() if name == "range_high" else kind)
                for name, kind in COLUMNS.items()
            }
            table = pa.table({name: column.cast(COLUMNS[name]) for name, column in columns.items()})
            pq.write_table(table, target, row_group_size=16)
        else:
            _write_csv(target, list(COLUMNS), some)
    names = [
        name.replace("measurement_", "observation_")
        for name in COLUMNS
        if not name.startswith(("range", "operator", "value_source"))
    ]
    observations = [
        {name.replace("measurement_", "observation_"): value for name, value in row.items()} for row in measurements[::3]
    ]
    _write_csv(folder / "observation.csv", names, observations)
    return folder


def _write_csv(path: Path, names: list[str], some: list[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(some)
