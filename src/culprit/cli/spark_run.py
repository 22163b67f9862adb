"""One screening run inside Spark: what comes back from its workers, in the form that the files of a screen are written from."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from culprit.cli.load_source import Loaded
from culprit.engines.kinds import read_codebook
from culprit.engines.rows_of_persons import Job, Outcome
from culprit.engines.spark import assessed_in, preselected_in
from culprit.guideline.decisions import Decision
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import Assessed
from culprit.sources.laboratory_files.mapping_file import read_mapping
from culprit.sources.omop.warehouse import Warehouse, open_warehouse, stopped
from culprit.sources.recognise import SourceKind
from culprit.store.schema import TABLES, UNMAPPED
from culprit.store.views import create_how_many


class SparkRun:
    """Shortlist when it is made, assessment when `everybody` is asked for.

    `connection` has the canonical tables, in which `everybody` leaves what was set aside, not understood or flagged; people,
    results and facts themselves stay where they are. Raises SourceError.
    """

    def __init__(
        self, url: str, mapping_path: Path | None, settings: Settings, on: date | None, decisions: Mapping[str, Decision]
    ) -> None:
        self.warehouse: Warehouse = open_warehouse(url)
        mapping = read_mapping(mapping_path) if mapping_path else None
        try:
            codebook = read_codebook(self.warehouse, mapping)
            self._whom, self.census = preselected_in(self.warehouse, codebook, on, settings.country)
        except Exception as error:  # py4j and Spark have their own errors
            raise stopped(self.warehouse.shown, error) from error
        self.settings = msgspec.structs.replace(settings, laboratory_data=self.census.holds_results)
        self._job = Job(self.settings, on, dict(decisions), mapping)
        self.connection = _canonical_tables()
        self.loaded = Loaded(
            SourceKind.OMOP,
            f"OMOP CDM ({self.warehouse.kind})",
            True,
            tuple(f"{self.warehouse.shown}/{name}" for name in self.warehouse.names.values()),
            notes=(self.census.sentence(),),
            census=self.census,
        )

    def everybody(self) -> Iterator[tuple[Assessed, bool]]:
        """Everybody on the shortlist, in the order of their ids, each with whether a phosphate was ever low."""
        outcomes = assessed_in(self.warehouse, self._whom, self.census.preselected, self._job)
        while True:
            try:
                outcome = next(outcomes, None)
            except Exception as error:
                raise stopped(self.warehouse.shown, error) from error
            if outcome is None:
                return
            self._keep(outcome)
            yield from outcome.assessed

    def _keep(self, outcome: Outcome) -> None:
        for table, rows in (("quarantine", outcome.quarantine), ("unmapped_there", outcome.unmapped)):
            if rows:
                self.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        if outcome.flagged:
            self.connection.executemany("INSERT INTO results (flags, source_file, source_row) VALUES (?, ?, ?)", outcome.flagged)


def _canonical_tables() -> Any:
    connection = duckdb.connect()
    for table in TABLES:
        columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
        name = "unmapped_there" if table is UNMAPPED else table.name
        connection.execute(f"CREATE TABLE {name} ({columns})")
    create_how_many(connection)
    # each handful of persons counted for itself
    key = ", ".join(f'"{name}"' for name in UNMAPPED.identity)
    connection.execute(
        f"""CREATE VIEW unmapped AS SELECT {key}, sum(rows)::BIGINT AS rows,
            min_by(example_file, (example_file, example_row)) AS example_file,
            min_by(example_row, (example_file, example_row)) AS example_row FROM unmapped_there GROUP BY {key}"""
    )
    return connection
