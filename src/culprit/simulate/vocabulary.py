"""How do laboratories and wards write things? Names, codes, units and factors with which the invented records are printed.

Codes of phosphate, calcium, creatinine, ALP, PTH, FGF23 and most drugs are of the clinical dossier's list; the others
(transaminases, blood count, ICD-10 of ordinary illness …) are recalled: they dress invented people and decide nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class AnalyteName:
    """One analyte as laboratories print it: own unit with LOINC, mass unit with LOINC and factor, local code."""

    name: str
    english: str
    unit: str
    loinc: str
    digits: int
    mass_unit: str
    mass_loinc: str
    factor: float
    mass_digits: int
    local: str


ANALYTES: tuple[AnalyteName, ...] = tuple(
    AnalyteName(*row)
    for row in (
        ("phosphate_serum", "Phosphate", "mmol/L", "14879-1", 2, "mg/dL", "2777-1", 3.0974, 1, "PHOS"),
        ("calcium_serum", "Calcium", "mmol/L", "2000-8", 2, "mg/dL", "17861-6", 4.0078, 1, "CA"),
        ("albumin_serum", "Albumin", "g/L", "1751-7", 0, "g/dL", "1751-7", 0.1, 1, "ALB"),
        ("creatinine_serum", "Creatinine", "umol/L", "14682-9", 0, "mg/dL", "2160-0", 1 / 88.42, 2, "CREA"),
        ("alkaline_phosphatase", "Alkaline phosphatase", "U/L", "6768-6", 0, "U/L", "6768-6", 1.0, 0, "ALP"),
        ("alt", "Alanine aminotransferase", "U/L", "1742-6", 0, "U/L", "1742-6", 1.0, 0, "ALT"),
        ("ggt", "Gamma glutamyl transferase", "U/L", "2324-2", 0, "U/L", "2324-2", 1.0, 0, "GGT"),
        ("bilirubin", "Bilirubin, total", "umol/L", "14631-6", 0, "mg/dL", "1975-2", 1 / 17.1, 1, "TBIL"),
        ("potassium_serum", "Potassium", "mmol/L", "2823-3", 1, "mmol/L", "2823-3", 1.0, 1, "K"),
        ("magnesium_serum", "Magnesium", "mmol/L", "2601-3", 2, "mg/dL", "19123-9", 2.4305, 1, "MG"),
        ("glucose_serum", "Glucose", "mmol/L", "14749-6", 1, "mg/dL", "2345-7", 18.016, 0, "GLU"),
        ("haemoglobin", "Haemoglobin", "g/L", "718-7", 0, "g/dL", "718-7", 0.1, 1, "HB"),
        ("crp", "C-reactive protein", "mg/L", "1988-5", 1, "mg/L", "1988-5", 1.0, 1, "CRP"),
        ("bicarbonate", "Bicarbonate", "mmol/L", "1963-8", 0, "mmol/L", "1963-8", 1.0, 0, "HCO3"),
        ("urate_serum", "Urate", "umol/L", "14933-6", 0, "mg/dL", "3084-1", 1 / 59.48, 1, "UA"),
        ("pth", "Parathyroid hormone, intact", "pmol/L", "14866-8", 1, "pg/mL", "2731-8", 9.43, 0, "PTH"),
        ("vitd25", "25-hydroxyvitamin D", "nmol/L", "68438-1", 0, "ng/mL", "62292-8", 1 / 2.496, 1, "VITD"),
        ("ferritin", "Ferritin", "ug/L", "2276-4", 0, "ng/mL", "2276-4", 1.0, 0, "FERR"),
        ("phosphate_urine", "Phosphate, urine", "mmol/L", "13539-2", 1, "mg/dL", "2778-9", 3.0974, 1, "PHOSU"),
        ("creatinine_urine", "Creatinine, urine", "mmol/L", "14683-7", 1, "mg/dL", "2161-8", 11.312, 0, "CREAU"),
        ("fgf23_intact", "FGF23, intact", "ng/L", "54390-0", 0, "pg/mL", "54390-0", 1.0, 0, "FGF23I"),
    )
)
INDEX: dict[str, int] = {analyte.name: position for position, analyte in enumerate(ANALYTES)}

CHINESE: dict[str, str] = {
    "phosphate_serum": "无机磷",
    "calcium_serum": "钙",
    "albumin_serum": "白蛋白",
    "creatinine_serum": "肌酐",
    "alkaline_phosphatase": "碱性磷酸酶",
    "alt": "丙氨酸氨基转移酶",
    "ggt": "谷氨酰转肽酶",
    "bilirubin": "总胆红素",
    "potassium_serum": "钾",
    "magnesium_serum": "镁",
    "glucose_serum": "葡萄糖",
    "haemoglobin": "血红蛋白",
    "crp": "C反应蛋白",
    "bicarbonate": "碳酸氢根",
    "urate_serum": "尿酸",
    "pth": "甲状旁腺激素",
    "vitd25": "25-羟维生素D",
    "ferritin": "铁蛋白",
    "phosphate_urine": "尿磷",
    "creatinine_urine": "尿肌酐",
    "fgf23_intact": "成纤维细胞生长因子23",
}

RUSSIAN: dict[str, str] = {
    "phosphate_serum": "Фосфор неорганический",
    "calcium_serum": "Кальций общий",
    "albumin_serum": "Альбумин",
    "creatinine_serum": "Креатинин",
    "alkaline_phosphatase": "Щелочная фосфатаза",
    "alt": "АЛТ",
    "ggt": "ГГТ",
    "bilirubin": "Билирубин общий",
    "potassium_serum": "Калий",
    "magnesium_serum": "Магний",
    "glucose_serum": "Глюкоза",
    "haemoglobin": "Гемоглобин",
    "crp": "С-реактивный белок",
    "bicarbonate": "Бикарбонат",
    "urate_serum": "Мочевая кислота",
    "pth": "Паратгормон",
    "vitd25": "25-ОН витамин D",
    "ferritin": "Ферритин",
    "phosphate_urine": "Фосфор в моче",
    "creatinine_urine": "Креатинин в моче",
    "fgf23_intact": "FGF23 интактный",
}

CHINESE_UNITS: dict[str, str] = {
    "mmol/L": "毫摩尔/升",
    "umol/L": "微摩尔/升",
    "g/L": "克/升",
    "U/L": "单位/升",
    "mg/L": "毫克/升",
    "nmol/L": "纳摩尔/升",
    "pmol/L": "皮摩尔/升",
    "ug/L": "微克/升",
    "ng/L": "纳克/升",
}

RUSSIAN_UNITS: dict[str, str] = {
    "mmol/L": "ммоль/л",
    "umol/L": "мкмоль/л",
    "g/L": "г/л",
    "U/L": "Ед/л",
    "mg/L": "мг/л",
    "nmol/L": "нмоль/л",
    "pmol/L": "пмоль/л",
    "ug/L": "мкг/л",
    "ng/L": "нг/л",
}

ICD10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"

# name → (ICD-10 code or nothing, words)
CONDITIONS: dict[str, tuple[str, str]] = {
    "hypertension": ("I10", "Essential hypertension"),
    "diabetes": ("E11.9", "Type 2 diabetes mellitus"),
    "back_pain": ("M54.5", "Low back pain"),
    "chronic_kidney_disease": ("N18.3", "Chronic kidney disease, stage 3"),
    "end_stage_renal_disease": ("N18.6", "End stage renal disease"),
    "sepsis": ("A41.9", "Sepsis, unspecified organism"),
    "septic_shock": ("R65.21", "Septic shock"),
    "respiratory_failure": ("J96.00", "Acute respiratory failure"),
    "ketoacidosis": ("E10.10", "Type 1 diabetes mellitus with ketoacidosis"),
    "anorexia_nervosa": ("F50.0", "Anorexia nervosa"),
    "refeeding": ("E87.8", "Refeeding syndrome"),
    "malnutrition": ("E43", "Severe protein-calorie malnutrition"),
    "respiratory_alkalosis": ("E87.3", "Respiratory alkalosis"),
    "pneumonia": ("J18.9", "Pneumonia"),
    "liver_metastasis": ("C78.7", "Secondary malignant neoplasm of liver"),
    "brain_oedema": ("G93.6", "Cerebral oedema"),
    "kidney_transplant_status": ("Z94.0", "Kidney transplant status"),
    "primary_hyperparathyroidism": ("E21.0", "Primary hyperparathyroidism"),
    "vitamin_d_deficiency": ("E55.9", "Vitamin D deficiency"),
    "alcohol": ("F10.20", "Alcohol dependence"),
    "alcohol_withdrawal": ("F10.230", "Alcohol withdrawal"),
    "dyspepsia": ("K30", "Dyspepsia"),
    "iron_deficiency": ("D50.9", "Iron deficiency anaemia"),
    "hepatitis_b": ("B18.1", "Chronic hepatitis B"),
    "hiv": ("B20", "HIV disease"),
    "fanconi": ("N25.8", "Proximal renal tubulopathy"),
    "osteoporosis": ("M81.0", "Osteoporosis"),
    "fracture_vertebral": ("M80.08", "Osteoporosis with vertebral compression fracture"),
    "fracture_hip": ("S72.0", "Fracture of neck of femur"),
    "fracture_wrist": ("S52.5", "Fracture of lower end of radius"),
    "fracture_rib": ("S22.3", "Fracture of rib"),
    "muscle_weakness": ("M62.81", "Muscle weakness"),
    "bone_pain": ("M89.8", "Bone pain"),
    "myeloma": ("C90.0", "Multiple myeloma"),
    "tio": ("M83.8", "Tumour-induced osteomalacia"),
    "xlh": ("E83.31", "X-linked hypophosphataemia"),
}
CONDITION_INDEX = {name: position for position, name in enumerate(CONDITIONS)}

# name → (ATC, words, route, administered)
DRUGS: dict[str, tuple[str, str, str, bool]] = {
    "thiazide": ("C03AA03", "Hydrochlorothiazide 12.5 mg", "oral", False),
    "insulin": ("A10AB01", "Insulin human", "intravenous", True),
    "parenteral_nutrition": ("B05BA10", "Parenteral nutrition", "intravenous", True),
    "iv_phosphate": ("B05XA09", "Sodium glycerophosphate infusion", "intravenous", True),
    "oral_phosphate": ("", "Phosphate tablets 500 mg", "oral", False),
    "phosphate_binder": ("V03AE02", "Sevelamer 800 mg", "oral", False),
    "tacrolimus": ("L04AD02", "Tacrolimus 2 mg", "oral", False),
    "mannitol": ("B05BC01", "Mannitol 20 %", "intravenous", True),
    "cholecalciferol": ("A11CC05", "Colecalciferol 20000 IU", "oral", False),
    "alfacalcidol": ("A11CC03", "Alfacalcidol 0.5 ug", "oral", False),
    "antacid": ("A02AD01", "Aluminium and magnesium hydroxide suspension", "oral", False),
    "carboxymaltose": ("B03AC", "Ferric carboxymaltose 1000 mg", "intravenous", True),
    "derisomaltose": ("B03AC", "Ferric derisomaltose 1000 mg", "intravenous", True),
    "iron_sucrose": ("B03AC", "Iron sucrose 200 mg", "intravenous", True),
    "adefovir": ("J05AF08", "Adefovir dipivoxil 10 mg", "oral", False),
    "tenofovir": ("J05AF07", "Tenofovir disoproxil 245 mg", "oral", False),
    "alendronate": ("M05BA04", "Alendronic acid 70 mg weekly", "oral", False),
    "zoledronate": ("M05BA08", "Zoledronic acid 5 mg", "intravenous", True),
    "denosumab": ("M05BX04", "Denosumab 60 mg", "subcutaneous", True),
    "burosumab": ("M05BX05", "Burosumab 60 mg", "subcutaneous", True),
    "statin": ("C10AA05", "Atorvastatin 20 mg", "oral", False),
}
DRUG_INDEX = {name: position for position, name in enumerate(DRUGS)}

PROCEDURES: dict[str, str] = {
    "haemodialysis": "Haemodialysis",
    "ventilation": "Invasive mechanical ventilation",
    "hepatectomy": "Partial hepatectomy",
    "kidney_transplantation": "Kidney transplantation",
    "parathyroidectomy": "Parathyroidectomy",
    "tumour_resection": "Resection of phosphaturic mesenchymal tumour",
    "densitometry": "Dual energy X-ray absorptiometry",
}
PROCEDURE_INDEX = {name: position for position, name in enumerate(PROCEDURES)}

# FHIR Encounter: class code, words of the type
STAYS: dict[str, tuple[str, str]] = {
    "outpatient": ("AMB", "Outpatient visit"),
    "emergency": ("EMER", "Emergency department visit"),
    "inpatient": ("IMP", "Hospital admission"),
    "intensive_care": ("IMP", "Intensive care unit stay"),
}
STAY_INDEX = {name: position for position, name in enumerate(STAYS)}
