"""Who to look at, among a million people: the real shortlist against a plain scan of the same results, and no one lost."""

from pathlib import Path

import duckdb

from benchmarks.alternatives import ours, plain_scan
from benchmarks.alternatives.question import Answer, tables_of
from benchmarks.measured import Figure, figure, seconds
from benchmarks.sizes import size_of
from culprit.physiology.limits import highest_lower_limit_of_all_ages, lowest_limit_of_all_ages
from culprit.simulate import canonical
from culprit.store.store import Store


def store_of(size: str, data: Path, seed: int, slow: bool = False, calm: bool = False) -> Path:
    """The folder of the generated store, made once; the same results in order of persons beside it, unless it comes in parts."""
    people, results = numbers(size, slow)
    parts = size_of(size).parts_of_the_store
    folder = data / f"canonical-{people}-{results}{'-calm' if calm else ''}" / "store"
    if not (folder / "manifest.json").exists():
        canonical.write(folder, people, results, seed, by_person=parts == 1, calm=calm, parts=parts)
    return folder


def numbers(size: str, slow: bool = False) -> tuple[int, int]:
    """People and results of the store."""
    return size_of(size).slow if slow else (size_of(size).people, size_of(size).results)


def scanned(store: Path) -> bool:
    """Whether there is a copy in order of persons for the plain scan; else it reads the store's own order."""
    return (store / "by_person").exists()


def prepare(size: str, data: Path, seed: int) -> None:
    """Makes the store. In parts there is one store for all: the calm one."""
    store_of(size, data, seed, calm=size_of(size).parts_of_the_store > 1)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """The answer is checked first; then scan and shortlist take turns. Raises ValueError when somebody was lost or invented."""
    store = store_of(size, data, seed, calm=size_of(size).parts_of_the_store > 1)
    order = "in order of persons" if scanned(store) else "in the store's order"
    with plain_scan.opened(tables_of(store, scanned(store))) as scan, ours.opened(tables_of(store, False)) as shortlist:
        chosen = shortlist()
        with Store(store).connect() as connection:
            _check(connection, chosen)
        scans, lists = [], []
        for _ in range(size_of(size).runs):
            scans.append(seconds(scan))
            lists.append(seconds(shortlist))
    people, results = numbers(size)
    of = f"{people:,} people, {results:,} results, {order}, DuckDB held to {plain_scan.MEMORY}"
    ratios = [one / other for one, other in zip(lists, scans, strict=True)]
    on_it = f"{len(chosen):,} people on it, {sum(chosen.values()):,} of them ever low"
    return [
        figure("shortlist", "plain scan of the 8 columns", scans, "s", note=of),
        figure("shortlist", "shortlist", lists, "s", note=on_it),
        figure("shortlist", "shortlist, per million results", [one / results * 1e9 for one in lists], "ms"),
        figure("shortlist", "shortlist to scan", ratios, "", asked="at most 0.45"),
    ]


def _check(connection: duckdb.DuckDBPyConnection, chosen: Answer) -> None:
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
