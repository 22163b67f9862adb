"""What is kept of one type of resource, and how: the shape read from its JSON, and the columns made of it in SQL."""

import json
from dataclasses import dataclass, field
from typing import Any

from culprit.sources.fhir.words import Shape


@dataclass(frozen=True, eq=False)
class ResourceType:
    """One type of resource and its staging table.

    `columns` are SQL over `r` (the JSON read by `shape`), `line` (its letters), `own_id` (its place in the Bundle, where it has
    no id) and `derived` (SQL over them, named once because it is dear). `doubtful` is SQL that is true where a field came out empty
    though it should not have: the line is then looked at again, field by field. Fields in `optional` may be misshapen without
    costing the row. Fields in `seldom` stay JSON text in `r`, which is quicker where they are mostly absent; their shape is used
    where one is there. `blanks` are paths whose texts (or numbers) go into columns as they are, or not at all (layout.py);
    those of `moments` hold dates that may be handed on as numbers (sources/plain_moment.py).
    `computed` is SQL that is true for rows in which a column is computed from what stands there all the same. A line with a field
    in `apart` has too much of its own for a template. Of the references listed at `organisations` only those to one are read: those
    to people may differ on every line. `always` are the blanks that are filled for every line; the others stay empty where nobody
    will look at the line (sources/fhir/unwanted.py).
    """

    name: str
    shape: Shape
    columns: dict[str, str]
    doubtful: str = "false"
    derived: dict[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    seldom: dict[str, Any] = field(default_factory=dict)
    blanks: frozenset[str] = frozenset()
    moments: frozenset[str] = frozenset()
    computed: str = "false"
    apart: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()

    @property
    def whole_shape(self) -> Shape:
        """The shape of all fields that are read."""
        return {**self.shape, **self.seldom}

    @property
    def table(self) -> str:
        """The staging relation's name in the connection."""
        return f"fhir_{self.name.lower()}"

    @property
    def rows_read(self) -> str:
        """The table of the rows whose JSON was read line by line."""
        return f"{self.table}_read" if self.blanks else self.table

    def staging_select(self, lines: str, templates: bool = False) -> str:
        """SELECT over a relation of lines: place, columns, and for a doubtful line its letters, to be looked at again.

        With `templates`, over templates: one of rows with computed columns is doubtful too.
        """
        shape = json.dumps({"resourceType": "VARCHAR", **self.shape, **dict.fromkeys(self.seldom, "JSON")})
        derived, columns = _listed(self.derived), _listed(self.columns)
        doubtful = f"r IS NULL OR r.resourceType IS DISTINCT FROM '{self.name}' OR coalesce({self.doubtful}, false)"
        if templates:
            doubtful += f" OR coalesce({self.computed}, false)"
        read = f"TRY(from_json(line, '{shape}')) AS r"
        return (
            "SELECT * EXCLUDE (line_read, place_id), CASE WHEN doubtful THEN line_read END AS line, "
            "CASE WHEN doubtful THEN place_id END AS own_id FROM ("
            f"SELECT source_file, source_row{columns}, {doubtful} AS doubtful, line AS line_read, own_id AS place_id "
            f"FROM (SELECT *{derived} FROM (SELECT source_file, source_row, own_id, line, {read} FROM {lines})))"
        )


def _listed(named: dict[str, str]) -> str:
    return "".join(f', {expression} AS "{name}"' for name, expression in named.items())


def one_each(table: str, key: str) -> str:
    """A subquery with one row for each `key`: where the source repeats a resource, the one that was changed last."""
    newest = "updated DESC NULLS LAST, source_file, source_row"
    return f"(SELECT * FROM {table} WHERE {key} IS NOT NULL QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {newest}) = 1)"


def misshapen(found: dict[str, Any], shape: Shape) -> tuple[str, str, str] | None:
    """(field, what FHIR has there, what was found) for the first field whose JSON is of another kind than its shape; else None."""
    for name, expected in shape.items():
        if name in found and (wrong := _wrong(found[name], expected)):
            path, wanted, met = wrong
            return f"{name}{path}", wanted, met
    return None


def _wrong(value: Any, expected: Any) -> tuple[str, str, str] | None:
    if value is None:
        return None
    if isinstance(expected, dict):
        if not isinstance(value, dict):
            return "", "an object", _kind(value)
        inner = misshapen(value, expected)
        return (f".{inner[0]}", inner[1], inner[2]) if inner else None
    if isinstance(expected, list):
        if not isinstance(value, list):
            return "", "a list", _kind(value)
        for item in value:
            if wrong := _wrong(item, expected[0]):
                return f"[]{wrong[0]}", wrong[1], wrong[2]
        return None
    if expected == "VARCHAR" and isinstance(value, dict | list):
        return "", "one value", _kind(value)
    return None


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "text" if isinstance(value, str) else "a number or truth value"
