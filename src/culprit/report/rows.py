"""How are windows, stays, drugs and other analytes drawn as rows below the phosphate, on the same time axis?"""

from collections.abc import Sequence
from datetime import timedelta

from culprit.report.drawing import Drawing
from culprit.report.panel import ValueScale, draw_limits
from culprit.report.points import Point
from culprit.report.shown_facts import Span, merged
from culprit.report.time_axis import TimeAxis
from culprit.report.words import analyte_short, title

ROW = 17.0
SMALL_ROW = 34.0
GUTTER = 8.0


def draw_heading(drawing: Drawing, y: float, text: str, right: float) -> float:
    """A group's name over a hairline; returns the y where its first row begins."""
    drawing.add("path", class_="rule", d=f"M0 {y + 4:.1f}H{right:.1f}")
    drawing.text(0, y + 17, text, size=10, class_="group")
    return y + 22


def draw_lane(drawing: Drawing, axis: TimeAxis, y: float, name: str, spans: Sequence[Span], class_: str) -> float:
    """One row of bars: a bar from start to end, a tick for a single dose, a dashed line where no end is recorded."""
    middle = y + ROW / 2
    drawing.text(axis.left - GUTTER, middle + 3.6, name, size=10.5, anchor="end", widest=axis.left - GUTTER - 4, class_="name")
    drawing.add("path", class_="lane", d=f"M{axis.left:.1f} {middle:.1f}H{axis.right:.1f}")
    one_pixel = (axis.last - axis.first) / max(int(axis.right - axis.left), 1)
    open_spans = [span for span in spans if span.end is None]
    for span in merged([span for span in spans if span.end is not None], nearer_than=one_pixel * 2):
        assert span.end is not None
        if span.end < axis.first or span.start > axis.last:
            continue
        left, right = axis.clipped(span.start), axis.clipped(span.end)
        if right - left < 3:
            drawing.add("rect", span.tooltip, class_=class_, x=left - 1.5, y=middle - 5.5, width=3, height=11, rx=1)
        else:
            drawing.add("rect", span.tooltip, class_=class_, x=left, y=middle - 4, width=right - left, height=8, rx=2)
    for i, span in enumerate(sorted(open_spans, key=lambda s: (s.start, s.words))):
        left = axis.clipped(span.start)
        drawing.add("rect", span.tooltip, class_=class_, x=left - 1.5, y=middle - 5.5, width=3, height=11, rx=1)
        if i == len(open_spans) - 1 and axis.right - left > 6:
            drawing.add(
                "path",
                span.tooltip + ", no end recorded",
                class_=f"{class_} open",
                d=f"M{left + 3:.1f} {middle:.1f}H{axis.right:.1f}",
            )
    return y + ROW


def lanes_by_name(spans: Sequence[Span], axis: TimeAxis, most: int) -> tuple[list[tuple[str, list[Span]]], list[str]]:
    """Spans that touch the axis grouped by name in order of appearance, at most `most` groups, and the names left over."""
    groups: dict[str, list[Span]] = {}
    for span in spans:
        if span.start <= axis.last and (span.end is None or span.end >= axis.first - timedelta(days=1)):
            groups.setdefault(span.name, []).append(span)
    names = list(groups)
    return [(name, groups[name]) for name in names[:most]], [title(name) for name in names[most:]]


def draw_small_row(drawing: Drawing, axis: TimeAxis, y: float, analyte: str, unit: str, points: Sequence[Point]) -> float:
    """One analyte in little: its band, its course, values beyond the limits emphasised, the newest value written at the end."""
    shown = [p for p in points if axis.holds(p.at)]
    used = [p for p in shown if p.standing != "unused"]
    values = [p.value for p in used] or [p.value for p in shown]
    edges = [float(v) for p in used for v in (p.limits.low, p.limits.high) if v is not None]
    # The limits may widen the scale, but never flatten the values to a line.
    lowest, highest = min(values), max(values)
    span = highest - lowest or abs(highest) * 0.2 or 1.0
    least = min([lowest, *(e for e in edges if e > lowest - 1.5 * span)])
    most = max([highest, *(e for e in edges if e < highest + 1.5 * span)])
    room = (most - least) * 0.12 or 1.0
    scale = ValueScale(least - room, most + room, y + 3, y + SMALL_ROW - 4)
    drawing.text(
        axis.left - GUTTER, y + 15, analyte_short(analyte), size=10.5, anchor="end", widest=axis.left - GUTTER - 4, class_="name"
    )
    drawing.text(axis.left - GUTTER, y + 27, unit, size=9, anchor="end", widest=axis.left - GUTTER - 4, class_="axis")
    draw_limits(drawing, axis, scale, used)
    if len(used) > 1:
        drawing.add("path", class_="course", d="M" + "L".join(f"{axis.x(p.at):.1f} {scale.y(p.value):.1f}" for p in used))
    for point in shown:
        beyond = point.standing in ("low", "high")
        if beyond or point.standing == "unused" or len(shown) <= 60:
            mark = "unused" if point.standing == "unused" else "beyond" if beyond else "within"
            drawing.add(
                "circle", point.words, class_=f"mark {mark}", cx=axis.x(point.at), cy=scale.y(point.value), r=2.4 if beyond else 1.7
            )
    if used:
        newest = used[-1]
        class_ = "value beyond" if newest.standing in ("low", "high") else "value"
        drawing.text(axis.right + 6, y + 20, newest.printed, size=10.5, class_=class_, widest=drawing.width - axis.right - 6)
    return y + SMALL_ROW
