"""Which diagnoses, complaints and operations of the differential are on record, and which does the record deny?"""

from collections.abc import Iterator

from culprit.domain.facts import ConditionStatus
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.observed.finding import ObservedFinding, yes_or_no
from culprit.guideline.observed.level import LOW, NORMAL, level_of, newest, shown_value
from culprit.guideline.situation import Situation

TUBULAR_DISEASES = (
    "cystinosis",
    "dent_disease",
    "fanconi_bickel_syndrome",
    "galactosaemia",
    "heavy_metal_poisoning",
    "hereditary_fructose_intolerance",
    "lowe_syndrome",
    "mitochondrial_disease",
    "tyrosinaemia",
    "wilson_disease",
)
CONCEPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hepatitis_b_or_hiv", ("hepatitis_b", "hiv")),
    ("alcohol", ("alcohol_use_disorder", "alcohol_withdrawal")),
    ("malabsorption", ("coeliac_disease", "malabsorption", "bariatric_status", "gastrectomy_status", "chronic_diarrhoea")),
    ("inflammatory_bowel_disease", ("inflammatory_bowel_disease",)),
    ("sjogren", ("sjogren_syndrome",)),
    ("autoimmune", ("autoimmune_disease",)),
    ("tubular_disease", TUBULAR_DISEASES),
    ("little_sun", ("low_sun_exposure",)),
    ("dense_bone", ("osteosclerosis", "ectopic_calcification")),
    ("paraprotein", ("monoclonal_gammopathy",)),
    ("kidney_transplant", ("kidney_transplant_status",)),
    ("malignancy", ("malignancy",)),
    ("bone_metastases", ("bone_metastases",)),
    ("myeloma", ("multiple_myeloma",)),
    ("pseudofracture", ("looser_zone",)),
    ("bone_pain", ("bone_pain", "back_pain")),
    ("muscle_weakness", ("muscle_weakness", "gait_disturbance", "immobility")),
    ("height_loss", ("height_loss",)),
    ("palpable_mass", ("palpable_mass",)),
    ("epidermal_naevus", ("epidermal_naevus", "giant_melanocytic_naevus")),
    ("stones", ("kidney_stone", "nephrocalcinosis")),
    ("osteomalacia_named", ("osteomalacia",)),
    ("osteoporosis_named", ("osteoporosis",)),
    ("spondyloarthritis_named", ("spondyloarthritis",)),
    ("paget_named", ("paget_disease",)),
    ("hypophosphatasia_named", ("hypophosphatasia",)),
    ("fibrous_dysplasia_named", ("fibrous_dysplasia", "mccune_albright", "cafe_au_lait")),
    ("tumour_named", ("tio", "phosphaturic_mesenchymal_tumour")),
    ("fanconi_named", ("fanconi_syndrome",)),
    ("tubular_acidosis_named", ("renal_tubular_acidosis",)),
    ("hyperparathyroidism_named", ("primary_hyperparathyroidism", "tertiary_hyperparathyroidism", "hyperparathyroidism")),
    ("refeeding", ("refeeding_syndrome", "malnutrition", "anorexia_nervosa")),
    ("sepsis", ("sepsis",)),
    ("ketoacidosis", ("diabetic_ketoacidosis",)),
    ("respiratory_alkalosis", ("respiratory_alkalosis",)),
)


def of_history(situation: Situation) -> Iterator[ObservedFinding]:
    """Present where it is on record, absent only where it is refuted: a record that is silent denies nothing."""
    for finding, concepts in CONCEPTS:
        if finding == "autoimmune" and situation.present("sjogren_syndrome"):
            continue
        found = told(finding, concepts, situation)
        if found:
            yield found
        elif finding == "respiratory_alkalosis":
            yield from _blood_gas(situation)
    # pseudofractures are a finding of their own: one fact counts once
    fractures = [f for f in fragility_fractures(situation) if f.site != "looser_zone"]
    if fractures:
        yield yes_or_no("fragility_fracture", True, f"{len(fractures)}: {fractures[0].first.text or fractures[0].site}")
    yield from _iron_deficiency(situation)
    yield from _density(situation)
    disturbing = situation.drugs("mannitol", "amphotericin_liposomal")
    if disturbing:
        yield yes_or_no("interference", True, disturbing[0].text or disturbing[0].concept)
    operations = [p for p in situation.record.procedures if p.concept in ("hepatectomy", "liver_transplantation")]
    if operations:
        yield yes_or_no("liver_operation", True, operations[-1].text)


def told(finding: str, concepts: tuple[str, ...], situation: Situation) -> ObservedFinding | None:
    """Present where any of the concepts is on record, absent where one is refuted; None where the record is silent.

    A diagnosis that is only suspected tells what somebody thought of, not what is there.
    """
    present = [c for c in situation.present(*concepts) if c.status is ConditionStatus.PRESENT]
    if finding == "malignancy":
        # metastases and myeloma are findings of their own: one fact counts once
        present = [c for c in present if c.concept not in ("bone_metastases", "multiple_myeloma")]
    if present:
        return yes_or_no(finding, True, present[0].text or present[0].concept)
    denied = situation.refuted(*concepts)
    return yes_or_no(finding, False, denied[0].text or denied[0].concept) if denied else None


def _blood_gas(situation: Situation) -> Iterator[ObservedFinding]:
    """A high pH with a low carbon dioxide is overbreathing, whether or not anybody wrote the word."""
    acidity, carbon_dioxide = newest(situation, "ph_blood"), newest(situation, "pco2_blood")
    if acidity is None or carbon_dioxide is None:
        return
    high, low = level_of(acidity, situation), level_of(carbon_dioxide, situation)
    if high and low:
        yield yes_or_no("respiratory_alkalosis", high[0] > NORMAL and low[1] == LOW, f"pH {shown_value(acidity)}")


def _iron_deficiency(situation: Situation) -> Iterator[ObservedFinding]:
    named = situation.present("iron_deficiency")
    ferritin = newest(situation, "ferritin")
    stand = level_of(ferritin, situation) if ferritin else None
    if named:
        yield yes_or_no("iron_deficiency", True, named[0].text or named[0].concept)
    elif ferritin and stand and (stand[1] == LOW or stand[0] >= NORMAL):
        yield yes_or_no("iron_deficiency", stand[1] == LOW, f"ferritin {shown_value(ferritin)}")


def _density(situation: Situation) -> Iterator[ObservedFinding]:
    """The lowest T-score (Z-score in its absence) decides; density tells thin bone, never why."""
    limit = -situation.settings.number("bone_density_low")
    for analyte in ("bmd_t_score", "bmd_z_score"):
        scores = [r for r in situation.record.of_analyte(analyte) if r.usable and r.quantity is not None]
        if scores:
            lowest = min(scores, key=lambda r: r.quantity.value if r.quantity else limit)
            assert lowest.quantity is not None, "usable results have a number"
            yield yes_or_no("bone_density_low", lowest.quantity.value <= limit, shown_value(lowest))
            return
