"""Forest plot of the comparisons that are a yes or no: how much more often in one group than in the other, and how sure."""

from collections.abc import Sequence
from math import log

from culprit.report.drawing import Drawing
from culprit.study.compare import Compared
from culprit.study.figures.frame import BLUE, FAINT, GREY, INK, QUIET, WIDTH, Figure, Plot, finished, text
from culprit.study.protocol import Protocol
from culprit.study.statistics.proportion import Proportion
from culprit.study.variables import title
from culprit.study.written import words

_ROW = 30.0


def forest_figure(done: Sequence[Compared], protocol: Protocol) -> Figure | None:
    """Risk ratios with intervals on a logarithmic scale; None when no comparison is a yes or no."""
    rows = [one for one in done if one.kind == "a yes or no"]
    if not rows:
        return None
    drawing = Drawing(WIDTH)
    bounds = [bound for one in rows if (interval := one.effects[1].interval) for bound in interval]
    low, high = min([0.5, *bounds]), max([2.0, *bounds])
    low, high = max(low / 1.2, 0.02), min(high * 1.2, 50.0)
    top, bottom = 66.0, 66.0 + _ROW * len(rows)
    plot = Plot(drawing, 400, top, 610, bottom, (low, high), (0, len(rows)), log)
    marks = [mark for mark in (0.05, 0.1, 0.25, 0.5, 1, 2, 4, 10, 20) if low <= mark <= high]
    plot.x_axis(marks, "ratio of shares")
    drawing.add("line", x1=plot.x(1), y1=top - 8, x2=plot.x(1), y2=bottom, stroke=GREY)
    for x, head, anchor in (
        (20.0, "variable", "start"),
        (305.0, "first", "end"),
        (365.0, "second", "end"),
        (625.0, "ratio (interval)", "start"),
    ):
        text(drawing, x, 50, head, colour=QUIET, anchor=anchor, size=10)
    for place, one in enumerate(rows):
        _row(plot, one, top + _ROW * (place + 0.5), place)
    confidence = float(protocol.definitions.number("confidence"))
    caption = (
        f"Ratio of shares with {confidence * 100:g} % interval (Katz, log scale); no ratio where a group has no event. "
        f"The table has the "
        "differences too, which always exist."
    )
    return finished(drawing, bottom + 50, "forest", "Comparisons, as ratios", caption, protocol.synthetic)


def _row(plot: Plot, one: Compared, y: float, place: int) -> None:
    drawing, effect = plot.drawing, one.effects[1]
    if place % 2:
        drawing.add("rect", x=12, y=y - _ROW / 2, width=WIDTH - 24, height=_ROW, fill=FAINT, fill_opacity="0.6")
        drawing.add("line", x1=plot.x(1), y1=y - _ROW / 2, x2=plot.x(1), y2=y + _ROW / 2, stroke=GREY)
    named = one.comparison
    text(drawing, 20, y - 1, title(named.of), widest=240)
    by = f"{words(named.by)} " if named.groups[0] in ("yes", "no") else ""
    text(drawing, 20, y + 11, f"{by}{words(named.groups[0])} against {words(named.groups[1])}", size=9, colour=QUIET, widest=240)
    for x, side in zip((305.0, 365.0), one.sides or (), strict=False):
        assert isinstance(side, Proportion)
        text(drawing, x, y + 4, f"{side.count}/{side.total}", anchor="end")
    if effect.estimate is None or effect.interval is None:
        text(drawing, 625, y + 4, effect.why_not, size=9, colour=QUIET, widest=130)
        return
    low, high = (min(max(bound, plot.x_range[0]), plot.x_range[1]) for bound in effect.interval)
    drawing.add("line", x1=plot.x(low), y1=y, x2=plot.x(high), y2=y, stroke=INK, stroke_width=1.4)
    for bound in (low, high):
        drawing.add("line", x1=plot.x(bound), y1=y - 4, x2=plot.x(bound), y2=y + 4, stroke=INK, stroke_width=1.4)
    at = plot.x(min(max(effect.estimate, plot.x_range[0]), plot.x_range[1]))
    drawing.add("rect", x=at - 4.5, y=y - 4.5, width=9, height=9, fill=BLUE)
    text(drawing, 625, y + 4, f"{effect.estimate:.2f} ({effect.interval[0]:.2f}–{effect.interval[1]:.2f})")
