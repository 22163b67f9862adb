"""The preselection as SQL for warehouses that Culprit does not connect to: compiled from the same expression, to be read there."""

from importlib import import_module
from typing import Any

import ibis
import ibis.expr.types as ir

from culprit.engines.preselection import as_it_is, preselection, seen_in
from culprit.engines.standard_codes import standard_codebook
from culprit.sources.omop.tables import TABLES

# module and class of Ibis' compiler, which needs no driver, and whether it must try to read numbers for want of regular expressions
DIALECTS: dict[str, tuple[str, str, bool]] = {
    "bigquery": ("bigquery", "BigQueryCompiler", False),
    "databricks": ("databricks", "DatabricksCompiler", False),
    "mssql": ("mssql", "MSSQLCompiler", True),
    "postgres": ("postgres", "PostgresCompiler", False),
    "snowflake": ("snowflake", "SnowflakeCompiler", False),
}
_SPARK = {"databricks"}
_USED = ("person", "measurement", "condition_occurrence", "drug_exposure")


def cdm_tables() -> dict[str, Any]:
    """The tables of a CDM 5.4 that the preselection reads, unbound, with the standard's types."""
    return {name: ibis.table({column: _type(column) for column in TABLES[name].columns}, name=name) for name in _USED}


def _type(column: str) -> str:
    if column.endswith("_datetime"):
        return "timestamp"
    if column.endswith("_date"):
        return "date"
    if column in ("value_as_number", "range_low", "range_high", "quantity"):
        return "float64"
    return "int64" if column.endswith(("_id", "_of_birth", "days_supply")) else "string"


def _exploded(name: str, rows: ir.Table) -> ir.Table:
    """The same results, each as the one element of an array that is taken apart again, which costs no shuffle.

    Spark moves every condition down to the scan, and writes out there what its columns stand for, wherever they stand; with the
    shortlist's conditions on the results this grows until no memory is enough to plan it. Past an EXPLODE it moves none.
    """
    if name != "results":
        return rows
    row = ibis.struct({column: rows[column] for column in rows.columns})
    return rows.select(row=ibis.array([row]).unnest()).unpack("row")


def warehouse_sql(dialect: str) -> str:
    """The SELECT of person_id in the dialect's SQL, laid out to be read.

    Raises KeyError for a dialect that is not in DIALECTS, and what Ibis raises when the dialect lacks an operation.
    """
    module, name, tries = DIALECTS[dialect]
    compiler = getattr(import_module(f"ibis.backends.sql.compilers.{module}"), name)()
    seen = seen_in(cdm_tables(), standard_codebook(tries), _exploded if dialect in _SPARK else as_it_is)
    expression = preselection(seen).select("person_id").order_by("person_id")
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect, pretty=True)) + ";\n"
