"""Does one patient with very many resources cost in proportion? Against ten with a tenth each, from files to the report."""

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks.measured import Figure, figure
from benchmarks.processes import Ended, run_watched
from benchmarks.sizes import size_of

_ANALYTES = (("14879-1", "mmol/L", 0.5), ("14682-9", "umol/L", 80.0), ("2000-8", "mmol/L", 2.3), ("2823-3", "mmol/L", 4.1))
_BEGINNING, _LENGTH = datetime(2010, 1, 1), timedelta(days=3650)
_PATIENTS = {"one patient": 1, "ten patients": 10}


def prepare(size: str, data: Path, seed: int) -> None:
    """Writes both hospitals: the same resources, of one patient or of ten."""
    for people in _PATIENTS.values():
        folder = _folder(size, data, people)
        if not folder.exists():
            folder.mkdir()
            _write(folder / "records.ndjson", size_of(size).heavy, people)


def measure(size: str, data: Path, seed: int) -> list[Figure]:
    """`culprit screen` of each, in turns. Raises ValueError when somebody was not listed."""
    found: dict[str, list[Ended]] = {name: [] for name in _PATIENTS}
    for _ in range(size_of(size).runs):
        for name, people in _PATIENTS.items():
            found[name].append(_screen(_folder(size, data, people), data, people))
    heavy = size_of(size).heavy
    ratios = [one.seconds / ten.seconds for one, ten in zip(*found.values(), strict=True)]
    return [
        *(
            figure(
                "heavy_patient",
                name,
                [one.seconds for one in ended],
                "s",
                note=f"{heavy // _PATIENTS[name]:,} resources each",
                peak_mb=max(one.peak_mb for one in ended),
            )
            for name, ended in found.items()
        ),
        figure("heavy_patient", "one to ten", ratios, "", asked="about 1", peak_mb=0),
    ]


def _screen(source: Path, data: Path, people: int) -> Ended:
    with tempfile.TemporaryDirectory(dir=data) as out:
        ended = run_watched([sys.executable, "-m", "culprit.cli.main", "screen", str(source), "--out", out])
        if ended.status not in (0, 1):
            raise ValueError(f"culprit screen ended with status {ended.status}: {ended.words}")
        listed = len({line.split(",")[0] for line in (Path(out) / "worklist.csv").read_text().splitlines()[1:]})
    if listed != people:
        raise ValueError(f"{people} people with a lasting low phosphate, {listed} listed")
    return ended


def _write(path: Path, resources: int, people: int) -> None:
    """Panels of four analytes over ten years, evenly; every phosphate is low."""
    encoder = msgspec.json.Encoder()
    own = resources // people
    with path.open("wb") as file:
        for person in range(people):
            patient = {"resourceType": "Patient", "id": f"p{person}", "gender": "female", "birthDate": "1960-05-01"}
            file.write(encoder.encode(patient) + b"\n")
            for number in range(own):
                at = _BEGINNING + number * _LENGTH / own
                file.write(encoder.encode(_observation(person, number, at.replace(microsecond=0))) + b"\n")


def _observation(person: int, number: int, at: datetime) -> dict[str, object]:
    code, unit, mean = _ANALYTES[number % len(_ANALYTES)]
    return {
        "resourceType": "Observation",
        "id": f"o{person}-{number}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        "subject": {"reference": f"Patient/p{person}"},
        "effectiveDateTime": f"{at.isoformat()}Z",
        "valueQuantity": {
            "value": round(mean + number % 7 / 100, 2),
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": unit,
        },
    }


def _folder(size: str, data: Path, people: int) -> Path:
    return data / f"heavy-{size_of(size).heavy}-{people}"
