"""Persons, diagnoses, operations, drugs and stays out of the tables of MIMIC-IV."""

import duckdb

from culprit.knowledge.omop import admitted_after_hours, place_words
from culprit.sources.mimic_iv.tables import Loaded
from culprit.sources.raw import RAW_FACT, RAW_PERSON

# an admission begins where the patient first lay, in the emergency room
_ADMITTED = "least(admittime, coalesce(edregtime, admittime))"
_LASTED = f"date_diff('minute', try_cast({_ADMITTED} AS TIMESTAMP), try_cast(dischtime AS TIMESTAMP))"


def build_people(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw persons. Born in anchor_year less anchor_age; 91 stands for all ages above 89."""
    target = f"{loaded.prefix}_people"
    columns = {
        "person_id": "p.subject_id",
        "identifier": "p.subject_id",
        "sex": "gender",
        "birth": "CAST(try_cast(anchor_year AS INTEGER) - try_cast(anchor_age AS INTEGER) AS VARCHAR)",
        "death": "coalesce(dod, d.died)",
        "deceased": "CASE WHEN coalesce(dod, d.died) IS NOT NULL THEN 'true' END",
        "source_file": "p.source_file",
        "source_row": "p.source_row",
    }
    listed = ", ".join(f'CAST({columns[name]} AS {kind}) AS "{name}"' for name, kind in RAW_PERSON.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {target} AS SELECT {listed} FROM {loaded.relation('patients')} p LEFT JOIN"
        f" (SELECT subject_id, min(deathtime) AS died FROM {loaded.relation('admissions')} GROUP BY subject_id) d"
        " ON p.subject_id = d.subject_id"
    )
    return target


def build_facts(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw facts."""
    target = f"{loaded.prefix}_facts"
    queries = (_diagnoses(loaded), _procedures(loaded), _prescriptions(loaded), _infusions(loaded), *_stays(loaded))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {target} AS {' UNION ALL '.join(queries)}")
    return target


def _fact(kind: str, columns: dict[str, str], rows: str) -> str:
    common = {"kind": f"'{kind}'", "person_id": "m.subject_id", "source_file": "m.source_file", "source_row": "m.source_row"}
    every = common | columns
    listed = ", ".join(f'CAST({every.get(name, "NULL")} AS {type_}) AS "{name}"' for name, type_ in RAW_FACT.items())
    return f"SELECT {listed} FROM {rows}"


def _icd(nine: str, ten: str) -> str:
    system = f"CASE m.icd_version WHEN '9' THEN '{nine}' WHEN '10' THEN '{ten}' ELSE '' END"
    return f"[{{'system': {system}, 'code': m.icd_code, 'display': t.long_title}}]"


def _titles(loaded: Loaded, table: str) -> str:
    titles = f"SELECT icd_code, icd_version, min(long_title) AS long_title FROM {loaded.relation(table)} GROUP BY ALL"
    return f" LEFT JOIN ({titles}) t ON m.icd_code = t.icd_code AND m.icd_version = t.icd_version"


def _diagnoses(loaded: Loaded) -> str:
    """Coded for the bill of an admission: it was there on the day of admission, and going home does not end it."""
    columns = {
        "fact_id": "'diagnosis/' || m.hadm_id || '/' || m.seq_num",
        "codings": _icd("ICD-9-CM", "ICD-10-CM"),
        "text": "t.long_title",
        "at": "a.admittime",
    }
    admissions = f"SELECT hadm_id, min({_ADMITTED}) AS admittime FROM {loaded.relation('admissions')}"
    rows = f"{loaded.relation('diagnoses_icd')} m LEFT JOIN ({admissions} GROUP BY hadm_id) a ON m.hadm_id = a.hadm_id"
    return _fact("condition", columns, rows + _titles(loaded, "d_icd_diagnoses"))


def _procedures(loaded: Loaded) -> str:
    columns = {
        "fact_id": "'procedure/' || m.hadm_id || '/' || m.seq_num",
        "codings": _icd("ICD-9-Proc", "ICD-10-PCS"),
        "text": "t.long_title",
        "at": "m.chartdate",
    }
    return _fact("procedure", columns, f"{loaded.relation('procedures_icd')} m" + _titles(loaded, "d_icd_procedures"))


def _prescriptions(loaded: Loaded) -> str:
    """An order without a stop is over when the patient goes home, unless it was written on that very day.

    An order whose stop lies before its start was withdrawn before it began: it is handed on as it stands.
    """
    ends = "CASE WHEN left(m.starttime, 10) < left(a.dischtime, 10) THEN a.dischtime END"
    columns = {
        "fact_id": "concat_ws('/', 'prescription', m.pharmacy_id, m.drug_type, m.ndc)",
        "codings": "CASE WHEN m.ndc IS NOT NULL AND m.ndc <> '0' THEN [{'system': 'NDC', 'code': m.ndc, 'display': m.drug}] END",
        "text": "m.drug",
        "at": "m.starttime",
        "until": f"coalesce(m.stoptime, {ends})",
        "status": "'order'",
        "detail": "m.route",
        "dose": "NULLIF(concat_ws(' ', m.dose_val_rx, m.dose_unit_rx, m.prod_strength), '')",
    }
    admissions = f"SELECT hadm_id, max(dischtime) AS dischtime FROM {loaded.relation('admissions')} GROUP BY hadm_id"
    return _fact("drug", columns, f"{loaded.relation('prescriptions')} m LEFT JOIN ({admissions}) a ON m.hadm_id = a.hadm_id")


def _infusions(loaded: Loaded) -> str:
    route = (
        "CASE WHEN regexp_matches(m.ordercategoryname, '(?i)enteral|oral|gastric') AND NOT regexp_matches(m.ordercategoryname,"
        " '(?i)parenteral') THEN 'enteral' ELSE 'IV' END"
    )
    columns = {
        "fact_id": "concat_ws('/', 'infusion', m.orderid, m.itemid, m.starttime)",
        "codings": "[{'system': 'http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-d-items', 'code': m.itemid, 'display': d.label}]",
        "text": "d.label",
        "at": "m.starttime",
        "until": "m.endtime",
        "status": "'administration'",
        "detail": route,
        "dose": "NULLIF(concat_ws(' ', m.amount, m.amountuom), '')",
    }
    labels = f"SELECT itemid, min(label) AS label FROM {loaded.relation('d_items')} GROUP BY itemid"
    return _fact("drug", columns, f"{loaded.relation('inputevents')} m LEFT JOIN ({labels}) d ON m.itemid = d.itemid")


def _stays(loaded: Loaded) -> tuple[str, ...]:
    """Admissions, intensive care, and emergency rooms; the latter also of people who were sent home from there."""
    short = f"NOT coalesce({_LASTED} > {60 * admitted_after_hours()}, true)"
    admission = {
        "fact_id": "'admission/' || m.hadm_id",
        "text": "m.admission_type",
        "at": _ADMITTED,
        "until": "m.dischtime",
        "detail": f"CASE WHEN {short} AND m.admission_type LIKE '%OBSERVATION%' THEN 'observation encounter'"
        f" WHEN {short} AND m.admission_type LIKE '%EMER%' THEN 'emergency' ELSE 'inpatient' END",
        "planned": "m.admission_type",
    }
    intensive = {
        "fact_id": "'icu/' || m.stay_id",
        "text": "m.first_careunit",
        "at": "m.intime",
        "until": "m.outtime",
        "detail": "'intensive care'",
    }
    emergency = {
        "fact_id": "'transfer/' || m.transfer_id",
        "text": "m.careunit",
        "at": "m.intime",
        "until": "m.outtime",
        "detail": "'emergency'",
        "planned": "'emergency'",
    }
    entered = {
        "fact_id": "'emergency/' || m.hadm_id",
        "at": "m.edregtime",
        "until": "m.edouttime",
        "detail": "'emergency'",
        "planned": "'emergency'",
    }
    ward = {
        "fact_id": "'transfer/' || m.transfer_id",
        "text": "m.careunit",
        "at": "m.intime",
        "until": "m.outtime",
        "detail": "'intensive care'",
    }
    # icustays counts intermediate and step-down wards as well, and runs on through them
    intensive_words = "|".join(word for word in place_words("intensive_care") if word.isascii())
    named = rf"regexp_matches({{}}, '(?i)\b({intensive_words})\b')"
    intensive_wards = f"{loaded.relation('transfers')} m WHERE {named.format('m.careunit')}"
    intensive_stays = f"{loaded.relation('icustays')} m WHERE {named.format('m.first_careunit')}"
    rooms = f"{loaded.relation('transfers')} m WHERE m.careunit LIKE 'Emergency%'"
    no_transfers = "transfers" in loaded.absent
    doors = f"{loaded.relation('admissions')} m WHERE m.edregtime IS NOT NULL"
    return (
        _fact("stay", admission, f"{loaded.relation('admissions')} m"),
        _fact("stay", intensive, intensive_stays) if no_transfers else _fact("stay", ward, intensive_wards),
        _fact("stay", entered, doors) if no_transfers else _fact("stay", emergency, rooms),
    )
