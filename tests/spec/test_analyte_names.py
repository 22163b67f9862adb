"""The manual of recognition by name and by the site's mapping: a name counts only when nothing of it is left over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.knowledge.analyte_codes import code_systems
from culprit.knowledge.analyte_names import _cores, families, normalised_name, read_name, read_specimen
from culprit.knowledge.analytes import analytes
from culprit.knowledge.units import units_spelled
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.recognise_analyte import recognise_analyte, split_unit
from tests.spec.tables import rows

LOINC = "http://loinc.org"

NAMES = """
name                                       | specimen       | unit     | analyte
Phosphate                                  | Blood          |          | phosphate_serum
Phosphate                                  | Urine          |          | phosphate_urine
Phosphate, Urine                           |                |          | phosphate_urine
Phosphate [Mass/volume] in Serum or Plasma |                |          | phosphate_serum
Inorganic Phosphorus, Serum                |                |          | phosphate_serum
PHOS                                       |                |          | phosphate_serum
P                                          |                |          | phosphate_serum
Pi                                         | urine          |          | phosphate_urine
S-Phosphate                                |                |          | phosphate_serum
fP-Phosphate                               |                |          | phosphate_serum
Phosphat, anorganisch im Serum             |                |          | phosphate_serum
血清无机磷                                 |                |          | phosphate_serum
无机磷                                     |                |          | phosphate_serum
磷                                         |                |          | phosphate_serum
血磷                                       |                |          | phosphate_serum
磷(P)                                      |                |          | phosphate_serum
尿磷                                       |                |          | phosphate_urine
磷                                         | 尿液           |          | phosphate_urine
24小时尿磷                                 |                |          | phosphate_urine_24h
фосфор неорганический                      |                |          | phosphate_serum
Фосфор (кровь)                             |                |          | phosphate_serum
Фосфор в моче                              |                |          | phosphate_urine
Фосфор неорганический                      | суточная моча  |          | phosphate_urine_24h
Phosphate, 24 h urine                      |                | mmol/24h | phosphate_urine_24h
Phosphate, 24 h urine                      |                | mmol/L   | phosphate_urine
Urine phosphate                            |                | mg/24h   | phosphate_urine_24h
Creatinine                                 |                |          | creatinine_serum
Creatinine, Urine                          | Urine          |          | creatinine_urine
U-Kreatinin                                |                |          | creatinine_urine
U-Crea                                     |                |          | creatinine_urine
肌酐                                       |                |          | creatinine_serum
尿肌酐                                     |                |          | creatinine_urine
Креатинин                                  |                |          | creatinine_serum
Calcium, Total                             | Blood          |          | calcium_serum
Free Calcium                               | Blood          |          | calcium_ionised
Ionised calcium                            |                |          | calcium_ionised
离子钙                                     |                |          | calcium_ionised
dU-Calcium                                 |                |          | calcium_urine_24h
Ca                                         |                |          | calcium_serum
Alb                                        |                |          | albumin_serum
Albumin                                    | serum          |          | albumin_serum
Alkaline Phosphatase                       | Blood          |          | alkaline_phosphatase
AP                                         |                |          | alkaline_phosphatase
碱性磷酸酶                                 |                |          | alkaline_phosphatase
Щелочная фосфатаза                         |                |          | alkaline_phosphatase
Bone specific alkaline phosphatase         |                | U/L      | bone_alkaline_phosphatase
Bone specific alkaline phosphatase         |                | µg/L     | bone_alkaline_phosphatase_mass
Parathyroid Hormone                        | Blood          |          | pth
iPTH                                       |                |          | pth
甲状旁腺激素                               |                |          | pth
Паратгормон                                |                |          | pth
25-OH Vitamin D                            | Blood          |          | vitd25
25-(OH)D                                   |                |          | vitd25
25-羟维生素D                               |                |          | vitd25
Vitamin D                                  |                | ng/mL    | vitd25
Vitamin D                                  |                | pmol/L   | vitd125
1,25-(OH)2-Vitamin D                       |                |          | vitd125
1,25-二羟维生素D                           |                |          | vitd125
FGF23                                      |                | RU/mL    | fgf23_cterminal
FGF23                                      |                | pg/mL    | fgf23_unspecified
FGF-23, intact                             |                | pg/mL    | fgf23_intact
FGF23, C-terminal                          |                |          | fgf23_cterminal
成纤维细胞生长因子23                       |                |          | fgf23_unspecified
尿酸                                       |                |          | urate_serum
血尿酸                                     |                |          | urate_serum
尿糖                                       |                |          | glucose_urine
尿蛋白                                     |                |          | protein_urine
Protein                                    | Urine          |          | protein_urine
pH                                         | arterial blood |          | ph_blood
TmP/GFR                                    |                |          | tmp_gfr
eGFR                                       |                |          | egfr
GGT                                        |                |          | ggt
Hämoglobin                                 |                |          | haemoglobin
"""


@pytest.mark.parametrize("row", rows(NAMES), ids=lambda row: f"{row['name']} {row['specimen']} {row['unit']}")
def test_names(row: dict[str, str]) -> None:
    match = recognise_analyte([], row["name"], row["specimen"] or None, row["unit"] or None, None)
    assert match is not None
    assert (match.analyte, match.by, match.conflict) == (row["analyte"], "name", "")


NOT_OURS = """
name                           | specimen   | why
phosphatase                    |            | a known word inside another word
phosphatidylserine antibody    |            | the same
phosphate binder               |            | something is left over
Acid Phosphatase               | Blood      | another enzyme
Leukocyte Alkaline Phosphatase | Blood      | another specimen
Creatinine clearance           | Urine      | a calculation
肌酐清除率                     |            | the same
磷酸肌酸激酶                   |            | another enzyme
Albumin/Creatinine, Urine      | Urine      | a ratio
Albumin, Urine                 |            | no such analyte of ours
Corrected calcium              |            | a calculation
% Ionized Calcium              | Blood      | a share
Triple Phosphate Crystals      | Urine      | crystals
Phosphate, Body Fluid          |            | another fluid
Phosphate                      | CSF        | another fluid
Creatinine                     | Ascites    | another fluid
无机磷                         | 胸水       | another fluid
Calcium                        | cord blood | another person's blood
Hemoglobin A1c                 |            | another analyte
Plasma hemoglobin              |            | free haemoglobin
Vitamin D                      |            | neither form said, no unit to tell
Protein                        |            | neither specimen said
pH                             |            | neither specimen said
pH                             | Urine      | no such analyte of ours
U-P                            |            | a bare letter after a prefix
                               |            | nothing
"""


@pytest.mark.parametrize("row", rows(NOT_OURS), ids=lambda row: f"{row['name']} {row['specimen']}")
def test_a_name_that_merely_contains_a_known_word_is_no_match(row: dict[str, str]) -> None:
    assert recognise_analyte([], row["name"], row["specimen"] or None, None, None) is None


HEADERS = """
header                     | name                      | unit
Phosphate (mmol/L)         | Phosphate                 | mmol/L
磷(mmol/L)                 | 磷                        | mmol/L
磷（mmol/L）               | 磷                        | mmol/L
Calcium, mg/dL             | Calcium                   | mg/dL
Calcium mg/dL              | Calcium                   | mg/dL
phosphate_mmol_l           | phosphate                 | mmol/l
serum_phosphate_mg_dl      | serum phosphate           | mg/dl
Calcium (ionised) [mmol/L] | Calcium (ionised)         | mmol/L
Calcium 24 h (mg/(24.h))   | Calcium 24 h              | mg/(24.h)
TRP (%)                    | TRP                       | %
TRP %                      | TRP                       | %
25-(OH)D                   | 25-(OH)D                  |
Alkaline phosphatase (AP)  | Alkaline phosphatase (AP) |
Phosphate (1)              | Phosphate (1)             |
(mmol/L)                   | (mmol/L)                  |
"""


@pytest.mark.parametrize("row", rows(HEADERS), ids=lambda row: row["header"])
def test_units_written_in_a_name(row: dict[str, str]) -> None:
    assert split_unit(row["header"]) == (row["name"], row["unit"])


def test_the_unit_in_a_name_is_handed_on() -> None:
    match = recognise_analyte([], "Urine phosphate (mmol/24h)", None, None, None)
    assert match is not None
    assert (match.analyte, match.unit_in_name) == ("phosphate_urine_24h", "mmol/24h")


# ---- the site's own mapping goes first

MAPPING = LocalMapping(
    codes={("http://hospital.example/lab", "1234"): "phosphate_serum", ("", "PO4U"): "phosphate_urine"},
    names={normalised_name("Phosphate (fasting, clinic)"): "phosphate_serum", "Fosfaatti": "phosphate_serum"},
    units={("phosphate_serum", "mmol"): "mmol/L"},
)


def test_the_sites_mapping_goes_first() -> None:
    by_code = recognise_analyte([("http://hospital.example/lab", "1234", "")], "Albumin", None, None, None, MAPPING)
    assert by_code is not None
    assert (by_code.analyte, by_code.by, by_code.from_mapping) == ("phosphate_serum", "code", True)
    any_system = recognise_analyte([("elsewhere", "PO4U", "")], None, None, None, None, MAPPING)
    assert any_system is not None
    assert any_system.analyte == "phosphate_urine"
    for name in ("phosphate fasting, CLINIC", "Fosfaatti"):
        by_name = recognise_analyte([], name, None, None, None, MAPPING)
        assert by_name is not None
        assert (by_name.analyte, by_name.from_mapping) == ("phosphate_serum", True)


def test_what_the_mapping_does_not_say_is_recognised_as_ever() -> None:
    match = recognise_analyte([(LOINC, "2777-1", "")], None, None, None, None, MAPPING)
    assert match is not None
    assert not match.from_mapping
    assert MAPPING.unit_of("phosphate_serum", " mmol ") == "mmol/L"
    assert MAPPING.unit_of("phosphate_serum", "mg/dL") == "mg/dL"


# ---- specimens


SPECIMENS = """
words               | specimen
Blood               | serum
Serum or Plasma     | serum
SER                 | serum
静脉血              | serum
сыворотка крови     | serum
Urine, 24 hour      | urine_24h
Urine collected 24h | urine_24h
Sammelurin          | urine_24h
Urine specimen      | urine
随机尿              | urine
Cerebrospinal Fluid | other
cord blood          | other
Blood / Urine       |
swab                |
"""


@pytest.mark.parametrize("row", rows(SPECIMENS), ids=lambda row: row["words"])
def test_specimen_words(row: dict[str, str]) -> None:
    assert read_specimen(row["words"]) == row["specimen"]


# ---- the tables behind it


def test_every_code_and_family_names_analytes_that_exist() -> None:
    for system in code_systems().values():
        for code in system.codes.values():
            assert code.analyte in analytes() or code.family in families()
            assert code.dimension in ("", "mass", "molar", "activity", "relative")
    for family in families().values():
        named = {*family.by_specimen.values(), *family.by_unit.values(), *family.by_method.values()}
        assert named <= set(analytes()), family.name
        for unit in family.by_unit:
            assert units_spelled(unit), unit


def test_every_analyte_can_be_recognised_by_some_name() -> None:
    named: set[str] = set()
    for family in families().values():
        named |= {*family.by_specimen.values(), *family.by_unit.values()}
    assert named == set(analytes())


def test_one_name_for_two_substances_is_refused_when_the_tables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = {"families": {"one": {"names": ["Phosphate"]}, "two": {"names": ["phosphate"]}}}
    monkeypatch.setattr("culprit.knowledge.analyte_names.knowledge_file", lambda _: twice)
    with pytest.raises(ValueError, match="stands for one and for two"):
        _cores.__wrapped__()


@given(text=st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_name(text)
    read_specimen(text)
    split_unit(text)
    assert normalised_name(normalised_name(text)) == normalised_name(text)


@given(
    known=st.sampled_from(["phosphate", "创伤", "creatinine", "calcium", "磷"]),
    stranger=st.sampled_from(["binder", "clearance", "antibody", "oxalate", "crystals", "ratio", "抗体"]),
    behind=st.booleans(),
)
def test_a_stranger_in_the_name_always_spoils_it(known: str, stranger: str, behind: bool) -> None:
    name = f"{known} {stranger}" if behind else f"{stranger} {known}"
    assert recognise_analyte([], name, "serum", None, None) is None
