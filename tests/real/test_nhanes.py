"""One blood sample of each of 5,901 Americans: a single low value is unknown, never chronic; the same value again makes it so."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from culprit.knowledge import load
from tests.real.screened import Screened, screen

ADULT, ADULT_LIMIT = 18, Decimal("0.80")
ASKS_AGAIN = {"repeat_fasting_phosphate", "recheck_later"}
Person = tuple[str, int, str, Decimal]


@pytest.fixture(scope="module")
def measured(nhanes: Screened) -> list[Person]:
    """Everybody with a serum phosphate: id, age in years, sex, mmol/L."""
    asked = "SELECT person_id, 2018 - year(birth), sex, value FROM results JOIN people USING (person_id)"
    return nhanes.ask(f"{asked} WHERE analyte = 'phosphate_serum' ORDER BY person_id")  # type: ignore[return-value]


@pytest.fixture(scope="module")
def low_adults(measured: list[Person]) -> set[str]:
    return {person for person, age, _, value in measured if age >= ADULT and value < ADULT_LIMIT}


@pytest.fixture(scope="module")
def written_again(measured: list[Person], tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """The same values as a laboratory would hand them over, each once more thirty days later."""
    folder = tmp_path_factory.mktemp("written_again")
    with (folder / "results.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("patient_id", "sex", "birth_date", "sample_date", "test", "result", "unit"))
        for person, age, sex, value in measured:
            for day in ("2018-06-01", "2018-07-01"):
                rows.writerow((person, sex, f"{2018 - age}-01-01", day, "Phosphate, serum", value, "mmol/L"))
    return screen(folder, tmp_path_factory.mktemp("out"))


def limit_of_age(age: int) -> Decimal:
    """The Western limit for a whole year of age, straight from the knowledge file."""
    bands = tomllib.loads((Path(load.__file__).parent / "limits.toml").read_text(encoding="utf-8"), parse_float=Decimal)["bands"]
    years = [(int(b["from"].split()[0]), b["low"]) for b in bands["phosphate_serum"] if "year" in b["from"] and "country" not in b]
    return Decimal(max(band for band in years if band[0] <= age)[1])


def test_every_value_is_read_once(nhanes: Screened, measured: list[Person]) -> None:
    assert (nhanes.run["read"]["people"], len(measured), len({person for person, *_ in measured})) == (9254, 5901, 5901)
    assert nhanes.quarantined == {}
    assert (nhanes.unaccounted("people"), nhanes.unaccounted("results")) == (0, 0)


def test_a_single_low_is_unknown_and_never_chronic(nhanes: Screened, low_adults: set[str]) -> None:
    assert len(low_adults) == 72
    chronic = {patient: one["findings"]["chronic_low_phosphate"]["verdict"] for patient, one in nhanes.assessments.items()}
    assert "met" not in chronic.values()
    assert {chronic[person] for person in low_adults} == {"unknown"}


def test_every_low_adult_is_to_be_measured_again(nhanes: Screened, low_adults: set[str]) -> None:
    steps = {person: {step["step"] for step in nhanes.assessments[person]["next_steps"]} for person in low_adults}
    assert {person for person, named in steps.items() if not named & ASKS_AGAIN} == set()


def test_a_single_mild_low_lists_nobody_whose_bones_are_well(nhanes: Screened, low_adults: set[str]) -> None:
    assert {reason for reasons in nhanes.worklist.values() for reason in reasons} == {"low_phosphate_unattended"}
    assert nhanes.worklist.keys() <= low_adults
    assert len(nhanes.worklist) == 12


def test_the_same_value_thirty_days_later_makes_exactly_the_low_chronic(
    written_again: Screened, measured: list[Person], low_adults: set[str]
) -> None:
    answers = {patient: one["findings"]["chronic_low_phosphate"]["verdict"] for patient, one in written_again.assessments.items()}
    chronic = {patient for patient, answer in answers.items() if answer == "met"}
    ages = {person: age for person, age, *_ in measured}
    low_children = {person for person, age, _, value in measured if age < ADULT and value < limit_of_age(age)}
    assert {person for person in chronic if ages[person] >= ADULT} == low_adults
    assert {person for person in chronic if ages[person] < ADULT} == low_children
    assert len(low_children) > 0
    assert chronic == {patient for patient, reasons in written_again.worklist.items() if "chronic_low_phosphate" in reasons}
