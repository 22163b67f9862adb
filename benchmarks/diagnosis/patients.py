"""Published patients as records, read from the FHIR bundles the way `culprit assess` reads them."""

import csv
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.diagnosis.truth import right_answers
from culprit.cli.load_source import load_source
from culprit.cli.record_of import assessed, everybody
from culprit.cli.screening import holds_laboratory_data
from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.knowledge.settings import Settings
from culprit.store.store import Store


@dataclass(frozen=True)
class Patient:
    """One published patient: what was known before the cause was found, and what the cause was."""

    name: str
    diagnosis: str
    record: PatientRecord
    assessment: Assessment

    @property
    def right(self) -> tuple[str, ...]:
        """The causes that count as right."""
        return right_answers(self.diagnosis)

    @property
    def analytes(self) -> int:
        """How many different things were measured."""
        return sum(any(r.quantity or r.interpretation.value for r in results) for results in self.record.results.values())

    @property
    def rich(self) -> bool:
        """Serum phosphate, age, sex and at least three analytes: the patients the goal is set for."""
        known = self.record.birth is not None and self.record.sex is not None
        return known and bool(self.record.of_analyte("phosphate_serum")) and self.analytes >= 3


def patients(folder: Path, context: str = "unstated") -> tuple[Patient, ...]:
    """Every patient of the bundles under `folder`, each folder of bundles with its truth.csv; in order of their names."""
    found: list[Patient] = []
    for truth in sorted(folder.glob("*/truth.csv")):
        with truth.open(encoding="utf-8", newline="") as file:
            diagnoses = {row["id"]: row["diagnosis"] for row in csv.DictReader(file)}
        with tempfile.TemporaryDirectory(prefix="culprit-diagnosis-") as scratch:
            store = Store(Path(scratch) / "store")
            bundles = [str(path) for path in sorted(truth.parent.glob("*.json"))]
            load_source(bundles, store)
            connection = store.connect()
            settings = Settings.default(laboratory_data=holds_laboratory_data(connection), context=context)
            # people without any dated fact cannot be assessed by anybody: they have no place in the count
            found += [
                Patient(name, diagnoses[name], one.record, one.assessment)
                for one in assessed(connection, everybody(connection), settings)
                if one.assessment is not None and (name := one.record.identifier or one.record.patient_id) in diagnoses
            ]
            connection.close()
    return tuple(sorted(found, key=lambda patient: patient.name))
