"""Somebody measured a hundred thousand times is drawn in proportion: no value is held against all others again and again."""

from datetime import datetime, timedelta
from decimal import Decimal

from culprit.report.drawing import Drawing
from culprit.report.limits import Limits
from culprit.report.points import Point
from culprit.report.rows import draw_small_row
from culprit.report.time_axis import TimeAxis


class Counted(float):
    """A number that counts how often it is compared."""

    times = 0

    def __lt__(self, other: float) -> bool:
        Counted.times += 1
        return float(self) < float(other)

    def __gt__(self, other: float) -> bool:
        Counted.times += 1
        return float(self) > float(other)


def compared(count: int) -> int:
    """How often values are compared while so many are drawn."""
    begin = datetime(2020, 1, 1)
    limits = Limits(Decimal("2.1"), Decimal("2.6"))
    drawn = [Point(begin + timedelta(hours=n), Counted(1 + n % 7), "1", "", "within", limits, "1 mmol/L") for n in range(count)]
    Counted.times = 0
    draw_small_row(
        Drawing(900), TimeAxis.around(begin, begin + timedelta(hours=count), 150, 750), 0, "calcium_serum", "mmol/L", drawn
    )
    return Counted.times


def test_ten_times_as_many_values_cost_ten_times_as_much() -> None:
    assert 0 < compared(2000) <= 12 * compared(200)
