"""How are values of one analyte drawn over time: the limits' band, the points, and what must not be missed?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from culprit.report.drawing import Box, Drawing, label_box
from culprit.report.markup import shortened
from culprit.report.points import Point
from culprit.report.shown_facts import Span
from culprit.report.time_axis import TimeAxis


@dataclass(frozen=True)
class ValueScale:
    """A linear value axis from `least` at y = `bottom` to `most` at y = `top`."""

    least: float
    most: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """The height of a value; values beyond the axis lie on its edge."""
        share = (min(max(value, self.least), self.most) - self.least) / (self.most - self.least)
        return self.bottom - share * (self.bottom - self.top)


def draw_windows(drawing: Drawing, axis: TimeAxis, spans: Sequence[Span], top: float, bottom: float) -> None:
    """Shaded bands over the plot, overlapping windows as one; a window without an end is shaded to the end of the axis."""
    bands: list[tuple[float, float, str]] = []
    for span in sorted(spans, key=lambda s: (s.start, s.words)):
        if span.start > axis.last or (span.end is not None and span.end < axis.first):
            continue
        left = axis.clipped(span.start)
        right = max(axis.clipped(span.end) if span.end else axis.right, left + 1.5)
        if bands and left <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(right, bands[-1][1]), f"{bands[-1][2]}; {span.words}")
        else:
            bands.append((left, right, span.words))
    for left, right, words in bands:
        drawing.add("rect", shortened(words, 600), class_="window", x=left, y=top, width=right - left, height=bottom - top)


def draw_limits(drawing: Drawing, axis: TimeAxis, scale: ValueScale, points: Sequence[Point]) -> None:
    """The band between the limits, stepping where they change; open above or below where only one limit is known."""
    for first, last in _stretches(points):
        limits = points[first].limits
        left = axis.left if first == 0 else axis.clipped(points[first].at)
        right = axis.clipped(points[last].at) if last < len(points) else axis.right
        top = scale.y(float(limits.high)) if limits.high is not None else scale.top
        bottom = scale.y(float(limits.low)) if limits.low is not None else scale.bottom
        if right > left:
            drawing.add("rect", class_="within-limits", x=left, y=top, width=right - left, height=max(bottom - top, 0.0))
            for limit, height in ((limits.low, bottom), (limits.high, top)):
                if limit is not None and float(limit) <= scale.most:
                    drawing.add("path", class_="limit", d=f"M{left:.1f} {height:.1f}H{right:.1f}")


def _stretches(points: Sequence[Point]) -> list[tuple[int, int]]:
    """Index pairs (first point of a stretch with equal limits, first point of the next) where limits are known."""
    stretches = []
    start = 0
    for i in range(1, len(points) + 1):
        if i == len(points) or (points[i].limits.low, points[i].limits.high) != (
            points[start].limits.low,
            points[start].limits.high,
        ):
            if points[start].limits.low is not None or points[start].limits.high is not None:
                stretches.append((start, i))
            start = i
    return stretches


def draw_points(
    drawing: Drawing, axis: TimeAxis, scale: ValueScale, points: Sequence[Point], left_out: frozenset[int] = frozenset()
) -> None:
    """A thin line through the usable values, then every value: lows large and filled, unused ones hollow, `<` as a wedge."""
    used = [(axis.x(p.at), scale.y(p.value)) for i, p in enumerate(points) if p.standing != "unused" and i not in left_out]
    if len(used) > 1:
        drawing.add("path", class_="course", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in used))
    for i, point in enumerate(points):
        if i not in left_out:
            _mark(drawing, axis.x(point.at), scale, point)


def _mark(drawing: Drawing, x: float, scale: ValueScale, point: Point) -> None:
    y = scale.y(point.value)
    if point.comparator and point.standing != "unused":
        tip = 4.6 if point.comparator.startswith("<") else -4.6
        d = f"M{x - 4:.1f} {y - tip / 2:.1f}h8l-4 {tip * 1.5:.1f}z"
        drawing.add("path", point.words, class_=f"mark {point.standing}", d=d)
    elif point.value > scale.most:
        drawing.add(
            "path",
            point.words + "; above the figure",
            class_=f"mark {point.standing}",
            d=f"M{x - 3:.1f} {scale.top + 5:.1f}h6l-3 -5z",
        )
    else:
        radius = 3.4 if point.standing == "low" else 2.9 if point.standing == "unused" else 2.5
        drawing.add("circle", point.words, class_=f"mark {point.standing}", cx=x, cy=y, r=radius)


def draw_run(drawing: Drawing, axis: TimeAxis, scale: ValueScale, run: Sequence[Point], letter: str) -> Box:
    """Values too dense to be told apart: a bar from lowest to highest, its low part emphasised, lettered for the enlargement."""
    used = [p for p in run if p.standing != "unused"] or list(run)
    left, right = axis.x(run[0].at) - 2.2, axis.x(run[-1].at) + 2.2
    lowest, highest = min(p.value for p in used), max(p.value for p in used)
    words = (
        f"{letter}: {len(run)} values from {min(used, key=lambda p: p.value).printed} to {max(used, key=lambda p: p.value).printed}"
    )
    box = {"x": left, "width": right - left, "rx": 2}
    drawing.add("rect", words, class_="run", y=scale.y(highest) - 1.5, height=scale.y(lowest) - scale.y(highest) + 3, **box)
    lows = [p.value for p in used if p.standing == "low"]
    if lows:
        drawing.add(
            "rect", words, class_="run low", y=scale.y(max(lows)) - 1.5, height=scale.y(min(lows)) - scale.y(max(lows)) + 3, **box
        )
    return Box(left, scale.y(highest), right, scale.y(lowest))


def draw_value_labels(drawing: Drawing, axis: TimeAxis, scale: ValueScale, points: Sequence[Point], taken: Sequence[Box]) -> None:
    """The lowest and the newest usable value written beside their points, where there is room."""
    used = [p for p in points if p.standing != "unused"]
    if not used:
        return
    crowd = [*taken, *(_around(axis.x(p.at), scale.y(p.value), 2.5) for p in points), *_along(axis, scale, used)]
    lowest = min(used, key=lambda p: (p.value, p.comparator != "<", p.at))
    for point in dict.fromkeys((used[-1], lowest)):
        x, y = axis.x(point.at), scale.y(point.value)
        for dx, dy, anchor in _BESIDE:
            box = label_box(x + dx, y + dy, point.printed, 11, anchor)
            inside = box.left >= axis.left and box.right <= axis.right + 2 and box.bottom <= scale.bottom and box.top >= scale.top
            if inside and not any(map(box.overlaps, crowd)):
                crowd.append(
                    drawing.text(x + dx, y + dy, point.printed, anchor=anchor, class_=f"value plot-label {point.standing}")
                )
                break


# Where a value may stand beside its point: to the right, below, above, to the left, then aslant.
_BESIDE = (
    (7, 3.6, "start"),
    (0, 16, "middle"),
    (0, -8, "middle"),
    (-7, 3.6, "end"),
    (6, 15, "start"),
    (-6, 15, "end"),
    (6, -7, "start"),
)


def _around(x: float, y: float, room: float) -> Box:
    return Box(x - room, y - room, x + room, y + room)


def _along(axis: TimeAxis, scale: ValueScale, used: Sequence[Point]) -> list[Box]:
    """Small boxes along the line that joins the values, so that no number is struck through."""
    places = [(axis.x(p.at), scale.y(p.value)) for p in used]
    boxes = []
    for (x, y), (next_x, next_y) in pairwise(places):
        steps = max(1, min(60, int(max(abs(next_x - x), abs(next_y - y)) / 5)))
        boxes += [_around(x + (next_x - x) * i / steps, y + (next_y - y) * i / steps, 1.0) for i in range(1, steps)]
    return boxes


def draw_time_ticks(drawing: Drawing, axis: TimeAxis, top: float, bottom: float) -> float:
    """Faint upright lines from `top` to `bottom`, their days below; returns the y below the last line of text."""
    written = -1e9
    ticks = axis.ticks()
    two_lines = any(tick.group for tick in ticks)
    for i, tick in enumerate(ticks):
        x = axis.x(tick.at)
        drawing.add("path", class_="tick", d=f"M{x:.1f} {top:.1f}V{bottom + 3:.1f}")
        box = label_box(x, bottom + 14, tick.label, 10, "middle")
        if box.left > axis.left - 14 and box.right < axis.right + 14:
            drawing.text(x, bottom + 14, tick.label, size=10, anchor="middle", class_="axis")
        if tick.group and (i == 0 or tick.group != ticks[i - 1].group):
            group = label_box(x, bottom + 26, tick.group, 10, "middle")
            if group.left > written:
                drawing.text(x, bottom + 26, tick.group, size=10, anchor="middle", class_="axis strong")
                written = group.right + 6
    return bottom + (30 if two_lines else 18)
