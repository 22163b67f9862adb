"""Ctrl-C and a kill in the middle of a screen: a word or nothing, never a traceback; the same call then leaves the same bytes."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.hospital import bytes_of, ran, started


def stopped_when(process: subprocess.Popen[bytes], out: Path, moment: str) -> None:
    """Waits for the moment: the command begins, the store is being loaded, or the assessment has begun."""
    paths = {"begun": out, "loading": out / "store" / "spill", "assessing": out / "assessments.jsonl"}
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        seen = list(out.glob(".assessments.jsonl.*")) if moment == "assessing" else paths[moment].exists()
        if seen:
            break
        time.sleep(0.01)
    time.sleep({"begun": 0.0, "loading": 0.5, "assessing": 0.8}[moment])


@pytest.mark.parametrize("moment", ["begun", "loading", "assessing"])
def test_ctrl_c_and_the_same_call_again(big: Path, tmp_path: Path, moment: str) -> None:
    call = ("screen", big / "records", "--out", tmp_path / "out")
    process = started(*call)
    stopped_when(process, tmp_path / "out", moment)
    # as a terminal does it: the workers get it too
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    # a shell says 130 of both: the interpreter ends itself by the signal when it came while a library ran Python of its own
    assert process.returncode in (130, -signal.SIGINT), err
    assert out == b""
    assert err.decode() == "culprit: stopped\nNothing half-written counts: the same command picks up where it can.\n"
    assert not (tmp_path / "out" / "worklist.csv").exists()
    if moment == "loading":
        # the load begins anew, which takes longest; one moment is enough to show it
        assert ran(*call).status == 1
        assert bytes_of(tmp_path / "out") == bytes_of(big / "undisturbed")


def test_ctrl_c_while_everything_is_imported() -> None:
    process = started("statement")
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130, -signal.SIGINT)
    assert process.returncode != 130 or b"Traceback" not in err


def test_a_kill_leaves_no_process_and_the_same_call_succeeds(big: Path, tmp_path: Path) -> None:
    call = ("screen", big / "records", "--out", tmp_path / "out")
    process = started(*call)
    stopped_when(process, tmp_path / "out", "assessing")
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "out" / "worklist.csv").exists()
    assert nobody_left(process.pid)
    assert ran(*call).status == 1
    assert bytes_of(tmp_path / "out") == bytes_of(big / "undisturbed")
    assert list((tmp_path / "out").glob(".*.part")) == []
    shutil.rmtree(tmp_path / "out")


def nobody_left(group: int) -> bool:
    """Whether the process group is empty within a few seconds; workers end with the process that started them."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
