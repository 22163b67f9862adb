"""A night that is killed at any moment: nothing is lost, nothing is read twice, and the same call gives what it would have."""

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.cli.hospital import bytes_of, ran, run_json, started
from tests.nightly.people_of_nights import ward, write_night

NIGHTS = 2
OUTPUTS = ("worklist.csv", "worklist.parquet", "assessments.jsonl", "quarantine.parquet")
KILLS = 6


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights."""
    chance, folder = Random(7), tmp_path_factory.mktemp("nights")
    resources = ward(chance, people=40)
    for night in range(NIGHTS):
        write_night(folder / f"night-{night}", resources[night::NIGHTS])
    return folder


def call(source: Path, out: Path, night: int) -> tuple[object, ...]:
    return ("update", source / f"night-{night}", "--out", out, "--on", f"2026-02-{night + 1:02}", "--workers", 1)


def test_a_night_killed_at_any_moment_can_be_run_again(source: Path, tmp_path: Path) -> None:
    for night in range(NIGHTS):
        began = time.monotonic()
        assert ran(*call(source, tmp_path / "undisturbed", night)).status in (0, 1)
        whole = time.monotonic() - began
    chance, killed = Random(11), 0
    out = tmp_path / "out"
    assert ran(*call(source, out, 0)).status in (0, 1)
    for _ in range(KILLS):
        process = started(*call(source, out, 1))
        try:
            process.communicate(timeout=chance.uniform(0.3, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=60)
        killed += process.returncode == -signal.SIGKILL
    assert killed, "no moment was early enough to prove anything"
    assert ran(*call(source, out, 1)).status in (0, 1)
    assert bytes_of(out, OUTPUTS) == bytes_of(tmp_path / "undisturbed", OUTPUTS)
    assert not [path for path in out.rglob("*") if path.name.endswith((".part", ".pending")) or path.name == "spill"]
    # however often it began, each file was read into the store once
    store = (out / "store" / "manifest.json").read_text()
    assert store == (tmp_path / "undisturbed" / "store" / "manifest.json").read_text()


KILLED_IN = """
import os, signal, sys
from culprit.cli import screen_command
from culprit.cli.main import main

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(screen_command, sys.argv[1], die)
main(sys.argv[2:])
"""


@pytest.mark.parametrize("moment", ["tonight", "write_worklist", "write_report"])
def test_what_is_new_is_told_by_the_run_that_ends(source: Path, tmp_path: Path, moment: str) -> None:
    """The store has the night already, the state does not: the news of the night is not lost."""
    assert ran(*call(source, tmp_path, 0)).status in (0, 1)

    arguments = [str(argument) for argument in call(source, tmp_path, 1)]
    killed = subprocess.run([sys.executable, "-c", KILLED_IN, moment, *arguments], capture_output=True, check=False, timeout=300)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert ran(*call(source, tmp_path, 1)).status in (0, 1)
    news = run_json(tmp_path)["news"]
    assert news["since"] == "2026-02-01"
    assert news["lines"], "nothing new in a night that has half of everything"
    assert "every file was already in the store: nothing was read again" in run_json(tmp_path)["notes"]
