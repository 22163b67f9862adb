"""What does a night cost, beside reading and screening everything anew? Does the shortlist stay quick after a hundred nights?"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.measured import Figure, cost, figure, seconds
from benchmarks.sizes import size_of
from culprit.cli.load_source import load_source
from culprit.cli.screening import shortlisted
from culprit.store.store import Store

NIGHTS = 3
MANY_NIGHTS = 100
RUNS = 5

# one in a hundred had a low phosphate once and is on the shortlist; of these one in eight had two, the newest too, and is listed:
# about the share of the simulated hospital
_HOSPITAL = """
CREATE TABLE tests AS SELECT * FROM (VALUES (0, 'Phosphate', 'mmol/L', 1.1), (1, 'Creatinine', 'umol/L', 80),
    (2, 'Calcium', 'mmol/L', 2.35), (3, 'Albumin', 'g/L', 42), (4, 'Alkaline phosphatase', 'U/L', 70)) t(test, name, unit, usual);
CREATE MACRO line(person, number, day) AS {{
    'Patient ID': 'p' || lpad(person::VARCHAR, 8, '0'), 'Sex': CASE WHEN person % 2 = 0 THEN 'F' ELSE 'M' END,
    'Date of birth': (DATE '1940-01-01' + (person * 7919 % 25000)::INTEGER)::VARCHAR, 'Specimen': 'serum',
    'Result ID': person || '-' || number, 'Date': day::VARCHAR,
    'low': (person % 100 = {seed} % 100 AND number = 10) OR (person % 800 = {seed} % 800 AND number % 10 = 0),
    'noise': (hash(person, number, {seed}) % 1000) / 1000.0
}};
"""
_VALUE = "round(CASE WHEN l.low THEN 0.45 + l.noise * 0.2 ELSE t.usual * (0.92 + l.noise * 0.16) END, 2)"
_COLUMNS = f"""l."Patient ID", l."Sex", l."Date of birth", t.name AS "Test", l."Specimen", l."Date", {_VALUE} AS "Result",
    t.unit AS "Unit", l."Result ID" """


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the laboratory's files: all that was before, the nights, and many small ones."""
    folder = _folder(size, data)
    if (folder / "made").exists():
        return
    people, results, touched = size_of(size).night
    for name in ("before", "nights", "many"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute(_HOSPITAL.format(seed=seed))
    earlier = "line(p, n, DATE '2025-12-31' - (n * 53 % 1500)::INTEGER) AS l, n % 5 AS test"
    before = f"SELECT {earlier} FROM range({people}) a(p), range({results}) b(n)"
    _write(connection, before, folder / "before" / "results.csv")
    for night in range(NIGHTS):
        _write(connection, _night(people, touched, results, night), folder / "nights" / f"night-{night}.csv")
    for night in range(MANY_NIGHTS):
        _write(connection, _night(people, max(touched // 50, 1), results, night), folder / "many" / f"night-{night:03}.csv")
    (folder / "made").touch()


def _night(people: int, touched: int, results: int, night: int) -> str:
    """Some people in no order: two new results each, and one old one corrected."""
    step = people // touched
    chosen = f"SELECT i * {step} + (hash(i, {night}) % {step})::BIGINT AS p FROM range({touched}) t(i)"
    numbers = f"SELECT unnest([{results + 10 * night}, {results + 10 * night + 1}]) AS n"
    return f"""SELECT line(p, n, DATE '2026-01-01' + {night}) AS l, n % 5 AS test FROM ({chosen}), ({numbers})
    UNION ALL SELECT line(p, 3, DATE '2025-12-30'), 3 FROM ({chosen})"""


def _write(connection: duckdb.DuckDBPyConnection, lines: str, path: Path) -> None:
    connection.execute(f"COPY (SELECT {_COLUMNS} FROM ({lines}) JOIN tests t USING (test)) TO '{path}' (FORMAT csv, HEADER)")


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """The nights after the first screen, then one screen of everything. Raises ValueError when their worklists differ."""
    folder, (people, results, touched) = _folder(size, data), size_of(size).night
    work = Path(tempfile.mkdtemp(dir=data))
    try:
        _culprit("screen", work / "nightly", "2026-01-01", folder / "before")
        nights = [
            cost(
                lambda night=night: _culprit(
                    "update", work / "nightly", f"2026-01-0{night + 2}", folder / "nights" / f"night-{night}.csv"
                )
            ).processor_seconds
            for night in range(NIGHTS)
        ]
        day = f"2026-01-0{NIGHTS + 1}"
        full = cost(lambda: _culprit("screen", work / "once", day, folder / "before", folder / "nights")).processor_seconds
        listed = (work / "once" / "worklist.csv").read_bytes()
        if (work / "nightly" / "worklist.csv").read_bytes() != listed:
            raise ValueError("the nights and one screen of everything give different worklists")
        shortlists = _shortlists(folder, work)
    finally:
        shutil.rmtree(work)
    of = f"{people:,} people, {people * results:,} results, {touched:,} people touched by {3 * touched:,} rows a night"
    return [
        figure(
            "nightly",
            "culprit screen of everything",
            [full],
            "s of processors",
            note=f"{of}; {len(listed.splitlines()) - 1} rows listed",
        ),
        figure("nightly", "culprit update, a night", nights, "s of processors"),
        figure("nightly", "night to screen", [one / full for one in nights], "", asked="under 0.05" if size == "full" else ""),
        figure("nightly", f"shortlist after {MANY_NIGHTS} nights, to that of one load", shortlists, ""),
    ]


def _shortlists(folder: Path, work: Path) -> list[float]:
    """Both take turns. Raises ValueError when they name different people."""
    nights, once = Store(work / "many"), Store(work / "many-once")
    load_source([str(folder / "before")], nights)
    for night in sorted((folder / "many").iterdir()):
        load_source([str(night)], nights, only_new=True)
        nights.merge()
    load_source([str(folder / "before"), str(folder / "many")], once)
    after, before = nights.connect(), once.connect()
    if shortlisted(after, None, "") != shortlisted(before, None, ""):
        raise ValueError("the shortlist after many nights is another one")
    ratios = []
    for _ in range(RUNS):
        ratios.append(seconds(lambda: shortlisted(after, None, "")) / seconds(lambda: shortlisted(before, None, "")))
    return ratios


def _folder(size: str, data: Path) -> Path:
    return data / f"nights-{size}"


def _culprit(command: str, out: Path, on: str, *sources: Path) -> None:
    call = [sys.executable, "-m", "culprit.cli.main", command, *map(str, sources), "--out", str(out), "--on", on]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1):
        raise ValueError(f"culprit {command} ended with status {ended.returncode}: {ended.stderr[-500:]}")
