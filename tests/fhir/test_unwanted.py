"""Of tests that nobody knows hardly anything is taken out of a line: the store holds the same as if everything were."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.cli.load_source import Loaded, load_source
from culprit.sources.fhir import by_template as reading_by_template
from culprit.sources.fhir.beside import Beside
from culprit.sources.fhir.scanning import Scanned
from culprit.sources.fhir.templates import Templates
from culprit.sources.fhir.unwanted import of_unknown_tests
from culprit.sources.intake.recognise_analyte import means_nothing_known, recognise_analyte
from culprit.store.store import Store
from tests.fhir.by_template import reading
from tests.fhir.reading import Resource, lines, observation, patient

SODIUM = {"coding": [{"system": "http://loinc.org", "code": "2951-2", "display": "Sodium"}], "text": "Sodium"}
TABLES = ("people", "results", "withdrawn", "quarantine", "unmapped", "waiting_results")


def sodium(name: str, **more: Any) -> Resource:
    """A result of a test that Culprit does not know."""
    return observation(name, value=141, code=SODIUM, **more)


def changed(resource: Resource, hour: int) -> Resource:
    """The version of a resource of that hour."""
    return {**resource, "meta": {"lastUpdated": f"2024-06-01T{hour:02d}:00:00Z"}}


FIRST = [
    patient(),
    *(one for number in range(40) for one in (observation(f"p{number}", value=number / 50), sodium(f"s{number}"))),
    # what was a phosphate is none any more, and the other way round; a copy, and one that is taken back
    changed(observation("was phosphate"), 1),
    changed(sodium("was phosphate"), 2),
    changed(sodium("is phosphate"), 1),
    changed(observation("is phosphate"), 2),
    sodium("s3"),
    sodium("taken back", status="entered-in-error"),
]
SECOND = [
    changed(sodium("p7"), 5),
    changed(observation("s7"), 5),
    *(sodium(f"later{number}") for number in range(20)),
    sodium("s8"),
]


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch, by_template: bool) -> tuple[list[Loaded], dict[str, list[str]], int]:
    """Two loads in one store: what was counted, every row held, and how many lines were known to be unwanted."""
    monkeypatch.setattr(reading_by_template, "BLOCKS_JUDGED_AT_ONCE", 1)
    unwanted = []
    fillings, do = Templates.fillings, Beside.do

    def waited_for(aside: Beside, *work: Any) -> Any:
        handed_over = do(aside, *work)
        handed_over.result()
        return handed_over

    # what is judged beside is known before the next block
    monkeypatch.setattr(Beside, "do", waited_for)

    def noted(templates: Templates, scanned: Scanned) -> Iterator[tuple[str, pa.RecordBatch]]:
        unwanted.append(len(scanned.unwanted.lines) if scanned.unwanted else 0)
        return fillings(templates, scanned)

    store, told = Store(folder / "store"), []
    for number, resources in enumerate((FIRST, SECOND)):
        source = folder / f"night{number}"
        source.mkdir()
        (source / f"{number}.ndjson").write_bytes(lines(*resources[1:] if number == 0 else resources))
        if number == 0:
            (source / "people.ndjson").write_bytes(lines(resources[0]))
        with reading(4000, by_template), monkeypatch.context() as patch:
            patch.setattr(Templates, "fillings", noted)
            told.append(load_source([str(source)], store))
    with store.connect() as connection:
        held = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}").fetchall())) for name in TABLES}
    return told, held, sum(unwanted)


def test_the_store_holds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = []
    for by_template in (True, False):
        folder = tmp_path / str(by_template)
        folder.mkdir()
        ways.append(loaded(folder, monkeypatch, by_template))
    quickly, line_by_line = ways
    assert quickly[2] > 10
    assert quickly[1] == line_by_line[1]
    assert [one.counts for one in quickly[0]] == [one.counts for one in line_by_line[0]]
    ids = [row for row in quickly[1]["results"] if "'was phosphate'" in row or "'p7'" in row]
    assert not ids
    assert sum("'is phosphate'" in row or "'s7'" in row for row in quickly[1]["results"]) == 2
    assert quickly[0][0].counts.results.not_an_analyte > 40


@pytest.mark.parametrize(
    ("template", "unwanted"),
    [
        ({}, True),
        ({"status": "entered-in-error"}, False),
        ({"is_panel": True}, False),
        ({"person_identifier": "x"}, False),
        ({"codings": [{"system": "http://loinc.org", "code": "2777-1", "display": None}]}, False),
        ({"name": "Phosphate, urine"}, False),
    ],
)
def test_which_are_unwanted(template: dict[str, Any], unwanted: bool) -> None:
    plain = {"status": "final", "is_panel": None, "person_identifier": None, "codings": None, "name": "Sodium"}
    assert of_unknown_tests(None)({**plain, **template}) is unwanted


texts = st.sampled_from(["", "Phosphate", "Sodium", "Phosphate (mmol/L)", "FGF23", "Calcium, mg/dL", "x"])
codings = st.lists(
    st.tuples(st.sampled_from(["http://loinc.org", "urn:x", ""]), st.sampled_from(["2777-1", "2951-2", "54390-0", "7", ""]), texts),
    max_size=2,
)


@given(codings, texts, st.sampled_from(["", "Blood", "Urine", "other"]), texts, st.sampled_from(["", "mmol/L", "RU/mL", "mg/24h"]))
def test_nothing_beside_the_name_makes_a_known_test_of_an_unknown(
    codes: list[tuple[str, str, str]], name: str, specimen: str, method: str, unit: str
) -> None:
    if means_nothing_known(codes, name):
        assert recognise_analyte(codes, name, specimen, unit, method) is None
