"""One suite for every engine: the shortlist made where the data live gives what reading every row here gives, to the last row."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from culprit.cli.main import main
from culprit.engines.kinds import read_codebook
from culprit.engines.push_down import chosen_in
from culprit.engines.spark import preselected_in
from culprit.sources.omop.warehouse import batches, open_warehouse
from tests.engines.conftest import ENGINES
from tests.engines.edge_rows import edge_rows
from tests.engines.marks import makes_no_sense, not_implemented

pytestmark = pytest.mark.parametrize("engine", ENGINES, scope="session")


def screened(url: str, out: Path, *more: str) -> Path:
    assert main(["screen", url, "--out", str(out), "--workers", "1", *more]) in (0, 1)
    return out


def without_places(out: Path) -> list[dict[str, Any]]:
    """assessments.jsonl without what names the container, or how it spells a number (0.5 or 0.50)."""

    def plain(thing: Any) -> Any:
        if isinstance(thing, dict):
            return {name: plain(value) for name, value in thing.items() if name not in ("source", "printed")}
        return [plain(each) for each in thing] if isinstance(thing, list) else thing

    return [plain(json.loads(line)) for line in (out / "assessments.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def out(engine: str, url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return screened(url, tmp_path_factory.mktemp(engine) / "out")


def test_the_worklist_is_the_same_to_the_last_byte(engine: str, out: Path, embedded: Path) -> None:
    assert (out / "worklist.csv").read_bytes() == (embedded / "worklist.csv").read_bytes()
    # a comparison of empty lists would prove nothing
    reasons = {row["reason"] for row in csv.DictReader((out / "worklist.csv").open(encoding="utf-8-sig"))}
    assert {"chronic_low_phosphate", "low_phosphate_unattended", "never_measured", "hazard"} <= reasons


def test_every_assessment_is_the_same(engine: str, out: Path, embedded: Path) -> None:
    assert without_places(out) == without_places(embedded)


def test_the_attrition_is_the_same(engine: str, out: Path, embedded: Path) -> None:
    told, expected = (json.loads((folder / "run.json").read_text())["attrition"] for folder in (out, embedded))
    # words alone are no phosphate to an engine that counts amounts: a few people fewer may be counted there, never more
    counted, here = told.pop("with_serum_phosphate"), expected.pop("with_serum_phosphate")
    assert 0.95 * here <= counted <= here
    assert told == expected


def test_the_drawn_rows_travel_as_drawn(engine: str, url: str) -> None:
    warehouse = open_warehouse(url)
    if engine == "spark":
        # its views are kept in the cluster: without, Spark plans for most of a minute
        whom, _ = preselected_in(warehouse, read_codebook(warehouse), None, "")
        chosen = batches(warehouse.backend, whom).read_all()
    else:
        chosen, _ = chosen_in(warehouse, None, None, "")
    travelling = set(chosen["person_id"].to_pylist())
    warehouse.close()
    _, people = edge_rows()
    assert [(why, "yes" if number in travelling else "no") for number, (why, _) in people.items()] == [
        (why, "yes" if travels == "yes" else "no") for why, travels in people.values()
    ]


def test_another_day_and_another_country_give_what_they_give_here(engine: str, url: str, cdm: Path, tmp_path: Path) -> None:
    asked = ("--on", date(2024, 6, 30).isoformat(), "--country", "CN")
    there, here = screened(url, tmp_path / "there", *asked), screened(str(cdm), tmp_path / "here", *asked)
    assert (there / "worklist.csv").read_bytes() == (here / "worklist.csv").read_bytes()
    assert without_places(there) == without_places(here)


@makes_no_sense("spark", "no rows come here: they are assessed on the workers")
def test_only_the_rows_of_the_shortlist_travel(engine: str, out: Path, embedded: Path) -> None:
    told, whole = (json.loads((folder / "run.json").read_text())["read"] for folder in (out, embedded))
    shortlisted = json.loads((embedded / "run.json").read_text())["attrition"]["shortlisted"]
    assert shortlisted <= told["people"] < 1.1 * shortlisted
    assert 0 < told["results_rows_read"] < 0.5 * whole["results_rows_read"]


@not_implemented("spark", "the folder has no store: assessments.jsonl holds what was said of everybody on the shortlist")
def test_explain_tells_of_a_listed_person(engine: str, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = next(csv.DictReader((out / "worklist.csv").open(encoding="utf-8-sig")))["patient_id"]
    assert main(["explain", str(out), listed]) == 0
    assert "is listed" in capsys.readouterr().out
