"""The terms with which published facts are written down: HPO for what was seen, LOINC for what was measured, ATC for drugs.

HPO ids and labels were checked against the ontology's own label table (release of 2026-08); LOINC codes are those of
the clinical dossier's code list, which marks some as unverified (14866-8, 68438-1 among them). ATC codes are of that list too,
except the fifth levels of the bisphosphonates, which are recalled. A word without a code here keeps its words alone.
"""

HPO: dict[str, tuple[str, str]] = {
    "ankle_pain": ("HP:0030840", "Ankle pain"),
    "arthralgia": ("HP:0002829", "Arthralgia"),
    "back_pain": ("HP:0003418", "Back pain"),
    "bone_pain": ("HP:0002653", "Bone pain"),
    "chest_pain": ("HP:0100749", "Chest pain"),
    "confusion": ("HP:0001289", "Confusion"),
    "cramps": ("HP:0003394", "Muscle spasm"),
    "depression": ("HP:0000716", "Depression"),
    "diarrhoea": ("HP:0002014", "Diarrhea"),
    "diplopia": ("HP:0000651", "Diplopia"),
    "dyspnoea": ("HP:0002094", "Dyspnea"),
    "epistaxis": ("HP:0000421", "Epistaxis"),
    "fatigue": ("HP:0012378", "Fatigue"),
    "fever": ("HP:0001945", "Fever"),
    "flank_pain": ("HP:0030157", "Flank pain"),
    "foot_pain": ("HP:0025238", "Foot pain"),
    "fracture": ("HP:0020110", "Bone fracture"),
    "gait_difficulty": ("HP:0001288", "Gait disturbance"),
    "genu_valgum": ("HP:0002857", "Genu valgum"),
    "genu_varum": ("HP:0002970", "Genu varum"),
    "groin_pain": ("HP:0031520", "Groin pain"),
    "growth_failure": ("HP:0001510", "Growth delay"),
    "headache": ("HP:0002315", "Headache"),
    "hearing_loss": ("HP:0000365", "Hearing impairment"),
    "hip_pain": ("HP:0030838", "Hip pain"),
    "immobility": ("HP:0002540", "Inability to walk"),
    "joint_pain": ("HP:0002829", "Arthralgia"),
    "joint_stiffness": ("HP:0001387", "Joint stiffness"),
    "knee_pain": ("HP:0030839", "Knee pain"),
    "kyphosis": ("HP:0002808", "Kyphosis"),
    "leg_bowing": ("HP:0002979", "Bowing of the legs"),
    "leg_paresis": ("HP:0002385", "Paraparesis"),
    "malaise": ("HP:0033834", "Malaise"),
    "muscle_pain": ("HP:0003326", "Myalgia"),
    "muscle_wasting": ("HP:0003202", "Skeletal muscle atrophy"),
    "muscle_weakness": ("HP:0001324", "Muscle weakness"),
    "myalgia": ("HP:0003326", "Myalgia"),
    "nausea": ("HP:0002018", "Nausea"),
    "oedema": ("HP:0000969", "Edema"),
    "palpitations": ("HP:0001962", "Palpitations"),
    "paraesthesia": ("HP:0003401", "Paresthesia"),
    "respiratory_failure": ("HP:0002878", "Respiratory failure"),
    "rickets": ("HP:0002748", "Rickets"),
    "scoliosis": ("HP:0002650", "Scoliosis"),
    "short_stature": ("HP:0004322", "Short stature"),
    "shoulder_pain": ("HP:0030834", "Shoulder pain"),
    "skeletal_deformity": ("HP:0011842", "Abnormal skeletal morphology"),
    "skin_ulcer": ("HP:0200042", "Skin ulcer"),
    "tetany": ("HP:0001281", "Tetany"),
    "vomiting": ("HP:0002013", "Vomiting"),
    "weight_loss": ("HP:0001824", "Weight loss"),
    "wide_gait": ("HP:0002136", "Broad-based gait"),
}

# (analyte of the dossier, specimen) → Culprit's analyte; a specimen of None stands for every other one
ANALYTES: dict[tuple[str, str | None], str] = {
    ("albumin", None): "albumin_serum",
    ("alp", None): "alkaline_phosphatase",
    ("amino_aciduria", None): "amino_acids_urine",
    ("beta2microglobulin_urine", None): "beta2_microglobulin_urine",
    ("bmd_t_hip", None): "bmd_t_score",
    ("bmd_t_spine", None): "bmd_t_score",
    ("bmd_z_hip", None): "bmd_z_score",
    ("bmd_z_spine", None): "bmd_z_score",
    ("bone_alp", None): "bone_alkaline_phosphatase",
    ("calcium", None): "calcium_serum",
    ("calcium_excretion", "urine_24h"): "calcium_urine_24h",
    ("calcium_excretion", None): "calcium_urine",
    ("chloride", None): "chloride_serum",
    ("ck", None): "creatine_kinase",
    ("creatinine", None): "creatinine_serum",
    ("fgf23", None): "fgf23_unspecified",
    ("glucose", None): "glucose_serum",
    ("ionised_calcium", None): "calcium_ionised",
    ("magnesium", None): "magnesium_serum",
    ("ph_urine", None): "ph_urine",
    ("phosphate", None): "phosphate_serum",
    ("phosphate_excretion", "urine_24h"): "phosphate_urine_24h",
    ("phosphate_excretion", None): "phosphate_urine",
    ("potassium", None): "potassium_serum",
    ("protein_urine", "urine_24h"): "protein_urine_24h",
    ("total_protein", None): "total_protein_serum",
    ("urate", None): "urate_serum",
}

# (analyte, unit as printed) → LOINC; a unit of None stands for a code that says nothing about mass or moles
LOINC: dict[tuple[str, str | None], str] = {
    ("alkaline_phosphatase", None): "6768-6",
    ("bone_alkaline_phosphatase", "U/L"): "1777-2",
    ("calcium_serum", "mg/dL"): "17861-6",
    ("calcium_serum", "mmol/L"): "2000-8",
    ("creatinine_serum", "mg/dL"): "2160-0",
    ("creatinine_serum", "umol/L"): "14682-9",
    ("fgf23_cterminal", None): "46699-5",
    ("fgf23_intact", None): "54390-0",
    ("phosphate_serum", "mg/dL"): "2777-1",
    ("phosphate_serum", "mmol/L"): "14879-1",
    ("phosphate_urine", "mmol/L"): "13539-2",
    ("pth", "ng/L"): "2731-8",
    ("pth", "pg/mL"): "2731-8",
    ("pth", "pmol/L"): "14866-8",
    ("vitd25", "ng/mL"): "62292-8",
    ("vitd25", "nmol/L"): "68438-1",
    ("vitd25", "ug/L"): "62292-8",
}

UCUM: dict[str, str] = {
    "%": "%",
    "IU/L": "[IU]/L",
    "IU/mL": "[IU]/mL",
    "RU/mL": "[arb'U]/mL",
    "U/L": "U/L",
    "g/24h": "g/(24.h)",
    "g/L": "g/L",
    "g/dL": "g/dL",
    "kRU/L": "k[arb'U]/L",
    "mL/min": "mL/min",
    "mL/min/1.73m2": "mL/min/{1.73_m2}",
    "mg/24h": "mg/(24.h)",
    "mg/dL": "mg/dL",
    "mmol/24h": "mmol/(24.h)",
    "mmol/L": "mmol/L",
    "ng/L": "ng/L",
    "ng/dL": "ng/dL",
    "ng/mL": "ng/mL",
    "nmol/L": "nmol/L",
    "pg/mL": "pg/mL",
    "pmol/L": "pmol/L",
    "ug/L": "ug/L",
    "umol/L": "umol/L",
}

# first words of a drug as the dossier writes it → ATC
ATC: dict[str, str] = {
    "adefovir": "J05AF08",
    "alendronate": "M05BA04",
    "alfacalcidol": "A11CC03",
    "aluminium hydroxide": "A02AB01",
    "burosumab": "M05BX05",
    "calcitriol": "A11CC04",
    "cholecalciferol": "A11CC05",
    "cinacalcet": "H05BX01",
    "deferasirox": "V03AC03",
    "denosumab": "M05BX04",
    "evocalcet": "H05BX06",
    "ibandronate": "M05BA06",
    "ifosfamide": "L01AA06",
    "octreotide": "H01CB02",
    "pamidronate": "M05BA03",
    "risedronate": "M05BA07",
    "sucralfate": "A02BX02",
    "tenofovir disoproxil": "J05AF07",
    "teriparatide": "H05AA02",
    "zoledronate": "M05BA08",
}

# short facts beside a value that change how it must be read; every other remark of the dossier stays behind
REMARKS: dict[str, str] = {
    "already on phosphate and vitamin D": "on oral phosphate",
    "despite oral phosphate": "on oral phosphate",
    "albumin-corrected": "albumin-corrected",
    "corrected": "albumin-corrected",
    "assay form not stated": "assay form not stated",
    "femoral neck": "femoral neck",
    "highest of repeated values": "highest of repeated values",
    "lowest of repeated values": "lowest of repeated values",
    "lowest of a stated range 0.21-0.80": "lowest of repeated values",
    "spurious: paraprotein interference, non-linear on dilution": "spurious: paraprotein",
    "supplemented": "supplemented",
    "drawn one month after the last infusion": "one month after the last infusion",
    "32 days after one denosumab dose": "32 days after one denosumab dose",
    "creatinine clearance": "creatinine clearance",
}

# a treatment with one of these words was an operation, unless it only tops up salts (electrolyte replacement)
OPERATIONS: tuple[str, ...] = (
    "resection",
    "surgery",
    "vertebroplasty",
    "kyphoplasty",
    "fusion",
    "ablation",
    "curettage",
    "amputation",
    "arthroplasty",
    "decompression",
    "fixation",
    "replacement",
    "parathyroidectomy",
)


def is_operation(text: str) -> bool:
    """Whether the words of a treatment name an operation and not a drug."""
    return any(word in text.lower() for word in OPERATIONS) and "electrolyte" not in text


def atc_of(text: str) -> str:
    """The ATC code of a drug as the dossier writes it ("adefovir 10 mg/day 54 months"), '' when none is certain."""
    return next((code for name, code in ATC.items() if text.startswith(name)), "")


def analyte_of(name: str, specimen: str | None, unit: str) -> str:
    """Culprit's analyte for the dossier's name, specimen and unit; the name itself where the table has none."""
    found = ANALYTES.get((name, specimen)) or ANALYTES.get((name, None)) or name
    return f"{found}_mass" if name == "bone_alp" and unit == "ug/L" else found


def loinc_of(analyte: str, unit: str) -> str:
    """The LOINC code of an analyte in that unit, '' when none is certain."""
    return LOINC.get((analyte, unit)) or LOINC.get((analyte, None)) or ""
