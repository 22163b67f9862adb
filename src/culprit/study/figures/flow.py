"""Flow of exclusions, drawn as boxes."""

from collections.abc import Sequence

from culprit.report.drawing import Drawing
from culprit.study.case import FlowStep
from culprit.study.figures.frame import GREY, INK, QUIET, WIDTH, Figure, finished, text

_LEFT, _BOX, _HIGH, _GAP = 60.0, 280.0, 40.0, 26.0


def flow_figure(flow: Sequence[FlowStep], title: str, synthetic: bool) -> Figure:
    """Boxes from all considered to those in the study; each reason stands beside the arrow, with how many it took."""
    drawing = Drawing(WIDTH)
    top = 30.0
    steps = [step for step in flow[1:] if step.left_out]
    _box(drawing, top, "considered", flow[0].remain, False)
    for step in steps:
        below = top + _HIGH + 2 * _GAP
        middle = _LEFT + _BOX / 2
        drawing.add("line", x1=middle, y1=top + _HIGH, x2=middle, y2=below - 6, stroke=GREY, stroke_width=1.2)
        drawing.add(
            "path", d=f"M{middle - 4:.1f} {below - 7:.1f}L{middle + 4:.1f} {below - 7:.1f}L{middle:.1f} {below:.1f}Z", fill=GREY
        )
        aside = top + _HIGH + _GAP
        drawing.add("line", x1=middle, y1=aside - 3, x2=_LEFT + _BOX + 34, y2=aside - 3, stroke=GREY, stroke_dasharray="3 3")
        text(drawing, _LEFT + _BOX + 42, aside + 1, f"{step.left_out}", bold=True, size=12)
        text(
            drawing, _LEFT + _BOX + 42 + 9 * len(str(step.left_out)) + 4, aside + 1, step.reason, colour=QUIET, size=12, widest=340
        )
        top = below
        last = step is steps[-1]
        _box(drawing, top, "in the study" if last else "remain", step.remain, last)
    nobody = "Nobody was left out. " if not steps else ""
    caption = f"{nobody}A patient is counted at the first reason that applies, in the order of the protocol."
    return finished(drawing, top + _HIGH + 20, "flow", title, caption, synthetic)


def _box(drawing: Drawing, top: float, words: str, count: int, last: bool) -> None:
    drawing.add("rect", x=_LEFT, y=top, width=_BOX, height=_HIGH, rx=4, fill=INK if last else "#fff", stroke=INK if last else GREY)
    colour = "#fff" if last else INK
    text(drawing, _LEFT + 16, top + 25, f"{count:,}", bold=True, size=15, colour=colour)
    text(drawing, _LEFT + 30 + 10 * len(f"{count:,}"), top + 25, words, size=13, colour=colour)
