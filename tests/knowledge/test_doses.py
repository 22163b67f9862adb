"""How much of a drug does a printed dose say?"""

from fractions import Fraction

import pytest

from culprit.knowledge.doses import Dose, dose_of, is_spread


def shown(dose: Dose | None) -> str:
    """`10 daily`, `5 to 10 daily`, `30/kg once`, `72000/m2 once, all`, `unknown`."""
    if dose is None:
        return "unknown"
    amount = f"{float(dose.least):g}" if dose.least == dose.most else f"{float(dose.least):g} to {float(dose.most):g}"
    body = f"/{dose.body}" if dose.body else ""
    return f"{amount}{body} {'daily' if dose.daily else 'once'}{', all' if dose.whole else ''}"


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        ("10 mg/day", "10 daily"),
        ("10 mg / day", "10 daily"),
        ("Take 10 mg by mouth daily", "10 daily"),
        ("10 mg bid", "20 daily"),
        ("10 mg every other day", "5 daily"),
        ("5-10 mg/day", "5 to 10 daily"),
        ("10-5 mg/day", "5 to 10 daily"),
        ("10 mg daily, then 10 mg every other day", "5 to 10 daily"),
        ("7,5 мг/сут", "7.5 daily"),
        ("10mg 每日一次", "10 daily"),
        ("300 mg 隔日一次", "150 daily"),
        ("0.25 µg/day", "0.00025 daily"),
        ("30 mg/kg daily", "30/kg daily"),
        ("2 x 500 mg", "1000 once"),
        ("5 mg 2 times every 1 d", "10 daily"),
        ("5-10 mg 1 times every 1.0 d", "5 to 10 daily"),
        ("300 mg 1 times every 72 h", "100 daily"),
        ("70 mg 1 times every 1 wk", "10 daily"),
        ("30 mg 1 times every 1 mo", "1 daily"),
        ("365 mg 1 times every 1 a", "1 daily"),
        ("20 mg/kg 1 times every 1 d", "20/kg daily"),
        ("10 mg 1 times every 2 d adefovir 10 mg tablet", "5 daily"),
        ("10 mg 1 times every 2 d 10 mg daily", "5 to 10 daily"),
        ("10 mg 1 times every 0 d", "10 once"),
        ("750 mg 750mg Vial", "750 once"),
        ("500 mg 50 mg/ml", "500 once"),
        ("1 g", "1000 once"),
        ("cumulative dose 72 g/m2", "72000/m2 once, all"),
        ("72 g/m²", "72000/m2 once"),
    ],
)
def test_what_is_said_plainly_is_read(text: str, milligrams: str) -> None:
    assert shown(dose_of(text)) == milligrams


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 tablet daily",
        "1 TAB 1 times every 1 d",
        "10 mg 1 times every 1 d as needed",
        "20 ml",
        "10 mg/dl",
        "10 mg/day as needed",
        "up to 10 mg/day",
        "<10 mg/day",
        "до 10 мг/сут",
        "0 mg/day",
        "1,500 mg",
        "1.500 mg",
        "10 mg once daily 10 mg",
        "30 mg/kg daily, 1500 mg daily",
        "adefovir",
    ],
)
def test_what_leaves_the_amount_open_is_unknown(text: str) -> None:
    assert dose_of(text) is None


def test_a_third_of_a_day_is_exact() -> None:
    assert dose_of("10 mg every 72 hours") == Dose(Fraction(10, 3), Fraction(10, 3), daily=True)


@pytest.mark.parametrize(
    ("text", "spread"),
    [
        ("ferric carboxymaltose (27 g over 3 years)", True),
        ("9 g/m2 over 5 days", True),
        ("1000 mg within two weeks", True),
        ("500 mg over 15 minutes", False),
        ("10 mg/day for 4 years", False),
        ("500 mg", False),
        ("over 3 years", False),
    ],
)
def test_what_is_spread_over_days_is_a_sum(text: str, spread: bool) -> None:
    assert is_spread(text) is spread
