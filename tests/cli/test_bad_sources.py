"""Sources, mapping files and disks that cannot be used: exit status 3, what was found, what to do, and nothing else."""

import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.hospital import Culprit, bytes_of, ran, write

PDF = b"%PDF-1.4\n%%EOF\n"


def test_an_empty_folder(culprit: Culprit, tmp_path: Path) -> None:
    said = culprit("screen", write(tmp_path / "source"), "--out", tmp_path / "out")
    assert (said.status, said.out) == (3, "")
    assert "is an empty folder" in said.err


def test_a_folder_of_pdfs(culprit: Culprit, tmp_path: Path) -> None:
    said = culprit("screen", write(tmp_path / "source", a__pdf=PDF, b__pdf=PDF), "--out", tmp_path / "out")
    assert (said.status, said.out) == (3, "")
    assert "2 × PDF document" in said.err
    assert "Export the results as CSV or XLSX" in said.err


@pytest.mark.parametrize("command", ["screen", "assess", "check"])
def test_a_missing_path(culprit: Culprit, tmp_path: Path, command: str) -> None:
    more = ["--out", tmp_path / "out"] if command == "screen" else []
    said = culprit(command, tmp_path / "nowhere", *more)
    assert (said.status, said.out) == (3, "")
    assert "nowhere does not exist" in said.err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x = [", "is not valid TOML"),
        (b"\xff\xfe\xff", "cannot be read"),
        (b'[names]\n"P" = "phosphat"\n', "line 2"),
        (None, "does not exist"),
    ],
)
def test_an_unreadable_mapping_file(culprit: Culprit, hospital: Path, tmp_path: Path, content: bytes | None, words: str) -> None:
    mapping = tmp_path / "mapping.toml"
    if content is not None:
        mapping.write_bytes(content)
    said = culprit("screen", hospital, "--out", tmp_path / "out", "--mapping", mapping)
    assert (said.status, said.out) == (3, "")
    assert words in said.err


def test_a_database_that_is_not_there_keeps_its_password(culprit: Culprit, tmp_path: Path) -> None:
    said = culprit("screen", "nothing://me:secret@localhost:1/x", "--out", tmp_path / "out")
    assert said.status == 3
    assert "secret" not in said.err


def test_a_broken_store(culprit: Culprit, hospital: Path, tmp_path: Path) -> None:
    write(tmp_path / "out" / "store", manifest__json=b"x")
    said = culprit("screen", hospital, "--out", tmp_path / "out")
    assert said.status == 3
    assert "is no manifest of a store" in said.err


def test_too_little_memory_is_said(made_up: Path, tmp_path: Path) -> None:
    said = ran("screen", made_up, "--out", tmp_path / "out", "--memory", "1MB")
    assert said.status == 3
    assert "--memory" in said.err


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, made_up: Path) -> Path:
    """What a screen of the made-up hospital leaves when nothing disturbs it."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    assert ran("screen", made_up, "--out", folder).status == 1
    return folder


@pytest.mark.parametrize("biggest", [20_000, 200_000])
def test_a_file_that_may_not_grow(made_up: Path, undisturbed: Path, tmp_path: Path, biggest: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (biggest, biggest))

    said = ran("screen", made_up, "--out", tmp_path / "out", first=limit)
    assert said.status == 3, said.err
    assert "no room" in said.err
    picks_up(made_up, tmp_path, undisturbed)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a tmpfs; test_a_file_that_may_not_grow stands in for it")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills(made_up: Path, undisturbed: Path, small_disk: Path) -> None:
    said = ran("screen", made_up, "--out", small_disk / "out")
    assert said.status == 3, said.err
    assert "no room" in said.err or "Nothing was begun" in said.err
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    picks_up(made_up, small_disk, undisturbed)


def picks_up(source: Path, folder: Path, undisturbed: Path) -> None:
    """The same call succeeds, leaves what an undisturbed run leaves, and no half-written file."""
    assert ran("screen", source, "--out", folder / "out").status == 1
    assert bytes_of(folder / "out") == bytes_of(undisturbed)
    assert list((folder / "out").glob(".*.part")) == []
