"""Reads small laboratory files written on the spot, and shows what came of them as plain rows."""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from culprit.sources.laboratory_files.mapping_file import parse_mapping
from culprit.sources.laboratory_files.read import read_laboratory_files
from culprit.sources.laboratory_files.reading import LaboratoryRelations

Row = tuple[object, ...]


@dataclass
class Read:
    """What reading left behind."""

    connection: duckdb.DuckDBPyConnection
    raw: LaboratoryRelations

    def rows(self, relation: str, columns: str) -> list[Row]:
        """Some columns of the relation people, results, facts or quarantine, in order of file and line, then as written."""
        name = getattr(self.raw, relation)
        # "at" is a word of SQL's own
        chosen = re.sub(r"\bat\b", '"at"', columns)
        return self.connection.execute(f"SELECT {chosen} FROM {name} ORDER BY source_file, source_row, rowid").fetchall()

    def results(self, columns: str = "person_id, at, name, value, unit") -> list[Row]:
        return self.rows("results", columns)

    def drawn(self, relation: str, columns: str) -> str:
        """The rows as a manual draws them: columns between bars, NULL as nothing."""
        lines = [" | ".join("" if cell is None else str(cell) for cell in row).strip() for row in self.rows(relation, columns)]
        return "\n".join(lines)


def read_files(files: dict[str, bytes | str], mapping: str = "") -> Read:
    """Writes the files (text as UTF-8) into a folder of their own and reads it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_path(Path(folder), mapping)


def read_path(path: Path, mapping: str = "") -> Read:
    """Reads a file or folder."""
    connection = duckdb.connect(config={"threads": 2})
    raw = read_laboratory_files(connection, [path], parse_mapping(mapping, "mapping.toml") if mapping else None)
    raw.check(connection)
    return Read(connection, raw)
