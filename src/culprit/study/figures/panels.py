"""Small multiples: one panel for each patient, up to twenty-five, with the days on supplements shaded."""

from collections.abc import Sequence
from datetime import date
from math import copysign

from culprit.report.drawing import Drawing
from culprit.study.case import Case, low_at
from culprit.study.figures.frame import BLUE, FAINT, GREY, OUTCOME_COLOURS, QUIET, WIDTH, Figure, Plot, finished, text
from culprit.study.figures.phosphate import day_of, mark
from culprit.study.protocol import Protocol

MOST = 25
_COLUMNS, _WIDE, _HIGH = 5, 146.0, 104.0
_SHADE = "#f5d48a"


def panels_figure(cases: Sequence[Case], protocol: Protocol) -> Figure | None:
    """None when there are more than 25 patients, or nobody was operated."""
    shown = [case for case in cases if case.operation]
    if not shown or len(shown) > MOST:
        return None
    drawing = Drawing(WIDTH)
    last = max(12.0, max(case.follow_up_months or 0 for case in shown))
    for place, case in enumerate(shown):
        left, top = 30 + (place % _COLUMNS) * _WIDE, 46 + (place // _COLUMNS) * (_HIGH + 12)
        _panel(drawing, case, left, top, last, place % _COLUMNS == 0, place + _COLUMNS >= len(shown), protocol)
    drawing.add("rect", x=30, y=15, width=18, height=10, fill=_SHADE)
    text(drawing, 53, 24, "supplements", colour=QUIET)
    drawing.add("line", x1=140, y1=20, x2=160, y2=20, stroke=BLUE)
    text(drawing, 165, 24, "lower limit of this patient", colour=QUIET)
    drawing.add("line", x1=330, y1=12, x2=330, y2=26, stroke=QUIET, stroke_dasharray="3 2")
    text(drawing, 338, 24, "operation", colour=QUIET)
    text(drawing, 420, 24, "mmol/L, months", colour=QUIET)
    rows = (len(shown) - 1) // _COLUMNS + 1
    caption = (
        f"Phosphate in mmol/L from 6 months before to {last:.0f} months after the operation, each patient by itself, "
        f"months on a root scale. Colour: blue remission, "
        "purple recurrence, orange persistent, grey cannot be said. Open circles: drawn on supplements."
    )
    return finished(drawing, 46 + rows * (_HIGH + 12) + 24, "panels", "Phosphate, patient by patient", caption, protocol.synthetic)


def _panel(
    drawing: Drawing, case: Case, left: float, top: float, last: float, first: bool, lowest: bool, protocol: Protocol
) -> None:
    plot = Plot(drawing, left, top + 14, left + _WIDE - 16, top + _HIGH - 8, (-6.0, last), (0.0, 1.7), _root)
    drawing.add(
        "rect", x=plot.left, y=plot.top, width=plot.right - plot.left, height=plot.bottom - plot.top, fill="#fff", stroke=FAINT
    )
    assert case.operation is not None
    operated = case.operation.day
    for treatment in case.patient.treatments:
        start = _months(treatment.start.earliest if treatment.start else None, operated, -6.0)
        stop = _months(treatment.stop.latest if treatment.stop else None, operated, case.follow_up_months or last)
        start, stop = max(start, -6.0), min(stop, last)
        if stop > start:
            drawing.add(
                "rect",
                x=plot.x(start),
                y=plot.top,
                width=plot.x(stop) - plot.x(start),
                height=plot.bottom - plot.top,
                fill=_SHADE,
                fill_opacity="0.5",
            )
    values = [result for result in case.patient.of("phosphate") if -6 <= day_of(case, result) / 30.4375 <= last]
    limit = next((limit for result in values if (limit := low_at(result, case, protocol)) is not None), None)
    if limit is not None:
        drawing.add("line", x1=plot.left, y1=plot.y(float(limit)), x2=plot.right, y2=plot.y(float(limit)), stroke=BLUE)
    drawing.add("line", x1=plot.x(0), y1=plot.top, x2=plot.x(0), y2=plot.bottom, stroke=QUIET, stroke_dasharray="3 2")
    colour = OUTCOME_COLOURS[case.outcome.state]
    plot.path([(day_of(case, result) / 30.4375, min(result.number, 1.7)) for result in values], stroke=colour, stroke_width=1.2)
    for result in values:
        mark(plot, day_of(case, result) / 30.4375, result, case, protocol, colour, 1.8)
    text(drawing, plot.left, top + 10, case.name, bold=True, size=10)
    if first:
        for value in (0.0, 0.8, 1.6):
            text(drawing, plot.left - 4, plot.y(value) + 3, f"{value:g}", size=9, anchor="end", colour=QUIET)
    if lowest:
        for month in (0, 12, int(last // 12) * 12):
            drawing.add("line", x1=plot.x(month), y1=plot.bottom, x2=plot.x(month), y2=plot.bottom + 3, stroke=GREY)
            text(drawing, plot.x(month), plot.bottom + 13, f"{month}", size=9, anchor="middle", colour=QUIET)


def _root(months: float) -> float:
    """A scale on which the first weeks have room beside the years."""
    return copysign(abs(months) ** 0.5, months)


def _months(day: date | None, operated: date, otherwise: float) -> float:
    return otherwise if day is None else (day - operated).days / 30.4375
