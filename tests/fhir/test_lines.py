"""How files are read in blocks of whole lines: what is looked at beforehand, and what is hashed on the way."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xxhash import xxh3_128

from culprit.cli.load_source import load_source
from culprit.sources.fhir import compiled
from culprit.sources.fhir.lines import some_lines, whole_lines
from culprit.store import input_files
from culprit.store.store import Store
from tests.fhir.reading import lines, observation, patient


@pytest.mark.parametrize("packed", [False, True])
def test_lines_looked_at_beforehand_are_whole_and_of_the_file(tmp_path: Path, packed: bool) -> None:
    written = [b"%d %s" % (number, b"x" * (number % 300)) for number in range(40_000)]
    content = b"\n".join(written)
    (tmp_path / "lines").write_bytes(gzip.compress(content) if packed else content)
    found = some_lines([tmp_path / "lines"])
    assert found
    assert set(found) <= set(written)
    # of a packed file the beginning alone, of another from all over
    assert (max(int(line.split()[0]) for line in found) > 30_000) is not packed


def test_some_of_very_many_files_are_looked_at_and_none_of_no_files(tmp_path: Path) -> None:
    assert some_lines([]) == []
    paths = [tmp_path / str(number) for number in range(200)]
    for number, path in enumerate(paths):
        path.write_bytes(b"%d\n" % number)
    found = some_lines(paths)
    assert 16 <= len(found) <= 64
    assert set(found) <= {b"%d" % number for number in range(200)}


@pytest.mark.parametrize("content", [b"", b"\n" * 100, b"no end", b"one long line" * 20_000, b"cut" * 30_000 + b"\nshort\n"])
def test_lines_that_make_no_sense_beforehand_are_left_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lines").write_bytes(content)
    assert set(some_lines([tmp_path / "lines"])) <= set(content.split(b"\n"))


@given(st.lists(st.binary(max_size=60), max_size=30), st.integers(1, 64), st.integers(10, 100))
def test_everything_that_is_read_is_shown_once_and_in_order(
    tmp_path_factory: pytest.TempPathFactory, written: list[bytes], block_bytes: int, longest: int
) -> None:
    path = tmp_path_factory.mktemp("any") / "lines"
    path.write_bytes(b"\n".join(written))
    seen = bytearray()
    for _ in whole_lines(path, block_bytes, longest, look=seen.extend):
        pass
    assert bytes(seen) == path.read_bytes()


def test_a_file_that_was_hashed_as_it_was_read_is_the_same_file_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "WORTH_COMPILING_BYTES", 0)
    source, store = tmp_path / "export", Store(tmp_path / "store")
    source.mkdir()
    (source / "Patient.ndjson").write_bytes(b"\xef\xbb\xbf" + lines(patient()))
    (source / "Observation.ndjson").write_bytes(lines(*(observation(f"o{number}") for number in range(50))))
    (source / "more.ndjson.gz").write_bytes(gzip.compress(lines(observation("packed"))))
    hashed_again: list[Path] = []
    hash_content = input_files.xxh3_128

    def noted(*content: bytes) -> xxh3_128:
        hashed_again.append(source)
        return hash_content(*content)

    monkeypatch.setattr(input_files, "xxh3_128", noted)
    assert load_source([str(source)], store).fresh
    # the packed one alone
    assert len(hashed_again) == 1
    (load,) = store.manifest.loads
    told = {file.name: (file.size, file.xxh3) for file in load.files}
    assert told == {
        file.name: (file.stat().st_size, hash_content(file.read_bytes()).hexdigest()) for file in sorted(source.iterdir())
    }
    assert not load_source([str(source)], store).fresh
