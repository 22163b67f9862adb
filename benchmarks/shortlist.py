"""Who to look at, among a million people: the real shortlist against a plain scan of the same results in order of persons."""

from pathlib import Path

import duckdb

from benchmarks.measured import Figure, figure, seconds
from culprit.cli.screening import shortlisted
from culprit.physiology.limits import highest_lower_limit_of_all_ages, lowest_limit_of_all_ages
from culprit.simulate import canonical
from culprit.store.store import Store

SIZES = {"small": (20_000, 4_000_000), "full": (1_000_000, 200_000_000)}
MEMORY = "1500MB"
RUNS = 5
# what the shortlist needs to know of a result, decoded from the first to the last row
_PLAIN_SCAN = """
SELECT count(*), sum(length(person_id)), sum(length(analyte)), max("at"), sum(value), sum(limit_low), sum(length(interpretation)),
    sum(length(comparator)), sum(length(flags))
FROM read_parquet('{file}')
"""


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the store and, beside it, the same results in order of persons."""
    folder = _folder(size, data)
    if not (folder / "manifest.json").exists():
        canonical.write(folder, *SIZES[size], seed, by_person=True)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """The answer is checked first; then scan and shortlist take turns. Raises ValueError when somebody was lost or invented."""
    folder = _folder(size, data)
    connection = Store(folder).connect(memory_limit=MEMORY, threads=2)
    scan = _PLAIN_SCAN.format(file=folder / "by_person" / "results.parquet")
    chosen = shortlisted(connection, None, "")
    _check(connection, chosen)
    scans, lists = [], []
    for _ in range(RUNS):
        scans.append(seconds(lambda: connection.execute(scan).fetchall()))
        lists.append(seconds(lambda: shortlisted(connection, None, "")))
    people, results = SIZES[size]
    of = f"{people:,} people, {results:,} results, DuckDB held to {MEMORY}"
    ratios = [one / other for one, other in zip(lists, scans, strict=True)]
    return [
        figure("shortlist", "plain scan of the 8 columns", scans, "s", note=of),
        figure(
            "shortlist", "shortlist", lists, "s", note=f"{len(chosen):,} people on it, {sum(chosen.values()):,} of them ever low"
        ),
        figure("shortlist", "shortlist to scan", ratios, "", asked="at most 0.6"),
    ]


def _folder(size: str, data: Path) -> Path:
    return data / f"canonical-{size}"


def _check(connection: duckdb.DuckDBPyConnection, chosen: dict[str, bool]) -> None:
    """Against bounds that need no ages: below the lowest limit of all is low, at or above the highest (and the printed) is not."""
    surely, possibly = (lowest_limit_of_all_ages("phosphate_serum"), highest_lower_limit_of_all_ages("phosphate_serum"))
    lows = "SELECT DISTINCT person_id FROM results WHERE analyte = 'phosphate_serum' AND value < {}"
    must = {row[0] for row in connection.execute(lows.format(surely)).fetchall()}
    may = {row[0] for row in connection.execute(lows.format(f"greatest(coalesce(limit_low, 0), {possibly})")).fetchall()}
    ever_low = {person for person, low in chosen.items() if low}
    if not must <= ever_low <= may:
        raise ValueError(f"{len(must - ever_low)} surely low people lost, {len(ever_low - may)} listed who never can be low")
    unmeasured = connection.execute(
        "SELECT DISTINCT person_id FROM facts WHERE concept LIKE 'fracture%' AND person_id NOT IN "
        "(SELECT person_id FROM results WHERE analyte = 'phosphate_serum')"
    )
    lost = {row[0] for row in unmeasured.fetchall()} - chosen.keys()
    if lost:
        raise ValueError(f"{len(lost)} people with a fracture and no phosphate were lost")
