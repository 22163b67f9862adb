"""What to say, patient by patient: assessments per second and core on the shortlist of a simulated hospital."""

import time
from pathlib import Path

from benchmarks.hospital import store_of
from benchmarks.measured import Figure, figure, forget
from benchmarks.sizes import size_of
from culprit.cli.screening import shortlisted
from culprit.domain.record import PatientRecord
from culprit.guideline.assess import assess
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import assess_batch, batches_of, records_of_batch


def prepare(size: str, data: Path, seed: int) -> None:
    """Loads the hospital."""
    store_of(size, data, seed)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """Seconds of this process's own core; single assessments by the wall clock."""
    connection = store_of(size, data, seed).connect()
    person_ids = sorted(shortlisted(connection, None, ""))
    settings = Settings.default()
    batches = list(batches_of(connection, person_ids))
    records = [record for batch in batches for record in records_of_batch(batch)]
    for record in records:
        assess(record, None, settings)
    assessing, building, single = [], [], []
    for _ in range(2 * size_of(size).runs - 1):
        forget()
        single = [_seconds(record, settings) for record in records]
        forget()
        began = time.process_time()
        for record in records:
            assess(record, None, settings)
        assessing.append(len(records) / (time.process_time() - began))
        forget()
        began = time.process_time()
        for batch in batches:
            assess_batch(batch, settings, None, {})
        building.append(len(records) / (time.process_time() - began))
    single.sort()
    results = sum(len(of_one) for record in records for of_one in record.results.values()) / len(records)
    of = f"{len(records):,} people, {results:.0f} results each"
    return [
        figure("assessment", "records assessed", assessing, "/s/core", asked="at least 2,500 /s/core", note=of),
        figure("assessment", "with building the records from Arrow", building, "/s/core"),
        figure("assessment", "one assessment, median", [single[len(single) // 2] * 1e6], "µs"),
        figure("assessment", "one assessment, 99 of 100 within", [single[len(single) * 99 // 100] * 1e6], "µs"),
    ]


def _seconds(record: PatientRecord, settings: Settings) -> float:
    began = time.perf_counter()
    assess(record, None, settings)
    return time.perf_counter() - began
