"""How does an observed fact of the differential read: `not calcium_high`, `fgf23 raised or far_raised`? Presentation only."""

import re
from collections.abc import Container
from decimal import Decimal

from culprit.domain.assessment import Reason
from culprit.report.markup import shortened
from culprit.report.points import shown_number
from culprit.report.words import analyte_title, small, title

_SCANS = frozenset({"ssr_pet_ct", "fdg_pet_ct", "mri_targeted"})
# what is said when the fact is there, and when it was looked for and is not
_SAID: dict[str, tuple[str, str]] = {
    "phosphate_low": ("phosphate is low", "phosphate is not low"),
    "phosphate_low_lasting": ("the low phosphate lasts", "the low phosphate did not last"),
    "phosphate_lasting": ("the low phosphate lasts", "the low phosphate did not last"),
    "phosphate_severe": ("phosphate is very low", "phosphate is not very low"),
    "phosphate_normal_years_ago": ("phosphate was normal in earlier adult life", "phosphate was never seen normal"),
    "low_only_in_acute_illness": ("phosphate was low only in acute illness", "phosphate was low outside acute illness too"),
    "renal_wasting": ("the kidney loses phosphate", "the kidney holds phosphate back"),
    "tubulopathy": ("the whole proximal tubule fails", "the rest of the tubule works"),
    "fgf23_not_suppressed": ("FGF23 is not suppressed", "FGF23 is suppressed"),
    "calcium_high": ("calcium is high", "calcium is not high"),
    "calcium_low": ("calcium is low", "calcium is not low"),
    "pth_high": ("PTH is high", "PTH is not high"),
    "vitd25_low": ("25-OH vitamin D is low", "25-OH vitamin D is not low"),
    "vitd125_low": ("1,25-(OH)₂ vitamin D is low", "1,25-(OH)₂ vitamin D is not low"),
    "vitd125_high": ("1,25-(OH)₂ vitamin D is high", "1,25-(OH)₂ vitamin D is not high"),
    "creatinine_high": ("creatinine is high", "creatinine is not high"),
    "creatinine_raised": ("creatinine is high", "creatinine is not high"),
    "urine_calcium_high": ("calcium in urine is high", "calcium in urine is not high"),
    "alkaline_phosphatase_high": ("alkaline phosphatase is high", "alkaline phosphatase is not high"),
    "alkaline_phosphatase_low": ("alkaline phosphatase is low", "alkaline phosphatase is not low"),
    "bicarbonate_low": ("bicarbonate is low", "bicarbonate is not low"),
    "potassium_low": ("potassium is low", "potassium is not low"),
    "urate_low": ("urate is low", "urate is not low"),
    "protein_raised": ("total protein is high", "total protein is not high"),
    "glucosuria": ("there is glucose in the urine", "there is no glucose in the urine"),
    "aminoaciduria": ("there are amino acids in the urine", "there are no amino acids in the urine"),
    "proteinuria": ("there is protein in the urine", "there is no protein in the urine"),
    "tubular_drug": ("a drug that injures the tubule was taken", "no drug that injures the tubule is on the list"),
    "iron_lately": ("intravenous iron that lowers phosphate came before", "no such intravenous iron is on the list"),
    "iron_again_and_again": ("such iron was given again and again", "such iron was not repeated"),
    "antiresorptive_lately": ("an antiresorptive came before", "no antiresorptive came before"),
    "binding_drug": ("a drug that binds phosphate in the gut is taken", "no drug that binds phosphate is taken"),
    "onset_in_childhood": ("it began in childhood", "it did not begin in childhood"),
    "family_affected": ("a relative is affected", "no relative is affected"),
    "bone_pain": ("bones or back hurt", "no bone pain"),
    "muscle_weakness": ("muscles are weak", "muscles are not weak"),
    "fragility_fracture": ("bones broke without violence", "no fragility fracture"),
    "pseudofracture": ("there are pseudofractures", "no pseudofracture"),
    "bone_metastases": ("bone metastases are on record", "no bone metastases"),
    "malignancy": ("cancer is on record", "no cancer"),
    "alcohol": ("alcohol use is on record", "no alcohol use"),
    "malabsorption": ("malabsorption is on record", "no malabsorption"),
    "interference": ("something that disturbs the assay is on record", "nothing disturbs the assay"),
    "hepatitis_b_or_hiv": ("hepatitis B or HIV is on record", "neither hepatitis B nor HIV"),
    "iron_deficiency": ("iron is deficient", "iron is not deficient"),
    "anaemia": ("haemoglobin is low", "haemoglobin is not low"),
    "palpable_mass": ("a lump can be felt", "no lump can be felt"),
    "height_loss": ("height was lost", "no height was lost"),
    "bone_density_low": ("bone density is low", "bone density is not low"),
    "childhood_signs": ("there are signs of a disease of childhood", "no sign of a disease of childhood"),
    "stones": ("kidney stones or nephrocalcinosis are on record", "no kidney stones"),
    "refeeding": ("starvation or refeeding is on record", "no starvation or refeeding"),
    "female": ("the patient is a woman", "the patient is a man"),
}
# graded facts: the thing, followed by its level in words
_THINGS: dict[str, str] = {
    "phosphate": "phosphate",
    "renal_handling": "the kidney",
    "fgf23": "FGF23",
    "vitd125": "1,25-(OH)₂ vitamin D",
    "vitd25": "25-OH vitamin D",
    "calcium": "calcium",
    "pth": "PTH",
    "pth_while_calcium_high": "PTH beside a high calcium",
    "urine_calcium": "calcium in urine",
    "alkaline_phosphatase": "alkaline phosphatase",
    "age": "the age",
    "antiresorptive": "an antiresorptive",
    "tubular_drug_dose": "the dose of the drug",
    "iron_dose": "the dose of iron",
    "binding_drug_dose": "the dose of the binder",
}
_WITH_VERBS = frozenset({"renal_handling"})
_LEVELS: dict[str, str] = {
    "slightly_low": "slightly low",
    "very_low": "very low",
    "in_range": "within range",
    "far_raised": "far above its limit",
    "raised": "raised",
    "conserving": "holds phosphate back",
    "between": "neither holds phosphate back nor clearly loses it",
    "wasting": "loses phosphate",
    "child": "a child's",
    "young_adult": "a young adult's",
    "middle_age": "middle age",
    "older": "later life",
    "none": "on no list",
    "by_mouth": "taken by mouth",
    "little": "clearly less than does harm",
    "enough": "as much as does harm",
}


def fact_of(finding: str) -> str:
    """Which fact a reason is about, whatever was found of it: `not calcium_high` and `calcium_high` are one."""
    return finding.removeprefix("not ").partition(" ")[0]


def finding_in_words(finding: str) -> str:
    """The finding as a clause: `calcium is not high`, `FGF23 is raised or far above its limit`; an unknown one as it is written."""
    fact, denied = fact_of(finding), finding.startswith("not ")
    level = "" if denied else finding.removeprefix(fact).strip()
    if level:
        thing = _THINGS.get(fact) or analyte_title(fact)
        words = " or ".join(_LEVELS.get(one, one.replace("_", " ")) for one in level.split(" or "))
        return f"{thing} {words}" if fact in _WITH_VERBS else f"{thing} {'was' if fact == 'antiresorptive' else 'is'} {words}"
    if fact in _SAID:
        return _SAID[fact][denied]
    if fact.startswith("genetic_test_") or fact in _SCANS:
        what = "a lesion" if fact in _SCANS else "a variant that explains it"
        return f"{small(title(fact))} finds {'nothing' if denied else what}"
    if fact.endswith("_named"):
        words = small(title(fact.removesuffix("_named")))
        return f"{words} is {'not ' if denied else ''}named on record"
    named = title(fact)
    # the same word may be a question of the rulebook
    words = fact.replace("_", " ") if named.endswith("?") else small(named)
    return f"{words} is {'not ' if denied else ''}on record"


def reason_in_words(reason: Reason, told: Container[str] = (), longest: int = 90) -> str:
    """The finding with its value in brackets, where the value adds something: not a sentence that is `told` already."""
    words, value = finding_in_words(reason.finding), reason.value.strip()
    own_word = title(fact_of(reason.finding)).casefold()
    if not value or value in told or value.casefold() in words.casefold() or value.casefold() == own_word:
        return words
    return f"{words} ({shortened(rounded(value), longest)})"


def rounded(text: str) -> str:
    """The text with numbers (42.335565), units (umol/L) and names of ours as they stand elsewhere in the report (42.3 µmol/L)."""
    text = _CONVERTED.sub(lambda found: shown_number(Decimal(found.group())), text)
    return _MICRO.sub("µ", text.replace("fgf23 cterminal", "C-terminal").replace("fgf23 intact", "intact"))


_CONVERTED = re.compile(r"\d+\.\d{4,}")
# UCUM writes u for micro
_MICRO = re.compile(r"(?<=\d )u(?=mol|g)")
