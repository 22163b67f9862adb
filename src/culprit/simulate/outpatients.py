"""Ordinary people: check-ups, children, chronic illness, osteoporosis and fractures with a normal or an unmeasured phosphate."""

import numpy as np

from culprit.simulate.chemistry import BASIC, BONE, ENDOCRINE, LIVER, mornings
from culprit.simulate.scene import Scene
from culprit.simulate.settings import effect


def outpatient(scene: Scene) -> None:
    """Healthy enough: now and then a panel. A few single low values come from scatter alone."""
    person = scene.people.of_kind("outpatient")
    scene.check_ups(person, 1.4, effect("phosphate_measured_in_outpatients"))
    ill = person[scene.rng.random(len(person)) < 0.25]
    scene.condition(ill, scene.some_day(ill), "hypertension")
    sore = person[scene.rng.random(len(person)) < 0.08]
    scene.condition(sore, scene.some_day(sore), "back_pain")


def child(scene: Scene) -> None:
    """Children: their phosphate is high, and an adult limit would miss a low one."""
    scene.check_ups(scene.people.of_kind("child"), 0.8, effect("phosphate_measured_in_outpatients"))


def chronic_outpatient(scene: Scene) -> None:
    """Hypertension and diabetes, seen twice a year."""
    person = scene.people.of_kind("chronic_outpatient")
    scene.check_ups(person, 5, 0.2)
    day = scene.some_day(person, before=500)
    scene.condition(person, day, "hypertension")
    scene.drug(person, day, "thiazide")
    diabetic = person[scene.rng.random(len(person)) < 0.4]
    day = scene.some_day(diabetic, before=500)
    scene.condition(diabetic, day, "diabetes")
    scene.drug(diabetic, day, "statin")


def chronic_kidney_disease(scene: Scene) -> None:
    """Stage 3: creatinine up, phosphate at its upper end."""
    person = scene.people.of_kind("chronic_kidney_disease")
    scene.check_ups(person, 5, 0.7, {"creatinine_serum": 1.9, "phosphate_serum": 1.12})
    scene.condition(person, scene.some_day(person, before=700), "chronic_kidney_disease")


def osteoporosis(scene: Scene) -> None:
    """Osteoporosis with fractures and a normal phosphate: must not be called anything else."""
    person = scene.people.of_kind("osteoporosis")
    scene.check_ups(person, 2, 0.8)
    day = scene.some_day(person, before=400)
    scene.condition(person, day, "osteoporosis")
    scene.procedure(person, day, "densitometry")
    scene.sample(person, mornings(scene.rng, day + 1), BONE)
    scene.drug(person, day + 14, "alendronate")
    scene.drug(person, day + 14, "cholecalciferol")
    broken = person[scene.rng.random(len(person)) < 0.5]
    scene.condition(broken, scene.some_day(broken), "fracture_vertebral")
    wrist = person[scene.rng.random(len(person)) < 0.25]
    scene.condition(wrist, scene.some_day(wrist), "fracture_wrist")
    yearly = person[scene.rng.random(len(person)) < 0.15]
    scene.drug(yearly, scene.some_day(yearly, before=200), "denosumab")


def fracture_unmeasured(scene: Scene) -> None:
    """One broken wrist or hip and no phosphate on any panel: common, and not yet a reason to list anybody."""
    person = scene.people.of_kind("fracture_unmeasured")
    scene.check_ups(person, 1.5, 0.0)
    wrist = scene.rng.random(len(person)) < 0.6
    day = scene.some_day(person)
    scene.condition(person[wrist], day[wrist], "fracture_wrist")
    scene.condition(person[~wrist], day[~wrist], "fracture_hip")
    scene.stay(person, day, "emergency", day)


def fractures_never_measured(scene: Scene) -> None:
    """Bones that break again and again, or a vertebra with weakness and pain, and phosphate never measured."""
    person = scene.people.of_kind("fractures_never_measured")
    scene.check_ups(person, 2, 0.0)
    day = scene.some_day(person, before=600)
    scene.condition(person, day, "fracture_vertebral")
    scene.condition(person, day + 30, "bone_pain")
    again = scene.rng.random(len(person)) < 0.7
    scene.condition(person[again], day[again] + 300, "fracture_rib")
    scene.condition(person[~again], day[~again] + 60, "muscle_weakness")
    scene.condition(person, day + 90, "osteoporosis")
    scene.sample(person, mornings(scene.rng, day + 20), LIVER, {"alkaline_phosphatase": 1.6})


def myeloma(scene: Scene) -> None:
    """Myeloma with vertebral fractures and a normal phosphate."""
    person = scene.people.of_kind("myeloma")
    scene.check_ups(person, 4, 0.7, {"haemoglobin": 0.75, "creatinine_serum": 1.4})
    day = scene.some_day(person, before=400)
    scene.condition(person, day, "myeloma")
    scene.condition(person, day + 5, "fracture_vertebral")
    scene.drug(person, day + 30, "zoledronate", day + 30)


def vitamin_d_deficiency(scene: Scene) -> None:
    """Low 25-OH vitamin D, raised PTH, phosphate at the lower edge; treated, then better."""
    person = scene.people.of_kind("vitamin_d_deficiency")
    day = scene.some_day(person, before=500)
    deep = scene.rng.uniform(effect("vitamin_d_deficiency_phosphate"), 1.0, len(person))
    scene.sample(person, mornings(scene.rng, day), ENDOCRINE, {"vitd25": 0.33, "pth": 1.8, "phosphate_serum": deep})
    scene.condition(person, day + 7, "vitamin_d_deficiency")
    scene.drug(person, day + 7, "cholecalciferol")
    scene.sample(person, mornings(scene.rng, day + 180), (*ENDOCRINE, "alkaline_phosphatase"), {"vitd25": 1.2})
    scene.sample(person, mornings(scene.rng, day + 180), BASIC)


def alcohol(scene: Scene) -> None:
    """Alcohol dependence; withdrawal in hospital with a low phosphate for some days."""
    person = scene.people.of_kind("alcohol")
    scene.check_ups(person, 2, 0.3, {"ggt": 3.0, "alt": 1.6})
    day = scene.some_day(person, before=300)
    scene.condition(person, day - 200, "alcohol")
    withdrawal = scene.rng.random(len(person)) < 0.6
    who, when = person[withdrawal], day[withdrawal]
    scene.condition(who, when, "alcohol_withdrawal")
    days = scene.rng.integers(3, 8, len(who))
    low = effect("alcohol_phosphate") * np.exp(0.2 * scene.rng.standard_normal(len(who)))
    scene.admission(who, when, days, {"phosphate_serum": low, "magnesium_serum": 0.82, "potassium_serum": 0.9})
