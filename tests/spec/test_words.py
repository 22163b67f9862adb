"""The manual of words: what a text names, how surely, of whom, and what of it was not understood.

Read a line as `kind | words → concepts | what is left`. A concept stands bare when it is there, with `?` when it is only suspected,
with `-` when it is denied, and behind `relative:` when it is a relative's. Nothing after the arrow: nothing that we know is said to
be there or not to be there.
"""

import pytest

from culprit.domain.facts import ConditionStatus
from culprit.sources.intake.recognise_concept import recognise_mentions

MANUAL = """
condition | childhood rickets, dental abscesses, short stature   → childhood_rickets dental_abscess short_stature |
condition | hypophosphatemic rickets from early childhood         → childhood_hypophosphataemic_rickets |
condition | short stature and bowing of the legs                  → short_stature leg_bowing |
condition | café-au-lait macules and precocious puberty           → cafe_au_lait precocious_puberty |
condition | linear sebaceous naevus                               → epidermal_naevus |
condition | neurofibromatosis type 1                              → neurofibromatosis |
condition | McCune-Albright syndrome                              → mccune_albright |
condition | primary Sjögren's syndrome                            → sjogren_syndrome |
condition | Wilson's disease                                      → wilson_disease |
condition | nephropathic cystinosis                               → cystinosis |
condition | sensorineural hearing loss                            → hearing_loss | sensorineural
condition | heterotopic ossification                              → ectopic_calcification |
condition | bulimia                                               → bulimia_nervosa |
condition | iron deficiency from menorrhagia                      → iron_deficiency chronic_blood_loss |
condition | osteomalacia of unknown origin                        → osteomalacia | unknown origin
condition | diabetes insipidus                                    → |
condition | hypertension                                          → |

condition | no dental abscesses                                   → -dental_abscess |
condition | no history of kidney stones                           → -kidney_stone |
condition | denies bone pain, muscle weakness or fractures        → -bone_pain -muscle_weakness -fracture_other |
condition | without nephrocalcinosis or kidney stones             → -nephrocalcinosis -kidney_stone |
condition | neither rickets nor dental abscess                    → -rickets -dental_abscess |
condition | negative for hepatitis B and HIV                      → -hepatitis_b -hiv |
condition | coeliac disease: negative                             → -coeliac_disease |
condition | rickets: none                                         → -rickets |
condition | Crohn's disease was ruled out                         → -inflammatory_bowel_disease |
condition | patient denies having had fractures                   → -fracture_other |
condition | osteomalacia without fracture                         → osteomalacia -fracture_other |
condition | no fever, but bone pain                               → bone_pain | fever
condition | No fractures, osteoporosis since 2010                 → osteoporosis -fracture_other |
condition | no bone pain. Osteoporosis.                           → osteoporosis -bone_pain |
condition | osteomalacia ruled out, osteoporosis diagnosed        → osteoporosis -osteomalacia |
condition | kidney stones denied, has nephrocalcinosis            → nephrocalcinosis -kidney_stone |
condition | no known fractures; known osteoporosis                → osteoporosis -fracture_other |
condition | did not walk well, bone pain                          → bone_pain | walk well
condition | could not walk because of bone pain                   → bone_pain | walk
condition | no response to vitamin D, osteomalacia                → osteomalacia | vitamin d
condition | late onset, no childhood rickets: looks like osteoporosis → osteoporosis -childhood_rickets | onset; looks like

condition | suspected tumour-induced osteomalacia                 → ?tio |
condition | TIO?                                                  → ?tio |
condition | ?osteomalacia                                         → ?osteomalacia |
condition | possible osteoporosis, bone pain                      → bone_pain ?osteoporosis |
condition | rickets, ?osteomalacia                                → rickets ?osteomalacia |
condition | cannot exclude Fanconi syndrome                       → ?fanconi_syndrome |
condition | Fanconi syndrome was not excluded                     → ?fanconi_syndrome |

condition | rule out osteomalacia                                 → |
condition | screening for coeliac disease                         → |
condition | at risk of osteoporosis                               → |
condition | tested for hepatitis B                                → |
condition | osteoporosis clinic                                   → |
condition | history of osteoporosis                               → |
condition | history of nephrolithiasis                            → kidney_stone |
condition | status post gastric bypass 2012                       → bariatric_status |
condition | status post gastric bypass 2012. Osteoporosis         → bariatric_status osteoporosis |
condition | No fractures until 2012. Bone pain                    → bone_pain -fracture_other |
condition | Neurofibromatosis type 1. Diabetes insipidus          → neurofibromatosis | diabetes insipidus
condition | No rickets. 2. Osteoporosis, T-score -2.5. 3. Bone pain → osteoporosis bone_pain -rickets | t-score -2
condition | Negative for hepatitis B and HIV. Bone pain for 2 years, worse → bone_pain -hepatitis_b -hiv | worse
condition | coeliac disease: negative. History of osteoporosis    → -coeliac_disease |
condition | keine am 3. Tag aufgetretene Fraktur                  → -fracture_other | tag aufgetretene

condition | Mother had rickets                                    → relative:rickets |
condition | rickets in her mother                                 → relative:rickets |
relative  | brother and mother carry the variant                  → hereditary_bone_disease |
condition | osteoporosis (father)                                 → relative:osteoporosis |
condition | no family history of rickets                          → relative:-rickets |
condition | no family history of bone disease                     → relative:-hereditary_bone_disease |
condition | no family history; rickets in childhood               → childhood_rickets relative:-hereditary_bone_disease |
condition | family history unremarkable, bowed legs               → leg_bowing relative:-hereditary_bone_disease |
condition | his father has XLH; patient has bone pain             → bone_pain relative:xlh |
condition | mother of two, osteoporosis                           → osteoporosis |
condition | lives with her mother, bone pain                      → bone_pain |
condition | pre-existing bone disease                             → |
relative  | none                                                  → -hereditary_bone_disease |
relative  | none; youngest of twelve                              → -hereditary_bone_disease | youngest
relative  | affected sibling                                      → hereditary_bone_disease |
relative  | positive: teenage son                                 → ?hereditary_bone_disease |
relative  | positive: father had rickets                          → rickets |
relative  | parents without rickets                               → -rickets |
relative  | negative for diabetes                                 → -diabetes_mellitus |

condition | 无佝偻病家族史                                        → relative:-rickets |
condition | 母亲患佝偻病                                          → relative:rickets |
condition | 家族史阴性                                            → relative:-hereditary_bone_disease |
condition | 无骨痛、骨折，骨质疏松5年                             → osteoporosis -bone_pain -fracture_other |
condition | 否认高血压，糖尿病，骨折史                            → -diabetes_mellitus -fracture_other | 高血压
condition | 佝偻病，无牙脓肿                                      → rickets -dental_abscess |
condition | 未见肾结石                                            → -kidney_stone |
condition | 可能骨质疏松                                          → ?osteoporosis |
condition | 骨软化症？                                            → ?osteomalacia |
condition | 疑似肿瘤性骨软化症                                    → ?tio |
condition | 乙肝病史10年                                          → hepatitis_b |
condition | 双下肢无力                                            → muscle_weakness |
condition | 肝豆状核变性                                          → wilson_disease |

condition | нет перелома                                          → -fracture_other |
condition | отрицает переломы, боли в костях                      → -fracture_other -bone_pain |
condition | без нефрокальциноза                                   → -nephrocalcinosis |
condition | болезнь Вильсона исключена                            → -wilson_disease |
condition | подозрение на остеомаляцию                            → ?osteomalacia |
condition | у матери рахит                                        → relative:rickets |
condition | наследственность не отягощена                         → relative:-hereditary_bone_disease |
condition | рахит в детстве                                       → childhood_rickets |

drug      | adefovir 10 mg/day for 4 years                        → adefovir |
drug      | efavirenz/emtricitabine and tenofovir                 → antiretroviral tenofovir_disoproxil |
drug      | switched from adefovir to entecavir                   → adefovir hepatitis_b_antiviral | switched
drug      | adefovir was avoided                                  → |
drug      | no iron infusion was given                            → |
drug      | never took tenofovir                                  → |
drug      | did not receive ferric carboxymaltose                 → |
drug      | no treatment with iron polymaltose                    → |
drug      | not treated with alendronate                          → |
drug      | allergic to zoledronate                               → |
drug      | denosumab declined                                    → |
drug      | plan to start zoledronate                             → |
drug      | mother took valproate                                 → |
drug      | no response to alendronate                            → bisphosphonate_oral |
drug      | calcium and vitamin D, no bisphosphonate              → calcium vitamin_d |
drug      | 未使用替诺福韦                                        → |
drug      | 无阿德福韦用药史                                      → |
drug      | 服用阿德福韦酯10mg/日，4年                            → adefovir |
drug      | адефовир не принимал                                  → |
drug      | адефовир 10 мг/сут в течение 4 лет                    → adefovir |
condition | There is no personal or family history of rickets     → -rickets | there
condition | Past history: chronic hepatitis B, no diabetes        → hepatitis_b -diabetes_mellitus |
condition | Genetic testing negative for PHEX mutation            → -xlh | genetic testing
condition | Initially misdiagnosed as ankylosing spondylitis      → |
condition | TIO vs XLH                                            → ?tio ?xlh |
condition | Differential diagnosis: TIO, XLH                      → ?tio ?xlh |
condition | vitamin D deficiency treated, no longer deficient     → vitamin_d_deficiency | treated; deficient
condition | To exclude multiple myeloma                           → |
condition | Multiple myeloma was excluded by electrophoresis      → -multiple_myeloma | electrophoresis
condition | Work-up for Wilson disease negative                   → -wilson_disease |
condition | Fracture healed without deformity                     → fracture_other | healed; deformity
condition | Two of her five siblings have the same disease        → relative:hereditary_bone_disease |
condition | Neurofibromatosis (mother also affected)              → neurofibromatosis relative:hereditary_bone_disease |
condition | Her husband has osteoporosis                          → |
condition | 患者否认牙脓肿及骨折史，其母身材矮小                  → -dental_abscess -fracture_other relative:short_stature |
condition | 无明显诱因出现腰背痛                                  → back_pain |
condition | 无腰背痛                                              → -back_pain |
condition | 排除多发性骨髓瘤                                      → |
condition | 儿时患佝偻病                                          → childhood_rickets |
condition | Жалобы на боли в костях, мышечную слабость, переломов нет → bone_pain muscle_weakness -fracture_other |
condition | Больная отрицает отеки, боли в спине 2 года           → back_pain | отеки
condition | Наследственность: у отца рахит                        → relative:rickets |
drug      | Bisphosphonates were not prescribed                   → |
drug      | Zoledronic acid infusion cancelled because of hypocalcaemia → |
drug      | Iron infusion was considered but not given            → |
drug      | Advised to start calcium and vitamin D                → |
drug      | Advised to start vitamin D. Calcium, no bisphosphonate → calcium | advised
drug      | Patient's husband takes valproate                     → |
drug      | 曾服用阿德福韦酯                                      → adefovir |
drug      | 对庆大霉素过敏                                        → |
drug      | Не получала препараты железа                          → |
procedure | no parathyroidectomy                                  → |
"""

LINES = [line for line in MANUAL.splitlines() if line.strip()]
_SIGNS = {ConditionStatus.PRESENT: "", ConditionStatus.PROVISIONAL: "?", ConditionStatus.REFUTED: "-"}


@pytest.mark.parametrize("line", LINES, ids=[" ".join(line.split()) for line in LINES])
def test_manual(line: str) -> None:
    said, meant = line.split("→")
    kind, words = (cell.strip() for cell in said.split("|"))
    expected, left = (cell.strip() for cell in meant.split("|"))
    found = recognise_mentions(kind, [], words)
    signs = {f"{'relative:' if m.relation and kind != 'relative' else ''}{_SIGNS[m.status]}{m.concept}" for m in found.found}
    assert signs == set(expected.split())
    assert (found.rest if found.found else "") == left


def test_the_relative_is_named() -> None:
    found = recognise_mentions("condition", [], "rickets in her father; grandmother had osteoporosis; family history of XLH").found
    assert [(m.concept, m.relation) for m in found] == [("rickets", "father"), ("osteoporosis", "grandmother"), ("xlh", "family")]


def test_the_surer_of_two_sayings_stands() -> None:
    found = recognise_mentions("condition", [], "no dental abscess as a child. Dental abscess 2015.").found
    assert [(m.concept, m.status) for m in found] == [("dental_abscess", ConditionStatus.PRESENT)]


def test_a_code_is_not_denied_by_words() -> None:
    """Words beside a code are asked for a disease without a code of its own, and for nothing else."""
    found = recognise_mentions("condition", [("ICD-10", "M81.0", None)], "osteoporosis, no fracture")
    assert [(m.concept, m.status) for m in found.found] == [("osteoporosis", ConditionStatus.PRESENT)]
    assert found.rest == ""
