"""A store's canonical tables written back as an OMOP CDM 5.4 in Parquet, for trying out warehouses; any size.

The vocabulary's own numbers are not known here, so that codes get numbers from the range that OMOP leaves to sites (above two
thousand million), and CONCEPT says what they are. Texts without a code stand as source values, as in many real CDMs.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from culprit.knowledge.analyte_codes import code_systems
from culprit.knowledge.omop import meanings
from culprit.knowledge.units import conversion
from culprit.store.views import connect, quoted

_FIRST_OWN_CONCEPT = 2_000_000_001
_VOCABULARIES = {
    "loinc": "LOINC",
    "http://hl7.org/fhir/sid/icd-10": "ICD10",
    "http://www.whocc.no/atc": "ATC",
    "http://human-phenotype-ontology.org": "HPO",
}
_VISITS = {"outpatient": 9202, "emergency": 9203, "inpatient": 9201, "intensive_care": 32037}
_OPERATORS = "CASE comparator " + " ".join(f"WHEN {quoted(w)} THEN {n}" for n, w in meanings("operators").items()) + " END"

_PERSON = """SELECT n AS person_id, CASE sex WHEN 'F' THEN 8532 WHEN 'M' THEN 8507 ELSE 0 END AS gender_concept_id,
    year(birth)::INTEGER AS year_of_birth,
    CASE WHEN birth_precision <> 'year' THEN month(birth)::INTEGER END AS month_of_birth,
    CASE WHEN birth_precision IN ('day', 'minute') THEN day(birth)::INTEGER END AS day_of_birth,
    coalesce(identifier, person_id) AS person_source_value, CAST(NULL AS VARCHAR) AS gender_source_value
    FROM people JOIN numbered USING (person_id) ORDER BY n"""

_DEATH = """SELECT n AS person_id, death::DATE AS death_date FROM people JOIN numbered USING (person_id)
    WHERE death IS NOT NULL ORDER BY n"""

_MEASUREMENT = f"""SELECT row_number() OVER (ORDER BY n, "at", analyte, source_file, source_row, result_id) AS measurement_id,
    n AS person_id, coalesce(c.concept_id, 0) AS measurement_concept_id, "at"::DATE AS measurement_date,
    CASE WHEN precision = 'minute' THEN "at" END AS measurement_datetime, {_OPERATORS} AS operator_concept_id,
    try_cast(printed_value AS DOUBLE) AS value_as_number, CAST(NULL AS BIGINT) AS value_as_concept_id,
    u.unit_concept_id, round((limit_low / u.factor)::DOUBLE, 4) AS range_low,
    round((limit_high / u.factor)::DOUBLE, 4) AS range_high,
    CASE WHEN c.concept_id IS NULL THEN r.code ELSE c.concept_code END AS measurement_source_value,
    coalesce(c.concept_id, 0) AS measurement_source_concept_id, nullif(printed_unit, '') AS unit_source_value,
    nullif(printed_value, '') AS value_source_value
    FROM results r JOIN numbered USING (person_id) JOIN units u USING (analyte, printed_unit)
    LEFT JOIN concepts c ON r.code = c.code"""

_CONDITION = """SELECT row_number() OVER (ORDER BY n, "at", f.code, f."text", source_row) AS condition_occurrence_id,
    n AS person_id, 0 AS condition_concept_id, "at"::DATE AS condition_start_date, "until"::DATE AS condition_end_date,
    coalesce(c.concept_code, f."text") AS condition_source_value, coalesce(c.concept_id, 0) AS condition_source_concept_id,
    CASE status WHEN 'present' THEN 32893 WHEN 'provisional' THEN 32899 ELSE 0 END AS condition_status_concept_id,
    status AS condition_status_source_value, CAST(NULL AS BIGINT) AS visit_occurrence_id
    FROM facts f JOIN numbered USING (person_id) LEFT JOIN concepts c ON f.code = c.code
    WHERE kind = 'condition' AND "at" IS NOT NULL"""

_DRUG = """SELECT row_number() OVER (ORDER BY n, "at", f.code, f."text", source_row) AS drug_exposure_id,
    n AS person_id, 0 AS drug_concept_id, "at"::DATE AS drug_exposure_start_date, "until"::DATE AS drug_exposure_end_date,
    CASE status WHEN 'administration' THEN 32818 WHEN 'statement' THEN 32865 ELSE 32838 END AS drug_type_concept_id, dose AS sig,
    coalesce(c.concept_code, f."text") AS drug_source_value, coalesce(c.concept_id, 0) AS drug_source_concept_id,
    nullif(detail, '') AS route_source_value, CAST(NULL AS BIGINT) AS visit_occurrence_id
    FROM facts f JOIN numbered USING (person_id) LEFT JOIN concepts c ON f.code = c.code
    WHERE kind = 'drug' AND "at" IS NOT NULL"""

_PROCEDURE = """SELECT row_number() OVER (ORDER BY n, "at", f.code, f."text", source_row) AS procedure_occurrence_id,
    n AS person_id, 0 AS procedure_concept_id, "at"::DATE AS procedure_date,
    coalesce(c.concept_code, f."text") AS procedure_source_value, coalesce(c.concept_id, 0) AS procedure_source_concept_id
    FROM facts f JOIN numbered USING (person_id) LEFT JOIN concepts c ON f.code = c.code
    WHERE kind = 'procedure' AND "at" IS NOT NULL"""

_VISIT = f"""SELECT row_number() OVER (ORDER BY n, "at", detail, source_row) AS visit_occurrence_id, n AS person_id,
    CASE detail {" ".join(f"WHEN '{word}' THEN {number}" for word, number in _VISITS.items())} ELSE 0 END AS visit_concept_id,
    "at"::DATE AS visit_start_date, "at" AS visit_start_datetime, "until"::DATE AS visit_end_date, "until" AS visit_end_datetime,
    "text" AS visit_source_value, CAST(NULL AS BIGINT) AS care_site_id
    FROM facts JOIN numbered USING (person_id) WHERE kind = 'stay' AND "at" IS NOT NULL"""

TABLES = {
    "person": _PERSON,
    "death": _DEATH,
    "measurement": _MEASUREMENT,
    "condition_occurrence": _CONDITION,
    "drug_exposure": _DRUG,
    "procedure_occurrence": _PROCEDURE,
    "visit_occurrence": _VISIT,
    "concept": "SELECT concept_id, concept_name, vocabulary_id, concept_code FROM concepts ORDER BY concept_id",
    "cdm_source": "SELECT 'a made-up hospital' AS cdm_source_name, 'simulated' AS cdm_source_abbreviation, 'v5.4' AS cdm_version",
}


def write_omop(store: Path, out: Path) -> dict[str, int]:
    """Writes the people of a store as OMOP tables, one Parquet file each, into `out`; returns the rows of each table.

    Raises FileExistsError when `out` holds files already.
    """
    if out.exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} already holds files: name an empty folder")
    out.mkdir(parents=True, exist_ok=True)
    with connect(store) as connection:
        connection.execute(
            "CREATE TEMP TABLE numbered AS SELECT person_id, row_number() OVER (ORDER BY person_id) AS n FROM people"
        )
        _number_codes(connection)
        _describe_units(connection)
        return {name: _copy(connection, query, out / f"{name}.parquet") for name, query in TABLES.items()}


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> int:
    connection.execute(f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    return int(connection.execute(f"SELECT count(*) FROM read_parquet({quoted(str(path))})").fetchall()[0][0])


def _number_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates concepts (code as the store has it, concept_id, concept_name, vocabulary_id, concept_code)."""
    rows = connection.execute(
        'SELECT code, min(word) FROM (SELECT code, analyte AS word FROM results UNION ALL SELECT code, "text" FROM facts)'
        " WHERE code <> '' GROUP BY code ORDER BY code"
    ).fetchall()
    # a simulated store names the analyte; a CDM has a code for it
    known = [(code, word, *_coded(code)) for code, word in rows]
    coded = [row for row in known if row[2]]
    columns = {
        "code": [row[0] for row in coded],
        "concept_id": range(_FIRST_OWN_CONCEPT, _FIRST_OWN_CONCEPT + len(coded)),
        "concept_name": [row[1] or row[3] for row in coded],
        "vocabulary_id": [row[2] for row in coded],
        "concept_code": [row[3] for row in coded],
    }
    texts = pa.string()
    types = pa.schema([(name, pa.int64() if name == "concept_id" else texts) for name in columns])
    _store(connection, "concepts", pa.table({name: list(column) for name, column in columns.items()}, schema=types))


def _coded(code: str) -> tuple[str, str]:
    """(vocabulary, code) of a code as the store has it; ('', '') for a name."""
    system, _, bare = code.partition("|")
    if system == "simulated":
        # made in SI units: a code that promises a mass is taken only where there is none for moles
        known = [known for known in code_systems()["loinc"].codes.values() if known.analyte == bare]
        return ("LOINC", min(known, key=lambda each: each.dimension == "mass").code) if known else ("", "")
    return (_VOCABULARIES[system], bare) if system in _VOCABULARIES else ("", "")


def _describe_units(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates units (analyte, printed_unit, unit_concept_id, factor to the analyte's unit)."""
    numbers = {word: int(number) for number, word in meanings("units").items()}
    pairs = connection.execute("SELECT DISTINCT analyte, printed_unit FROM results ORDER BY ALL").fetchall()
    factors = [conversion(analyte, unit) for analyte, unit in pairs]
    columns = {
        "analyte": pa.array([analyte for analyte, _ in pairs], pa.string()),
        "printed_unit": pa.array([unit for _, unit in pairs], pa.string()),
        "unit_concept_id": pa.array([numbers.get(unit, 0) for _, unit in pairs], pa.int64()),
        "factor": pa.array([float(factor.factor) if factor else 1.0 for factor in factors], pa.float64()),
    }
    _store(connection, "units", pa.table(columns))


def _store(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.register("made_here", table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM made_here")
    connection.unregister("made_here")
