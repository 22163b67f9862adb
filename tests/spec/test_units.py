"""The manual of units: what a laboratory may print, and what it becomes in the analyte's own unit."""

import warnings
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.knowledge.analytes import _analyte, analytes, believable_amounts, believable_limits
from culprit.knowledge.units import (
    as_stored,
    conversion,
    printed_unit,
    spellings,
    unit_letters,
    units,
    units_spelled,
)
from tests.spec.tables import rows

SPELLINGS = """
printed          | canonical
mg/dl            | mg/dL
MG/DL            | mg/dL
mg/dL            | mg/dL
mg / dL          | mg/dL
mg%              | mg/dL
mg/100 mL        | mg/dL
mg per dl        | mg/dL
㎎/㎗            | mg/dL
мг/дл            | mg/dL
毫克/分升        | mg/dL
mmol/l           | mmol/L
MMOL/L           | mmol/L
mmol·L-1         | mmol/L
mmol.L-1         | mmol/L
mmol L⁻¹         | mmol/L
mmol*l^-1        | mmol/L
mM               | mmol/L
ｍｍｏｌ／Ｌ     | mmol/L
ммоль/л          | mmol/L
ммоль/L          | mmol/L
毫摩尔/升        | mmol/L
毫摩尔每升       | mmol/L
µmol/L           | umol/L
μmol/L           | umol/L
umol/l           | umol/L
mcmol/L          | umol/L
мкмоль/л         | umol/L
微摩尔/升        | umol/L
нмоль/л          | nmol/L
пмоль/л          | pmol/L
pmol/l           | pmol/L
г/л              | g/L
g%               | g/dL
IU/L             | IU/L
[IU]/L           | IU/L
UI/l             | IU/L
МЕ/л             | IU/L
U/l              | U/L
Ед/л             | U/L
单位/升          | U/L
µkat/L           | ukat/L
RU/mL            | RU/mL
[RU]/mL          | RU/mL
[arb'U]/mL       | RU/mL
kRU/L            | kRU/L
pg/mL            | pg/mL
mcg/L            | ug/L
mEq/L            | mEq/L
meq/l            | mEq/L
mval/l           | mEq/L
mg/24h           | mg/24h
mg/24 hrs        | mg/24h
mg/(24.h)        | mg/24h
mg/24.h          | mg/24h
mg/d             | mg/24h
мг/сут           | mg/24h
mmol/day         | mmol/24h
毫摩尔/24小时    | mmol/24h
mL/min/1.73m²    | mL/min/1.73m2
mL/min/{1.73_m2} | mL/min/1.73m2
мл/мин/1,73м2    | mL/min/1.73m2
mm Hg            | mm[Hg]
мм рт. ст.       | mm[Hg]
8840             | mg/dL
8753             | mmol/L
"""


@pytest.mark.parametrize("row", rows(SPELLINGS), ids=lambda row: row["printed"])
def test_spellings_met_in_the_field(row: dict[str, str]) -> None:
    assert printed_unit(row["printed"]) == row["canonical"]


@pytest.mark.parametrize(
    "text", ["", "mm", "mgdL-", "furlong", "/L", "mg/", "mg/kg", "10*3/uL", "mg/g", "g/mol", "MM", "mmol/mol", "7", "???"]
)
def test_what_the_table_does_not_hold_is_unknown(text: str) -> None:
    assert units_spelled(text) == ()
    assert printed_unit(text) == ""


CONVERSIONS = """
analyte                        | printed   | amount | own amount | why
phosphate_serum                | mg/dL     | 2.5    | 0.807135   | 1 mg of phosphorus is 0.0323 mmol
phosphate_serum                | mg/dL     | 4.5    | 1.452843   |
phosphate_serum                | mmol/L    | 0.48   | 0.480000   |
phosphate_serum                | umol/L    | 480    | 0.480000   |
phosphate_urine                | mg/dL     | 60     | 19.371234  |
phosphate_urine_24h            | mg/24h    | 700    | 22.599773  |
creatinine_serum               | mg/dL     | 1.0    | 88.401697  |
creatinine_serum               | mmol/L    | 0.09   | 90.000000  |
creatinine_urine               | mg/dL     | 100    | 8.840170   |
creatinine_urine               | umol/L    | 8000   | 8.000000   |
calcium_serum                  | mg/dL     | 10     | 2.495134   |
calcium_serum                  | mEq/L     | 5      | 2.500000   | valence 2
magnesium_serum                | mEq/L     | 2      | 1.000000   | valence 2
potassium_serum                | mEq/L     | 4      | 4.000000   | valence 1
albumin_serum                  | g/dL      | 4.2    | 42.000000  |
urate_serum                    | mg/dL     | 6      | 356.909167 |
glucose_serum                  | mg/dL     | 100    | 5.550745   |
bilirubin                      | mg/dL     | 1      | 17.103958  |
alkaline_phosphatase           | IU/L      | 120    | 120.000000 | of an enzyme IU and U are the same
alkaline_phosphatase           | µkat/L    | 2      | 120.000000 | 1 katal is 60 million U
alkaline_phosphatase           | IU/mL     | 0.12   | 120.000000 |
bone_alkaline_phosphatase_mass | ng/mL     | 20     | 20.000000  |
pth                            | pg/mL     | 65     | 6.896771   |
pth                            | ng/dL     | 6.5    | 6.896771   |
pth                            | ng/mL     | 0.065  | 6.896771   |
vitd25                         | ng/mL     | 20     | 49.920128  |
vitd125                        | pg/mL     | 40     | 96.006144  |
fgf23_intact                   | pg/mL     | 59     | 59.000000  |
fgf23_cterminal                | kRU/L     | 180    | 180.000000 |
ferritin                       | ng/mL     | 15     | 15.000000  |
haemoglobin                    | g/dL      | 13.5   | 135.000000 |
haemoglobin                    | mmol/L    | 8.4    | 135.361800 |
tmp_gfr                        | mg/dL     | 2.5    | 0.807135   |
trp                            | fraction  | 0.85   | 85.000000  |
pco2_blood                     | kPa       | 5.3    | 39.753264  |
egfr                           | mL/min    | 60     | 60.000000  | the laboratory's short way of writing an indexed GFR
ph_blood                       | units     | 7.4    | 7.400000   |
bmd_t_score                    | {T-score} | -2.5   | -2.500000  |
"""


@pytest.mark.parametrize("row", rows(CONVERSIONS), ids=lambda row: f"{row['analyte']} {row['printed']}")
def test_amounts_in_the_analytes_own_unit(row: dict[str, str]) -> None:
    found = conversion(row["analyte"], row["printed"])
    assert found is not None
    assert as_stored(Decimal(row["amount"]) * found.factor) == Decimal(row["own amount"])


NEVER = """
analyte                   | printed | why never
phosphate_serum           | mEq/L   | the charge of phosphate depends on pH
phosphate_serum           | mg/24h  | an excretion is no concentration
phosphate_urine_24h       | mmol/L  | a concentration is no excretion
phosphate_serum           | U/L     |
fgf23_cterminal           | pg/mL   | relative units have no mass
fgf23_intact              | RU/mL   | a mass is no relative unit
fgf23_intact              | U/mL    |
albumin_serum             | mmol/L  | no molar mass is used for albumin
alkaline_phosphatase      | ug/L    | activity and mass are two analytes
bone_alkaline_phosphatase | %       |
haemoglobin               | %       |
amino_acids_urine         | mmol/L  | reported in words
phosphate_serum           |         | no unit printed
"""


@pytest.mark.parametrize("row", rows(NEVER), ids=lambda row: f"{row['analyte']} {row['printed']}")
def test_what_is_never_converted(row: dict[str, str]) -> None:
    assert conversion(row["analyte"], row["printed"]) is None


def test_what_is_printed_without_a_unit_needs_none() -> None:
    for name, printed in (("ph_blood", ""), ("bmd_t_score", " ")):
        found = conversion(name, printed)
        assert found is not None
        assert found.factor == 1


def test_a_conversion_says_what_it_rests_on() -> None:
    by_mass = conversion("phosphate_serum", "mg/dl")
    assert by_mass is not None
    assert (by_mass.printed, by_mass.unit, by_mass.dimension) == ("mg/dL", "mmol/L", "mass")
    assert by_mass.rests_on == "molar mass 30.973762 g/mol"
    assert by_mass.factor == Decimal("0.322853904540236")
    by_charge = conversion("calcium_serum", "meq/l")
    assert by_charge is not None
    assert (by_charge.dimension, by_charge.rests_on) == ("molar", "valence 2")


def test_an_unknown_analyte_is_a_programming_error() -> None:
    with pytest.raises(KeyError, match="phosphat_serum"):
        conversion("phosphat_serum", "mmol/L")


# ---- every spelling, against ucumvert and pint


def test_every_spelling_means_its_unit_whatever_the_capitals() -> None:
    for spelling, name in spellings():
        assert name in {unit.name for unit in units_spelled(spelling)}, spelling
        assert name in {unit.name for unit in units_spelled(f" {spelling} ")}, spelling


def test_only_units_of_no_dimension_share_a_spelling() -> None:
    for spelling, _ in spellings():
        kinds = {unit.kind for unit in units_spelled(spelling)}
        assert len(kinds) == 1 or kinds <= {"number", "score", "fraction"}, spelling


@pytest.fixture(scope="module")
def ucum() -> Any:
    pint_registry = pytest.importorskip("ucumvert").PintUcumRegistry
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pint_registry()


# ucumvert cannot read a UCUM meq apart from mol, and knows no square metre inside braces
CHECKED_KINDS = ("mass", "molar", "charge", "activity", "relative", "pressure")


def test_every_unit_has_the_size_that_ucumvert_and_pint_give_it(ucum: Any) -> None:
    base = {"mass": "g", "molar": "mol", "charge": "eq", "activity": "U", "relative": "[arb'U]"}
    for unit in units().values():
        kind, _, rate = unit.kind.partition(" ")
        if kind not in CHECKED_KINDS:
            continue
        code = unit.ucum
        if kind == "activity" and "[IU]" in code:
            continue
        reference = "mm[Hg]" if kind == "pressure" else f"{base[kind]}/{'(24.h)' if rate else 'L'}"
        ratio = ucum.from_ucum(code) / ucum.from_ucum(reference)
        assert float(ratio.to("dimensionless").magnitude) == pytest.approx(float(unit.scale), rel=1e-6), unit.name


def test_every_conversion_agrees_with_ucumvert_and_the_molar_mass(ucum: Any) -> None:
    checkable = [u for u in units().values() if u.kind.split(" ")[0] in ("mass", "molar", "activity") and "[IU]" not in u.ucum]
    by_ucum = {u.name: float(ucum.from_ucum(u.ucum).to_root_units().magnitude) for u in checkable}
    gram_per_mole = float(ucum.from_ucum("g/mol").to_root_units().magnitude)
    checked = 0
    for analyte in analytes().values():
        for unit in checkable:
            found = conversion(analyte.name, unit.name)
            if found is None or analyte.unit not in by_ucum:
                continue
            expected = by_ucum[unit.name] / by_ucum[analyte.unit]
            if unit.kind != units()[analyte.unit].kind:
                assert analyte.molar_mass is not None
                molar_mass = float(analyte.molar_mass.number) * gram_per_mole
                expected = expected / molar_mass if unit.kind.startswith("mass") else expected * molar_mass
            assert float(found.factor) == pytest.approx(expected, rel=1e-9), (analyte.name, unit.name)
            checked += 1
    assert checked > 500


def test_every_spelling_of_a_unit_gives_every_analyte_the_same_factor() -> None:
    by_unit = {(name, unit): conversion(name, unit) for name in analytes() for unit in units()}
    for spelling, unit in spellings():
        if len(units_spelled(spelling)) > 1 or len(units_spelled(unit)) > 1:
            continue
        for name in analytes():
            assert conversion(name, spelling) == by_unit[name, unit], (name, spelling)


@pytest.mark.parametrize("trap", ["mEq/L", "[RU]/mL", "{score}", "mg/24h"])
def test_ucumvert_stumbles_where_our_table_does_not(ucum: Any, trap: str) -> None:
    with pytest.raises(Exception, match=r".+"):
        ucum.from_ucum(trap).to_base_units()
    assert units_spelled(trap)


def test_ucumvert_reads_a_day_as_hours_where_our_table_reads_a_day(ucum: Any) -> None:
    assert ucum.from_ucum("mg/24.h").dimensionality == {"[mass]": 1, "[time]": 1}
    assert printed_unit("mg/24.h") == "mg/24h"


# ---- what holds for every amount


@given(name=st.sampled_from(sorted(analytes())), unit=st.sampled_from(sorted(units())))
def test_every_factor_is_positive_and_short(name: str, unit: str) -> None:
    found = conversion(name, unit)
    if found is None:
        return
    assert found.factor > 0
    assert len(found.factor.normalize().as_tuple().digits) <= 15


@given(text=st.text(max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert all(unit.name in units() for unit in units_spelled(text))
    assert not any(letter.isspace() for letter in unit_letters(text))


@given(amount=st.decimals("0", "1000", places=9))
def test_stored_amounts_have_six_decimals_rounded_half_to_even(amount: Decimal) -> None:
    stored = as_stored(amount)
    assert stored.as_tuple().exponent == -6
    assert abs(stored - amount) <= Decimal("0.0000005")


# ---- when the printed unit cannot be believed

DOUBTS = """
analyte          | amount in own unit | low  | high | printed in own unit | doubted
phosphate_serum  | 0.48               |      |      | yes                 | no
phosphate_serum  | 3.5                |      |      | yes                 | yes
phosphate_serum  | 3.5                | 0.80 | 1.45 | yes                 | no
phosphate_serum  | 3.5                |      |      | no                  | no
phosphate_serum  | 3.5                | 2.7  | 4.5  | yes                 | yes
phosphate_serum  | 1.9                | 2.7  | 4.5  | yes                 | yes
phosphate_serum  | 0.02               |      |      | no                  | yes
phosphate_serum  | 0.35               | 0.26 | 0.47 | no                  | yes
phosphate_serum  | 1.0                | 1.45 | 1.2  | yes                 | yes
calcium_serum    | 9.2                |      |      | yes                 | yes
calcium_serum    | 2.3                | 8.4  | 10.3 | yes                 | yes
creatinine_serum | 0.9                |      |      | yes                 | yes
creatinine_serum | 7072               |      |      | no                  | yes
albumin_serum    | 4.1                |      |      | yes                 | yes
haemoglobin      | 13.5               |      |      | yes                 | yes
alt              | 20                 | 0    | 40   | yes                 | no
ferritin         | 50                 | 0    | 400  | yes                 | no
protein_urine    | 0.3                | 0    | 0    | no                  | no
trp              | 0.85               |      |      | yes                 | yes
"""


@pytest.mark.parametrize("row", rows(DOUBTS), ids=lambda row: f"{row['analyte']} {row['amount in own unit']} {row['low']}")
def test_a_unit_that_cannot_be_is_doubted_never_repaired(row: dict[str, str]) -> None:
    low, high = (Decimal(row[side]) if row[side] else None for side in ("low", "high"))
    amount = Decimal(row["amount in own unit"])
    limits = believable_limits(row["analyte"], low, high)
    least, greatest = believable_amounts(
        row["analyte"], in_own_unit_without_limits=row["printed in own unit"] == "yes" and limits == (None, None)
    )
    outside = (least is not None and amount < least) or (greatest is not None and amount > greatest)
    assert (limits is None or outside) is (row["doubted"] == "yes")


def test_a_lower_limit_of_zero_is_no_limit() -> None:
    assert believable_limits("phosphate_serum", Decimal(0), Decimal("1.5")) == (None, Decimal("1.5"))
    assert believable_limits("phosphate_serum", None, None) == (None, None)


def test_an_entry_without_a_source_is_refused() -> None:
    window = {"low": Decimal(1), "high": Decimal(2), "unit": "mg/dL", "date": date(2026, 11, 21), "provenance": "proposed"}
    entry = {"title": "x", "specimen": "serum", "unit": "mmol/L", "plausible": window}
    with pytest.raises(ValueError, match="lacks source"):
        _analyte("x", entry)
    with pytest.raises(ValueError, match="compared with amounts in mmol/L"):
        _analyte("x", {**entry, "plausible": {**window, "source": "s"}})


def test_every_analyte_is_complete() -> None:
    for name, analyte in analytes().items():
        assert analyte.title
        assert analyte.specimen in {"serum", "plasma", "blood", "urine", "urine_24h", "calculated", "bone"}, name
        assert analyte.words_only or analyte.unit in units(), name
        assert analyte.words_only or analyte.plausible is not None, name
