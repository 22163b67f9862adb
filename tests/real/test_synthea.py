"""Made-up people with broken bones and no phosphate at all: never measured is said where the rule says so, and nowhere else."""

import csv
import gzip
import json
import re
import zipfile
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.real.screened import Screened
from tests.shared_data import shared

# sites that break from weakness, as Synthea names them; others count beside osteoporosis
FRAGILE = re.compile(r"\b(rib|hip|wrist|vertebra\w*|humerus|pelvis|femur|metatarsal)\b", re.I)
SAME_FRACTURE_DAYS = 90
Fracture = tuple[date, str]


def fractures_of(conditions: list[dict[str, Any]], born: date) -> list[Fracture]:
    """Day and site ('' elsewhere or not said) of each fracture in an adult that speaks of weak bone."""
    weak = any("osteoporosis" in c["code"]["text"].lower() for c in conditions)
    found = []
    for condition in conditions:
        words, day = condition["code"]["text"], date.fromisoformat(condition["onsetDateTime"][:10])
        if re.search(r"\bfracture\b", words, re.I) and day.year - born.year - ((day.month, day.day) < (born.month, born.day)) >= 18:
            site = FRAGILE.search(words)
            if site or weak:
                found.append((day, site[1].lower() if site else ""))
    return sorted(found)


def by_site(fractures: list[Fracture]) -> int:
    """Fractures, each site on its own; the same site within 90 days of its last mention is the same."""
    last: dict[str, date] = {}
    number = 0
    for day, site in fractures:
        number += site not in last or (day - last[site]).days > SAME_FRACTURE_DAYS
        last[site] = day
    return number


def by_day(fractures: list[Fracture]) -> int:
    """Fractures, where a code without a site on the day of one with a site says only why that one broke."""
    named = {day for day, site in fractures if site}
    return by_site([(day, site) for day, site in fractures if site or day not in named])


@pytest.fixture(scope="module")
def fractures() -> dict[str, list[Fracture]]:
    """Straight from the Bundles, by none of our code."""
    found = {}
    for path in sorted(shared("data/synthea-r4-bundles").glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            resources = [entry["resource"] for entry in json.load(file)["entry"]]
        patient = next(r for r in resources if r["resourceType"] == "Patient")
        conditions = [r for r in resources if r["resourceType"] == "Condition"]
        found[patient["id"]] = fractures_of(conditions, date.fromisoformat(patient["birthDate"]))
    return found


def never_measured(screened: Screened) -> dict[str, str]:
    """Who is said never to have been measured, and because of what."""
    questions = {patient: one["findings"]["phosphate_never_measured"] for patient, one in screened.assessments.items()}
    return {patient: one["because"] for patient, one in questions.items() if one["verdict"] == "met"}


def test_every_bundle_is_read_and_every_row_accounted_for(synthea: Screened) -> None:
    read = synthea.run["read"]
    assert (read["people"], read["files"], read["results_rows_read"]) == (120, 120, 26_562)
    assert synthea.quarantined == {}
    assert (synthea.unaccounted("people"), synthea.unaccounted("results")) == (0, 0)
    assert read["facts"] >= read["facts_rows_read"] == 8_843
    assert synthea.count("results WHERE analyte LIKE 'phosphate%'") == 0


def test_never_measured_is_said_of_exactly_those_with_two_fractures_or_raised_bone_phosphatase(
    synthea: Screened, fractures: dict[str, list[Fracture]]
) -> None:
    said = never_measured(synthea)
    broken = {patient for patient, because in said.items() if "fragility fractures" in because}
    raised = {patient for patient, because in said.items() if "alkaline phosphatase raised by bone" in because}
    assert broken | raised == set(said)
    assert len(raised) == 2
    assert {patient for patient, found in fractures.items() if by_day(found) >= 2} <= broken
    assert broken <= {patient for patient, found in fractures.items() if by_site(found) >= 2}


def test_a_fracture_coded_by_site_and_by_cause_is_one_fracture(synthea: Screened, fractures: dict[str, list[Fracture]]) -> None:
    broken = {patient for patient, because in never_measured(synthea).items() if "fragility fractures" in because}
    assert broken == {patient for patient, found in fractures.items() if by_day(found) >= 2}


def test_the_living_among_them_are_listed(synthea: Screened) -> None:
    dead = {patient for (patient,) in synthea.ask("SELECT person_id FROM people WHERE deceased")}
    listed = {patient for patient, reasons in synthea.worklist.items() if "never_measured" in reasons}
    assert listed == never_measured(synthea).keys() - dead


def test_the_omop_people_are_read_whole(synthea_omop: Screened) -> None:
    read = synthea_omop.run["read"]
    assert (read["people"], read["results_rows_read"]) == (28, 10_040)
    assert synthea_omop.quarantined == {}
    assert (synthea_omop.unaccounted("people"), synthea_omop.unaccounted("results")) == (0, 0)


def test_none_of_the_omop_people_has_two_fractures_of_weak_bone(synthea_omop: Screened) -> None:
    with zipfile.ZipFile(shared("data/synthea27nj-omop54/Synthea27Nj_5.4.zip")) as archive:
        tables = {Path(name).stem: archive.read(name).decode("latin-1") for name in archive.namelist() if name.endswith(".csv")}
    names = {row["concept_id"]: row["concept_name"] for row in csv.DictReader(tables["CONCEPT"].splitlines())}
    born = {row["person_id"]: date(int(row["year_of_birth"]), 7, 1) for row in csv.DictReader(tables["PERSON"].splitlines())}
    conditions = defaultdict(list)
    for row in csv.DictReader(tables["CONDITION_OCCURRENCE"].splitlines()):
        words, day = names[row["condition_concept_id"]], row["condition_start_date"]
        conditions[row["person_id"]].append({"code": {"text": words}, "onsetDateTime": day})
    found = {person: fractures_of(of, born[person]) for person, of in conditions.items()}
    assert len([person for person, of in found.items() if of]) > 0
    assert {person for person, of in found.items() if by_site(of) >= 2} == set()
    assert never_measured(synthea_omop) == {}
