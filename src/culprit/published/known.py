"""What did the clinic know of a published patient before the cause was found, in which words, on which day?

This is what every written form of a case says, no more and no less. The diagnosis, the tumour, its imaging and its treatment stay
out: whoever assesses it knows as much as the clinic did.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from culprit.domain.record import Sex
from culprit.published.case import Fracture, Lab, PublishedCase
from culprit.published.timing import FRACTURE_BEFORE, drug_days, lab_days, onset_before

LOINC = "http://loinc.org"
HPO = "http://human-phenotype-ontology.org"
ATC = "http://www.whocc.no/atc"
NO_FAMILY_HISTORY = "no family history"
FAMILY_MEMBER = "family member"

_NAMES = {
    "alkaline_phosphatase": "Alkaline phosphatase",
    "amino_acids_urine": "Amino acids, urine",
    "bmd_t_score": "T-score",
    "bmd_z_score": "Z-score",
    "calcium_ionised": "Ionised calcium",
    "calcium_serum": "Calcium",
    "calcium_urine": "Calcium, urine",
    "calcium_urine_24h": "Calcium, 24 h urine",
    "egfr": "eGFR",
    "fepi": "Fractional excretion of phosphate",
    "fgf23_cterminal": "FGF23, C-terminal",
    "fgf23_intact": "FGF23, intact",
    "fgf23_unspecified": "FGF23",
    "glucose_urine": "Glucose, urine",
    "ph_blood": "pH, blood",
    "ph_urine": "pH, urine",
    "phosphate_serum": "Phosphate",
    "phosphate_urine": "Phosphate, urine",
    "phosphate_urine_24h": "Phosphate, 24 h urine",
    "protein_urine": "Protein, urine",
    "protein_urine_24h": "Protein, 24 h urine",
    "pth": "Parathyroid hormone, intact",
    "tmp_gfr": "TmP/GFR",
    "trp": "Tubular reabsorption of phosphate",
    "vitd125": "1,25-dihydroxyvitamin D",
    "vitd25": "25-hydroxyvitamin D",
}
_SITES = {"vertebra": "vertebral", "femoral_neck": "femoral neck"}
_NO_SITE = ("unspecified", "multiple", "other", "site not in excerpt")


class Code(msgspec.Struct, frozen=True, gc=False):
    """A code of a published system (`system` is its address as FHIR names it)."""

    system: str
    code: str


class KnownResult(msgspec.Struct, frozen=True, gc=False):
    """A laboratory value on its day: a number in the unit as printed, or words."""

    name: str
    day: date
    code: Code | None = None
    value: Decimal | None = None
    words: str = ""
    comparator: str = ""
    unit: str = ""
    unit_code: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


class KnownFact(msgspec.Struct, frozen=True, gc=False):
    """A complaint, fracture, label, drug, operation or relative, in words; `refuted` only where the source denies it.

    `kind` is condition, drug, procedure or relative; a relative has no day.
    """

    kind: str
    text: str
    day: date | None = None
    code: Code | None = None
    refuted: bool = False


class Known(msgspec.Struct, frozen=True, gc=False):
    """All that was on record on the day of presentation. A fact that the source states twice stands once."""

    sex: Sex | None
    born: date | None
    results: tuple[KnownResult, ...]
    facts: tuple[KnownFact, ...]


def known(case: PublishedCase, anchor: date) -> Known:
    """What was known on `anchor`, the day of the published presentation: every other day is counted back from it (timing.py)."""
    # half a year before the birthday that makes the published age, which is no more exact than a month
    born = None if case.age_years is None else anchor - timedelta(days=round((round(case.age_years * 12) / 12 + 0.5) * 365.25))
    results = [_result(lab, day) for lab, day in lab_days(case, anchor)]
    facts = [fact for fact in (*_conditions(case, anchor), *_treatments(case, anchor), *_family(case)) if fact.text]
    return Known(case.sex, born, tuple(dict.fromkeys(results)), tuple(dict.fromkeys(facts)))


def _plain(words: str) -> str:
    """Words with single blanks: a form that trims them must not say something else than one that does not."""
    return " ".join(words.split())


def number(amount: Decimal) -> int | float:
    """An amount as JSON writes it: the same letters in every form."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _result(lab: Lab, day: date) -> KnownResult:
    name = _NAMES.get(lab.analyte, lab.analyte.removesuffix("_serum").replace("_", " ").capitalize())
    return KnownResult(
        name=f"{name}, {lab.site}" if lab.site else name,
        day=day,
        code=Code(LOINC, lab.loinc) if lab.loinc else None,
        value=lab.value,
        words=_plain(lab.words) if lab.value is None else "",
        comparator=lab.comparator.value,
        unit=lab.unit,
        unit_code=lab.unit_code,
        low=lab.low,
        high=lab.high,
    )


def _conditions(case: PublishedCase, anchor: date) -> Iterator[KnownFact]:
    began = anchor - timedelta(days=onset_before(case))
    labelled = anchor - timedelta(days=onset_before(case) // 2)
    for finding in case.findings:
        code = Code(HPO, finding.hpo) if finding.hpo else None
        yield KnownFact("condition", _plain(finding.label), began, code, finding.excluded)
    for fracture in case.fractures:
        for each in range(max(1, fracture.count)):
            yield KnownFact("condition", _fracture_words(fracture), anchor - timedelta(days=FRACTURE_BEFORE + each))
    for text in (*case.history, *case.earlier_labels):
        yield KnownFact("condition", _plain(text), labelled)


def _fracture_words(fracture: Fracture) -> str:
    site = _SITES.get(fracture.site.replace(" ", "_"), fracture.site)
    site = "" if site in _NO_SITE else site
    words = f"pseudofracture (Looser zone) {site}" if fracture.kind.startswith("looser") else f"{fracture.kind} {site} fracture"
    return " ".join(words.split())


def _treatments(case: PublishedCase, anchor: date) -> Iterator[KnownFact]:
    for treatment in (*case.drugs, *case.earlier_treatments):
        kind = "procedure" if treatment.operation else "drug"
        for day in drug_days(treatment.label, anchor):
            yield KnownFact(kind, _plain(treatment.label), day, Code(ATC, treatment.atc) if treatment.atc else None)


def _family(case: PublishedCase) -> Iterator[KnownFact]:
    if case.family_history:
        told = _plain(case.family_history)
        yield KnownFact("relative", NO_FAMILY_HISTORY if told == "none" else told)
