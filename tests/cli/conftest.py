"""Shared by the tests of the command: the command itself, and a small hospital that is screened once."""

from pathlib import Path

import pytest

from culprit.cli.main import main
from tests.cli.hospital import Culprit, ran, small_hospital


@pytest.fixture
def culprit(capsys: pytest.CaptureFixture[str]) -> Culprit:
    """The command, called in this process."""
    return Culprit(capsys)


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four people; nobody writes there."""
    return small_hospital(tmp_path_factory.mktemp("hospital"))


@pytest.fixture(scope="session")
def screened(tmp_path_factory: pytest.TempPathFactory, hospital: Path) -> Path:
    """The folder of a screen of the four people; nobody writes there."""
    folder = tmp_path_factory.mktemp("screened") / "out"
    assert main(["screen", str(hospital), "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up hospital of 300 people, with its broken lines; nobody writes there."""
    folder = tmp_path_factory.mktemp("made-up")
    assert main(["simulate", "--people", "300", "--out", str(folder)]) == 0
    return folder / "records"


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up hospital that takes a few seconds and is assessed by two processes; with its undisturbed screen beside it."""
    folder = tmp_path_factory.mktemp("big")
    assert main(["simulate", "--people", "5000", "--out", str(folder)]) == 0
    assert ran("screen", folder / "records", "--out", folder / "undisturbed", env={"PYTHONHASHSEED": "4711"}).status == 1
    return folder
