"""How do the contract's words (contract: findings, causes, steps, hazards, reasons) read to a person? Presentation only."""

from collections.abc import Sequence

ANALYTES: dict[str, tuple[str, str]] = {
    "phosphate_serum": ("Phosphate", "Serum phosphate"),
    "phosphate_urine": ("Urine phosphate", "Urine phosphate"),
    "phosphate_urine_24h": ("Urine phosphate, 24 h", "Urine phosphate, 24 h"),
    "creatinine_serum": ("Creatinine", "Serum creatinine"),
    "creatinine_urine": ("Urine creatinine", "Urine creatinine"),
    "calcium_serum": ("Calcium", "Serum calcium"),
    "calcium_ionised": ("Ionised calcium", "Ionised calcium"),
    "albumin_serum": ("Albumin", "Serum albumin"),
    "alkaline_phosphatase": ("Alk. phosphatase", "Alkaline phosphatase"),
    "bone_alkaline_phosphatase": ("Bone ALP", "Bone alkaline phosphatase"),
    "bone_alkaline_phosphatase_mass": ("Bone ALP (mass)", "Bone alkaline phosphatase (mass)"),
    "ggt": ("Gamma-GT", "Gamma-GT"),
    "alt": ("ALT", "ALT"),
    "pth": ("PTH", "PTH"),
    "vitd25": ("25-OH vitamin D", "25-OH vitamin D"),
    "vitd125": ("1,25-(OH)₂ vitamin D", "1,25-(OH)₂ vitamin D"),
    "fgf23_intact": ("FGF23, intact", "FGF23, intact"),
    "fgf23_cterminal": ("FGF23, C-terminal", "FGF23, C-terminal"),
    "fgf23_unspecified": ("FGF23 (form not said)", "FGF23 (form not said; never compared)"),
    "tmp_gfr": ("TmP/GFR", "TmP/GFR"),
    "trp": ("TRP", "Tubular reabsorption of phosphate"),
    "fepi": ("FEPi", "Fractional excretion of phosphate"),
    "egfr": ("eGFR", "eGFR"),
    "ph_blood": ("Blood pH", "Blood pH"),
    "pco2_blood": ("pCO₂", "pCO₂"),
    "crp": ("CRP", "CRP"),
    "p1np": ("P1NP", "P1NP"),
    "ctx": ("CTX", "CTX"),
    "bmd_t_score": ("BMD T-score", "Bone density, T-score"),
    "bmd_z_score": ("BMD Z-score", "Bone density, Z-score"),
}

_TITLES: dict[str, str] = {
    # findings
    "low_phosphate": "Is the phosphate low?",
    "chronic_low_phosphate": "Is the low phosphate chronic?",
    "renal_phosphate_wasting": "Does the kidney lose phosphate?",
    "generalised_tubulopathy": "Does the whole proximal tubule fail?",
    "fgf23_dependent": "Is FGF23 the reason?",
    "osteomalacia_suspected": "Is osteomalacia suspected?",
    "phosphate_never_measured": "Was phosphate never measured although bones break?",
    "low_phosphate_unattended": "Was a low phosphate left unattended?",
    "explained_by_drug": "Does a drug explain it?",
    "explained_by_acute_illness": "Does acute illness explain it?",
    "tumour_localised": "Has a tumour been found?",
    "phosphate_normalised_after_resection": "Did phosphate recover after the operation?",
    "recurrence_suspected": "Has the disease come back?",
    "known_and_treated": "Is the cause known and treated?",
    "differential": "Which cause is it?",
    # reasons on the worklist
    "never_measured": "Phosphate never measured",
    "hazard": "A treatment may harm",
    "known_untreated": "Known disease, not treated",
    "relapse_after_resection": "Low again after the operation",
    # causes
    "TIO": "Tumour-induced osteomalacia (TIO)",
    "XLH": "X-linked hypophosphataemia (XLH)",
    "ADHR": "Autosomal dominant hypophosphataemic rickets",
    "ARHR": "Autosomal recessive hypophosphataemic rickets",
    "HHRH": "Hereditary hypophosphataemic rickets with hypercalciuria",
    "Fanconi": "Fanconi syndrome",
    "drug_induced_fanconi": "Fanconi syndrome from a drug",
    "iron_infusion": "Iron infusion",
    "paget": "Paget disease of bone",
    "antacid": "Phosphate-binding antacid",
    "post_hepatectomy": "After liver resection",
    "post_transplant": "After kidney transplantation",
    "other": "Other or unknown",
    "anti_phex": "Anti-PHEX autoimmunity",
    "cancer_fgf23": "Cancer that secretes FGF23",
    "antiresorptive_induced": "After an antiresorptive drug",
    # next steps
    "repeat_fasting_phosphate": "Repeat phosphate, fasting, in the morning",
    "measure_phosphate": "Measure serum phosphate",
    "paired_urine_phosphate_creatinine": "Blood and urine together: phosphate and creatinine in both",
    "fgf23": "Measure FGF23",
    "vitd25": "Measure 25-OH vitamin D",
    "vitd125": "Measure 1,25-(OH)₂ vitamin D",
    "pth": "Measure PTH",
    "bone_alp": "Measure bone alkaline phosphatase",
    "check_glucosuria_bicarbonate": "Look for glucose in urine and low bicarbonate",
    "protein_electrophoresis": "Protein electrophoresis",
    "celiac_serology": "Coeliac serology",
    "genetic_test_phex": "Genetic test (PHEX and panel)",
    "genetic_test_fgf23": "Genetic test (FGF23)",
    "genetic_test_dmp1_enpp1": "Genetic test (DMP1, ENPP1, FAM20C)",
    "genetic_test_slc34a3": "Genetic test (SLC34A3, SLC34A1)",
    "genetic_test_ras": "Genetic test of the naevus (HRAS, KRAS, NRAS)",
    "genetic_test_gnas": "Genetic test of the bone lesion (GNAS)",
    "genetic_test_alpl": "Genetic test (ALPL)",
    "genetic_test_tubule": "Genetic test (genes of the tubule)",
    "review_iron": "Review intravenous iron",
    "treat_vitamin_d_then_recheck": "Treat vitamin D deficiency, then measure again",
    "refer_metabolic_bone": "Refer to a metabolic bone clinic",
    "physical_examination_for_mass": "Examine the whole body for a mass",
    "ssr_pet_ct": "Somatostatin-receptor PET/CT",
    "fdg_pet_ct": "FDG PET/CT",
    "mri_targeted": "Targeted MRI",
    "recheck_later": "Look again at the next blood test",
    "none": "Nothing further",
    # hazards
    "antiresorptive_with_low_phosphate": "Antiresorptive drug while phosphate is low",
    "no_phosphate_measured_before_antiresorptive": "Antiresorptive drug without a phosphate beforehand",
    "burosumab_with_oral_phosphate": "Burosumab together with oral phosphate",
    "burosumab_normal_phosphate": "Burosumab while phosphate is normal",
    "burosumab_severe_ckd": "Burosumab in severe kidney disease",
    "burosumab_for_iron_induced": "Burosumab for iron-induced low phosphate",
    "iron_carboxymaltose_with_low_phosphate": "Ferric carboxymaltose while phosphate is low",
    "parathyroidectomy_before_phosphate_workup": "Parathyroidectomy before the low phosphate was worked up",
    "imaging_before_drug_and_iron_review": "Imaging before drugs and iron were reviewed",
    "unit_suspect": "A unit is doubtful",
    # what is missing
    "stays": "Hospital stays",
    # concepts whose words do not read well from left to right
    "looser_zone": "Looser zone",
    "fracture_fragility": "Fragility fracture",
    "fracture_other": "Fracture",
    "tio": "Tumour-induced osteomalacia",
    "xlh": "X-linked hypophosphataemia",
    "hiv": "HIV",
    "iv_phosphate": "Phosphate, intravenous",
    "oral_phosphate": "Phosphate, oral",
    "phosphate_unspecified": "Phosphate (route not said)",
    "bisphosphonate_oral": "Bisphosphonate, oral",
    "bisphosphonate_iv": "Bisphosphonate, iv",
    "active_vitamin_d": "Active vitamin D",
    "vitamin_d": "Vitamin D",
    "iv_iron": "Iron, iv (preparation not said)",
    "iv_iron_other": "Iron, iv (other)",
    "iv_glucose": "Glucose, iv",
    "antacid_aluminium_magnesium": "Antacid (Al, Mg)",
    "fgfr_inhibitor": "FGFR inhibitor",
    "mtor_inhibitor": "mTOR inhibitor",
    "sstr_pet": "Somatostatin-receptor PET",
    "sstr_spect": "Somatostatin-receptor SPECT",
    "fdg_pet": "FDG PET",
    "ct": "CT",
    "mri": "MRI",
    "dxa": "Bone density scan",
    "xray": "X-ray",
    "crrt": "Continuous dialysis",
    "parenteral_nutrition_procedure": "Parenteral nutrition",
}

# The same word is a question among the findings and a statement among the reasons.
_REASONS: dict[str, str] = {
    "chronic_low_phosphate": "Chronic low phosphate",
    "low_phosphate_unattended": "Low phosphate left unattended",
}

URGENCY: dict[str, str] = {"now": "now", "soon": "soon", "routine": "routine", "later": "later"}
SEX: dict[str, str] = {"F": "female", "M": "male"}


def title(word: str) -> str:
    """A contract word or concept as a person reads it; an unknown word with its underscores opened."""
    if word in _TITLES:
        return _TITLES[word]
    if word.startswith("review_drug:"):
        drug = title(word.partition(":")[2])
        return f"Review drug: {drug if drug[:2].isupper() else drug[:1].lower() + drug[1:]}"
    if word.startswith("fracture_"):
        return f"{word.removeprefix('fracture_').replace('_', ' ').capitalize()} fracture"
    if word in ANALYTES:
        return ANALYTES[word][1]
    words = word.replace("_", " ").replace("vitamin d", "vitamin D").replace("fgf23", "FGF23")
    return words[:1].upper() + words[1:]


def step_title(step: str, today: bool) -> str:
    """A next step as a person reads it. A value that endangers life is repeated today, whenever the patient has eaten."""
    return "Repeat phosphate today, fasting or not" if today and step == "repeat_fasting_phosphate" else title(step)


def need_title(word: str) -> str:
    """What is missing, as a thing: `FGF23`, where the next step of the same name says `Measure FGF23`."""
    words = title(word).removeprefix("Measure ")
    return words[:1].upper() + words[1:]


def sentence(text: str) -> str:
    """A rule's words as a sentence: a capital at the start, a full stop at the end."""
    text = text.strip()
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def reason_title(word: str) -> str:
    """Why a patient is listed, as a person reads it."""
    return _REASONS.get(word) or title(word)


def analyte_title(analyte: str) -> str:
    """The analyte's name in full."""
    return ANALYTES[analyte][1] if analyte in ANALYTES else title(analyte)


def analyte_short(analyte: str) -> str:
    """The analyte's name where room is scarce."""
    return ANALYTES[analyte][0] if analyte in ANALYTES else title(analyte)


def counted(number: int, one: str, many: str = "") -> str:
    """`1 value`, `12,300 values`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(things: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = things
    return f"{', '.join(others)} and {last}" if others else last


def small(words: str) -> str:
    """Words in the middle of a sentence: a small first letter, except for abbreviations and names (PTH, FGF23, Paget)."""
    first = words.split(" ", 1)[0]
    kept = any(letter.isupper() or letter.isdigit() for letter in first[1:]) or first.rstrip(",") in _NAMES
    return words if kept else words[:1].lower() + words[1:]


_NAMES = frozenset({"Paget", "Looser", "Fanconi", "Gamma-GT", "X-linked"})
