"""Tests that share what takes long to set up run in one process."""

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
