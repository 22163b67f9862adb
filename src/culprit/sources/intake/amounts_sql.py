"""How are millions of numbers read and converted, exactly? In SQL where a double provably rounds the same; else by Decimal.

A value with at most 15 significant digits times a factor, in double arithmetic, is off by less than four parts in 10^16. Below
10^11 millionths that is less than 0.0001 of the last kept digit, so the rounding can differ from the exact one only when the exact
product lies within 0.001 of a half. Those, and every text that is no plain number, are taken once per distinct text and factor
through read_value and Decimal.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from culprit.sources.intake.read_value import ReadValue, read_value, says_nothing
from culprit.sources.intake.read_words import read_interpretation, read_result_words
from culprit.sources.intake.relations import store_arrow
from culprit.sources.intake.understand_form import amount

_PLAIN_NUMBER = r"-?[0-9]{1,8}(\.[0-9]{1,7})?"
_MILLIONTHS = 1e6
_SURE_BELOW = 1e11
_NOT_A_NUMBER, _TOO_LARGE = "not_a_number", "too_large"
VALUE_FLAGS = ("", _NOT_A_NUMBER, _TOO_LARGE)
"""What `flag` may say of a value."""


def plain_sql(text: str) -> str:
    """SQL: whether the expression `text` is a plain number of at most 15 digits."""
    return f"regexp_full_match({text}, '{_PLAIN_NUMBER}')"


def amount_sql(number: str, factor: str) -> str:
    """SQL: the plain number, a double, times the double `factor`, rounded at the sixth decimal; NULL where only Decimal is surely
    exact."""
    scaled = f"({number} * {factor} * {_MILLIONTHS})"
    sure = f"abs({scaled}) < {_SURE_BELOW} AND abs({scaled} - floor({scaled}) - 0.5) > 0.001"
    return f"CASE WHEN {sure} THEN CAST(round({scaled}) / {_MILLIONTHS} AS DECIMAL(18,6)) END"


def read_odd_values(connection: Any, table: str, distinct: str, factors: Sequence[Decimal]) -> int:
    """Creates the temporary `table` for the pairs (text, number of a factor or NULL) that the query `distinct` gives.

    Columns: text, conversion, nothing, is_number, amount, comparator, interpretation, flag. Returns how many pairs there are.
    """
    pairs = sorted(connection.execute(distinct).fetchall(), key=lambda pair: (pair[0], -1 if pair[1] is None else pair[1]))
    read: dict[str, ReadValue] = {text: read_value(text) for text in {pair[0] for pair in pairs}}
    amounts = [_amount(read[text], None if number is None else factors[number]) for text, number in pairs]
    flags = [_flag(read[text], number, found) for (text, number), found in zip(pairs, amounts, strict=True)]
    odd = pa.table(
        {
            "text": pa.array([text for text, _ in pairs], pa.string()),
            "conversion": pa.array([-1 if number is None else number for _, number in pairs], pa.int32()),
            "nothing": pa.array([says_nothing(text) for text, _ in pairs], pa.bool_()),
            "is_number": pa.array([read[text].number is not None for text, _ in pairs], pa.bool_()),
            "amount": pa.array(amounts, pa.decimal128(18, 6)),
            "comparator": pa.array([read[text].comparator.value for text, _ in pairs], pa.string()),
            "interpretation": pa.array([_interpretation(text, read[text]) for text, _ in pairs], pa.string()),
            "flag": pa.array(flags, pa.string()),
        }
    )
    store_arrow(connection, table, odd)
    return len(pairs)


def _amount(value: ReadValue, factor: Decimal | None) -> Decimal | None:
    if value.number is None or factor is None:
        return None
    return amount(value.number, factor)


def _interpretation(text: str, value: ReadValue) -> str:
    if value.number is None:
        return read_result_words(text).value
    return read_interpretation(value.mark).value


def _flag(value: ReadValue, factor: int | None, found: Decimal | None) -> str:
    if value.not_a_number:
        return _NOT_A_NUMBER
    return _TOO_LARGE if value.number is not None and factor is not None and found is None else ""
