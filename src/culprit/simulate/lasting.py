"""Lasting situations: dialysis, transplants, glands, iron, antivirals, antacids, and people known and treated."""

import numpy as np

from culprit.simulate.chemistry import BASIC, BONE, ENDOCRINE, LIVER, URINE, mornings
from culprit.simulate.scene import Scene, Shift, within
from culprit.simulate.settings import effect
from culprit.simulate.timeline import Ints


def dialysis(scene: Scene) -> None:
    """High phosphate on a binder; low ones right after a session."""
    person = scene.people.of_kind("dialysis")
    day = scene.some_day(person, before=700)
    scene.condition(person, day, "end_stage_renal_disease")
    scene.drug(person, day, "phosphate_binder")
    months = scene.rng.integers(6, 20, len(person))
    row = np.repeat(np.arange(len(person)), months)
    when = day[row] + 30 * within(months)
    scene.procedure(person[row], when, "haemodialysis")
    level = np.where(scene.rng.random(len(row)) < 0.1, 0.6, effect("dialysis_phosphate"))
    scene.sample(person[row], mornings(scene.rng, when), BONE, {"phosphate_serum": level, "creatinine_serum": 7.5})


def kidney_transplant(scene: Scene) -> None:
    """The new kidney loses phosphate for months."""
    person = scene.people.of_kind("kidney_transplant")
    day = scene.some_day(person, before=500)
    scene.procedure(person, day, "kidney_transplantation")
    scene.condition(person, day, "kidney_transplant_status")
    scene.drug(person, day, "tacrolimus")
    for after in (7, 30, 90, 300):
        shift: Shift = {"phosphate_serum": effect("transplant_phosphate") if after < 200 else 0.95}
        scene.sample(person, mornings(scene.rng, day + after), BONE, {**shift, "creatinine_serum": 1.5})


def parathyroidectomy(scene: Scene) -> None:
    """Hungry bone after the gland is out."""
    person = scene.people.of_kind("parathyroidectomy")
    day = scene.some_day(person, after=0.5, before=300)
    scene.condition(person, day - 100, "primary_hyperparathyroidism")
    high: Shift = {
        "calcium_serum": 1.18,
        "pth": 3.0,
        "phosphate_serum": effect("hyperparathyroidism_phosphate"),
    }
    scene.sample(person, mornings(scene.rng, day - 100), ENDOCRINE, high)
    scene.procedure(person, day, "parathyroidectomy")
    low = effect("after_parathyroidectomy_phosphate")
    for after in (1, 2, 14):
        scene.sample(person, mornings(scene.rng, day + after), BONE, {"phosphate_serum": low, "calcium_serum": 0.9})
    scene.sample(person, mornings(scene.rng, day + 180), ENDOCRINE)


def primary_hyperparathyroidism(scene: Scene) -> None:
    """High calcium, high PTH, a rather low phosphate, for years."""
    person = scene.people.of_kind("primary_hyperparathyroidism")
    day = scene.some_day(person, before=800)
    scene.condition(person, day, "primary_hyperparathyroidism")
    high: Shift = {
        "calcium_serum": 1.16,
        "pth": 2.8,
        "phosphate_serum": effect("hyperparathyroidism_phosphate"),
    }
    for after in (0, 200, 500):
        scene.sample(person, mornings(scene.rng, day + after), ENDOCRINE, high)


def antacid(scene: Scene) -> None:
    """Aluminium and magnesium antacids for years: phosphate low until they stop."""
    person = scene.people.of_kind("antacid")
    day = scene.some_day(person, before=700)
    scene.condition(person, day, "dyspepsia")
    scene.drug(person, day, "antacid")
    for after in (200, 400, 600):
        scene.sample(person, mornings(scene.rng, day + after), BONE, {"phosphate_serum": effect("antacid_phosphate")})


def _iron(scene: Scene, person: Ints, day: Ints, drug: str, factor: float) -> None:
    scene.condition(person, day - 20, "iron_deficiency")
    scene.sample(person, mornings(scene.rng, day - 20), ("haemoglobin", "ferritin"), {"haemoglobin": 0.75, "ferritin": 0.12})
    scene.drug(person, day, drug, day)
    checked = scene.rng.random(len(person)) < 0.6
    who, when = person[checked], day[checked]
    scene.sample(who, mornings(scene.rng, when + scene.rng.integers(10, 25, len(who))), BONE, {"phosphate_serum": factor})
    scene.sample(who, mornings(scene.rng, when + scene.rng.integers(100, 200, len(who))), BONE)


def iron_carboxymaltose(scene: Scene) -> None:
    """One infusion: low after two weeks, normal after three months."""
    person = scene.people.of_kind("iron_carboxymaltose")
    _iron(scene, person, scene.some_day(person, before=250), "carboxymaltose", effect("carboxymaltose_phosphate"))


def iron_other(scene: Scene) -> None:
    """Other irons: hardly any fall."""
    person = scene.people.of_kind("iron_other")
    half = scene.rng.random(len(person)) < 0.5
    for drug, who in (("derisomaltose", person[half]), ("iron_sucrose", person[~half])):
        _iron(scene, who, scene.some_day(who, before=250), drug, effect("other_iron_phosphate"))


def iron_carboxymaltose_repeated(scene: Scene) -> None:
    """An infusion every two months for two years: low all the time, and mendable."""
    person = scene.people.of_kind("iron_carboxymaltose_repeated")
    day = scene.some_day(person, before=800)
    for turn in range(12):
        scene.drug(person, day + 60 * turn, "carboxymaltose", day + 60 * turn)
        scene.sample(
            person, mornings(scene.rng, day + 60 * turn + 20), BONE, {"phosphate_serum": effect("carboxymaltose_phosphate")}
        )
    scene.condition(person, day - 20, "iron_deficiency")
    scene.condition(person, day + 700, "bone_pain")


def _tubulopathy(scene: Scene, person: Ints, day: Ints) -> None:
    for after in (300, 500, 800):
        shift: Shift = {
            "phosphate_serum": effect("fanconi_phosphate"),
            "urate_serum": 0.45,
            "bicarbonate": 0.75,
        }
        minute = mornings(scene.rng, day + after)
        scene.sample(person, minute, (*BONE, "urate_serum", "bicarbonate"), {**shift, "alkaline_phosphatase": 2.5})
        scene.sample(person, minute, URINE, {"phosphate_urine": 1.3})
    scene.condition(person, day + 500, "bone_pain")


def adefovir(scene: Scene) -> None:
    """Hepatitis B on adefovir for years; some lose phosphate."""
    person = scene.people.of_kind("adefovir")
    day = scene.some_day(person, before=1000)
    scene.condition(person, day - 100, "hepatitis_b")
    scene.drug(person, day, "adefovir")
    ill = scene.rng.random(len(person)) < effect("adefovir_tubulopathy")
    _tubulopathy(scene, person[ill], day[ill])
    scene.check_ups(person[~ill], 4, 0.6)


def tenofovir(scene: Scene) -> None:
    """HIV or hepatitis B on tenofovir disoproxil; few lose phosphate."""
    person = scene.people.of_kind("tenofovir")
    day = scene.some_day(person, before=1000)
    scene.condition(person[::2], day[::2] - 100, "hiv")
    scene.condition(person[1::2], day[1::2] - 100, "hepatitis_b")
    scene.drug(person, day, "tenofovir")
    ill = scene.rng.random(len(person)) < effect("tenofovir_tubulopathy")
    _tubulopathy(scene, person[ill], day[ill])
    scene.check_ups(person[~ill], 4, 0.6)


def operated_tio(scene: Scene) -> None:
    """A tumour found and taken out: low before, normal ever since."""
    person = scene.people.of_kind("operated_tio")
    day = scene.some_day(person, after=1, before=700)
    for before in (300, 150, 20):
        low: Shift = {
            "phosphate_serum": effect("tio_phosphate"),
            "alkaline_phosphatase": 2.5,
            "fgf23_intact": 6.0,
        }
        scene.sample(person, mornings(scene.rng, day - before), (*BONE, "fgf23_intact"), low)
    scene.condition(person, day - 30, "tio")
    scene.procedure(person, day, "tumour_resection")
    for after in (10, 60, 200, 400, 600):
        scene.sample(person, mornings(scene.rng, day + after), (*BONE, *LIVER[1:3]))


def _renewed(scene: Scene, person: Ints, day: Ints, *drugs: str) -> None:
    """Prescribed again every three months, as lasting treatment is."""
    for after in range(0, 900, 90):
        for drug in drugs:
            scene.drug(person, day + after, drug, day + after)


def treated_tio(scene: Scene) -> None:
    """A tumour never found; known, on phosphate and alfacalcidol, still low."""
    person = scene.people.of_kind("treated_tio")
    day = scene.some_day(person, before=900)
    scene.condition(person, day, "tio")
    _renewed(scene, person, day, "oral_phosphate", "alfacalcidol")
    for after in (90, 300, 600, 800):
        scene.sample(person, mornings(scene.rng, day + after), BONE, {"phosphate_serum": effect("xlh_treated_phosphate")})


def treated_xlh(scene: Scene) -> None:
    """X-linked hypophosphataemia, known for life, on burosumab or on phosphate."""
    person = scene.people.of_kind("treated_xlh")
    day = scene.some_day(person, before=900)
    scene.condition(person, day, "xlh")
    new = scene.rng.random(len(person)) < 0.5
    _renewed(scene, person[new], day[new], "burosumab")
    _renewed(scene, person[~new], day[~new], "oral_phosphate", "alfacalcidol")
    for after in (90, 300, 600):
        minute = mornings(scene.rng, day + after)
        scene.sample(person, minute, BONE, {"phosphate_serum": effect("xlh_treated_phosphate")})
        scene.sample(person, minute, BASIC[1:3])
