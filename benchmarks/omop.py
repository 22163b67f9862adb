"""From OMOP Parquet to canonical tables, in rows a second: a generated store written back as a CDM, and read again.

Once with measurements of known tests alone, and once as a hospital has it (omop_whole.py).
"""

import shutil
import tempfile
from pathlib import Path

import duckdb

from benchmarks import omop_whole
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


_KNOWN = f"""SELECT {_PERSON} AS person_id, "at" AS taken, c.concept_id, printed_unit AS unit, limit_low::DOUBLE AS low,
    limit_high::DOUBLE AS high, c.concept_code AS code, printed_value::DOUBLE AS number, printed_value AS said
    FROM by_person r JOIN concept c ON r.analyte = c.analyte ORDER BY ALL"""
WHAT = {"known": "every measurement known", "whole": "a whole CDM"}


def prepare(size: str, data: Path, seed: int) -> None:
    """Writes the CDMs, once."""
    people, measurements = size_of(size).omop
    for kind in WHAT:
        folder = folder_of(size, data, kind)
        if folder.exists():
            continue
        half = folder.with_name(f"{folder.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        with tempfile.TemporaryDirectory(dir=data) as made:
            canonical.write(Path(made), people, known_of(size, kind), seed, by_person=True)
            with Store(Path(made)).connect() as connection:
                connection.execute(f"CREATE VIEW by_person AS SELECT * FROM '{made}/by_person/results.parquet'")
                _create_concepts(connection)
                for name, query in _TABLES.items():
                    if kind == "known" or name == "person":
                        connection.execute(f"COPY ({query}) TO '{half}/{name}.parquet' (FORMAT parquet)")
                if kind == "whole":
                    omop_whole.write(connection, _KNOWN, measurements, people, seed, half)
        half.rename(folder)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Each load goes into an empty store. Raises ValueError when not every measurement of a known test became a result."""
    return [one for kind in WHAT for one in _measure(size, data, kind)]


def _measure(size: str, data: Path, kind: str) -> list[Figure]:
    folder, what = folder_of(size, data, kind), f"Parquet to canonical tables, {WHAT[kind]}"
    measurements, known = size_of(size).omop[1], known_of(size, kind)
    costs = [cost(lambda: _load(folder, data, measurements, known)) for _ in range(size_of(size).runs)]
    rows = sum(duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0] for file in sorted(folder.iterdir()))
    note, peak = f"{rows:,} rows, {measurements:,} of them measurements, {known:,} of these of known tests", _peak(costs)
    processor = [one.processor_seconds / rows * 1e6 for one in costs]
    return [
        figure("omop", what, [rows / one.seconds for one in costs], "rows/s", ASKED, note, peak),
        figure("omop", f"{what}: processor time", processor, "s/million rows", note="user and system", peak_mb=peak),
    ]


def known_of(size: str, kind: str) -> int:
    """How many measurements are of known tests."""
    measurements = size_of(size).omop[1]
    return omop_whole.known_of(measurements) if kind == "whole" else measurements


def _create_concepts(connection: duckdb.DuckDBPyConnection) -> None:
    """One LOINC code for each analyte, with a number of the site's own: the vocabulary's numbers are not known here."""
    loinc = {code.analyte: code.code for code in code_systems()["loinc"].codes.values() if code.analyte in canonical.SHARES}
    values = ", ".join(
        f"({quoted(analyte)}, {_FIRST_OWN_CONCEPT + place}::BIGINT, {quoted(analyte)}, 'LOINC', {quoted(code)})"
        for place, (analyte, code) in enumerate(sorted(loinc.items()))
    )
    columns = "analyte, concept_id, concept_name, vocabulary_id, concept_code"
    connection.execute(f"CREATE TEMP TABLE concept AS SELECT * FROM (VALUES {values}) t({columns})")


def _load(folder: Path, data: Path, measurements: int, known: int) -> None:
    with tempfile.TemporaryDirectory(dir=data) as store:
        counts = load_source([str(folder)], Store(Path(store))).counts
    results, facts = counts.results, counts.facts
    if results.read != measurements or results.kept != known or any(t.read != t.accounted for t in (results, facts)):
        raise ValueError(f"{measurements} measurements, {results.read} read; {known} of known tests, {results.kept} kept")
    for tally, name in ((results, "results"), (facts, "facts"), (counts.people, "people")):
        if tally.quarantined:
            raise ValueError(f"{name} set aside: {dict(tally.quarantined)}")


def folder_of(size: str, data: Path, kind: str) -> Path:
    """Where the CDM lies."""
    people, results = size_of(size).omop
    return data / f"omop-{kind}-{people}-{results}"


def _peak(costs: list[Cost]) -> int | None:
    return max((one.peak_mb for one in costs if one.peak_mb is not None), default=None)
