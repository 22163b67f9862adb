"""A disk that fills, a process that is killed: nothing half-written shows, and the same load done again succeeds."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from culprit.store.store import Store
from tests.store.loads import contents, load, rows

ROOT = Path(__file__).resolve().parents[2]

# 40,000 rows that do not compress below a megabyte
LOAD = """
import os, sys, signal
from pathlib import Path
from culprit.sources.intake.understand import understand
from culprit.store import store as module
from culprit.store.errors import DiskFull
from culprit.store.input_files import InputFile
from tests.intake.raw_tables import raw_relations

def fill(folder):
    store = module.Store(Path(folder))
    fresh = store.fresh([InputFile("big", 1, "content of big")], "the same knowledge")
    with store.loading() as loading:
        c = loading.connection
        raw = raw_relations(c, [{"person_id": "anna"}])
        c.execute(f"INSERT INTO {raw.results} BY NAME SELECT md5(i::VARCHAR) || md5((-i)::VARCHAR) AS result_id, "
            "'anna' AS person_id, 'Phosphate' AS name, 'serum' AS specimen, '2019-06-16' AS \\"at\\", "
            "(i % 300 / 100)::VARCHAR AS value, 'mmol/L' AS unit, 'big' AS source_file, i AS source_row FROM range(40000) t(i)")
        u = understand(c, raw)
        loading.add(fresh, "the same knowledge", {**u.tables, "withdrawn": u.withdrawn}, u.replaced)
"""

KILLED = (
    LOAD
    + """
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(module, sys.argv[2], die)
fill(sys.argv[1])
"""
)

FULL = (
    LOAD
    + """
try:
    fill(sys.argv[1])
except DiskFull as error:
    print(error)
    sys.exit(3)
"""
)


def run(script: str, *arguments: str, biggest_file: int = 0) -> subprocess.CompletedProcess[str]:
    """Runs a script in a process of its own, whose files may not grow beyond `biggest_file` bytes."""

    def limit() -> None:
        if biggest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (biggest_file, biggest_file))

    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit, check=False, timeout=120)


def one_row(folder: Path) -> dict[str, bytes]:
    """A store with one row, and its bytes."""
    row = {"result_id": "1", "person_id": "anna", "at": "2019-06-16", "name": "Phosphate", "value": "0.52", "unit": "mmol/L"}
    load(folder, "a", [{"person_id": "anna"}], [row])
    return contents(folder)


def succeeds(folder: Path) -> None:
    """The load that was interrupted, done again."""
    done = run(FULL, str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(folder, "results", "count(*)") == [(40_001,)]
    parquet = {str(path.relative_to(folder).as_posix()) for path in folder.rglob("*.parquet")}
    assert parquet == Store(folder).manifest.named


@pytest.mark.parametrize("moment", ["write_manifest", "sync_folder", "write_table"])
def test_a_killed_load_shows_nothing_and_can_be_done_again(tmp_path: Path, moment: str) -> None:
    before = one_row(tmp_path)
    killed = run(KILLED, str(tmp_path), moment)
    assert killed.returncode == -signal.SIGKILL
    assert rows(tmp_path, "results", "result_id") == [("1",)]
    after = contents(tmp_path)
    assert {name: after[name] for name in before} == before
    succeeds(tmp_path)


def test_a_file_that_may_not_grow_is_a_clear_word(tmp_path: Path) -> None:
    before = one_row(tmp_path)
    full = run(FULL, str(tmp_path), biggest_file=200_000)
    assert full.returncode == 3, full.stdout + full.stderr
    assert "no room to write the store" in full.stdout
    assert "run the same command again" in full.stdout
    assert contents(tmp_path) == before
    succeeds(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("needs the right to mount a tmpfs; test_a_file_that_may_not_grow_is_a_clear_word stands in for it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_a_clear_word(small_disk: Path) -> None:
    before = one_row(small_disk)
    full = run(FULL, str(small_disk))
    assert full.returncode == 3, full.stdout + full.stderr
    assert "no room to write the store" in full.stdout
    assert contents(small_disk) == before
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    succeeds(small_disk)
