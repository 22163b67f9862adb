"""Sex, flags, results in words, yes and no, statuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.record import Sex
from culprit.domain.result import Interpretation
from culprit.sources.intake.read_words import (
    DrugStatus,
    read_drug_status,
    read_fasting,
    read_interpretation,
    read_result_words,
    read_sex,
    read_yes_no,
    withdrawn,
    withdrawn_fact,
)


@pytest.mark.parametrize("text", ["F", "female", "8532", "女", "ж", "Жен.", "weiblich", " W "])
def test_female(text: str) -> None:
    assert read_sex(text) is Sex.FEMALE


@pytest.mark.parametrize("text", ["M", "male", "8507", "男性", "муж", "männlich"])
def test_male(text: str) -> None:
    assert read_sex(text) is Sex.MALE


@pytest.mark.parametrize("text", [None, "", "other", "unknown", "0", "X"])
def test_what_is_neither_stays_open(text: str | None) -> None:
    assert read_sex(text) is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("L", "low"),
        ("LL", "low"),
        ("<", "low"),
        ("↓", "low"),
        ("↓↓", "low"),
        ("偏低", "low"),
        ("понижен", "low"),
        ("erniedrigt", "low"),
        ("abnormal L", "low"),
        ("HH", "high"),
        (">", "high"),
        ("高", "high"),
        ("N", "normal"),
        ("正常", "normal"),
        ("A", "abnormal"),
        ("AA", "abnormal"),
        ("POS", "positive"),
        ("阴性", "negative"),
        ("L H", ""),
        ("delta", ""),
        (None, ""),
    ],
)
def test_the_laboratorys_flag(text: str | None, meaning: str) -> None:
    assert read_interpretation(text) == Interpretation(meaning)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("negative", "negative"),
        ("NEG.", "negative"),
        ("-", "negative"),
        ("阴性", "negative"),
        ("отрицательно", "negative"),
        ("не обнаружено", "negative"),
        ("trace", "positive"),
        ("+++", "positive"),
        ("1+", "positive"),
        ("следы", "positive"),
        ("偏低", "low"),
        ("A", ""),
        ("N", ""),
        ("haemolysed", ""),
    ],
)
def test_a_result_in_words(text: str, meaning: str) -> None:
    assert read_result_words(text) == Interpretation(meaning)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("severely low", "low"),
        ("Abnormally low", "low"),
        ("decreased", "low"),
        ("markedly reduced", "low"),
        ("strongly raised", "high"),
        ("Elevated", "high"),
        ("spuriously high", ""),
        ("borderline low", ""),
        ("not low", ""),
        ("very normal", ""),
        ("slightly L", ""),
        ("severely", ""),
        ("lower than before", ""),
        ("increased demand", ""),
    ],
)
def test_how_much_is_passed_over_and_doubt_is_not(text: str, meaning: str) -> None:
    assert read_result_words(text) == Interpretation(meaning)


def test_f_means_fasting_beside_a_sample_and_no_beside_a_death() -> None:
    assert read_fasting("F") is True
    assert read_fasting("NF") is False
    assert read_fasting("натощак") is True
    assert read_fasting("1") is True
    assert read_fasting("perhaps") is None
    assert read_yes_no("f") is False
    assert read_yes_no("t") is True
    assert read_yes_no("2") is None


def test_what_the_source_takes_back() -> None:
    assert withdrawn("entered-in-error")
    assert withdrawn("cancelled")
    assert withdrawn("registered")
    assert not withdrawn("preliminary")
    assert not withdrawn(None)
    assert withdrawn_fact("order cancelled")
    assert withdrawn_fact("administration not-done")
    assert not withdrawn_fact("registered")
    assert not withdrawn_fact("completed")


def test_how_sure_a_drug_was_taken() -> None:
    assert read_drug_status("administration completed") is DrugStatus.ADMINISTRATION
    assert read_drug_status("statement active") is DrugStatus.STATEMENT
    assert read_drug_status(None) is DrugStatus.ORDER


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    for read in (read_sex, read_interpretation, read_result_words, read_yes_no, read_fasting, withdrawn, withdrawn_fact):
        read(text)
