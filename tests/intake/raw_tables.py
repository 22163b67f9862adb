"""Small raw relations drawn as text tables, for the tests of the intake and the store."""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from culprit.sources.raw import RAW_FACT, RAW_PERSON, RAW_RESULT
from culprit.sources.raw_relations import QUARANTINE_COLUMNS, RawRelations

Row = Mapping[str, Any]

_numbers = itertools.count()
_COLUMNS = {"people": RAW_PERSON, "results": RAW_RESULT, "facts": RAW_FACT, "quarantine": QUARANTINE_COLUMNS}


def table(text: str) -> list[dict[str, str | None]]:
    """Rows of a drawn table: columns parted by |, the first line names them; an empty cell is NULL, '' in quotes is empty."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    names = [name.strip() for name in lines[0].split("|")]
    rows = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        assert len(cells) == len(names), f"{len(cells)} cells under {len(names)} names: {line}"
        rows.append({name: None if cell == "" else "" if cell == "''" else cell for name, cell in zip(names, cells, strict=True)})
    return rows


def raw_relations(
    connection: duckdb.DuckDBPyConnection,
    people: Iterable[Row] = (),
    results: Iterable[Row] = (),
    facts: Iterable[Row] = (),
    quarantine: Iterable[Row] = (),
) -> RawRelations:
    """Raw relations holding these rows. What a row leaves out is NULL; its line is its place in the list, its file 'lab.csv'.

    `code` stands for one LOINC coding.
    """
    number = next(_numbers)
    names = {}
    for kind, rows in (("people", people), ("results", results), ("facts", facts), ("quarantine", quarantine)):
        columns = _COLUMNS[kind]
        names[kind] = f"raw_{kind}_{number}"
        spelled = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        connection.execute(f"CREATE TABLE {names[kind]} ({spelled})")
        for line, row in enumerate(rows, start=2):
            full = {"source_file": "lab.csv", "source_row": line, **_coded(row)}
            unknown = set(full) - set(columns)
            assert not unknown, f"no raw column {unknown}"
            values = [full.get(name) for name in columns]
            connection.execute(f"INSERT INTO {names[kind]} VALUES ({', '.join('?' for _ in columns)})", values)
    return RawRelations(names["people"], names["results"], names["facts"], names["quarantine"], "drawn in a test")


def _coded(row: Row) -> Row:
    if "code" not in row:
        return row
    rest = {name: value for name, value in row.items() if name != "code"}
    if row["code"] is None:
        return rest
    system, _, code = row["code"].rpartition("|")
    return {**rest, "codings": [{"system": system or "http://loinc.org", "code": code, "display": None}]}


def drawn(connection: duckdb.DuckDBPyConnection, relation: str, columns: str, order: str = "ALL") -> str:
    """The columns of a relation as a drawn table (cells parted by |), for comparing with one."""
    rows = connection.execute(f"SELECT {columns} FROM {relation} ORDER BY {order}").fetchall()
    return "\n".join(" | ".join("" if cell is None else str(cell) for cell in row) for row in rows)


def plain(text: str) -> str:
    """A drawn table without the blanks that align it and without its head."""
    lines = [line for line in text.strip().splitlines() if line.strip()][1:]
    return "\n".join(" | ".join(cell.strip() for cell in line.split("|")) for line in lines)
