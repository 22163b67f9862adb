"""However resources are spread over files, in whatever order and layout, the same raw rows come out (but for their place)."""

import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fhir.reading import Read, Resource, bundle, lines, observation, patient

numbers = st.decimals("0.1", "9.9", places=2).map(float)
subjects = st.sampled_from(["anna", "berta", "clara"])
results = st.builds(
    observation, st.uuids().map(str), subjects, numbers, note=st.text(max_size=20).map(lambda text: [{"text": text}])
)
conditions = st.builds(
    lambda number, who, text: {
        "resourceType": "Condition",
        "id": str(number),
        "subject": {"reference": f"Patient/{who}"},
        "code": {"text": text},
    },
    st.uuids(),
    subjects,
    st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable()),
)
others = st.builds(lambda number: {"resourceType": "Immunization", "id": str(number)}, st.uuids())
PEOPLE = [patient(name) for name in ("anna", "berta", "clara")]


def rows_of(files: dict[str, bytes]) -> dict[str, list[Any]]:
    with tempfile.TemporaryDirectory() as folder:
        found = Read(Path(folder), files)
        rows = {
            "people": found.rows("people", "person_id", "sex", "birth"),
            "results": found.rows("results", "result_id", "person_id", "value", "unit", "at", "codings"),
            "facts": found.rows("facts", "fact_id", "person_id", "text"),
            "quarantine": found.rows("quarantine", "reason"),
        }
        found.connection.close()
    return {name: sorted(map(repr, listed)) for name, listed in rows.items()}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    resources=st.lists(st.one_of(results, conditions, others), max_size=12, unique_by=lambda item: item["id"]),
    data=st.data(),
)
def test_order_and_files_do_not_matter(resources: list[Resource], data: st.DataObject) -> None:
    everything = [*PEOPLE, *resources]
    mixed = data.draw(st.permutations(everything))
    places = data.draw(st.lists(st.integers(0, 3), min_size=len(mixed), max_size=len(mixed)))
    files: dict[str, bytes] = {}
    for number in range(4):
        chosen = [item for item, place in zip(mixed, places, strict=True) if place == number]
        if number == 3 and chosen:
            files["b.json"] = bundle(*chosen)
        elif chosen:
            content = lines(*chosen)
            files[f"part{number}.ndjson"] = gzip.compress(content) if number else content
    assert rows_of(files) == rows_of({"all.ndjson": b"".join(json.dumps(item).encode() + b"\n" for item in everything)})
