"""Swimmer plot: one bar for each patient from the first symptom to the last contact, with what happened on the way."""

from collections.abc import Sequence
from datetime import date

from culprit.report.drawing import Drawing
from culprit.study.case import Case, middle
from culprit.study.figures.frame import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, QUIET, WIDTH, Figure, Plot, finished, text
from culprit.study.protocol import Protocol

MOST = 60
_ROW = 17.0
_SHADE = "#f5d48a"


def swimmer_figure(cases: Sequence[Case], protocol: Protocol) -> Figure | None:
    """None when nobody was operated, or there are too many to read."""
    shown = [case for case in cases if case.operation]
    if not shown or len(shown) > MOST:
        return None
    shown.sort(key=lambda case: (case.follow_up_months or 0.0, case.number), reverse=True)
    first = min((-(case.delay_months or 0.0) for case in shown), default=0.0)
    last = max((case.follow_up_months or 0.0 for case in shown), default=0.0)
    drawing = Drawing(WIDTH)
    bottom = 64 + _ROW * len(shown)
    plot = Plot(drawing, 56, 64, 740, bottom, (min(first, -1.0) / 12, max(last, 12.0) / 12), (0, len(shown)))
    step = 1 if plot.x_range[1] - plot.x_range[0] <= 16 else 2 if plot.x_range[1] - plot.x_range[0] <= 32 else 5
    years = range(int(plot.x_range[0]) // step * step, int(plot.x_range[1]) + 1, step)
    plot.x_axis([year for year in years if year >= plot.x_range[0]], "years from the operation")
    drawing.add("line", x1=plot.x(0), y1=58, x2=plot.x(0), y2=bottom, stroke=QUIET, stroke_dasharray="3 3")
    for place, case in enumerate(shown):
        _bar(plot, case, 64 + _ROW * (place + 0.5), protocol)
    _legend(drawing)
    caption = (
        "From the first symptom (where it is known) to the last contact, longest follow-up first. Scans: full when "
        "positive, open when not. "
        "An arrow at the end: not lost by death."
    )
    return finished(drawing, bottom + 46, "swimmer", "From first symptom to last contact", caption, protocol.synthetic)


def _bar(plot: Plot, case: Case, y: float, protocol: Protocol) -> None:
    drawing, patient = plot.drawing, case.patient
    assert case.operation is not None
    operated = case.operation.day

    def at(day: date) -> float:
        return min(max(plot.x((day - operated).days / 365.25), plot.left), plot.right)

    start = middle(patient.onset) if patient.onset else operated
    end = patient.last_known or operated
    text(drawing, plot.left - 6, y + 4, case.name, anchor="end", size=10)
    drawing.add("rect", x=at(start), y=y - 3.5, width=max(1.0, at(operated) - at(start)), height=7, fill="#e3e6ea")
    colour = {"remission": "#a9cde6", "persistent": "#f3c3a5"}.get(
        case.outcome.state, "#d9c3d2" if case.outcome.recurrence_on else "#d5dae0"
    )
    drawing.add("rect", x=at(operated), y=y - 3.5, width=max(1.0, at(end) - at(operated)), height=7, fill=colour)
    for treatment in patient.treatments:
        begun = treatment.start.earliest if treatment.start else start
        stopped = treatment.stop.latest if treatment.stop else end
        drawing.add("rect", x=at(begun), y=y + 3.5, width=max(1.0, at(stopped) - at(begun)), height=3, fill=_SHADE)
    if patient.diagnosis:
        _diamond(drawing, at(middle(patient.diagnosis)), y, INK)
    for scan in patient.scans:
        positive = scan.result == "positive"
        drawing.add("circle", cx=at(scan.at.earliest), cy=y, r=3, fill=GREEN if positive else "#fff", stroke=GREEN)
    for operation in patient.operations:
        x = at(operation.day)
        drawing.add("path", d=f"M{x - 4:.1f} {y - 6:.1f}L{x + 4:.1f} {y - 6:.1f}L{x:.1f} {y + 1:.1f}Z", fill=INK)
    if case.outcome.remission_on:
        x = at(case.outcome.remission_on)
        drawing.add("line", x1=x, y1=y - 6, x2=x, y2=y + 6, stroke=BLUE, stroke_width=2.4)
    if case.outcome.recurrence_on:
        x = at(case.outcome.recurrence_on)
        drawing.add(
            "path",
            d=f"M{x - 4:.1f} {y - 4:.1f}L{x + 4:.1f} {y + 4:.1f}M{x + 4:.1f} {y - 4:.1f}L{x - 4:.1f} {y + 4:.1f}",
            stroke=PURPLE,
            stroke_width=2.2,
        )
    if patient.death:
        x = at(patient.death.earliest)
        drawing.add("rect", x=x - 1.5, y=y - 6, width=3, height=12, fill=ORANGE)
    else:
        x = at(end)
        drawing.add("path", d=f"M{x:.1f} {y - 4:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 4:.1f}Z", fill=GREY)


def _diamond(drawing: Drawing, x: float, y: float, colour: str) -> None:
    drawing.add(
        "path", d=f"M{x - 4:.1f} {y:.1f}L{x:.1f} {y - 4:.1f}L{x + 4:.1f} {y:.1f}L{x:.1f} {y + 4:.1f}Z", fill="#fff", stroke=colour
    )


def _legend(drawing: Drawing) -> None:
    y = 30.0
    items = ("diagnosis", "scan", "operation", "phosphate normal", "recurrence", "death", "supplements")
    x = 56.0
    for word in items:
        if word == "diagnosis":
            _diamond(drawing, x, y, INK)
        elif word == "scan":
            drawing.add("circle", cx=x, cy=y, r=3, fill=GREEN, stroke=GREEN)
        elif word == "operation":
            drawing.add("path", d=f"M{x - 4:.1f} {y - 4:.1f}L{x + 4:.1f} {y - 4:.1f}L{x:.1f} {y + 3:.1f}Z", fill=INK)
        elif word == "phosphate normal":
            drawing.add("line", x1=x, y1=y - 6, x2=x, y2=y + 6, stroke=BLUE, stroke_width=2.4)
        elif word == "recurrence":
            drawing.add(
                "path",
                d=f"M{x - 4:.1f} {y - 4:.1f}L{x + 4:.1f} {y + 4:.1f}M{x + 4:.1f} {y - 4:.1f}L{x - 4:.1f} {y + 4:.1f}",
                stroke=PURPLE,
                stroke_width=2.2,
            )
        elif word == "death":
            drawing.add("rect", x=x - 1.5, y=y - 6, width=3, height=12, fill=ORANGE)
        else:
            drawing.add("rect", x=x - 8, y=y - 2, width=16, height=4, fill=_SHADE)
            x += 6
        text(drawing, x + 9, y + 4, word, colour=QUIET)
        x += 34 + 6.4 * len(word)
