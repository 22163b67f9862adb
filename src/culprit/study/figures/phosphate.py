"""Phosphate around the operation and for years after: one line for each patient, or bands when they are too many to tell apart."""

from collections.abc import Sequence
from math import log10

import numpy as np

from culprit.report.drawing import Drawing
from culprit.study.case import Case, low_at
from culprit.study.cohort import Measured
from culprit.study.figures.frame import BAND, BLUE, OUTCOME_COLOURS, QUIET, WIDTH, Figure, Plot, finished, text, ticks
from culprit.study.limits import high_limit
from culprit.study.protocol import Protocol
from culprit.study.supplements import on_supplement

MOST_LINES = 60
_LEGEND = (
    ("remission", "remission"),
    ("recurrence", "suspected_recurrence"),
    ("persistent", "persistent"),
    ("cannot be said", "unknown"),
)
_LONG = (1, 3, 6, 12, 24, 48, 96, 120)


def phosphate_figure(cases: Sequence[Case], protocol: Protocol) -> Figure:
    """Left the days around the operation, right the months after it on a stretched scale, both above the band of the limits."""
    around = protocol.definitions.days("perioperative_days")
    operated = [case for case in cases if case.operation]
    drawing = Drawing(WIDTH)
    values = [result.number for case in operated for result in case.patient.of("phosphate")]
    top = max(1.6, min(max(values, default=1.6), 2.4))
    last = max((case.follow_up_months or 0 for case in operated), default=12) or 12
    near = Plot(drawing, 56, 62, 390, 330, (-around, around), (0.0, top))
    far = Plot(drawing, 420, 62, 740, 330, (1, max(12.0, last * 1.05)), (0.0, top), lambda months: log10(max(months, 0.5)))
    band = common_band(operated, protocol)
    for plot in (near, far):
        if band:
            plot.drawing.add(
                "rect",
                x=plot.left,
                y=plot.y(min(band[1], top)),
                width=plot.right - plot.left,
                height=plot.y(band[0]) - plot.y(min(band[1], top)),
                fill=BAND,
            )
    near.y_axis(ticks(0, top, 8), "phosphate, mmol/L", "{:.1f}".format)
    for plot in (near, far):
        if band:
            drawing.add("line", x1=plot.left, y1=plot.y(band[0]), x2=plot.right, y2=plot.y(band[0]), stroke=BLUE, stroke_width=1)
    near.x_axis(ticks(-around, around, 6), "days from the operation")
    far.x_axis([month for month in _LONG if month <= far.x_range[1]], "months after the operation (stretched scale)")
    drawing.add("line", x1=near.x(0), y1=near.top - 6, x2=near.x(0), y2=near.bottom, stroke=QUIET, stroke_dasharray="3 3")
    text(drawing, near.x(0), near.top - 10, "operation", anchor="middle", colour=QUIET)
    if len(operated) <= MOST_LINES:
        for case in operated:
            _line(case, near, far, around, protocol)
    else:
        _bands(operated, near, far, around)
    _legend(drawing, operated, len(operated) <= MOST_LINES)
    marks = "Open circles: drawn while a supplement acted; small dots: nobody wrote down whether one did."
    if len(operated) <= MOST_LINES:
        words = "Each line is one patient"
    else:
        words, marks = "Median, quartiles and 5th to 95th percentile", "Values on and off supplements together."
    limits = f"The band is the range of normal most often used here, {band[0]:g} to {band[1]:g} mmol/L. " if band else ""
    caption = f"{words}. {limits}{marks}"
    return finished(drawing, 390, "phosphate", "Serum phosphate around and after the operation", caption, protocol.synthetic)


def common_band(cases: Sequence[Case], protocol: Protocol) -> tuple[float, float] | None:
    """The pair of limits that most results are held against; only for the eye, each result is judged by its own."""
    counted: dict[tuple[float, float], int] = {}
    for case in cases[:500]:
        for result in case.patient.of("phosphate")[:3]:
            low, high = low_at(result, case, protocol), high_limit(result, case.patient, protocol.country)
            if low is not None and high is not None:
                pair = (float(low), float(high))
                counted[pair] = counted.get(pair, 0) + 1
    return max(counted, key=lambda pair: (counted[pair], pair)) if counted else None


def day_of(case: Case, result: Measured) -> int:
    """Days from the operation to a result."""
    assert case.operation is not None
    return (result.day - case.operation.day).days


def _line(case: Case, near: Plot, far: Plot, around: int, protocol: Protocol) -> None:
    colour = OUTCOME_COLOURS[case.outcome.state]
    values = case.patient.of("phosphate")
    close = [result for result in values if abs(day_of(case, result)) <= around]
    late = [result for result in values if day_of(case, result) >= 30]
    near.path([(day_of(case, result), result.number) for result in close], stroke=colour, stroke_width=1.1, stroke_opacity="0.55")
    far.path(
        [(day_of(case, result) / 30.4375, result.number) for result in late], stroke=colour, stroke_width=1.1, stroke_opacity="0.55"
    )
    for result in close:
        mark(near, day_of(case, result), result, case, protocol, colour)
    for result in late:
        mark(far, day_of(case, result) / 30.4375, result, case, protocol, colour)


def mark(plot: Plot, at: float, result: Measured, case: Case, protocol: Protocol, colour: str, radius: float = 2.4) -> None:
    """One value: full when off supplements, open when on, small when nobody knows."""
    supplemented = on_supplement(result, case.patient, protocol.definitions)
    top = min(result.number, plot.y_range[1])
    if supplemented:
        plot.drawing.add("circle", cx=plot.x(at), cy=plot.y(top), r=radius, fill="#fff", stroke=colour)
    else:
        plot.drawing.add("circle", cx=plot.x(at), cy=plot.y(top), r=radius if supplemented is False else 1.3, fill=colour)


def _bands(cases: Sequence[Case], near: Plot, far: Plot, around: int) -> None:
    """Percentiles in bins, when lines would be a black cloud."""
    by_near: dict[int, list[float]] = {}
    by_far: dict[int, list[float]] = {}
    for case in cases:
        for result in case.patient.of("phosphate"):
            day = day_of(case, result)
            if abs(day) <= around:
                by_near.setdefault(round(day / 3) * 3, []).append(result.number)
            if day >= 30:
                by_far.setdefault(round(log10(day / 30.4375) * 8), []).append(result.number)
    _band(near, {float(day): values for day, values in by_near.items()})
    _band(far, {10 ** (place / 8): values for place, values in by_far.items()})


def _band(plot: Plot, bins: dict[float, list[float]]) -> None:
    places = [place for place in sorted(bins) if len(bins[place]) >= 5 and plot.x_range[0] <= place <= plot.x_range[1]]
    if len(places) < 2:
        return
    percentiles = {place: np.minimum(np.percentile(bins[place], [5, 25, 50, 75, 95]), plot.y_range[1]) for place in places}
    for low, high, opacity in ((0, 4, "0.15"), (1, 3, "0.3")):
        edge = [(place, float(percentiles[place][high])) for place in places]
        edge += [(place, float(percentiles[place][low])) for place in reversed(places)]
        points = " ".join(f"{plot.x(x):.1f},{plot.y(y):.1f}" for x, y in edge)
        plot.drawing.add("polygon", points=points, fill=BLUE, fill_opacity=opacity)
    plot.path([(place, float(percentiles[place][2])) for place in places], stroke=BLUE, stroke_width=2)


def _legend(drawing: Drawing, cases: Sequence[Case], lines: bool) -> None:
    if not lines:
        return
    at = 56.0
    for words, state in _LEGEND:
        colour = OUTCOME_COLOURS[state]
        count = sum(OUTCOME_COLOURS[case.outcome.state] == colour for case in cases)
        if not count:
            continue
        drawing.add("line", x1=at, y1=22, x2=at + 20, y2=22, stroke=colour, stroke_width=2.4)
        text(drawing, at + 26, 26, f"{words} ({count})")
        at += 46 + 7 * len(f"{words} ({count})")
