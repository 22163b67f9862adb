"""What Specimens say of results is the same by template and line by line: their words, their fasting, and the day of drawing."""

from typing import Any

import pytest

from tests.fhir.by_template import everything
from tests.fhir.reading import Resource, lines, observation, patient, without


def drawn(name: str, type_: str, **collection: Any) -> Resource:
    """A specimen."""
    return {"resourceType": "Specimen", "id": name, "type": {"text": type_}, "collection": collection}


@pytest.mark.parametrize("block_bytes", [700, 1 << 20])
def test_what_specimens_say_of_results(block_bytes: int) -> None:
    fasting = {"coding": [{"code": "F"}]}
    specimens = [drawn(f"s{number}", "serum", collectedDateTime=f"2024-05-0{number + 1}T07:00:00Z") for number in range(9)]
    specimens += [
        drawn("u", "24h urine", fastingStatusCodeableConcept=fasting),
        drawn("n", "serum"),
        {**drawn("s1", "blood"), "meta": {}},
    ]
    listed: list[Resource] = []
    for number, name in enumerate([f"s{number}" for number in range(9)] * 2 + ["u", "n", "nobody"] * 3):
        result = observation(
            f"o{number}", "p1", number / 4, specimen={"reference": f"Specimen/{name}"}, issued="2024-05-09T10:00:00Z"
        )
        listed += [result, without({**result, "id": f"undated{number}"}, "effectiveDateTime")]
    files = {
        "results.ndjson": lines(*listed, observation("alone", "p1")),
        "specimens.ndjson": lines(*specimens),
        "p.ndjson": lines(patient("p1")),
    }
    left, matched = everything(files, block_bytes=block_bytes)
    assert left == everything(files, by_template=False)[0]
    assert "by form" in left
    assert matched >= (3 if block_bytes == 700 else 60)
