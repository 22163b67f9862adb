"""The compiled loop is loaded only where there is much to read; where it cannot work, the rows are the same."""

import gzip
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
import pytest

from culprit.sources.fhir import compiled, matching
from culprit.sources.fhir.machine_code import machine_code
from culprit.sources.fhir.unpack import unpacked_size
from tests.fhir.reading import lines, observation, patient, read

SAID = "numba does not work here, so each line was read by itself: the same rows, more slowly."


@pytest.fixture
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(compiled, "WORTH_COMPILING_BYTES", 0)
    compiled.compiled_loops.cache_clear()
    yield
    compiled.compiled_loops.cache_clear()


def source(folder: Path) -> tuple[list[str], tuple[str, ...]]:
    found = read(folder, a__ndjson=lines(*(observation(f"o{number}") for number in range(3))), b__ndjson=lines(patient()))
    return found.rows("results", "result_id"), found.relations.notes


@pytest.mark.usefixtures("_asked_anew")
def test_without_numba_each_line_is_read_and_that_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, matching.__name__)
    monkeypatch.setitem(sys.modules, "numba", None)
    assert source(tmp_path) == (["o0", "o1", "o2"], (SAID,))


@pytest.mark.usefixtures("_asked_anew")
def test_where_compiling_fails_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(matching, "match", full)
    assert source(tmp_path) == (["o0", "o1", "o2"], (SAID,))


@pytest.mark.usefixtures("_asked_anew")
def test_with_numba_nothing_is_said(tmp_path: Path) -> None:
    assert source(tmp_path) == (["o0", "o1", "o2"], ())


def test_where_no_folder_can_be_written_it_is_compiled_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def njit(cache: bool = False, **options: Any) -> Callable[[Any], Any]:
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda loop: ("compiled", loop, options["nogil"])

    monkeypatch.setattr(numba, "njit", njit)
    assert machine_code(len) == ("compiled", len, True)


def test_a_small_source_does_not_load_numba(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_bytes(lines(patient(), observation()))
    program = (
        "import sys, duckdb; from culprit.sources.fhir import read_fhir; "
        f"found = read_fhir(duckdb.connect(), {str(tmp_path)!r}); sys.exit('numba' in sys.modules or found.notes != ())"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_packed_file_counts_as_what_it_holds(tmp_path: Path) -> None:
    content = b'{"resourceType": "Patient"}\n' * 1000
    (plain := tmp_path / "a.ndjson").write_bytes(content)
    (packed := tmp_path / "b").write_bytes(gzip.compress(content))
    assert unpacked_size(plain) == len(content)
    assert unpacked_size(packed) == 10 * packed.stat().st_size
