"""One screening run of a real record set, and short questions to ask of what it wrote."""

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from culprit.cli.main import main
from culprit.cli.record_of import assessed, everybody
from culprit.cli.screening import holds_laboratory_data
from culprit.domain.assessment import Assessment
from culprit.knowledge.settings import Settings
from culprit.store.store import Store

Row = tuple[Any, ...]
_SET_ASIDE = ("withdrawn", "superseded", "duplicate")


@dataclass(frozen=True)
class Screened:
    """What `culprit screen` left in `folder`, and its exit status."""

    folder: Path
    status: int

    @cached_property
    def run(self) -> dict[str, Any]:
        """run.json."""
        return dict(json.loads((self.folder / "run.json").read_text(encoding="utf-8")))

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The store's views people, results, facts, quarantine, unmapped."""
        return Store(self.folder / "store").connect()

    @cached_property
    def assessments(self) -> dict[str, dict[str, Any]]:
        """assessments.jsonl by patient id."""
        lines = (self.folder / "assessments.jsonl").read_text(encoding="utf-8").splitlines()
        return {one["patient_id"]: one for one in map(json.loads, lines)}

    @cached_property
    def worklist(self) -> dict[str, list[str]]:
        """The reasons for which each listed patient id is listed."""
        found: dict[str, list[str]] = {}
        with (self.folder / "worklist.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                # spreadsheets take a leading minus for a formula: such an id is written behind an apostrophe
                found.setdefault(row["patient_id"].removeprefix("'"), []).append(row["reason"])
        return found

    @cached_property
    def everybody(self) -> dict[str, Assessment]:
        """The assessment of every person of the store who can be assessed, shortlisted or not, by patient id."""
        settings = Settings.default(laboratory_data=holds_laboratory_data(self.connection))
        found = assessed(self.connection, everybody(self.connection), settings)
        return {one.record.patient_id: one.assessment for one in found if one.assessment is not None}

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """The number on the papers (else the id) of each patient id."""
        return dict(self.ask("SELECT person_id, coalesce(identifier, person_id) FROM people"))

    def ask(self, sql: str) -> list[Row]:
        """Rows of a query over the store."""
        return self.connection.execute(sql).fetchall()

    def count(self, relation: str) -> int:
        """How many rows."""
        return int(self.ask(f"SELECT count(*) FROM {relation}")[0][0])

    def unaccounted(self, what: str) -> int:
        """Rows of `results` or `people` that were read and are neither kept, nor of another kind, nor taken back, nor set aside."""
        read = self.run["read"]
        found = read[what] + sum(read[f"{what}_{fate}"] for fate in _SET_ASIDE)
        found += read.get(f"{what}_of_other_tests", 0) + read.get(f"{what}_without_value", 0)
        return int(read[f"{what}_rows_read"]) - int(found)

    @property
    def quarantined(self) -> dict[str, int]:
        """How many rows were set aside, by reason."""
        return {entry["reason"]: entry["rows"] for entry in self.run["quarantined"]}


def screen(source: Path, out: Path) -> Screened:
    """Runs `culprit screen SOURCE --out DIR` in this process."""
    return Screened(out, main(["screen", str(source), "--out", str(out), "--workers", "1"]))
