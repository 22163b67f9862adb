"""A made-up ward as FHIR lines that come in any order over several nights: late, corrected, withdrawn, deleted, merged."""

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.cli.hospital import Resource, line, patient, phosphate

FIRST_DAY = date(2023, 1, 1)
_DRUGS = ("zoledronic acid", "denosumab", "ferric carboxymaltose", "burosumab", "adefovir", "phosphate oral", "alfacalcidol")
_CONDITIONS = ("hip fracture", "osteomalacia", "bone pain", "tumour-induced osteomalacia", "osteoporosis")


def ward(chance: Random, people: int = 14) -> list[Resource]:
    """Every version of every resource, each with the moment at which its source last changed it."""
    found: list[Resource] = []
    for number in range(people):
        found += _person(chance, f"p{number:02}")
    for number, other in ((0, 1), (1, 2), (3, 4), (4, 3)):
        # a chain, and a ring, which merges nobody
        if chance.random() < 0.4:
            link = [{"type": "replaced-by", "other": {"reference": f"Patient/p{other:02}"}}]
            found.append(_changed(patient(f"p{number:02}", link=link), 5))
    return found


def _person(chance: Random, person: str) -> list[Resource]:
    born = {"birthDate": chance.choice(["1960-02-29", "1985-07-14", "2011-11-30", "1949"])}
    found: list[Resource] = []
    # of some nobody ever tells who they are
    if chance.random() < 0.9:
        found.append(_changed({**patient(person), **born}, 0))
    for number in range(chance.randint(0, 5)):
        value = chance.choice([0.28, 0.55, 0.61, 0.7, 0.79, 1.1])
        found += _versions(chance, phosphate(f"{person}-{number}", person, value, _day(chance)), value)
    for number in range(chance.randint(0, 2)):
        drug = {"medicationCodeableConcept": {"text": chance.choice(_DRUGS)}, "status": "active", "authoredOn": _day(chance)}
        found += _versions(chance, _of(person, "MedicationRequest", f"{person}-d{number}", drug))
    for number in range(chance.randint(0, 2)):
        condition = {"code": {"text": chance.choice(_CONDITIONS)}}
        if chance.random() < 0.8:
            condition["onsetDateTime"] = _day(chance)  # type: ignore[assignment]
        found += _versions(chance, _of(person, "Condition", f"{person}-c{number}", condition))
    return found


def _of(person: str, kind: str, name: str, content: dict[str, Any]) -> Resource:
    return {"resourceType": kind, "id": name, "subject": {"reference": f"Patient/{person}"}, **content}


def _versions(chance: Random, resource: Resource, value: float | None = None) -> list[Resource]:
    """The resource, and now and then a correction, a withdrawal, a deletion, or an older version that names somebody else."""
    found = [_changed(resource, 2)]
    luck = chance.random()
    if luck < 0.1 and value is not None:
        found.append(_changed({**resource, "valueQuantity": {"value": 1.2, "unit": "mmol/L", "code": "mmol/L"}}, 3))
    elif luck < 0.15:
        withdrawn = {"verificationStatus": {"coding": [{"code": "entered-in-error"}]}}
        found.append(
            _changed({**resource, **(withdrawn if resource["resourceType"] == "Condition" else {"status": "entered-in-error"})}, 3)
        )
    elif luck < 0.2:
        request = {"method": "DELETE", "url": f"{resource['resourceType']}/{resource['id']}"}
        found.append(_changed({"resourceType": "Bundle", "type": "transaction", "entry": [{"request": request}]}, 4))
    elif luck < 0.25:
        found.append(_changed({**resource, "subject": {"reference": "Patient/p13"}}, 1))
    return found


def _changed(resource: Resource, hour: int) -> Resource:
    return {**resource, "meta": {"lastUpdated": f"2026-01-01T{hour:02}:00:00Z"}}


def _day(chance: Random) -> str:
    return str(FIRST_DAY + timedelta(days=chance.randint(0, 1500)))


def write_night(folder: Path, resources: list[Resource]) -> None:
    """One night's files, by type."""
    folder.mkdir(parents=True)
    # a night in which nothing came still has a file
    (folder / "Patient.ndjson").write_bytes(line(patient("nobody-else")))
    by_type: dict[str, bytes] = {}
    for resource in resources:
        by_type[resource["resourceType"]] = by_type.get(resource["resourceType"], b"") + line(resource)
    for name, lines in by_type.items():
        path = folder / f"{name}.ndjson"
        path.write_bytes((path.read_bytes() if path.exists() else b"") + lines)
