"""Diagnoses, drugs, operations and stays that stand beside results, or in files of their own: to raw facts."""

import re

import duckdb
import pyarrow

from culprit.sources.intake.read_words import STARTED
from culprit.sources.laboratory_files.layout import Layout
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.laboratory_files.sql import column, distinct_texts, quoted, sampled_at
from culprit.sources.laboratory_files.stays import kind_of_department
from culprit.sources.raw import RAW_FACT

# (kind, role of the code, role of the words)
_CODED = (("condition", "diagnosis_code", "diagnosis"), ("drug", "drug_code", "drug"), ("procedure", "procedure_code", "procedure"))
_SAID = ("kind", "person_id", "system", "code", "text", "at", "until", "status", "detail", "dose")
_SEVERAL_WORDS = re.compile(r"\s*[;；\n|]\s*")
# "E83.3 Hypophosphatämie"
_CODE_AND_WORDS = re.compile(r"(?P<code>[A-TV-Z]\d\d(?:\.\d{1,3})?)[\s:,–-]+(?P<text>\D.*)")
_SEVERAL_CODES = re.compile(r"\s*[;；,，|\n]\s*")


def add_facts(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str) -> None:
    """Appends all facts of one table to the raw relation `into`; what stands on many rows alike is written once."""
    for kind, code_role, text_role in _CODED:
        if layout.has(code_role, text_role):
            _add_coded(connection, loaded, layout, into, kind, code_role, text_role)
    if "department" in layout.columns or "admission" in layout.columns:
        _add_stays(connection, loaded, layout, into)
    for number, fact in layout.facts:
        yes = ", ".join(quoted(word) for word in fact.yes)
        given = {"kind": quoted(fact.kind), "text": quoted(fact.text)}
        _insert(connection, loaded, layout, into, given, f"c{number} IN ({yes})")


def system_of_code(code: str, kind: str) -> str:
    """The code system that the shape of a code tells: ICD-10 (E83.3), ICD-9-CM (275.3), SNOMED CT, ATC (M05BA08), or 'local'."""
    if kind == "drug":
        return "http://www.whocc.no/atc" if re.fullmatch(r"[A-Z]\d\d([A-Z]([A-Z](\d\d)?)?)?", code) else "local"
    if re.fullmatch(r"[A-TV-Z]\d[\dA-Z](\.?[\dA-Z]{1,4})?[-†*+!]?", code):
        return "http://hl7.org/fhir/sid/icd-10"
    if kind == "condition" and re.fullmatch(r"(\d{3}|V\d\d)\.\d{1,2}", code):
        return "http://hl7.org/fhir/sid/icd-9-cm"
    return "http://snomed.info/sct" if re.fullmatch(r"\d{6,18}", code) else "local"


def split_coded(code: str, text: str, kind: str) -> list[tuple[str, str]]:
    """(code, words) of each thing that one cell, or a cell of codes and one of words, lists. Equal in number, they go together."""
    codes = [part for part in _SEVERAL_CODES.split(code.strip()) if part]
    words = [part for part in _SEVERAL_WORDS.split(text.strip()) if part]
    together = _CODE_AND_WORDS.fullmatch(words[0]) if not codes and len(words) == 1 and kind == "condition" else None
    if together is not None:
        return [(together["code"], together["text"])]
    if len(codes) == len(words) or (len(codes) <= 1 and len(words) <= 1):
        return [(codes[n] if codes else "", words[n] if words else "") for n in range(max(len(codes), len(words)))]
    return [(part, "") for part in codes] + [("", part) for part in words]


def _add_coded(
    connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str, kind: str, code_role: str, text_role: str
) -> None:
    code, text = (f"coalesce({column(layout, role)}, '')" for role in (code_role, text_role))
    pairs = connection.execute(f'SELECT DISTINCT {code}, {text} FROM "{loaded.relation}" ORDER BY ALL').fetchall()
    rows = [(c, t, *part) for c, t in pairs if c or t for part in split_coded(c, t, kind)]
    names = ("code_cell", "text_cell", "code", "words")
    cells = {name: pyarrow.array([row[n] for row in rows], pyarrow.string()) for n, name in enumerate(names)}
    cells["system"] = pyarrow.array([system_of_code(row[2], kind) if row[2] else None for row in rows], pyarrow.string())
    connection.register("laboratory_parts", pyarrow.table(cells))
    begun = column(layout, *(["diagnosis_date"] if kind == "condition" else []), "start")
    given = {
        "kind": quoted(kind),
        "code": "p.code",
        "system": "p.system",
        "text": "nullif(p.words, '')",
        "at": sampled_at(layout) if begun == "NULL" else f"coalesce({begun}, {sampled_at(layout)})",
        "until": column(layout, "stop"),
        # where start and stop have columns a drug was begun on the one, and no words count back from it; without a stop it may be
        # the day of a prescription
        "status": f"CASE WHEN {begun} IS NOT NULL THEN '{STARTED}' END" if kind == "drug" and layout.has("stop") else "NULL",
        "detail": column(layout, "route") if kind == "drug" else "NULL",
        "dose": column(layout, "dose") if kind == "drug" else "NULL",
    }
    _insert(
        connection, loaded, layout, into, given, "true", f"JOIN laboratory_parts p ON p.code_cell = {code} AND p.text_cell = {text}"
    )
    connection.unregister("laboratory_parts")


def _add_stays(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, into: str) -> None:
    """A stay from admission to discharge; without those, the day on which the department sent the sample."""
    names = distinct_texts(connection, loaded.relation, [layout.columns["department"]]) if "department" in layout.columns else []
    kinds = [kind_of_department(name).value for name in names]
    connection.register(
        "laboratory_parts",
        pyarrow.table({"department": pyarrow.array(names, pyarrow.string()), "kind": pyarrow.array(kinds, pyarrow.string())}),
    )
    admission, discharge = column(layout, "admission"), column(layout, "discharge")
    day = f"regexp_replace({sampled_at(layout)}, '[T ]+\\d{{1,2}}:\\d\\d.*$', '')"
    department = column(layout, "department")
    known = "coalesce(p.kind, 'other')"
    ward = f"CASE WHEN {known} = 'other' AND {admission} IS NOT NULL THEN 'inpatient' ELSE {known} END"
    given = {
        "kind": "'stay'",
        "text": department,
        "at": f"coalesce({admission}, {day})",
        "until": f"CASE WHEN {admission} IS NULL THEN {day} ELSE {discharge} END",
        "detail": ward,
    }
    said = f"coalesce({department}, {admission}) IS NOT NULL"
    _insert(connection, loaded, layout, into, given, said, f"LEFT JOIN laboratory_parts p ON p.department = {department}")
    connection.unregister("laboratory_parts")


def _insert(
    connection: duckdb.DuckDBPyConnection,
    loaded: LoadedTable,
    layout: Layout,
    into: str,
    given: dict[str, str],
    condition: str,
    join: str = "",
) -> None:
    """One row per different saying, with the first line it stands on. `given` is SQL per name of _SAID."""
    said = {"person_id": column(layout, "person_id"), **given}
    inner = ", ".join(f'{said.get(name, "NULL")}::VARCHAR AS "{name}"' for name in _SAID)
    built = {
        **{name: f'"{name}"' for name in _SAID},
        "codings": "CASE WHEN code <> '' THEN [{'system': system, 'code': code, 'display': text}] END",
        "source_file": quoted(loaded.table.label),
        "source_row": "source_row",
    }
    row = ", ".join(f'{built.get(name, "NULL")}::{form} AS "{name}"' for name, form in RAW_FACT.items())
    connection.execute(
        f'INSERT INTO "{into}" SELECT {row} FROM (SELECT {inner}, min(source_row) AS source_row FROM "{loaded.relation}" t {join} '
        f"WHERE {condition} GROUP BY ALL) ORDER BY source_row, text, code"
    )
