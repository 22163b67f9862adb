"""What does a row, and a person, cost inside an engine? Processor seconds of all it starts, at two sizes: the slope is the cost.

    python -m benchmarks.where_data_live --engine spark
    python -m benchmarks.where_data_live --engine duckdb --people 5000 25000

A fixed start (a JVM that warms up, knowledge that is read) falls out of the slope. docs/scale.md works with the figures.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from culprit.engines.kinds import read_codebook
from culprit.engines.preselection import preselection, seen_in
from culprit.engines.rows_of_persons import Job
from culprit.engines.spark import assessed_in, preselected_in
from culprit.knowledge.settings import Settings
from culprit.simulate import canonical
from culprit.simulate.omop import write_omop
from culprit.sources.omop import read_warehouse
from culprit.sources.omop.warehouse import Warehouse, batches, open_warehouse

RESULTS_EACH = 200
_TICKS = os.sysconf("SC_CLK_TCK")
Steps = dict[str, float]


def processor_seconds() -> float:
    """Of this process and everything below it, living and ended."""
    below, total = {os.getpid()}, 0.0
    stats = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text()
            except OSError:
                continue
            fields = text.rpartition(")")[2].split()
            stats[int(folder.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    for _ in range(len(stats)):
        more = {process for process, (parent, _) in stats.items() if parent in below} - below
        if not more:
            break
        below |= more
    total = sum(ticks for process, (_, ticks) in stats.items() if process in below)
    return total / _TICKS


def main() -> int:
    """Measures one engine at each size and prints costs and slopes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=("spark", "duckdb"), default="spark")
    parser.add_argument("--people", type=int, nargs=2, default=(5_000, 25_000), metavar="N")
    asked = parser.parse_args()
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        for number, people in enumerate((asked.people[0], *asked.people)):
            cdm = Path(folder) / f"{number}"
            canonical.write(cdm / "store", people=people, results=people * RESULTS_EACH, seed=2026)
            rows = write_omop(cdm / "store", cdm / "cdm")
            steps, chosen = {"spark": _in_spark, "duckdb": _in_duckdb}[asked.engine](cdm / "cdm")
            measured.append((people, rows["measurement"], chosen, steps))
            print(f"{people:,} people, {rows['measurement']:,} measurements, {chosen:,} preselected: {steps}", file=sys.stderr)
    # the first of the three warmed the engine up
    (_, small_rows, small_chosen, small), (_, large_rows, large_chosen, large) = measured[1:]
    print(f"| {asked.engine}, processor seconds | {small_rows:,} rows | {large_rows:,} rows | each more |")
    print("| --- | ---: | ---: | ---: |")
    for step in small:
        per_person = step == "assess"
        more = (large_chosen - small_chosen) if per_person else (large_rows - small_rows)
        each = (large[step] - small[step]) / more * (1_000 if per_person else 1_000_000)
        unit = "1,000 people preselected" if per_person else "million measurements"
        print(f"| {step} | {small[step]:.1f} | {large[step]:.1f} | {each:.2f} a {unit} |")
    return 0


def _timed(steps: Steps, name: str, work: Callable[[], object]) -> object:
    before = processor_seconds()
    done = work()
    steps[name] = round(processor_seconds() - before, 2)
    return done


def _in_spark(cdm: Path) -> tuple[Steps, int]:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    from culprit.sources.omop.spark_tables import find_java

    find_java()
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name in ("spark.driver.host", "spark.driver.bindAddress"):
        builder = builder.config(name, "127.0.0.1")
    builder.config("spark.sql.shuffle.partitions", "4").getOrCreate().sparkContext.setLogLevel("ERROR")
    warehouse: Warehouse = open_warehouse(f"spark://{cdm}")
    steps: Steps = {}
    codebook = _timed(steps, "kinds", lambda: read_codebook(warehouse))
    whom, counts = _timed(steps, "shortlist", lambda: preselected_in(warehouse, codebook, None, ""))  # type: ignore[misc, arg-type]
    job = Job(Settings.default())
    _timed(steps, "assess", lambda: [len(o.assessed) for o in assessed_in(warehouse, whom, counts.preselected, job)])
    return steps, counts.preselected


def _in_duckdb(cdm: Path) -> tuple[Steps, int]:
    import duckdb
    import ibis

    path = cdm.parent / "cdm.duckdb"
    with duckdb.connect(str(path)) as connection:
        for file in sorted(cdm.glob("*.parquet")):
            connection.execute(f"CREATE TABLE {file.stem} AS FROM read_parquet('{file}')")
    warehouse = open_warehouse(f"duckdb://{path}")
    steps: Steps = {}
    codebook = read_codebook(warehouse)
    _timed(steps, "kinds", lambda: read_codebook(warehouse))
    seen = seen_in(warehouse.tables, codebook)
    whom = _timed(steps, "shortlist", lambda: batches(warehouse.backend, preselection(seen)).read_all())
    with duckdb.connect() as here:
        _timed(steps, "rows fetched", lambda: read_warehouse(here, warehouse, ibis.memtable(whom)))
    warehouse.close()
    return steps, len(whom)  # type: ignore[arg-type]


if __name__ == "__main__":
    raise SystemExit(main())
