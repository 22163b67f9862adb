"""How often is a dose taken, by the fields of a prescription?"""

from pathlib import Path

import pytest

from culprit.knowledge.doses import dose_of
from tests.fhir.reading import Resource, lines, patient, read
from tests.fhir.test_facts import resource


@pytest.mark.parametrize(
    ("dosages", "dose", "a_day"),
    [
        ([({"frequency": 1, "period": 1, "periodUnit": "d"}, {})], "500 mg 1 times every 1 d", 500),
        ([({"frequency": 3, "period": 1.0, "periodUnit": "d"}, {})], "500 mg 3 times every 1.0 d", 1500),
        ([({"period": 12, "periodUnit": "h"}, {})], "500 mg 1 times every 12 h", 1000),
        (
            [({"frequency": 1, "period": 2, "periodUnit": "d"}, {"text": "500 mg tablet"})],
            "500 mg 1 times every 2 d 500 mg tablet",
            250,
        ),
        (
            [({"frequency": 1, "period": 1, "periodUnit": "d"}, {"asNeededBoolean": True})],
            "500 mg 1 times every 1 d as needed",
            None,
        ),
        ([({"frequency": 1, "frequencyMax": 4, "period": 1, "periodUnit": "d"}, {})], "500 mg", None),
        ([({"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}, {})], "500 mg", None),
        ([({"frequency": 1, "period": 1, "periodUnit": "d", "dayOfWeek": ["mon"]}, {})], "500 mg", None),
        ([({"frequency": 1, "period": 1, "periodUnit": "d"}, {})] * 2, "500 mg", None),
    ],
)
@pytest.mark.parametrize("kind", ["MedicationRequest", "MedicationStatement", "MedicationDispense"])
def test_how_often_a_dose_is_taken(
    tmp_path: Path, kind: str, dosages: list[tuple[Resource, Resource]], dose: str, a_day: int | None
) -> None:
    """A frequency in a period makes a daily dose; bounds, days of the week, several dosages and "as needed" make none."""
    amount = {"doseAndRate": [{"doseQuantity": {"value": 500, "code": "mg", "system": "http://unitsofmeasure.org"}}]}
    written = [{**amount, "timing": {"repeat": repeat}, **more} for repeat, more in dosages]
    name = "dosage" if kind == "MedicationStatement" else "dosageInstruction"
    drug = resource(kind, status="active", medicationCodeableConcept={"text": "phosphate"}, **{name: written})
    found = read(tmp_path, a__ndjson=lines(patient(), drug))
    assert found.rows("facts", "kind", "dose") == [("drug", dose)]
    known = dose_of(dose)
    assert (known.least if known and known.daily else None) == a_day
