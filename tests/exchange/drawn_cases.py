"""Cases that nobody published: every analyte, unit, word and stage the forms can carry, in any combination."""

from decimal import Decimal

import msgspec
from hypothesis import strategies as st

from culprit.domain.quantity import Comparator
from culprit.domain.record import Sex
from culprit.knowledge.analytes import analytes
from culprit.published.case import Finding, Fracture, Lab, PublishedCase, Stage, Treatment
from culprit.published.terms import ATC, HPO, LOINC, UCUM, loinc_of

_FREE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=30)
_SAID = st.sampled_from(
    (
        "osteoporosis",
        "no dental abscesses",
        "coeliac disease",
        "gastric bypass 3 years ago",
        "probable ankylosing spondylitis",
        "骨质疏松",
        "хронический гепатит В",
        "fibromyalgia",
        "kidney stones",
        "  two   blanks ",
    )
)
_DRUGS = st.sampled_from(
    (
        "adefovir 10 mg/day 54 months",
        "ferric carboxymaltose 6 days before",
        "ferric carboxymaltose monthly 18 months",
        "denosumab",
        "zoledronate every 0 months",
        "phosphate and calcitriol",
        "tenofovir disoproxil 4 years",
        "iron every 8 weeks for 99999 years",
        "electrolyte replacement",
        "vertebroplasty",
        "tumour resection",
    )
)
# what a PublishedCase holds as a Fracture, never as a Finding
_FRACTURE = HPO["fracture"]
_AMOUNTS = st.decimals(Decimal("0.001"), Decimal("99999"), places=3) | st.integers(0, 5000).map(Decimal)
_UNITS = st.sampled_from((*sorted(UCUM), "", "SD", "mg per glass"))
_WORDS = st.sampled_from(("low", "severely low", "normal", "high", "2+", "negative", "present", "—")) | _FREE


@st.composite
def _labs(draw: st.DrawFn) -> Lab:
    analyte, unit = draw(st.sampled_from((*sorted(analytes()), "haemoglobin"))), draw(_UNITS)
    coded = draw(st.sampled_from(("table", "none", "other")))
    loinc = {"table": loinc_of(analyte, unit), "none": "", "other": draw(st.sampled_from(sorted(LOINC.values())))}[coded]
    site = draw(st.sampled_from(("hip", "spine"))) if analyte.startswith("bmd_") else ""
    shared = {"analyte": analyte, "stage": draw(st.sampled_from(Stage)), "loinc": loinc, "site": site}
    if draw(st.integers(0, 4)) == 0:
        return Lab(words=draw(_WORDS.filter(str.strip)), **shared)
    low, high = sorted((draw(_AMOUNTS), draw(_AMOUNTS)))
    limits = draw(st.sampled_from(((None, None), (low, high), (low, None), (None, high))))
    comparator = draw(st.sampled_from(Comparator))
    return Lab(
        value=draw(_AMOUNTS),
        unit=unit,
        unit_code=draw(st.sampled_from(("", UCUM.get(unit, "")))),
        comparator=comparator,
        low=limits[0],
        high=limits[1],
        **shared,
    )


_TERMS = st.sampled_from(sorted({*HPO.values()} - {_FRACTURE}))
_FINDINGS = st.builds(lambda term, excluded: Finding(term[1], term[0], excluded), _TERMS, st.booleans()) | st.builds(
    Finding, _SAID | _FREE, st.just(""), st.booleans()
)
_FRACTURES = st.builds(
    Fracture,
    st.sampled_from(("", "vertebra", "femoral neck", "rib", "unspecified", "tibia")),
    st.sampled_from(("", "fragility", "insufficiency", "looser zone")),
    st.integers(0, 6),
)
_TREATMENTS = st.builds(Treatment, _DRUGS | _FREE, st.sampled_from(("", *sorted(ATC.values()))), st.booleans())


def _few(each: st.SearchStrategy, most: int = 5) -> st.SearchStrategy:
    return st.lists(each, max_size=most).map(tuple)


def cases() -> st.SearchStrategy[tuple[PublishedCase, ...]]:
    """A few cases under different ids."""
    one = st.builds(
        PublishedCase,
        id=st.just(""),
        citation=st.just(""),
        citation_id=st.just(""),
        diagnosis=st.sampled_from(("TIO", "XLH")),
        sex=st.sampled_from((None, Sex.FEMALE, Sex.MALE)),
        age_years=st.none() | st.floats(0, 100),
        delay_months=st.none() | st.integers(0, 400),
        labs=_few(_labs(), 12),
        findings=_few(_FINDINGS),
        fractures=_few(_FRACTURES, 3),
        history=_few(_SAID | _FREE),
        earlier_labels=_few(_SAID | _FREE, 3),
        drugs=_few(_TREATMENTS, 3),
        earlier_treatments=_few(_TREATMENTS, 3),
        treatments=_few(_TREATMENTS, 2),
        family_history=st.sampled_from(("", "none", "positive: father had rickets", "none; youngest of twelve")) | _FREE,
    )
    return st.lists(one, min_size=1, max_size=6).map(
        lambda drawn: tuple(_named(case, f"case-{number:02d}") for number, case in enumerate(drawn))
    )


def _named(case: PublishedCase, name: str) -> PublishedCase:
    return msgspec.structs.replace(case, id=name)
