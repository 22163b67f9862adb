"""Work that cannot fit is not begun: estimates, free disk and memory, and the words that say what would fit."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from culprit.cli.load_source import load_source
from culprit.cli.main import main
from culprit.cli.new_files import files_to_read
from culprit.sources.fhir.repeated_ids import MOST_IDS
from culprit.sources.recognise import SourceKind
from culprit.store import needs, views
from culprit.store import store as store_module
from culprit.store.errors import WillNotFit
from culprit.store.free import free_disk, free_memory
from culprit.store.needs import in_bytes, memory_to_read, spoken, to_assess, to_load
from culprit.store.store import Store

Machine = Callable[[int, int | None], None]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Makes the machine have so many free bytes of disk, and of memory."""

    def have(disk: int, memory: int | None) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=disk))
        monkeypatch.setattr(needs, "free_memory", lambda: memory)

    return have


def test_a_load_that_fits_is_told_in_one_sentence(tmp_path: Path, machine: Machine) -> None:
    machine(10**12, 10**11)
    files = [("a.ndjson", 10**9), ("b.ndjson.gz", 10**9), ("c.parquet", 10**9), ("d.csv", 10**9)]
    need = to_load(tmp_path, files, "1500MB")
    need.must_fit()
    anyway, rows = sum(needs.DISK_FOR_EACH_BYTE.values()), sum(needs.ROWS_FOR_EACH_BYTE.values())
    assert need.disk == pytest.approx(10**9 * (anyway + rows) - 1_500_000_000), "what has no room in memory lies on the disk"
    assert need.memory == 1_500_000_000 + needs.MEMORY_OF_THE_PROGRAM + 10**9 * needs.IDS_FOR_EACH_BYTE
    assert (
        to_load(tmp_path, [("a.ndjson", 10**12)], "1500MB").memory
        == 1_500_000_000 + needs.MEMORY_OF_THE_PROGRAM + needs.MOST_FOR_IDS
    )
    assert need.sentence().startswith(f"reading needs about {need.disk / 1e9:.0f} GB of disk in ")
    assert "(1,000 GB are free)" in need.sentence()
    assert "\n" not in need.sentence()


def test_little_to_read_needs_little_memory_whatever_it_may_take(tmp_path: Path) -> None:
    assert to_load(tmp_path, [("a.csv", 1000)], "100GB").memory < 10**9
    assert to_load(tmp_path, [], "1500MB").disk == 0, "a database has no size"


def test_a_full_disk_is_said_before_anything_is_read(tmp_path: Path, machine: Machine) -> None:
    machine(3 * 10**9, None)
    need = to_load(tmp_path, [("a.parquet", 10**10)], "1500MB")
    with pytest.raises(WillNotFit, match=r"reading needs about \d+ GB of disk in .*, 3,000 MB are free") as refused:
        need.must_fit()
    assert "another folder with --out" in refused.value.hint


@pytest.mark.parametrize(
    ("free", "hint"), [(1_500_000_000, "Give --memory 670MB"), (200_000_000, "End other programs"), (None, "")]
)
def test_too_little_memory_says_how_much_would_do(tmp_path: Path, machine: Machine, free: int | None, hint: str) -> None:
    machine(10**15, free)
    need = to_load(tmp_path, [("a.ndjson", 10**12)], "1.83GB")
    if free is None:
        need.must_fit()
        return
    with pytest.raises(WillNotFit, match="reading needs about 2,660 MB of memory") as refused:
        need.must_fit()
    assert hint in refused.value.hint


def test_a_memory_limit_that_holds_nothing_is_refused(tmp_path: Path, machine: Machine) -> None:
    machine(10**12, 10**12)
    with pytest.raises(WillNotFit, match="cannot be done with --memory 10MB"):
        to_load(tmp_path, [], "10MB").must_fit()


def test_more_people_and_more_workers_need_more(tmp_path: Path) -> None:
    one, many, workers = (to_assess(tmp_path, people, of, "1500MB") for people, of in ((1, 2), (10**6, 2), (1, 8)))
    assert one.disk < many.disk
    assert one.memory < many.memory
    assert workers.memory - one.memory == 6 * needs.MEMORY_OF_A_WORKER


def test_free_disk_of_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert abs(free_disk(tmp_path / "not" / "yet") - shutil.disk_usage(tmp_path).free) < 10**10


def test_free_memory_is_the_machines_or_the_groups_whichever_is_less(tmp_path: Path) -> None:
    machine, own = tmp_path / "meminfo", tmp_path / "own"
    assert free_memory(machine, tmp_path, own) is None
    machine.write_text("MemTotal:  9 kB\nMemAvailable:    2000 kB\n")
    assert free_memory(machine, tmp_path, own) == 2_048_000
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("500\n")
    assert free_memory(machine, tmp_path, own) == 2_048_000
    (tmp_path / "memory.max").write_text("1000\n")
    assert free_memory(machine, tmp_path, own) == 500
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 100\n")
    assert free_memory(machine, tmp_path, own) == 600


@pytest.mark.parametrize(
    ("said", "folder", "limit", "used", "files"),
    [
        ("0::/batch/job 7/step", "batch/job 7", "memory.max", "memory.current", "inactive_file"),
        ("3:cpuset:/x\n4:memory,pids:/job", "memory/job", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        # inside a container the own group is the root, whatever its path outside
        ("0::/../elsewhere", "", "memory.max", "memory.current", "inactive_file"),
    ],
)
def test_a_group_around_the_own_one_limits_too(tmp_path: Path, said: str, folder: str, limit: str, used: str, files: str) -> None:
    (tmp_path / "meminfo").write_text("MemAvailable:    2000 kB\n")
    (tmp_path / "own").write_text(f"{said}\n")
    group = tmp_path / "groups" / folder
    group.mkdir(parents=True)
    for name, words in ((limit, "5000"), (used, "3000"), ("memory.stat", f"{files} 400")):
        (group / name).write_text(f"{words}\n")
    assert free_memory(tmp_path / "meminfo", tmp_path / "groups", tmp_path / "own") == 2400


@pytest.mark.parametrize(
    ("free", "taken"), [(None, "1500MB"), (1_000_000_000, "1500MB"), (6_000_000_000, "1500MB"), (20_000_000_000, "5000MB")]
)
def test_reading_takes_a_quarter_of_what_is_free(machine: Machine, free: int | None, taken: str) -> None:
    machine(10**12, free)
    assert memory_to_read() == taken


def test_only_reading_takes_so_much(tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(10**12, 20_000_000_000)
    opened, open_duckdb = [], views.open_duckdb

    def noted(**limits: Any) -> Any:
        opened.append(limits["memory_limit"])
        return open_duckdb(**limits)

    for module in (store_module, views):
        monkeypatch.setattr(module, "open_duckdb", noted)
    source, out = tmp_path / "a.csv", tmp_path / "out"
    source.write_text("Patient ID,Test,Result,Unit,Date\np1,Phosphate,0.5,mmol/L,2024-05-06\n")
    assert main(["screen", str(source), "--out", str(out)]) == 0
    assert set(opened) == {"5000MB", "1500MB"}
    opened.clear()
    assert main(["screen", str(source), "--out", str(tmp_path / "again"), "--memory", "700MB"]) == 0
    assert set(opened) == {"700MB"}


def test_numbers_of_ids_count_as_many_as_are_kept() -> None:
    assert needs.MOST_FOR_IDS == 24 * MOST_IDS


def test_sizes() -> None:
    assert [in_bytes(size) for size in ("1500MB", "2 GiB", "0.5kb")] == [1_500_000_000, 2 * 1024**3, 500]
    assert [spoken(size) for size in (0, 9_999_000_000, 12_000_000_000)] == ["0 MB", "9,999 MB", "12 GB"]
    with pytest.raises(ValueError, match="no size"):
        in_bytes("much")


def test_nothing_is_begun_in_a_store_that_cannot_hold_it(tmp_path: Path, machine: Machine) -> None:
    """Neither where the store is empty, nor where it holds something."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text("patient_id,test,date,value,unit\na,Phosphate,2026-01-01,0.5,mmol/L\n")
    second.write_text("patient_id,test,date,value,unit\na,Phosphate,2026-02-01,0.5,mmol/L\n")
    store = Store(tmp_path / "store")
    machine(10, None)
    with pytest.raises(WillNotFit):
        load_source([str(first)], store)
    assert not store.folder.exists()
    machine(10**12, None)
    said: list[str] = []
    assert load_source([str(first)], store, say=said.append).fresh
    assert len(said) == 1
    machine(10, None)
    assert not load_source([str(first)], store).fresh, "what is there already needs no room"
    with pytest.raises(WillNotFit):
        load_source([str(second)], store)


def test_what_will_be_read_counts(tmp_path: Path, machine: Machine) -> None:
    """A night reads what is new; a screen reads everything once more as soon as one file is."""
    line = "a,Phosphate,2026-01-01,0.5,mmol/L,r{}\n"
    (tmp_path / "first.csv").write_text("patient_id,test,date,value,unit,id\n" + "".join(line.format(row) for row in range(500)))
    store = Store(tmp_path / "store")
    assert load_source([str(tmp_path / "first.csv")], store).fresh
    (tmp_path / "second.csv").write_text("patient_id,test,date,value,unit,id\n" + line.format("new"))
    both = [str(tmp_path / name) for name in ("first.csv", "second.csv")]
    machine(1000, None)
    with pytest.raises(WillNotFit):
        load_source(both, store)
    assert load_source(both, store, only_new=True).counts.results.read == 1


def test_a_night_reads_all_tables_where_they_belong_together(tmp_path: Path) -> None:
    for name in ("measurement.csv", "person.csv"):
        (tmp_path / name).touch()
    assert files_to_read([str(tmp_path)], SourceKind.OMOP, {"measurement.csv"}) is None
    read = files_to_read([str(tmp_path)], SourceKind.LABORATORY, {"measurement.csv"})
    assert read is not None
    assert [file.name for file in read] == ["measurement.csv"]


def test_a_store_that_would_begin_again_keeps_what_it_has(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other knowledge reads everything once more: where that cannot fit, nothing is thrown away."""
    source = tmp_path / "first.csv"
    source.write_text("patient_id,test,date,value,unit\na,Phosphate,2026-01-01,0.5,mmol/L\n")
    store = Store(tmp_path / "store")
    machine(10**12, None)
    assert load_source([str(source)], store).fresh
    monkeypatch.setattr("culprit.cli.load_source.meaning", lambda _: "other knowledge")
    machine(10, None)
    with pytest.raises(WillNotFit):
        load_source([str(source)], store)
    assert len(store.manifest.loads) == 1
    machine(10**12, None)
    assert load_source([str(source)], store).notes


def test_the_command_stops_with_words_and_status_3(tmp_path: Path, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "first.csv"
    source.write_text("patient_id,test,date,value,unit\na,Phosphate,2026-01-01,0.5,mmol/L\n")
    machine(10**12, 10**6)
    assert main(["screen", str(source), "--out", str(tmp_path / "out")]) == 3
    told = capsys.readouterr().err
    assert "of memory, 1 MB are free" in told
    assert "Nothing was begun" in told
    assert not (tmp_path / "out" / "worklist.csv").exists()
