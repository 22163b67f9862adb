"""The reliability plot: what was said against what was true, as a picture of its own."""

import math
from collections.abc import Mapping, Sequence

from benchmarks.course.figures import Band
from culprit.report.drawing import Drawing

_SIDE, _LEFT, _TOP = 320.0, 64.0, 20.0
_COLOURS = ("#0068a5", "#7db4d6", "#c24a00", "#e6a27a")
_TICKS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.7, 0.95)


def reliability_picture(said: Mapping[str, Sequence[Band]]) -> str:
    """An SVG file: both axes are log odds, since most of what is said is near 0; larger points were said more often."""
    drawing = Drawing(_LEFT + _SIDE + 320)
    drawing.add("rect", x=0.0, y=0.0, width=_LEFT + _SIDE + 320, height=_SIDE + 70, fill="#fff")
    drawing.add("rect", x=_LEFT, y=_TOP, width=_SIDE, height=_SIDE, fill="none", stroke="#d5dae0")
    drawing.add("path", d=f"M{_LEFT} {_TOP + _SIDE}L{_LEFT + _SIDE} {_TOP}", stroke="#8b95a1", stroke_dasharray="4 3", fill="none")
    for tick in _TICKS:
        place = _place(tick)
        drawing.text(_LEFT + place, _TOP + _SIDE + 16, f"{tick:g}", size=10, anchor="middle")
        drawing.text(_LEFT - 6, _TOP + _SIDE - place + 3.5, f"{tick:g}", size=10, anchor="end")
        drawing.add(
            "path", d=f"M{_LEFT + place:.1f} {_TOP + _SIDE}v4M{_LEFT} {_TOP + _SIDE - place:.1f}h-4", stroke="#8b95a1", fill="none"
        )
    drawing.text(_LEFT + _SIDE / 2, _TOP + _SIDE + 36, "probability said", size=11.5, anchor="middle")
    drawing.text(_LEFT + 8, _TOP + 16, "share in whom recurrence had begun", size=11.5)
    for row, (colour, (name, bands)) in enumerate(zip(_COLOURS, said.items(), strict=False)):
        points = [(_LEFT + _place(b.mean), _TOP + _SIDE - _place(b.true), b) for b in bands if b.true > 0]
        drawing.add(
            "path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in points), stroke=colour, stroke_width=1.4, fill="none"
        )
        for x, y, band in points:
            words = f"{name}: said {band.mean:.3f}, had begun in {band.true:.3f} of {band.said:,} visits"
            drawing.add("circle", words, cx=x, cy=y, r=1.5 + math.log10(band.said), fill=colour)
        drawing.add("circle", cx=_LEFT + _SIDE + 20, cy=_TOP + 12 + 20 * row, r=4.0, fill=colour)
        drawing.text(_LEFT + _SIDE + 30, _TOP + 16 + 20 * row, name, size=11)
    drawing.text(_LEFT + _SIDE + 14, _TOP + 104, "larger point: said more often", size=10)
    drawing.text(_LEFT + _SIDE + 14, _TOP + 120, "simulated people only", size=10)
    svg = drawing.svg(_SIDE + 70, "Probability said against the share in whom recurrence had begun")
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" ', 1) + "\n"


def _place(share: float) -> float:
    low, high = (_logit(end) for end in (0.0006, 0.99))
    return _SIDE * (min(max(_logit(share), low), high) - low) / (high - low)


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return math.log(share / (1 - share))
