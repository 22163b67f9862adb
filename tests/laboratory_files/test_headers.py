"""Headers in four languages: what a column holds, and the unit a header carries."""

import pytest

from culprit.knowledge.load import knowledge_file
from culprit.sources.laboratory_files.headers import is_unit, plain, role_of, roles_of, split_unit


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Patient_ID", "person_id"),
        ("Pat.-Nr.", "person_id"),
        ("№ пациента", "person_id"),
        ("患者编号", "person_id"),
        ("Collection Date (dd/mm/yyyy)", "taken"),
        ("采样时间", "taken"),
        ("Дата взятия биоматериала", "taken"),
        ("Entnahmedatum", "taken"),
        ("Показатель / Test", "test"),
        ("Ед.изм.", "unit"),
        ("参考范围", "range"),
        ("Референсные значения", "range"),
        ("Geb.-Datum", "birth"),
        ("年龄（岁）", "age"),
        ("Отклонение", "flag"),
        ("ФИО", "not_read"),
        ("Performing lab", "laboratory"),
        ("LBNAM", "laboratory"),
        ("Labor", "laboratory"),
        ("Лаборатория", "laboratory"),
        ("检验科室", "laboratory"),
        ("实验室", "laboratory"),
    ],
)
def test_role(header: str, role: str) -> None:
    found = role_of(header)
    assert found is not None
    assert found[0] == role


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("COLL_DTTM", "taken"),
        ("collect_dt", "taken"),
        ("CollectionDateTime", "taken"),
        ("SPECIMN_TAKEN_TIME", "taken"),
        ("Abnahme-Datum", "taken"),
        ("order_dt", "reported"),
        ("ref_lo", "low"),
        ("REFERENCE_HIGH", "high"),
        ("abn_flag", "flag"),
        ("RefBer", "range"),
        ("ResultValue", "value"),
        ("lab_nm", "test"),
        ("PerformingLab", "laboratory"),
        ("dx_date", "diagnosis_date"),
        ("DIAG_CD", "diagnosis_code"),
        ("med_name", "drug"),
        ("PAT_MRN_ID", "person_id"),
    ],
)
def test_a_header_is_also_known_word_by_word(header: str, role: str) -> None:
    found = role_of(header)
    assert found is not None
    assert found[0] == role


@pytest.mark.parametrize("header", ["PT", "Ca", "Comp", "dose unit", "LAB_STATUS_C"])
def test_short_headers_and_other_words_are_not_guessed(header: str) -> None:
    assert role_of(header) is None


def test_no_word_stands_for_two() -> None:
    tables = knowledge_file("header_words")
    others = [other for table in tables.values() for other in table["words"]]
    assert len(others) == len(set(others))
    assert not set(others) & tables.keys()


def test_a_header_of_nothing_has_no_role() -> None:
    assert role_of("eGFR (mL/min/1.73m2)") is None
    assert role_of("Hämatokrit") is None


def test_no_spelling_stands_for_two_roles() -> None:
    seen: dict[str, str] = {}
    for role, languages in knowledge_file("headers").items():
        for spellings in languages.values():
            for spelling in spellings:
                assert seen.setdefault(plain(spelling), role) == role, spelling


def test_the_number_of_the_patient_goes_before_the_number_of_the_admission() -> None:
    assert roles_of(["住院号", "患者ID", "结果"]) == {"person_id": 1, "value": 2}


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("Phosphate (mmol/L)", "Phosphate", "mmol/L"),
        ("P mmol/l", "P", "mmol/l"),
        ("血磷（mmol/L）", "血磷", "mmol/L"),
        ("Фосфор, ммоль/л", "Фосфор", "ммоль/л"),
        ("Щелочная фосфатаза (Ед/л)", "Щелочная фосфатаза", "Ед/л"),
        ("ALP [U/L]", "ALP", "U/L"),
        ("TRP %", "TRP", "%"),
        ("Phosphorus_mg/dL", "Phosphorus", "mg/dL"),
        ("eGFR (mL/min/1.73m2)", "eGFR", "mL/min/1.73m2"),
        ("Kreatinin, µmol/l", "Kreatinin", "µmol/l"),
        ("Vitamin D", "Vitamin D", ""),
        ("FGF23 (C-terminal)", "FGF23 (C-terminal)", ""),
        ("Ca, ионизированный", "Ca, ионизированный", ""),
    ],
)
def test_unit_in_a_header(header: str, name: str, unit: str) -> None:
    assert split_unit(header) == (name, unit)


def test_shapes_of_units() -> None:
    assert all(is_unit(text) for text in ("mmol/L", "мкмоль/л", "%", "10^9/L", "U/l", "µmol/L", "mmol/24h"))
    assert not any(is_unit(text) for text in ("serum", "total", "", "2", "C-terminal"))
