"""Number texts as laboratories of many countries print them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.quantity import Comparator
from culprit.sources.intake.read_value import looks_like_a_number, read_range, read_value, says_nothing


@pytest.mark.parametrize(
    ("text", "number", "comparator", "mark"),
    [
        ("0.52", "0.52", "", ""),
        (" 0,52 ", "0.52", "", ""),
        ("<0.3", "0.3", "<", ""),
        ("≤ 0,3", "0.3", "<=", ""),
        ("> 100", "100", ">", ""),
        (">=5", "5", ">=", ""),
        ("小于0.3", "0.3", "<", ""),
        ("менее 0,3", "0.3", "<", ""),
        ("less than 5", "5", "<", ""),
        ("0.52 L", "0.52", "", "L"),
        ("0.52(L)", "0.52", "", "L"),
        ("1.2*", "1.2", "", "*"),
        ("0.61 ↓", "0.61", "", "↓"),
        ("0.61偏低", "0.61", "", "偏低"),
        ("０．５２", "0.52", "", ""),
        ("1 234", "1234", "", ""),
        ("1 234,5", "1234.5", "", ""),
        ("1'234.5", "1234.5", "", ""),
        ("1,234.5", "1234.5", "", ""),
        ("1.234,5", "1234.5", "", ""),
        ("1,234,567", "1234567", "", ""),
        ("1,234", "1.234", "", ""),
        ("-1.5", "-1.5", "", ""),
        ("−2,5", "-2.5", "", ""),
        (".5", "0.5", "", ""),
        ("3.", "3", "", ""),
        ("<0.2.", "0.2", "<", ""),
        ("1.5e2", "150", "", ""),
    ],
)
def test_a_number_is_read_with_its_comparator_and_mark(text: str, number: str, comparator: str, mark: str) -> None:
    read = read_value(text)
    assert read.number == Decimal(number)
    assert read.comparator == Comparator(comparator)
    assert read.mark == mark


@pytest.mark.parametrize("text", ["NaN", "nan", "inf", "-Infinity", "#N/A", "#DIV/0!"])
def test_what_is_meant_as_a_number_and_is_none_is_said(text: str) -> None:
    assert read_value(text).number is None
    assert read_value(text).not_a_number


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "negative",
        "阴性",
        "trace",
        "see comment",
        "1:40",
        "2-3",
        "0.5 mmol/L?",
        "12 34",
        "1.2.3",
        "3 4 5",
        "123456789012",
    ],
)
def test_everything_else_stays_words(text: str | None) -> None:
    assert read_value(text).number is None
    assert not read_value(text).not_a_number


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("0.81-1.45", "0.81", "1.45", ""),
        ("0,81–1,45", "0.81", "1.45", ""),
        ("0.81 - 1.45 mmol/L", "0.81", "1.45", "mmol/L"),
        ("(2.5 – 4.5)", "2.5", "4.5", ""),
        ("0,81–1,45 ммоль/л", "0.81", "1.45", "ммоль/л"),
        ("2.5 to 4.5", "2.5", "4.5", ""),
        ("0.85~1.51", "0.85", "1.51", ""),
        ("0.85--1.51", "0.85", "1.51", ""),
        ("от 0,81 до 1,45", "0.81", "1.45", ""),
        ("von 0,8 bis 1,4 mmol/l", "0.8", "1.4", "mmol/l"),
        ("<150", None, "150", ""),
        ("up to 150", None, "150", ""),
        ("до 150 Ед/л", None, "150", "Ед/л"),
        ("≤ 5 mg/L", None, "5", "mg/L"),
        (">30", "30", None, ""),
        ("-2.5--1.0", "-2.5", "-1.0", ""),
    ],
)
def test_a_printed_range_gives_its_limits(text: str, low: str | None, high: str | None, unit: str) -> None:
    assert read_range(text) == (low and Decimal(low), high and Decimal(high), unit)


@pytest.mark.parametrize("text", [None, "", "negative", "see report", "5", "4.5-2.5", "a-b", "<1-2"])
def test_a_range_in_words_gives_none(text: str | None) -> None:
    assert read_range(text) == (None, None, "")


@pytest.mark.parametrize(
    ("text", "nothing"), [("___", True), ("...", True), ("N/A", True), ("-", False), ("*", False), ("0", False)]
)
def test_a_placeholder_is_no_result(text: str, nothing: bool) -> None:
    assert says_nothing(text) is nothing


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    read = read_value(text)
    assert read.number is None or read.number.is_finite()
    read_range(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-99999, max_value=99999, places=4), st.sampled_from("<>"))
def test_what_is_printed_is_read_back(number: Decimal, comparator: str) -> None:
    assert read_value(str(number)).number == number
    assert read_value(str(number).replace(".", ",")).number == number
    assert read_value(f"{comparator}{number}").comparator.value == comparator


@given(st.integers(0, 10**9))
def test_grouping_changes_nothing(number: int) -> None:
    assert read_value(f"{number:,}".replace(",", " ")).number == number


@pytest.mark.parametrize("text", ["0,52 -", "0.5?", "< 0.3 (x)", "~0.5", "+0.5", ".5.", "12:30"])
def test_short_text_that_begins_as_a_number_looks_like_one(text: str) -> None:
    assert looks_like_a_number(text)


@pytest.mark.parametrize("text", ["haemolysed", "", "-", "see 2", "2 tubes were sent, of which neither was usable"])
def test_words_do_not_look_like_a_number(text: str) -> None:
    assert not looks_like_a_number(text)
