"""Dates and numbers that only their neighbours explain."""

import pytest

from culprit.sources.intake.read_moment import DateOrder
from culprit.sources.laboratory_files.dates import look_at_dates, rewritten_dates
from culprit.sources.laboratory_files.numbers import DecimalSign, look_at_numbers, rewritten_values


def dates(*texts: str, birth: bool = False, newest: int | None = None) -> dict[str, str]:
    """What a column of these texts is rewritten to."""
    column = look_at_dates(texts)
    return rewritten_dates(texts, column, column.order or DateOrder.UNSAID, birth, newest)


def test_one_sure_date_settles_the_column() -> None:
    assert dates("03/04/2024", "13/04/2024") == {"03/04/2024": "2024-04-03"}
    assert dates("03/04/2024", "04/13/2024") == {"03/04/2024": "2024-03-04"}
    assert dates("03/04/2024") == {}
    assert look_at_dates(["13/04/2024", "04/13/2024"]).order is None


def test_two_digit_years() -> None:
    assert dates("15.01.24", "1.2.99 8:30") == {"15.01.24": "2024-01-15", "1.2.99 8:30": "1999-02-01T08:30:00"}
    # born in '14: 1914 or 2014? nobody knows; born in '58 and sampled in 2024: 1958
    assert dates("15.01.58", "01.02.14", birth=True, newest=2024) == {"15.01.58": "1958-01-15"}


def test_excel_days_only_where_the_whole_column_is_such() -> None:
    assert dates("45306", "45307.5") == {"45306": "2024-01-15", "45307.5": "2024-01-16T12:00:00"}
    assert dates("45306", "2024-01-15") == {}
    assert not look_at_dates(["21000"], printed_by_a_program=False).excel_days


def test_a_midnight_on_every_row_is_no_time() -> None:
    assert dates("2024-01-15 00:00:00", "2024-01-16 00:00:00") == {
        "2024-01-15 00:00:00": "2024-01-15",
        "2024-01-16 00:00:00": "2024-01-16",
    }
    assert dates("2024-01-15 00:00:00", "2024-01-16 08:00:00") == {}


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (("0,52", "12,5", "1.234"), DecimalSign(",", ".")),
        (("0.52", "1,234"), DecimalSign(".", ",")),
        (("1,234", "12"), DecimalSign()),
        (("1.292", "1.388", "2.001", "0,5"), DecimalSign(",")),
        (("0,52", "0.52"), DecimalSign(mixed=True)),
        (("0,81-1,45",), DecimalSign(",")),
        (("positive", "15"), DecimalSign()),
    ],
)
def test_decimal_sign(texts: tuple[str, ...], sign: DecimalSign) -> None:
    assert look_at_numbers(texts) == sign


def test_values_are_rewritten_only_where_they_must_be() -> None:
    values = ("1.234", "0,52", "<0,3", "0.52 mmol/L", "1.234 U/L", "negativ", "1:10", "5 L", "1.7 mg/dL (2.5-4.5)", "210 U/L H")
    assert rewritten_values(values, DecimalSign(",", ".")) == {
        "1.234": ("1234", "", ""),
        "0.52 mmol/L": ("0.52", "mmol/L", ""),
        "1.234 U/L": ("1234", "U/L", ""),
        "1.7 mg/dL (2.5-4.5)": ("1.7", "mg/dL", "2.5-4.5"),
        "210 U/L H": ("210 H", "U/L", ""),
    }
