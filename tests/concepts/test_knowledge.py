"""The concept files keep their promises: every name once, every list with its source, every shared code said to be shared."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from culprit.knowledge.concept_page import concept_page
from culprit.knowledge.concepts import KINDS, concepts, descendants, is_a
from culprit.knowledge.load import Provenance, knowledge_file
from culprit.sources.intake.code_system import code_system, comparable_code
from culprit.sources.intake.word_patterns import WordPatterns, folded

NAMES = {
    "condition": """
        fracture fracture_vertebral fracture_hip fracture_femur fracture_rib fracture_pelvis fracture_wrist
        fracture_humerus fracture_metatarsal fracture_fragility fracture_other looser_zone high_energy_trauma osteomalacia rickets
        osteoporosis osteopenia bone_pain back_pain muscle_weakness gait_disturbance immobility height_loss myalgia
        fatigue known_phosphate_wasting phosphate_disorder tio phosphaturic_mesenchymal_tumour xlh adhr arhr hhrh
        familial_hypophosphataemia fanconi_syndrome renal_tubular_acidosis fibrous_dysplasia hypophosphatasia
        paget_disease multiple_myeloma monoclonal_gammopathy bone_metastases malignancy spondyloarthritis
        vitamin_d_deficiency coeliac_disease inflammatory_bowel_disease malabsorption bariatric_status
        primary_hyperparathyroidism secondary_hyperparathyroidism tertiary_hyperparathyroidism hyperparathyroidism
        alcohol_use_disorder alcohol_withdrawal malnutrition refeeding_syndrome anorexia_nervosa diabetic_ketoacidosis
        sepsis respiratory_alkalosis burns chronic_kidney_disease chronic_kidney_disease_severe end_stage_renal_disease
        acute_kidney_injury dialysis_dependence kidney_transplant_status liver_disease cholestasis hepatitis_b hiv
        iron_deficiency neurofibromatosis epidermal_naevus cafe_au_lait nephrocalcinosis kidney_stone dental_abscess
        leg_bowing short_stature enthesopathy palpable_mass pregnancy pancreatitis acute_critical_illness
        childhood_rickets childhood_hypophosphataemic_rickets vitamin_d_dependent_rickets
        hereditary_bone_disease mccune_albright precocious_puberty
        giant_melanocytic_naevus cystinosis lowe_syndrome fanconi_bickel_syndrome wilson_disease dent_disease tyrosinaemia
        galactosaemia hereditary_fructose_intolerance mitochondrial_disease sjogren_syndrome amyloidosis
        interstitial_nephritis heavy_metal_poisoning glucosuria aminoaciduria low_molecular_weight_proteinuria hypouricaemia
        hypercalciuria hearing_loss craniosynostosis chiari_malformation spinal_stenosis ectopic_calcification osteosclerosis
        alopecia dental_disease tooth_loss kyphosis scoliosis skeletal_deformity muscle_wasting joint_pain weight_loss tetany
        eating_disorder bulimia_nervosa chronic_diarrhoea gastrectomy_status liver_transplant_status
        stem_cell_transplant_status autoimmune_disease rheumatoid_arthritis diabetes_mellitus thalassaemia chronic_blood_loss
        lactation low_sun_exposure fibromyalgia polymyalgia_rheumatica osteonecrosis disc_disease nephrotic_syndrome
        skeletal_dysplasia""",
    "drug": """
        phosphate_unspecified oral_phosphate iv_phosphate phosphate_enema active_vitamin_d vitamin_d calcium burosumab
        bisphosphonate_oral bisphosphonate_iv etidronate denosumab teriparatide romosozumab ferric_carboxymaltose
        saccharated_ferric_oxide iron_polymaltose iv_iron iv_iron_other iron_oral adefovir tenofovir_disoproxil
        tenofovir_alafenamide cidofovir ifosfamide cisplatin streptozocin aminoglycoside tetracycline valproate
        deferasirox mercaptopurine thiazide loop_diuretic acetazolamide antacid_aluminium_magnesium phosphate_binder
        sucralfate oestrogen imatinib tyrosine_kinase_inhibitor mtor_inhibitor insulin parenteral_nutrition iv_glucose
        glucocorticoid enzyme_inducer foscarnet nicotinic_acid paracetamol tacrolimus mannitol amphotericin_liposomal
        fgfr_inhibitor calcimimetic somatostatin_analogue calcitonin antiretroviral hepatitis_b_antiviral sglt2_inhibitor
        didanosine azacitidine lenalidomide fumaric_acid_ester aristolochic_acid""",
    "procedure": """
        dialysis crrt kidney_transplantation liver_transplantation hepatectomy parathyroidectomy bariatric_surgery
        gastrectomy tumour_resection tumour_ablation vertebroplasty mechanical_ventilation
        parenteral_nutrition_procedure iron_infusion cardiac_surgery""",
    "report": "sstr_pet sstr_spect fdg_pet bone_scan mri ct xray dxa renal_ultrasound imaging_other",
}
PARENTS_WITHOUT_WORDS = {"fracture", "known_phosphate_wasting"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_agreed_names_exist_and_no_others(kind: str) -> None:
    assert sorted(name for name, concept in concepts().items() if concept.kind == kind) == sorted(NAMES[kind].split())


def test_every_code_list_says_where_it_comes_from() -> None:
    lists = [(concept.name, entry) for concept in concepts().values() for entry in concept.codes]
    assert len(lists) > 300
    for name, entry in lists:
        assert entry.source, name
        assert entry.date.year >= 2026, name
        assert isinstance(entry.provenance, Provenance), name
        assert entry.codes, name
        assert len(set(entry.codes)) == len(entry.codes), name


def test_every_system_is_one_that_sources_can_reach() -> None:
    reachable = {
        *(
            "icd10",
            "icd10cm",
            "icd9cm",
            "icd9proc",
            "icd10pcs",
            "snomed",
            "omop",
            "rxnorm",
            "atc",
            "hcpcs",
            "cpt",
            "ops",
            "hpo",
            "orpha",
        ),
        *("omim", "dicom", "mimic_formulary", "mimic_item"),
    }
    assert {entry.system for concept in concepts().values() for entry in concept.codes} <= reachable


def test_no_code_means_two_concepts_unless_every_list_says_so() -> None:
    holders = defaultdict(list)
    for concept in concepts().values():
        for entry in concept.codes:
            for code in entry.codes:
                holders[entry.system, comparable_code(entry.system, code)].append((concept.name, entry.shared))
    for code, found in holders.items():
        if len(found) > 1:
            assert all(shared for _, shared in found), (code, found)
        else:
            assert not found[0][1], f"{code} of {found[0][0]} is said to be shared and is not"


def test_every_concept_can_be_recognised_by_something() -> None:
    for concept in concepts().values():
        assert concept.words or concept.codes or concept.name in PARENTS_WITHOUT_WORDS, concept.name


def test_every_concept_with_words_has_them_in_four_languages() -> None:
    for concept in concepts().values():
        if concept.words:
            assert set(concept.words) == {"en", "zh", "ru", "de"}, concept.name


def test_no_phrase_belongs_to_two_concepts_of_a_kind_by_mistake() -> None:
    """Two concepts may share a phrase only where both are meant: hypophosphataemic rickets, septic shock."""
    meant = {"hypophosphat*mic rickets", "hypophosphat*mic rickets ~ childhood", "hypophosphat*mic osteomalac*", "septic shock"}
    phrases = Counter(
        (concept.kind, folded(phrase))
        for concept in concepts().values()
        for phrase in {p for ps in concept.words.values() for p in ps}
    )
    assert {phrase for (_, phrase), count in phrases.items() if count > 1} - meant == set()


def test_every_phrase_finds_itself() -> None:
    for concept in concepts().values():
        for phrase in (phrase for phrases in concept.words.values() for phrase in phrases):
            example = phrase.removeprefix("^").replace(" ~ ", " left ").replace("*", "").replace("…", "")
            found = WordPatterns([(concept.name, phrase)]).found_in(folded(example))
            assert [match.name for match in found] == [concept.name], (concept.name, phrase)


def test_kinds_of_kinds() -> None:
    assert is_a("fracture_hip", "fracture")
    assert is_a("looser_zone", "fracture")
    assert not is_a("high_energy_trauma", "fracture")
    assert is_a("tio", "known_phosphate_wasting")
    assert is_a("end_stage_renal_disease", "chronic_kidney_disease")
    assert is_a("osteoporosis", "osteoporosis")
    assert not is_a("fracture", "fracture_hip")
    assert not is_a("no such concept", "fracture")
    assert descendants("known_phosphate_wasting") == {"known_phosphate_wasting", "tio", "xlh", "adhr", "arhr", "hhrh"}


def test_the_windows_and_the_causes_use_names_that_exist() -> None:
    stays = {"intensive_care", "inpatient", "emergency", "outpatient", "other"}
    for entry in knowledge_file("windows").values():
        assert set(entry["concepts"]) <= set(concepts()) | stays


def test_the_page_is_what_the_files_say() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "concepts.md"
    assert page.read_text(encoding="utf-8") == concept_page(), "run: make manual"


@pytest.mark.parametrize(
    ("name", "system"),
    [
        ("http://hl7.org/fhir/sid/icd-10-cm", "icd10cm"),
        ("http://hl7.org/fhir/sid/icd-10", "icd10"),
        ("http://fhir.de/CodeSystem/bfarm/icd-10-gm", "icd10gm"),
        ("ICD10CM", "icd10cm"),
        ("ICD-10-CM", "icd10cm"),
        ("ICD10", "icd10"),
        ("МКБ-10", "icd10"),
        ("urn:oid:2.16.840.1.113883.6.90", "icd10cm"),
        ("urn:oid:2.16.840.1.113883.6.103", "icd9cm"),
        ("http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-diagnosis-icd9", "icd9cm"),
        ("http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-diagnosis-icd10", "icd10cm"),
        ("http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-procedure-icd10", "icd10pcs"),
        ("ICD9Proc", "icd9proc"),
        ("ICD10PCS", "icd10pcs"),
        ("http://snomed.info/sct", "snomed"),
        ("http://snomed.info/sct|http://snomed.info/sct/731000124108", "snomed"),
        ("urn:oid:2.16.840.1.113883.6.96", "snomed"),
        ("SNOMED", "snomed"),
        ("http://www.nlm.nih.gov/research/umls/rxnorm", "rxnorm"),
        ("RxNorm Extension", "rxnorm"),
        ("http://www.whocc.no/atc", "atc"),
        ("ATC", "atc"),
        ("http://hl7.org/fhir/sid/ndc", "ndc"),
        ("CPT4", "cpt"),
        ("HCPCS", "hcpcs"),
        ("http://human-phenotype-ontology.org", "hpo"),
        ("OMOP", "omop"),
        ("my hospital's list", ""),
        (None, ""),
    ],
)
def test_systems_by_any_name(name: str | None, system: str) -> None:
    assert code_system(name) == system
