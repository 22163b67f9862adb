"""Which tables and columns of the original MIMIC-IV (2.x) are read, and how they are loaded."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from culprit.sources.delimited import Reject, append_delimited, read_header
from culprit.sources.errors import SourceError

TABLES: dict[str, tuple[str, ...]] = {
    "hosp/patients": ("subject_id", "gender", "anchor_age", "anchor_year", "dod"),
    "hosp/admissions": ("subject_id", "hadm_id", "admittime", "dischtime", "deathtime", "admission_type", "edregtime", "edouttime"),
    "hosp/transfers": ("subject_id", "hadm_id", "transfer_id", "eventtype", "careunit", "intime", "outtime"),
    "hosp/d_labitems": ("itemid", "label", "fluid"),
    "hosp/labevents": (
        "labevent_id",
        "subject_id",
        "specimen_id",
        "itemid",
        "charttime",
        "storetime",
        "value",
        "valuenum",
        "valueuom",
        "ref_range_lower",
        "ref_range_upper",
        "flag",
        "comments",
    ),
    "hosp/d_icd_diagnoses": ("icd_code", "icd_version", "long_title"),
    "hosp/diagnoses_icd": ("subject_id", "hadm_id", "seq_num", "icd_code", "icd_version"),
    "hosp/d_icd_procedures": ("icd_code", "icd_version", "long_title"),
    "hosp/procedures_icd": ("subject_id", "hadm_id", "seq_num", "chartdate", "icd_code", "icd_version"),
    "hosp/prescriptions": (
        "subject_id",
        "hadm_id",
        "pharmacy_id",
        "starttime",
        "stoptime",
        "drug_type",
        "drug",
        "ndc",
        "prod_strength",
        "dose_val_rx",
        "dose_unit_rx",
        "route",
    ),
    "icu/icustays": ("subject_id", "stay_id", "first_careunit", "intime", "outtime"),
    "icu/d_items": ("itemid", "label"),
    "icu/inputevents": ("subject_id", "orderid", "starttime", "endtime", "itemid", "amount", "amountuom", "ordercategoryname"),
}
REQUIRED = ("hosp/patients", "hosp/labevents", "hosp/d_labitems")
_MAY_LACK = {
    "hadm_id",
    "edregtime",
    "edouttime",
    "deathtime",
    "dod",
    "comments",
    "flag",
    "storetime",
    "specimen_id",
    "prod_strength",
}


@dataclass
class Loaded:
    """What loading left behind: for each table a relation `<prefix>_<table without folder>`, perhaps empty."""

    prefix: str
    files: list[str] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def relation(self, table: str) -> str:
        """The relation of `table`, named without its folder."""
        return f"{self.prefix}_{table}"


def file_of(folder: Path, table: str) -> Path | None:
    """The file of a table below `folder`, packed or not, or None."""
    for suffix in (".csv", ".csv.gz"):
        path = folder / f"{table}{suffix}"
        if path.is_file():
            return path
    return None


def load(connection: duckdb.DuckDBPyConnection, folder: Path, prefix: str) -> Loaded:
    """Loads the tables below `folder` (hosp/, icu/). Raises SourceError when a needed table or column is not there."""
    loaded = Loaded(prefix)
    for table, columns in TABLES.items():
        name = table.split("/")[1]
        listed = ", ".join(f'"{column}" VARCHAR' for column in columns)
        relation = loaded.relation(name)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} ({listed}, source_file VARCHAR, source_row BIGINT)")
        path = file_of(folder, table)
        header = read_header(path) if path else None
        if path is None or header is None:
            if table in REQUIRED:
                raise SourceError(f"{folder}: {table}.csv.gz is absent or empty", "MIMIC-IV needs it; copy the whole folder hosp/.")
            loaded.absent.append(name)
            continue
        printed = path.relative_to(folder).as_posix()
        missing = [column for column in columns if column not in header.columns and column not in _MAY_LACK]
        if missing:
            raise SourceError(
                f"{printed}, line 1: the MIMIC-IV table {name} lacks {', '.join(missing)}",
                "Use the original files of MIMIC-IV 2.x.",
            )
        loaded.rejects += append_delimited(connection, relation, columns, path, printed, header)
        loaded.files.append(printed)
    read = set(loaded.files)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        printed = path.relative_to(folder).as_posix()
        if printed not in read:
            loaded.ignored.append((printed, "MIMIC-IV table or file that Culprit does not need"))
    return loaded
