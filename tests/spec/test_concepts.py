"""The manual of concepts: what the source wrote, and what Culprit understands. Read a line as
`kind | system and code (or nothing) | words | route → concepts`. Nothing after the arrow: it means none that we know."""

import pytest

from culprit.sources.intake.recognise_concept import recognise_concepts

MANUAL = """
condition | ICD-10-CM S72.001A       |                                              |      → fracture_hip
condition | ICD-10-CM M80.08XA       |                                              |      → osteoporosis fracture_vertebral
condition | ICD-10 M80.08XA          |                                              |      → osteoporosis fracture_vertebral
condition | ICD-10 M80.0             | osteoporosis with fracture of a vertebra     |      → osteoporosis fracture_vertebral
condition | ICD-10 M80.0             | osteoporosis, no vertebral fracture          |      → osteoporosis fracture_other
condition | ICD-10-CM M48.56XA       |                                              |      → fracture_vertebral
condition | ICD-9-CM 733.13          |                                              |      → fracture_vertebral
condition | ICD-9-CM 733.96          |                                              |      → looser_zone
condition | ICD-10 M84.3             |                                              |      → looser_zone
condition | ICD-10-CM V43.52XA       |                                              |      → high_energy_trauma
condition | ICD-10-CM V43.52XS       |                                              |      →
condition | ICD-10-CM W01.0XXA       |                                              |      →
condition | SNOMED 359817006         |                                              |      → fracture_hip
condition | HPO HP:0100036           |                                              |      → looser_zone

condition |                          | fragility fracture of femoral neck           |      → fracture_hip
condition |                          | Fractures of rib and pelvis                  |      → fracture_rib fracture_pelvis
condition |                          | pseudofracture (Looser zone) of femoral neck |      → looser_zone
condition |                          | insufficiency fracture of vertebra           |      → fracture_vertebral
condition |                          | fracture                                     |      → fracture_other
condition |                          | Fragility fracture                           |      → fracture_fragility
condition |                          | fragility fracture of the hip                |      → fracture_hip
condition |                          | bone fragility                               |      →
condition |                          | 股骨颈骨折                                   |      → fracture_hip
condition |                          | 腰椎压缩性骨折                               |      → fracture_vertebral
condition |                          | Компрессионный перелом Th12                  |      → fracture_vertebral
condition |                          | Schenkelhalsfraktur links                    |      → fracture_hip

condition | ICD-10-CM E83.39         |                                              |      → phosphate_disorder
condition | ICD-10-CM E83.31         |                                              |      → familial_hypophosphataemia
condition | ICD-10-GM E83.31         |                                              |      → phosphate_disorder
condition | ICD-9-CM 275.3           |                                              |      → phosphate_disorder
condition |                          | hypophosphatemia                             |      → phosphate_disorder
condition |                          | hyperphosphataemia                           |      →
condition |                          | 低磷血症                                     |      → phosphate_disorder
condition |                          | 高磷血症                                     |      →
condition | ICD-10-CM M83.8          | Tumor-induced osteomalacia                   |      → osteomalacia tio
condition |                          | 肿瘤性骨软化症                               |      → tio
condition |                          | Онкогенная остеомаляция                      |      → tio
condition |                          | X-linked hypophosphataemia                   |      → xlh

condition |                          | tumour-induced osteomalacia considered       |      →
condition |                          | suspected osteomalacia                       |      →
condition |                          | osteoporosis screening                       |      →
condition |                          | at risk of osteoporosis                      |      →
condition |                          | family history of osteoporosis               |      →
condition |                          | history of hip fracture                      |      →
condition |                          | osteoporosis without current pathological fracture |      → osteoporosis
condition |                          | no fracture, no bone pain                    |      →
condition |                          | 否认骨折史                                   |      →
condition |                          | 骨质疏松症待排                               |      →
condition |                          | перелом в анамнезе                           |      →
condition |                          | без перелома                                 |      →
condition |                          | Ausschluss Osteoporose                       |      →
condition |                          | V.a. Osteomalazie                            |      →
relative  |                          | mother: hip fracture at 51                   |      → fracture_hip
relative  |                          | none for bone disease                        |      →
relative  |                          | parents without rickets                      |      →

drug      |                          | Sodium Phosphate                             | IV   → iv_phosphate
drug      |                          | Potassium Phosphate                          | IV DRIP → iv_phosphate
drug      |                          | Phosphorus                                   | PO   → oral_phosphate
drug      |                          | Neutra-Phos                                  | PO/NG → oral_phosphate
drug      |                          | phosphate                                    |      → phosphate_unspecified
drug      |                          | potassium, sodium phosphates [Phos-NaK]      |      → oral_phosphate
drug      |                          | 中性磷溶液                                   |      → oral_phosphate
drug      |                          | Reducto-Spezial                              |      → oral_phosphate
drug      |                          | Phosphate-Sandoz                             |      → oral_phosphate
drug      |                          | 甘油磷酸钠注射液                             |      → iv_phosphate
drug      |                          | Fleet Enema                                  | PR   → phosphate_enema
drug      |                          | Fleet Enema (Mineral Oil)                    | PR   →
drug      |                          | Codeine Phosphate                            | PO   →
drug      |                          | Oseltamivir phosphate                        | PO   →
drug      |                          | Clindamycin Phosphate                        | IV   →
drug      |                          | Dexamethasone Sodium Phosphate               | IV   → glucocorticoid
drug      |                          | Hydrocortisone Sodium Phosphate              | IV   → glucocorticoid
drug      |                          | 地塞米松磷酸钠注射液                         |      → glucocorticoid
drug      |                          | 磷酸可待因                                   |      →
drug      |                          | 磷酸奥司他韦胶囊                             |      →
drug      |                          | Calcium phosphate                            | PO   → calcium
drug      |                          | Aluminium phosphate                          | PO   → antacid_aluminium_magnesium
drug      |                          | Rosuvastatin Calcium                         | PO   →
drug      |                          | Calcium channel blocker                      | PO   →
drug      |                          | calcium with vitamin D                       |      → calcium vitamin_d
drug      |                          | 骨化三醇胶丸                                 |      → active_vitamin_d
drug      |                          | alfacalcidol 0.5 µg                          |      → active_vitamin_d

drug      |                          | Injectafer                                   | IV   → ferric_carboxymaltose
drug      |                          | 羧基麦芽糖铁注射液                           |      → ferric_carboxymaltose
drug      |                          | iron polymaltose monthly 17 months           |      → iron_polymaltose
drug      |                          | Ferric Gluconate                             | IV   → iv_iron_other
drug      | ATC B03AC                | Ferinject 500 mg                             |      → ferric_carboxymaltose
drug      | ATC B03AC                | Iron sucrose 200 mg                          |      → iv_iron_other
drug      | ATC B03AC                | infusion 500 mg                              |      → iv_iron
drug      |                          | IV iron (Ferinject)                          |      → ferric_carboxymaltose
drug      |                          | iron isomaltoside infusion                   |      → iv_iron_other
drug      |                          | iron infusion                                |      → iv_iron
drug      |                          | iron                                         | IV   → iv_iron
drug      |                          | Ferrous Sulfate                              | PO   → iron_oral
drug      |                          | 唑来膦酸注射液                               |      → bisphosphonate_iv
drug      |                          | Ibandronate                                  | IV   → bisphosphonate_iv
drug      |                          | Ibandronate                                  | PO   → bisphosphonate_oral
drug      |                          | Prolia                                       |      → denosumab
drug      |                          | 地舒单抗                                     |      → denosumab
drug      |                          | Адефовир 10 мг                               |      → adefovir
drug      |                          | 阿德福韦酯                                   |      → adefovir
drug      |                          | tenofovir                                    |      → tenofovir_disoproxil
drug      |                          | Emtricitabine-Tenofovir (Truvada)            | PO   → tenofovir_disoproxil
drug      |                          | Stribild                                     |      → tenofovir_disoproxil
drug      |                          | emtricitabine / tenofovir alafenamide        |      → tenofovir_alafenamide
drug      |                          | Genvoya                                      |      → tenofovir_alafenamide
drug      |                          | Biktarvy                                     |      → tenofovir_alafenamide
drug      | ATC M05BA08              |                                              |      → bisphosphonate_iv
drug      | ATC M05BA04              |                                              |      → bisphosphonate_oral
drug      | RxNorm 904419            |                                              |      → bisphosphonate_oral
drug      |                          | Dextrose 50%                                 | IV   → iv_glucose
drug      |                          | Glucose Gel                                  | PO   →
drug      |                          | TPN w/ Lipids                                | IV   → parenteral_nutrition
drug      |                          | Gentamicin                                   | IV   → aminoglycoside
drug      |                          | Gentamicin 0.3% Ophth. Soln                  | BOTH EYES →
drug      |                          | Hydrocortisone 10 MG/ML Topical Cream        |      →

procedure | ICD-9-Proc 39.95         |                                              |      → dialysis
procedure | ICD-10-PCS 5A1D90Z       |                                              |      → crrt
procedure | ICD-10-PCS 0FB03ZX       |                                              |      →
procedure | ICD-9-Proc 06.89         |                                              |      → parathyroidectomy
procedure |                          | Catheter ablation of tissue of heart         |      →
procedure |                          | 椎体成形术                                   |      → vertebroplasty
procedure |                          | extended curettage and cementing             |      → tumour_resection
procedure |                          | curettage with bone graft                    |      → tumour_resection
procedure |                          | Intraläsionale Kürettage                     |      → tumour_resection
procedure |                          | marginal excision                            |      → tumour_resection
procedure |                          | dilation and curettage of uterus             |      →
procedure | SNOMED 312681000         |                                              |      → dxa
report    |                          | 68Ga-DOTATATE PET/CT                         |      → sstr_pet
report    |                          | 99mTc-HYNIC-TOC SPECT/CT                     |      → sstr_spect
report    |                          | 18F-FDG PET/CT                               |      → fdg_pet
report    |                          | CT of the chest                              |      → ct
stay      |                          | Medical Intensive Care Unit (MICU)           |      →
"""

LINES = [line for line in MANUAL.splitlines() if line.strip()]


@pytest.mark.parametrize("line", LINES, ids=[" ".join(line.split()) for line in LINES])
def test_manual(line: str) -> None:
    row, expected = line.split("→")
    kind, coded, words, route = (cell.strip() for cell in row.split("|"))
    system, _, code = coded.rpartition(" ")
    codings = [(system, code, None)] if code else []
    found = recognise_concepts(kind, codings, words or None, route or None)
    assert set(found) == set(expected.split())
