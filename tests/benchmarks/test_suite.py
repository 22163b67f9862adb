"""Every part of the benchmarks in its smallest size: it fails when an answer is wrong, never because something was slow."""

import importlib
import json
from pathlib import Path

import pytest

from benchmarks import fhir, one_patient, shortlist
from benchmarks.__main__ import SEED
from benchmarks.alternatives.engines import ENGINES, OURS
from benchmarks.engines import figures_of
from benchmarks.measured import Figure, figure, skipped
from benchmarks.processes import run_watched
from benchmarks.sizes import PARTS, SIZES, size_of
from benchmarks.table import markdown
from culprit.store.manifest import read_manifest

SIZE = "tiny"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


@pytest.mark.parametrize("part", size_of(SIZE).parts)
def test_each_part_gives_right_answers_and_figures(part: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # what has to be fetched is not fetched for a test: where it is not there already, the part says so
    monkeypatch.setattr("benchmarks.one_patient.fetch", lambda folder: None)
    # a server and a cluster take minutes to start, and tests/engines holds them to the same answers
    monkeypatch.setattr("benchmarks.engines.ENGINES", [one for one in ENGINES if one.module not in ("postgresql", "spark")])
    module = importlib.import_module(f"benchmarks.{part}")
    module.prepare(SIZE, data, SEED)
    found = module.measure(SIZE, data, SEED)
    assert found
    assert all(one.part == part for one in found)
    for one in found:
        assert one.runs > 0 or one.note.startswith("skipped: "), one.what
        assert one.lowest <= one.median <= one.highest


def told(digest: str) -> dict[str, object]:
    return {"people": 3, "ever_low": 1, "digest": digest, "seconds": [1.0, 3.0, 2.0], "version": "0", "peak_mb": 7}


def test_an_engine_that_names_other_people_fails_the_run() -> None:
    scan, ours, *_, other = ENGINES
    right = {scan: told(""), ours: told("a"), other: told("a")}
    named = [one.what for one in figures_of(right, (1, 1))]
    assert named[:3] == [scan.name, OURS, f"{OURS}, to plain scan"]
    with pytest.raises(ValueError, match="not the same ones"):
        figures_of({**right, other: told("b")}, (1, 1))


def test_an_engine_that_is_not_here_is_told_with_the_reason() -> None:
    scan, ours, *_, spark = ENGINES
    answers = {scan: told(""), ours: told("a"), spark: {"skipped": "not installed: pyspark"}}
    (row,) = [one for one in figures_of(answers, (1, 1)) if not one.runs]
    assert row.note == "skipped: not installed: pyspark"
    line = markdown({"machine": MACHINE, "size": SIZE, "seed": 1, "measured": [shown(row), shown(figure("a", "b", [1.0], "s"))]})
    assert "| engines | Spark, local (skipped: not installed: pyspark) |  |  | 0 |  |  |" in line
    assert "| a | b | 1 s |" in line


MACHINE = {"processor": "", "cores": 2, "memory_gb": 1, "system": "", "python": "", "versions": {}, "load": 0}


def shown(one: Figure) -> dict[str, object]:
    return json.loads(json.dumps(one.__dict__)) | {"peak_mb": 0, "peak_mb_of_a_worker": 0}


def test_skipped_is_no_number() -> None:
    assert skipped("a", "b", "no c").runs == 0


def test_a_store_in_parts_holds_people_of_its_own_in_each(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest size, as small as can be: five loads, one shortlist, and the screen from it."""
    size = SIZES["billion"].__class__(50_000, 100_000, (0, 0), 0, 0, 0, (0, 0), 0, 0, 1, (0, 0, 0), 5, SIZES["billion"].parts)
    monkeypatch.setitem(SIZES, "billion", size)
    shortlist.prepare("billion", data, SEED)
    store = shortlist.store_of("billion", data, SEED, calm=True)
    assert len(read_manifest(store).loads) == 5
    assert not shortlist.scanned(store)
    assert shortlist.measure("billion", data, SEED)


def test_a_watched_command_tells_status_words_memory_and_disk(tmp_path: Path) -> None:
    script = f"import sys, time; open('{tmp_path}/a', 'w').write('x' * 1000); time.sleep(0.5); sys.exit('gone')"
    ended = run_watched(["python3", "-c", script], tmp_path)
    assert (ended.status, ended.words.strip(), ended.peak_disk) == (1, "gone", 1000)
    assert ended.seconds >= 0.5


def test_the_question_in_python_is_the_one_in_cql() -> None:
    """What CQL is asked stands in phosphate.cql; a record becomes one Bundle with every result."""
    text = (Path(one_patient.__file__).parent / "cql" / "phosphate.cql").read_text()
    assert '>= "Days apart"' in text
    assert "14879-1" in text


def test_every_size_has_its_parts() -> None:
    assert set(SIZES) == {"tiny", "small", "full", "billion"}
    assert set(size_of("full").parts) == set(PARTS)
    assert set(size_of(SIZE).parts) == set(PARTS) - {"nightly", "needs"}, "tests/nightly holds the nights; needs checks no answer"
    assert fhir.LINES == ("bare", "full", "whole")
