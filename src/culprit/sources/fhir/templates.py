"""Lines by template: each template's JSON is read once, each line gives only its fillings, and a view puts them together again.

A template is read with a *mark* in each blank. The staging columns in which a mark comes out whole are those that the lines fill.
Where a mark comes out in part, or the template is doubtful, its lines are read one by one like any other.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from culprit.sources.fhir.broken_lines import SecondLook, second_look
from culprit.sources.fhir.compiled import Loops
from culprit.sources.fhir.layout import MARK, NUMBER_MARK, holds_number
from culprit.sources.fhir.repeated_ids import Ids
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.scanning import Scanned, Scanner
from culprit.sources.fhir.sorting import LINES
from culprit.sources.fhir.unwanted import Unwanted
from culprit.sources.plain_moment import text_of

# the files by number
FILES = "fhir_file"
_ROWS, _LINES, _REFUSED = "fhir_fillings", "fhir_template_lines", "fhir_refused"
_TYPES = {"int32": "INTEGER", "int64": "BIGINT", "string": "VARCHAR", "double": "DOUBLE"}
_NOT_FILLED = ("source_file", "source_row", "doubtful", "line", "own_id")


@dataclass
class Templates:
    """The templates of one type of resource: `scanner` finds them, `fillings` are kept by `insert`, `read` reads them; so many as
    `count` have been read."""

    resource: ResourceType
    scanner: Scanner
    count: int = 0
    columns: tuple[str, ...] = ()
    suppliers: dict[str, dict[str, bool]] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)

    @classmethod
    def of(cls, resource: ResourceType, loops: Loops | None) -> "Templates":
        """None met so far, and none ever where nothing matches lines."""
        return cls(resource, Scanner(resource, loops))

    @property
    def rows(self) -> str:
        """The table of fillings."""
        return f"{self.resource.table}_filled"

    @property
    def unwanted_rows(self) -> str:
        """The table of the fillings of lines of which hardly anything is wanted."""
        return f"{self.resource.table}_unwanted"

    @property
    def table(self) -> str:
        """The table of templates, read."""
        return f"{self.resource.table}_template"

    def schema(self, paths: list[str]) -> pa.Schema:
        """The columns of fillings: template, place, one for each of the paths, and one for those that may be numbers."""
        places = [("template", pa.int32()), ("file_no", pa.int32()), ("source_row", pa.int64())]
        texts = [(path, pa.string()) for path in paths]
        numbers = [(_number(path), pa.float64() if holds_number(path) else pa.int64()) for path in self.scanner.with_numbers(paths)]
        return pa.schema([*places, *texts, *numbers])

    def fillings(self, scanned: Scanned) -> Iterator[tuple[str, pa.RecordBatch]]:
        """The fillings that a scan hands on, each with the table that keeps them. Their ids are kept for `repeated_ids`."""
        for table, taken, paths in (
            (self.rows, scanned.taken, self.scanner.paths),
            (self.unwanted_rows, scanned.unwanted, self.scanner.always),
        ):
            if taken is not None:
                # only of results anybody asks, and they alone have blanks that are always filled
                if self.resource.always:
                    self.ids.add(taken)
                own = [pa.array(taken.templates), pa.array(taken.files()), pa.array(taken.rows())]
                yield table, pa.RecordBatch.from_arrays([*own, *taken.fillings], schema=self.schema(paths))

    def judge(self, connection: Any, unwanted: Unwanted) -> None:
        """Asks of the templates met since the last time whether they are unwanted: their lines bring little from now on."""
        judged = len(self.scanner.unwanted)
        self._read_new(connection)
        found = connection.execute(f"SELECT * FROM {self.table} WHERE source_row >= {judged} ORDER BY source_row")
        names = [column[0] for column in found.description]
        columns = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        judgements = [not template["doubtful"] and unwanted(template) for template in columns]
        self.scanner.unwanted = np.concatenate((self.scanner.unwanted, np.array(judgements, dtype=np.bool_)))

    def create(self, connection: Any) -> None:
        """Empty tables of templates and fillings."""
        connection.execute(f"CREATE OR REPLACE TABLE {self.table} AS SELECT * EXCLUDE (lot) FROM {self.resource.rows_read} LIMIT 0")
        for table, paths in ((self.rows, self.scanner.paths), (self.unwanted_rows, self.scanner.always)):
            columns = ", ".join(f'"{column.name}" {_TYPES[str(column.type)]}' for column in self.schema(paths))
            connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")

    def insert(self, connection: Any, table: str, fillings: list[pa.RecordBatch]) -> None:
        """Keeps fillings in `rows` or `unwanted_rows`."""
        if fillings:
            connection.register(_ROWS, pa.Table.from_batches(fillings))
            connection.execute(f"INSERT INTO {table} SELECT * FROM {_ROWS}")
            connection.unregister(_ROWS)

    def read(self, connection: Any) -> dict[int, np.ndarray]:
        """Reads the other templates, and creates the view of all rows (`resource.table`), those read line by line among them.

        Returns the lines, by number of the file, whose template cannot be used; their fillings are gone, and they must be read.
        """
        self._read_new(connection)
        described = connection.execute(f"DESCRIBE {self.table}").fetchall()
        types = {name: kind for name, kind, *_ in described if name not in _NOT_FILLED}
        left: dict[int, np.ndarray] = {}
        if self.scanner.marked:
            left = self._take_out(connection, self._refused(connection, types))
            self.suppliers = self._suppliers(connection, types)
        self.columns = tuple(types)
        connection.execute(
            f"CREATE OR REPLACE VIEW {self.resource.table} AS SELECT * FROM {self.resource.rows_read} "
            f"UNION ALL BY NAME {self.filled_select()}"
        )
        return left

    def repeated_ids(self, column: str, others: Callable[[], Sequence[tuple[str | None, int, int]]]) -> pa.Table | None:
        """The places of lines whose id, being what fills the column, may stand on another line too (`Ids.repeated`); None where
        that is not known, and then `others` are not asked for."""
        loops = self.scanner.loops
        if loops is None or self.suppliers.get(column) != {"id": True} or self.ids.too_many:
            return None
        return self.ids.repeated(others(), loops)

    def filled_select(self) -> str:
        """SELECT of the staging columns of all lines that have a template; of unwanted ones hardly any column is filled."""
        listed = ", ".join(f'{self.filled(name)} AS "{name}"' for name in self.columns)
        place = "0 AS lot, p.source_file, f.source_row, false AS doubtful, NULL AS line, NULL AS own_id"
        both = f"(SELECT * FROM {self.rows} UNION ALL BY NAME SELECT * FROM {self.unwanted_rows})"
        return f"SELECT {place}, {listed} FROM {self.joined(both)}"

    def joined(self, rows: str) -> str:
        """Fillings (f), being `rows` or `unwanted_rows`, with their templates (t) and files (p)."""
        return f"{rows} f JOIN {self.table} t ON t.source_row = f.template JOIN {FILES} p USING (file_no)"

    def filled(self, column: str) -> str:
        """SQL over `joined` for the text of a staging column: from the line's fillings where they supply it, else from its
        template."""
        return self._by_supplier(column, self._text, f't."{column}"')

    def letters(self, column: str) -> str:
        """As `filled`, but NULL where `number` has it."""
        return self._by_supplier(column, lambda path: f'f."{path}"', f't."{column}"')

    def number(self, column: str, kind: str = "BIGINT") -> str:
        """SQL over `joined` for a plain moment, or the amount of a plain number, where the line supplies one; else NULL."""
        return self._by_supplier(
            column, lambda path: f'f."{_number(path)}"' if path in self.scanner.numbered else "NULL", f"NULL::{kind}"
        )

    def _by_supplier(self, column: str, filling: Callable[[str], str], else_: str) -> str:
        paths = self.suppliers.get(column, {})
        if list(paths.values()) == [True]:
            return filling(next(iter(paths)))
        cases = "".join(f" WHEN '{_mark_of(path)}' THEN {filling(path)}" for path in paths)
        return f'CASE t."{column}"{cases} ELSE {else_} END' if cases else else_

    def _text(self, path: str) -> str:
        if path not in self.resource.moments:
            return f'f."{path}"'
        number = f'f."{_number(path)}"'
        return f'CASE WHEN {number} IS NULL THEN f."{path}" ELSE {text_of(number)} END'

    def _read_new(self, connection: Any) -> None:
        """Reads the templates met since the last time into `table`."""
        marked = self.scanner.marked[self.count :]
        if not marked:
            return
        place = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(marked), dtype=np.int32)), pa.array([""]))
        numbers = pa.array(range(self.count, self.count + len(marked)), pa.int64())
        lines = pa.array(marked, pa.binary()).cast(pa.string())
        connection.register(_LINES, pa.Table.from_arrays([place, numbers, pa.nulls(len(marked), pa.string()), lines], schema=LINES))
        connection.execute(f"INSERT INTO {self.table} {self.resource.staging_select(_LINES, templates=True)}")
        connection.unregister(_LINES)
        self.count += len(marked)

    def _refused(self, connection: Any, types: dict[str, str]) -> list[int]:
        """Templates that are doubtful or misshapen, or in which a column holds a mark together with something else."""
        whole = ", ".join(f"'{_mark_of(path)}'" for path in self.resource.blanks)
        in_part = []
        for name, kind in types.items():
            text = f'"{name}"' if kind == "VARCHAR" else f'"{name}"::VARCHAR'
            holds = f"(contains({text}, '{MARK}') OR contains({text}, '{NUMBER_MARK}'))"
            in_part.append(f"{holds} AND {text} NOT IN ({whole})" if kind == "VARCHAR" else holds)
        wrong = " OR ".join(f"coalesce({condition}, false)" for condition in ("doubtful", *in_part))
        refused = {row[0] for row in connection.execute(f"SELECT source_row FROM {self.table} WHERE {wrong}").fetchall()}
        # a line may be doubtful by letters that its template does not have; then nothing wrong may be found in it
        for number, line in enumerate(self.scanner.marked):
            if second_look("", number, line, self.resource, None) != SecondLook():
                refused.add(number)
        return sorted(refused)

    def _take_out(self, connection: Any, refused: list[int]) -> dict[int, np.ndarray]:
        if not refused:
            return {}
        self.ids.without(refused)
        connection.register(_REFUSED, pa.table({"template": pa.array(refused, pa.int32())}))
        these = f"template IN (SELECT template FROM {_REFUSED})"
        columns = "template, file_no, source_row"
        both = f"(SELECT {columns} FROM {self.rows} UNION ALL SELECT {columns} FROM {self.unwanted_rows})"
        places = connection.execute(
            f"SELECT file_no, list(source_row ORDER BY source_row) FROM {both} WHERE {these} GROUP BY file_no ORDER BY file_no"
        ).fetchall()
        for table in (self.rows, self.unwanted_rows):
            connection.execute(f"DELETE FROM {table} WHERE {these}")
        connection.execute(f"DELETE FROM {self.table} WHERE source_row IN (SELECT template FROM {_REFUSED})")
        connection.unregister(_REFUSED)
        return {file_no: np.array(rows) for file_no, rows in places}

    def _suppliers(self, connection: Any, types: dict[str, str]) -> dict[str, dict[str, bool]]:
        """Which paths supply a column, and whether they do so in every template."""
        paths = {_mark_of(path): path for path in sorted(self.resource.blanks)}
        names = [name for name, kind in types.items() if kind == "VARCHAR"]
        listed = ", ".join(f'"{name}"' for name in names)
        rows = connection.execute(f"SELECT {listed} FROM {self.table}").fetchall()
        found: dict[str, dict[str, bool]] = {}
        for name, column in zip(names, zip(*rows, strict=True), strict=bool(rows)):
            met = Counter(text for text in column if text in paths)
            found[name] = {paths[mark]: met[mark] == len(rows) for mark in sorted(met)}
        return found


def number_files(connection: Any, names: list[str]) -> None:
    """Creates the table of files by number, in the order of `names`."""
    connection.register(_ROWS, pa.table({"file_no": pa.array(range(len(names)), pa.int32()), "source_file": pa.array(names)}))
    connection.execute(f"CREATE OR REPLACE TABLE {FILES} AS SELECT * FROM {_ROWS}")
    connection.unregister(_ROWS)


def _number(path: str) -> str:
    """The column of fillings for what is a number at the path."""
    return f"{path} number"


def _mark_of(path: str) -> str:
    return NUMBER_MARK if holds_number(path) else f"{MARK}{path}"
