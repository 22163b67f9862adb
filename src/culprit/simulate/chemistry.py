"""What would the laboratory find? Draws values from a person's own level, the day's scatter, the hour and the situation."""

import math

import numpy as np
from numpy.typing import NDArray

from culprit.simulate import settings
from culprit.simulate.people import People
from culprit.simulate.settings import DAY
from culprit.simulate.timeline import Floats, Ints, Timeline
from culprit.simulate.vocabulary import ANALYTES, INDEX

PHOSPHATE = INDEX["phosphate_serum"]

BASIC = ("creatinine_serum", "potassium_serum", "glucose_serum", "haemoglobin")
LIVER = ("alkaline_phosphatase", "alt", "ggt", "bilirubin", "albumin_serum")
BONE = ("phosphate_serum", "calcium_serum", "albumin_serum", "alkaline_phosphatase", "creatinine_serum")
WARD = ("creatinine_serum", "potassium_serum", "phosphate_serum", "magnesium_serum", "crp")
ENDOCRINE = ("phosphate_serum", "calcium_serum", "pth", "vitd25")
URINE = ("phosphate_urine", "creatinine_urine")


def measure(
    timeline: Timeline,
    people: People,
    rng: np.random.Generator,
    person: Ints,
    minute: Ints,
    analytes: tuple[str, ...],
    shift: dict[str, float | Floats] | None = None,
) -> None:
    """Records one panel for each (person, minute); `shift` multiplies an analyte (a number, or one per row)."""
    if len(person) == 0:
        return
    for name in analytes:
        factor = (shift or {}).get(name, 1.0)
        values = draw(people, rng, person, minute, INDEX[name]) * factor
        timeline.results.add(person, minute, INDEX[name], values)


def draw(people: People, rng: np.random.Generator, person: Ints, minute: Ints, analyte: int) -> Floats:
    """Values in the analyte's own unit, one per (person, minute): mean × own level × scatter (log-normal) × hour of the day."""
    own = people.set_point[person, analyte]
    scatter = rng.standard_normal(len(person))
    male = people.male[person]
    if analyte == PHOSPHATE:
        age = people.age_on(person, minute // DAY)
        mean = settings.mean_phosphate(age, male)
        between, within = settings.phosphate("between_person_cv"), settings.phosphate("within_person_cv")
        return np.asarray(mean * np.exp(between * own + within * scatter) * _hour_of_day(minute))
    entry = settings.analyte(ANALYTES[analyte].name)
    mean = np.where(male, entry["male"], entry["female"])
    if ANALYTES[analyte].name == "alkaline_phosphatase":
        mean = mean * np.where(people.age_on(person, minute // DAY) < 17, 3.0, 1.0)
    return np.asarray(mean * np.exp(entry["between_person_cv"] * own + entry["within_person_cv"] * scatter))


def _hour_of_day(minute: Ints) -> NDArray[np.float64]:
    """Diurnal factor, 1 at the usual hour of morning samples (08:30), a little higher after breakfast (from 10:00)."""
    amplitude, nadir = settings.phosphate("diurnal_amplitude"), settings.phosphate("diurnal_nadir_hour")
    hour = (minute % DAY) / 60
    wave = 1 - amplitude * np.cos((hour - nadir) * math.tau / 24)
    usual = 1 - amplitude * math.cos((8.5 - nadir) * math.tau / 24)
    fed = np.where((hour >= 10) & (hour < 20), 1 + settings.phosphate("fed_rise"), 1.0)
    return np.asarray(wave / usual * fed)


def mornings(rng: np.random.Generator, days: Ints) -> Ints:
    """Minutes of outpatient samples on these days: most between 7:30 and 10, some in the afternoon."""
    minute = np.where(rng.random(len(days)) < 0.75, rng.integers(450, 600, len(days)), rng.integers(600, 960, len(days)))
    return days * DAY + minute


def early(rng: np.random.Generator, days: Ints) -> Ints:
    """Minutes of ward samples on these days: between 5 and 7."""
    return days * DAY + rng.integers(300, 420, len(days))
