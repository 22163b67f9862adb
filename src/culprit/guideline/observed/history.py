"""Which diagnoses, complaints and operations of the differential are on record, and which does the record deny?"""

from collections.abc import Iterator
from functools import cache

from culprit.domain.facts import Condition, ConditionStatus
from culprit.guideline.fractures import fragility_fractures
from culprit.guideline.observed.finding import ObservedFinding, yes_or_no
from culprit.guideline.observed.level import LOW, NORMAL, level_of, shown_value
from culprit.guideline.situation import Situation
from culprit.knowledge.concepts import descendants

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
Table = tuple[tuple[str, tuple[str, ...]], ...]
CONCEPTS: Table = (
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
    found = {finding.finding: finding for finding in told(CONCEPTS, situation)}
    if "sjogren" in found:
        # Sjögren syndrome is a finding of its own: one fact counts once
        found.pop("autoimmune", None)
    yield from found.values()
    if "respiratory_alkalosis" not in found:
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


def told(table: Table, situation: Situation) -> Iterator[ObservedFinding]:
    """The findings of a table, present where any of its concepts is on record, absent where one is refuted and none is there.

    A diagnosis that is only suspected tells what somebody thought of: neither that it is there nor that it is not.
    """
    if not situation.record.conditions:
        return
    by_concept = _by_concept(table)
    present: dict[str, Condition] = {}
    denied: dict[str, Condition] = {}
    thought_of: set[str] = set()
    for condition in situation.record.conditions:
        for finding in by_concept.get(condition.concept, ()):
            if condition.status is ConditionStatus.PRESENT:
                present.setdefault(finding, condition)
            elif condition.status is ConditionStatus.REFUTED:
                denied.setdefault(finding, condition)
            else:
                thought_of.add(finding)
    if not (present or denied):
        return
    for finding, _ in table:
        if finding in present:
            yield yes_or_no(finding, True, present[finding].text or present[finding].concept)
        elif finding in denied and finding not in thought_of:
            yield yes_or_no(finding, False, denied[finding].text or denied[finding].concept)


@cache
def _by_concept(table: Table) -> dict[str, tuple[str, ...]]:
    """The findings that each concept, and everything that is one of it, tells."""
    found: dict[str, tuple[str, ...]] = {}
    for finding, names in table:
        for concept in {each for name in names for each in (name, *descendants(name))} - _APART.get(finding, frozenset()):
            found[concept] = (*found.get(concept, ()), finding)
    return found


# metastases and myeloma are findings of their own: one fact counts once
_APART = {"malignancy": frozenset({"bone_metastases", "multiple_myeloma"})}


def _blood_gas(situation: Situation) -> Iterator[ObservedFinding]:
    """A high pH with a low carbon dioxide is overbreathing, whether or not anybody wrote the word."""
    acidity, carbon_dioxide = situation.newest("ph_blood"), situation.newest("pco2_blood")
    if acidity is None or carbon_dioxide is None:
        return
    high, low = level_of(acidity, situation), level_of(carbon_dioxide, situation)
    if high and low:
        yield yes_or_no("respiratory_alkalosis", high[0] > NORMAL and low[1] == LOW, f"pH {shown_value(acidity)}")


def _iron_deficiency(situation: Situation) -> Iterator[ObservedFinding]:
    named = situation.present("iron_deficiency")
    ferritin = situation.newest("ferritin")
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
