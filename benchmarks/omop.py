"""From OMOP Parquet to canonical tables, in rows a second: a generated store written back as a CDM, and read again."""

import shutil
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measured import Cost, Figure, cost, figure
from benchmarks.sizes import size_of
from culprit.cli.load_source import load_source
from culprit.knowledge.analyte_codes import code_systems
from culprit.simulate import canonical
from culprit.store.store import Store
from culprit.store.views import quoted

ASKED = "at least 5,000,000 rows/s"
# the range that OMOP leaves to sites
_FIRST_OWN_CONCEPT = 2_000_000_001
_PERSON = "substr(person_id, 2)::BIGINT"

# `by_person` lies as a warehouse has it: in order of persons, not of analytes
_TABLES = {
    "person": f"""SELECT {_PERSON} AS person_id, CASE sex WHEN 'F' THEN 8532 ELSE 8507 END AS gender_concept_id,
        year(birth)::INTEGER AS year_of_birth, month(birth)::INTEGER AS month_of_birth, day(birth)::INTEGER AS day_of_birth,
        person_id AS person_source_value FROM people""",
    "measurement": f"""SELECT row_number() OVER () AS measurement_id, {_PERSON} AS person_id,
        c.concept_id AS measurement_concept_id, "at"::DATE AS measurement_date, "at" AS measurement_datetime,
        printed_value::DOUBLE AS value_as_number, 0 AS unit_concept_id, printed_unit AS unit_source_value,
        limit_low::DOUBLE AS range_low, limit_high::DOUBLE AS range_high, printed_value AS value_source_value,
        c.concept_code AS measurement_source_value, c.concept_id AS measurement_source_concept_id
        FROM by_person r JOIN concept c ON r.analyte = c.analyte""",
    "condition_occurrence": f"""SELECT row_number() OVER () AS condition_occurrence_id, {_PERSON} AS person_id,
        0 AS condition_concept_id, "at"::DATE AS condition_start_date, replace(concept, '_', ' ') AS condition_source_value
        FROM facts WHERE kind = 'condition' AND concept <> ''""",
    "drug_exposure": f"""SELECT row_number() OVER () AS drug_exposure_id, {_PERSON} AS person_id, 0 AS drug_concept_id,
        "at"::DATE AS drug_exposure_start_date, replace(concept, '_', ' ') AS drug_source_value
        FROM facts WHERE kind = 'drug' AND concept <> ''""",
    "concept": "SELECT * EXCLUDE (analyte) FROM concept",
}


def prepare(size: str, data: Path, seed: int) -> None:
    """Writes the CDM, once."""
    folder = folder_of(size, data)
    if folder.exists():
        return
    half = folder.with_name(f"{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    with tempfile.TemporaryDirectory(dir=data) as made:
        canonical.write(Path(made), *size_of(size).omop, seed, by_person=True)
        with Store(Path(made)).connect() as connection:
            connection.execute(f"CREATE VIEW by_person AS SELECT * FROM '{made}/by_person/results.parquet'")
            _create_concepts(connection)
            for name, query in _TABLES.items():
                connection.execute(f"COPY ({query}) TO '{half}/{name}.parquet' (FORMAT parquet)")
    half.rename(folder)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Each load goes into an empty store. Raises ValueError when not every measurement became a result."""
    folder = folder_of(size, data)
    _, results = size_of(size).omop
    costs = [cost(lambda: _load(folder, data, results)) for _ in range(size_of(size).runs)]
    rows = sum(duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0] for file in sorted(folder.iterdir()))
    note, peak = f"{rows:,} rows, {results:,} of them measurements", _peak(costs)
    return [
        figure("omop", "Parquet to canonical tables", [rows / one.seconds for one in costs], "rows/s", ASKED, note, peak),
        figure(
            "omop",
            "the same: processor time",
            [one.processor_seconds / rows * 1e6 for one in costs],
            "s/million rows",
            peak_mb=peak,
        ),
    ]


def _create_concepts(connection: duckdb.DuckDBPyConnection) -> None:
    """One LOINC code for each analyte, with a number of the site's own: the vocabulary's numbers are not known here."""
    loinc = {code.analyte: code.code for code in code_systems()["loinc"].codes.values() if code.analyte in canonical.SHARES}
    values = ", ".join(
        f"({quoted(analyte)}, {_FIRST_OWN_CONCEPT + place}::BIGINT, {quoted(analyte)}, 'LOINC', {quoted(code)})"
        for place, (analyte, code) in enumerate(sorted(loinc.items()))
    )
    columns = "analyte, concept_id, concept_name, vocabulary_id, concept_code"
    connection.execute(f"CREATE TEMP TABLE concept AS SELECT * FROM (VALUES {values}) t({columns})")


def _load(folder: Path, data: Path, results: int) -> None:
    with tempfile.TemporaryDirectory(dir=data) as store:
        counts = load_source([str(folder)], Store(Path(store))).counts
    if counts.results.kept != results or counts.results.read != counts.results.accounted:
        raise ValueError(f"{results} measurements, {counts.results.read} read, {counts.results.kept} kept")


def folder_of(size: str, data: Path) -> Path:
    """Where the CDM lies."""
    people, results = size_of(size).omop
    return data / f"omop-{people}-{results}"


def _peak(costs: list[Cost]) -> int | None:
    return max((one.peak_mb for one in costs if one.peak_mb is not None), default=None)
