"""Tests that share what takes long to set up run in one process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.together import TOGETHER, group_of

ROOT = Path(__file__).resolve().parents[2]


def test_every_group_is_of_files_that_exist() -> None:
    assert [name for names in TOGETHER for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("test", "group"),
    [
        ("tests/engines/test_contract.py::test_the_attrition_is_the_same[spark]", "tests/engines/"),
        ("tests/engines/test_handfuls.py::test_of_a_handful", "tests/engines/"),
        ("tests/cli/test_again.py::test_a", "tests/cli/test_stopped.py"),
        ("tests/cli/test_stopped.py::test_a", "tests/cli/test_stopped.py"),
        ("tests/cli/test_commands.py::test_a", "tests/cli/test_commands.py::test_a"),
    ],
)
def test_a_test_is_of_its_group_or_its_own(test: str, group: str) -> None:
    assert group_of(test) == group


def test_they_do(tmp_path: Path) -> None:
    """A newer pytest or xdist must not undo it in silence."""
    files = ("engines/test_a.py", "engines/test_b.py", "alone/test_c.py", "alone/test_d.py")
    for name in files:
        file = tmp_path / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_SAYS_WHERE.format(said=tmp_path / file.stem))
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_xdist_make_scheduler\n")
    call = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    ran = subprocess.run(
        call, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
    processes = {Path(name).stem: set((tmp_path / Path(name).stem).read_text().split()) for name in files}
    assert processes["test_a"] == processes["test_b"]
    assert len(processes["test_a"]) == 1
    assert len(set().union(*processes.values())) == 2


_SAYS_WHERE = """
import os, time, pytest

@pytest.mark.parametrize("number", range(4))
def test_where(number):
    time.sleep(0.05)
    with open("{said}", "a") as file:
        print(os.environ["PYTEST_XDIST_WORKER"], file=file)
"""
