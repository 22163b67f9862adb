"""Situations in which a low phosphate proves nothing: wards, intensive care, refeeding, ketoacidosis, operations, infusions."""

import numpy as np

from culprit.simulate.chemistry import BONE, early, mornings
from culprit.simulate.scene import Scene
from culprit.simulate.settings import effect
from culprit.simulate.timeline import Floats


def _about(scene: Scene, name: str, count: int, spread: float = 0.18) -> Floats:
    """An effect that differs from person to person."""
    return np.asarray(effect(name) * np.exp(spread * scene.rng.standard_normal(count)))


def ward(scene: Scene) -> None:
    """Ordinary admissions: pneumonia and the like, a mild fall of phosphate in some."""
    person = scene.people.of_kind("ward")
    scene.check_ups(person, 1.2, 0.3)
    day = scene.some_day(person, before=60)
    days = scene.rng.integers(2, 9, len(person))
    scene.condition(person, day, "pneumonia")
    scene.admission(
        person, day, days, {"phosphate_serum": np.exp(0.1 * scene.rng.standard_normal(len(person))) * 0.96, "crp": 25.0}
    )


def intensive_care(scene: Scene) -> None:
    """Ventilated patients: phosphate low for days, normal before and after."""
    person = scene.people.of_kind("intensive_care")
    scene.check_ups(person, 1, 0.3)
    day = scene.some_day(person, before=90)
    days = scene.rng.integers(3, 16, len(person))
    scene.condition(person, day, "respiratory_failure")
    scene.procedure(person, day, "ventilation")
    scene.stay(person, day - 1, "inpatient", day + days + 6)
    low = _about(scene, "intensive_care_phosphate", len(person))
    scene.admission(person, day, days, {"phosphate_serum": low, "crp": 40.0, "albumin_serum": 0.7}, "intensive_care")
    given = scene.rng.random(len(person)) < 0.5
    scene.drug(person[given], day[given] + 1, "iv_phosphate", day[given] + 2)


def sepsis(scene: Scene) -> None:
    """Septic shock on intensive care."""
    person = scene.people.of_kind("sepsis")
    scene.check_ups(person, 1, 0.3)
    day = scene.some_day(person, before=90)
    scene.condition(person, day, "sepsis")
    scene.condition(person[::2], day[::2], "septic_shock")
    days = scene.rng.integers(4, 18, len(person))
    scene.stay(person, day, "inpatient", day + days + 8)
    low = _about(scene, "sepsis_phosphate", len(person))
    scene.admission(person, day, days, {"phosphate_serum": low, "crp": 60.0, "creatinine_serum": 1.5}, "intensive_care")


def ketoacidosis(scene: Scene) -> None:
    """Insulin drives phosphate into the cells for two days."""
    person = scene.people.of_kind("ketoacidosis")
    scene.check_ups(person, 2, 0.3, {"glucose_serum": 1.8})
    day = scene.some_day(person, before=60)
    scene.condition(person, day, "ketoacidosis")
    scene.drug(person, day, "insulin", day + 3)
    low = _about(scene, "ketoacidosis_phosphate", len(person))
    days = scene.rng.integers(2, 5, len(person))
    scene.admission(person, day, days, {"phosphate_serum": low, "glucose_serum": 3.0, "bicarbonate": 0.5})


def refeeding(scene: Scene) -> None:
    """Anorexia nervosa, fed again."""
    person = scene.people.of_kind("refeeding")
    scene.check_ups(person, 1, 0.5)
    day = scene.some_day(person, before=120)
    scene.condition(person, day - 90, "anorexia_nervosa")
    scene.condition(person, day + 2, "refeeding")
    days = scene.rng.integers(8, 21, len(person))
    scene.admission(
        person, day, days, {"phosphate_serum": _about(scene, "refeeding_phosphate", len(person)), "magnesium_serum": 0.8}
    )


def parenteral_nutrition(scene: Scene) -> None:
    """Malnourished, fed by vein, phosphate low in the first days."""
    person = scene.people.of_kind("parenteral_nutrition")
    scene.check_ups(person, 1, 0.3)
    day = scene.some_day(person, before=120)
    days = scene.rng.integers(7, 25, len(person))
    scene.condition(person, day, "malnutrition")
    scene.drug(person, day, "parenteral_nutrition", day + days)
    scene.admission(person, day, days, {"phosphate_serum": _about(scene, "refeeding_phosphate", len(person)) * 1.3})


def respiratory_alkalosis(scene: Scene) -> None:
    """Hyperventilation in the emergency department, one sample."""
    person = scene.people.of_kind("respiratory_alkalosis")
    scene.check_ups(person, 1, 0.5)
    day = scene.some_day(person, before=60)
    scene.condition(person, day, "respiratory_alkalosis")
    scene.stay(person, day, "emergency", day)
    low = _about(scene, "alkalosis_phosphate", len(person))
    scene.sample(person, early(scene.rng, day) + 600, BONE, {"phosphate_serum": low})


def mannitol(scene: Scene) -> None:
    """Mannitol makes the assay read too low on the day it is given."""
    person = scene.people.of_kind("mannitol")
    scene.check_ups(person, 1, 0.5)
    day = scene.some_day(person, before=60)
    scene.condition(person, day, "brain_oedema")
    scene.drug(person, day, "mannitol", day + 2)
    days = scene.rng.integers(3, 6, len(person))
    scene.admission(person, day, days, {"phosphate_serum": _about(scene, "mannitol_phosphate", len(person))}, "intensive_care")


def hepatectomy(scene: Scene) -> None:
    """Low for some days after part of the liver was taken out."""
    person = scene.people.of_kind("hepatectomy")
    scene.check_ups(person, 3, 0.5)
    day = scene.some_day(person, before=90)
    scene.condition(person, day - 30, "liver_metastasis")
    scene.procedure(person, day, "hepatectomy")
    days = scene.rng.integers(4, 8, len(person))
    scene.admission(person, day + 1, days, {"phosphate_serum": _about(scene, "hepatectomy_phosphate", len(person))})
    scene.sample(person, mornings(scene.rng, day + 60), BONE)
