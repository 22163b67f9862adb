"""Writes the synthetic cohort of examples/hip-study: `python tools/hip_cohort.py`. Same seed, same files.

Only the margins are published (Liu 2025, BMC Musculoskelet Disord 26:324, 10.1186/s12891-025-08557-4): 22 patients with a tumour in
the soft tissue of the hip region, operated from January 2013 to January 2023; bone pain 22, weakness 16, limited mobility 21,
marked loss of height 10, low phosphate 22, histology that fits in 22. Its sister study of the bones of the hip (Liu 2024, Orthop
Surg 16:1871, 10.1111/os.14105) printed no number that was read: how many there are here, and everything else, is invented.
"""

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp
from pathlib import Path

from culprit.knowledge.study_sheets import sheets

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "hip-study" / "cohort"
SOFT, BONE = 22, 17
_MARGINS = {"bone_pain": 22, "muscle_weakness": 16, "limited_mobility": 21, "height_loss": 10}
_SITES = {
    "soft_tissue": ("groin", "gluteal muscle", "thigh, proximal", "inguinal", "buttock"),
    "bone": ("femoral head", "femoral neck", "acetabulum", "greater trochanter", "ilium"),
}


@dataclass
class Sheets:
    """The rows of every sheet in the making."""

    chance: random.Random
    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: {name: [] for name in sheets()})

    def add(self, sheet: str, **cells: object) -> None:
        """One row."""
        self.rows[sheet].append(cells)


def main() -> None:
    """Writes one CSV file for each sheet."""
    made = Sheets(random.Random(20250324))
    states = ["remission"] * 18 + ["recurrence", "persistent", "masked", "remission"]
    _group(made, "soft_tissue", SOFT, states, dict(_MARGINS))
    states = ["remission"] * 10 + ["recurrence", "recurrence", "persistent", "persistent", "death", "short", "remission"]
    _group(made, "bone", BONE, states, {"bone_pain": 17, "muscle_weakness": 12, "limited_mobility": 16, "height_loss": 6})
    _others(made)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, sheet in sheets().items():
        with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            # made-up people have no laboratory
            names = [column.name for column in sheet.columns if column.name != "laboratory"]
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(made.rows[name])


def _group(made: Sheets, tissue: str, size: int, states: list[str], margins: dict[str, int]) -> None:
    chance = made.chance
    having = {name: set(chance.sample(range(size), count)) for name, count in margins.items()}
    chance.shuffle(states)
    for place in range(size):
        name = f"synthetic-{'s' if tissue == 'soft_tissue' else 'b'}{place + 1:02d}"
        operated = date(2013, 2, 1) + timedelta(days=chance.randrange(0, 3560))
        answers = {symptom: "yes" if place in members else "no" for symptom, members in having.items()}
        _patient(made, name, tissue, "hip", operated, states[place], answers)


def _patient(made: Sheets, name: str, tissue: str, region: str, operated: date, state: str, answers: dict[str, str]) -> None:
    chance = made.chance
    onset = operated - timedelta(days=int(chance.lognormvariate(7.2, 0.55)))
    diagnosis = operated - timedelta(days=chance.randrange(20, 240))
    watched = 200 if state == "short" else chance.randrange(500, 3200)
    if state == "recurrence":
        watched = max(watched, 1500)
    last = operated + timedelta(days=watched)
    death = operated + timedelta(days=900) if state == "death" else None
    site = (
        chance.choice(_SITES[tissue])
        if region == "hip"
        else {"head_neck": "maxilla", "lower_limb": "tibia", "upper_limb": "hand"}[region]
    )
    made.add(
        "patients",
        patient_id=name,
        sex=chance.choice(("female", "male")),
        birth=operated.year - chance.randrange(24, 68),
        onset=f"{onset:%Y-%m}",
        diagnosis=diagnosis,
        region=region,
        site=site,
        side=chance.choice(("left", "right")),
        tissue=tissue,
        size_mm=round(chance.lognormvariate(3.1, 0.4)),
        histology="phosphaturic mesenchymal tumour",
        proven="yes",
        **answers,
        fracture=chance.choice(("yes", "yes", "no")),
        earlier_diagnosis=chance.choice(("", "osteoporosis", "lumbar disc herniation", "ankylosing spondylitis")),
        death=death or "",
        last_contact=death or last,
        stated_outcome={
            "remission": "remission",
            "death": "remission",
            "recurrence": "confirmed_recurrence",
            "persistent": "persistent",
        }.get(state, ""),
    )
    _operation(made, name, tissue, operated, state)
    _scans(made, name, diagnosis)
    _treatments(made, name, diagnosis, operated, state, last)
    _results(made, name, diagnosis, operated, state, death or last)


def _operation(made: Sheets, name: str, tissue: str, operated: date, state: str) -> None:
    chance = made.chance
    bad = state in ("persistent", "recurrence")
    procedure = (
        chance.choice(("curettage", "segmental_resection", "curettage"))
        if tissue == "bone"
        else chance.choice(("wide_resection", "marginal_resection"))
    )
    margin = (
        "intralesional"
        if procedure == "curettage"
        else "wide"
        if procedure in ("segmental_resection", "wide_resection") and not bad
        else "marginal"
    )
    made.add(
        "operations",
        patient_id=name,
        date=operated,
        procedure=procedure,
        approach=chance.choice(("anterior", "lateral", "posterior")),
        margin=margin,
        complete="no" if state == "persistent" else "yes",
        histology_proven="yes",
        fgf23_stain=chance.choice(("positive", "positive", "not_done")),
        fn1_fusion="not_done",
        complication=chance.choice(("none",) * 8 + ("wound healing", "haematoma")),
    )
    if state == "recurrence":
        made.add(
            "operations",
            patient_id=name,
            date=operated + timedelta(days=1260),
            procedure="wide_resection",
            margin="wide",
            complete="yes",
            histology_proven="yes",
            fgf23_stain="positive",
            fn1_fusion="not_done",
            complication="none",
        )


def _scans(made: Sheets, name: str, diagnosis: date) -> None:
    chance = made.chance
    for modality, used, found in (("sstr_spect", 0.8, 0.8), ("sstr_pet", 0.55, 0.93), ("fdg_pet", 0.3, 0.55), ("mri", 0.9, 0.9)):
        if chance.random() > used:
            continue
        positive = chance.random() < found
        made.add(
            "imaging",
            patient_id=name,
            date=diagnosis + timedelta(days=chance.randrange(0, 15)),
            modality=modality,
            tracer={"sstr_spect": "99mTc-HYNIC-TOC", "sstr_pet": "68Ga-DOTATATE", "fdg_pet": "18F-FDG"}.get(modality, ""),
            result="positive" if positive else "negative",
            matches_tumour="yes" if positive else "",
            suvmax=round(chance.lognormvariate(2.0, 0.5), 1) if positive and modality in ("sstr_pet", "fdg_pet") else "",
        )


def _treatments(made: Sheets, name: str, diagnosis: date, operated: date, state: str, last: date) -> None:
    stop = operated - timedelta(days=3)
    for drug in ("oral_phosphate", "active_vitamin_d"):
        made.add("treatments", patient_id=name, drug=drug, start=diagnosis + timedelta(days=14), stop=stop)
    if state in ("persistent", "masked"):
        again = operated + timedelta(days=40 if state == "persistent" else 1)
        made.add("treatments", patient_id=name, drug="oral_phosphate", start=again, stop="")
    if state == "recurrence":
        made.add(
            "treatments",
            patient_id=name,
            drug="oral_phosphate",
            start=operated + timedelta(days=1190),
            stop=operated + timedelta(days=1257),
        )


def _results(made: Sheets, name: str, diagnosis: date, operated: date, state: str, last: date) -> None:
    chance = made.chance
    low, plateau, speed = chance.uniform(0.34, 0.60), chance.uniform(1.02, 1.30), chance.uniform(2.0, 6.0)
    days = [1, 3, 5, 7, 10, 14, 75, 180, 365, *range(545, 3400, 182)]
    for day in (-60, -10, -1, *days):
        drawn = operated + timedelta(days=day + (chance.randrange(-12, 13) if day > 14 else 0))
        if drawn > last or (day > 14 and chance.random() < 0.08 and day not in (75, 1092, 1127, 1162)):
            continue
        _phosphate(made, name, drawn, _level(day, low, plateau, speed, state))
    if state == "recurrence":
        for day in (1120, 1155):
            _phosphate(made, name, operated + timedelta(days=day), 0.55 + 0.05 * chance.random())
    before = operated - timedelta(days=chance.randrange(2, 30))
    assay = chance.choice(("kit A", "kit A", "kit B"))
    for analyte, value, unit, bounds in (
        ("calcium", chance.gauss(2.25, 0.08), "mmol/L", (2.11, 2.52)),
        ("alp", chance.lognormvariate(5.4, 0.4), "U/L", (45, 125)),
        ("pth", chance.lognormvariate(4.1, 0.35), "pg/mL", (15, 65)),
        ("vitd25", chance.lognormvariate(3.9, 0.3), "nmol/L", ("", "")),
        ("fgf23_intact", chance.lognormvariate(5.0, 0.6), "pg/mL", ("", "")),
    ):
        if chance.random() < 0.1:
            continue
        shown = round(value, 2) if value < 10 else round(value)
        made.add(
            "results",
            patient_id=name,
            date=before,
            analyte=analyte,
            value=shown,
            unit=unit,
            limit_low=bounds[0],
            limit_high=bounds[1],
            assay=assay if analyte == "fgf23_intact" else "",
            fasting="yes",
        )


def _level(day: int, low: float, plateau: float, speed: float, state: str) -> float:
    if day < 0:
        return low
    if state == "persistent":
        return low + 0.1
    level = plateau - (plateau - low) * exp(-day / speed)
    if state == "recurrence" and day > 900:
        return max(0.55, plateau - (day - 900) / 500) if day < 1261 else plateau
    return level


def _phosphate(made: Sheets, name: str, drawn: date, level: float) -> None:
    value = round(level * exp(made.chance.gauss(0, 0.05)), 2)
    if level < 0.75:
        value = min(value, 0.79)
    made.add(
        "results",
        patient_id=name,
        date=drawn,
        analyte="phosphate",
        value=value,
        unit="mmol/L",
        limit_low=0.85,
        limit_high=1.51,
        fasting="yes",
    )


def _others(made: Sheets) -> None:
    """Those who were considered and are not eligible: other regions, other years, never operated."""
    answers = {"bone_pain": "yes", "muscle_weakness": "yes", "limited_mobility": "yes", "height_loss": "no"}
    for place, region in enumerate(
        ("head_neck", "lower_limb", "lower_limb", "upper_limb", "head_neck", "lower_limb", "lower_limb")
    ):
        tissue = "bone" if place % 3 else "soft_tissue"
        _patient(made, f"synthetic-o{place + 1:02d}", tissue, region, date(2014 + place, 5, 3 + place), "remission", answers)
    for place, tissue in enumerate(("soft_tissue", "bone", "soft_tissue")):
        _patient(made, f"synthetic-e{place + 1:02d}", tissue, "hip", date(2010 + place, 9, 8), "remission", answers)
    for place in range(4):
        made.add(
            "patients",
            patient_id=f"synthetic-n{place + 1:02d}",
            sex=("female", "male")[place % 2],
            birth=1970 + place,
            onset=2015 + place,
            bone_pain="yes",
        )


if __name__ == "__main__":
    main()
