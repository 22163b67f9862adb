"""Every engine that answers the question of the shortlist, by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Engine:
    """`module` of this package opens it; `by_person`: results lie in order of persons, as a warehouse without a thought for the
    question keeps them; `slow`: it is asked on the smaller store; `checked`: it gives the answer (a scan gives none)."""

    name: str
    module: str
    by_person: bool = False
    slow: bool = False
    checked: bool = True


OURS, SCAN = "shortlist", "plain scan of the 8 columns"

ENGINES = (
    Engine(SCAN, "plain_scan", by_person=True, checked=False),
    Engine(OURS, "ours"),
    Engine("DuckDB, SQL by hand", "duckdb_sql"),
    Engine("DuckDB, SQL by hand, in order of persons", "duckdb_sql", by_person=True),
    Engine("Polars, lazy", "polars_lazy"),
    Engine("Polars, lazy, in order of persons", "polars_lazy", by_person=True),
    Engine("Polars, streaming", "polars_streaming"),
    Engine("Polars, streaming, in order of persons", "polars_streaming", by_person=True),
    Engine("shortlist, smaller store", "ours", slow=True),
    Engine("pandas", "pandas_frames", slow=True),
    Engine("pandas, in order of persons", "pandas_frames", by_person=True, slow=True),
    Engine("PostgreSQL, indexed", "postgresql", slow=True),
    Engine("Spark, local", "spark", slow=True),
)
