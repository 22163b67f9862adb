"""Curves over time: how soon phosphate was normal, how long it stayed so, what came first. Numbers at risk stand below."""

from collections.abc import Sequence

from culprit.report.drawing import Drawing
from culprit.study.case import Case
from culprit.study.figures.frame import BLUE, GREY, ORANGE, PURPLE, QUIET, WIDTH, Figure, Plot, finished, text, ticks
from culprit.study.protocol import Comparison, Protocol
from culprit.study.statistics.competing import aalen_johansen
from culprit.study.statistics.survival import Curve, kaplan_meier
from culprit.study.variables import group, recurrence_free, time_to_normal
from culprit.study.written import words

_COLOURS = (BLUE, ORANGE)


def normal_figure(cases: Sequence[Case], protocol: Protocol) -> Figure | None:
    """Share with normal phosphate by day; split by the groups of a comparison of time_to_normal, if the protocol has one."""
    sides = [(name, *time_to_normal(members)) for name, members in _split(cases, protocol, "time_to_normal")]
    if not any(times for _, times, _ in sides):
        return None
    longest = min(
        max(
            90.0, *(max((t for t, h in zip(times, happened, strict=True) if h), default=0.0) * 1.1 for _, times, happened in sides)
        ),
        400.0,
    )
    return _figure(
        sides, protocol, longest, True, "days from the operation", "time_to_normal", "Time to normal phosphate off supplements",
        "Kaplan–Meier, interval on the log(−log) scale; ticks: last phosphate without a normal one. Normal is seen "
        "only on days with blood drawn.",
    )  # fmt: skip


def recurrence_figure(cases: Sequence[Case], protocol: Protocol) -> Figure | None:
    """Share of remitters free of recurrence by month."""
    sides = []
    for name, members in _split(cases, protocol, "recurrence_free"):
        times, kinds = recurrence_free(members, protocol.definitions)
        sides.append((name, times, [kind == 1 for kind in kinds]))
    if not any(times for _, times, _ in sides):
        return None
    longest = max(12.0, *(max(times, default=0.0) for _, times, _ in sides))
    begins = protocol.definitions.word("recurrence_time_from")
    return _figure(
        sides, protocol, longest, False, f"months from {begins}", "recurrence_free", "Free of recurrence, among remitters",
        "Kaplan–Meier, interval on the log(−log) scale; ticks: last phosphate without recurrence. Persistent disease "
        "is not in this figure.",
    )  # fmt: skip


def competing_figure(cases: Sequence[Case], protocol: Protocol) -> Figure | None:
    """Cumulative incidence of recurrence and of death before it, among remitters."""
    times, kinds = recurrence_free(cases, protocol.definitions)
    if not times:
        return None
    confidence = float(protocol.definitions.number("confidence"))
    drawing, longest = Drawing(WIDTH), max(12.0, *times)
    found = [
        (name, aalen_johansen(times, kinds, kind, confidence), colour)
        for kind, name, colour in ((1, "recurrence", PURPLE), (2, "death before recurrence", GREY))
    ]
    top = max(0.25, max((one.high for _, steps, _ in found for one in steps), default=0.0))
    plot = Plot(drawing, 70, 56, 720, 300, (0.0, longest), (0.0, min(1.0, top * 1.1)))
    plot.y_axis(ticks(0, plot.y_range[1], 5), "cumulative incidence", lambda share: f"{100 * share:.0f} %")
    plot.x_axis(_month_ticks(longest), "months from " + protocol.definitions.word("recurrence_time_from"))
    at = 330.0
    for name, steps, colour in found:
        points, last = [(0.0, 0.0)], 0.0
        for one in steps:
            points += [(one.time, last), (one.time, one.incidence)]
            last = one.incidence
        _band(plot, [(one.time, one.low, one.high) for one in steps], longest, colour, 0.0)
        plot.path([*points, (longest, last)], stroke=colour, stroke_width=2)
        drawing.add("line", x1=at, y1=22, x2=at + 20, y2=22, stroke=colour, stroke_width=2.4)
        text(drawing, at + 26, 26, f"{name} ({sum(one.events for one in steps)})")
        at += 60 + 7 * len(name)
    _at_risk(drawing, plot, [("at risk", times)], _month_ticks(longest), 352)
    caption = (
        "Aalen–Johansen among remitters, interval on the log(−log) scale: whoever dies can no longer recur, and is not counted as "
        "merely lost."
    )
    return finished(drawing, 380, "competing", "Recurrence with death as competing event", caption, protocol.synthetic)


def _split(cases: Sequence[Case], protocol: Protocol, of: str) -> list[tuple[str, Sequence[Case]]]:
    asked: Comparison | None = next((one for one in protocol.comparisons if one.of == of), None)
    if asked is None:
        return [("all", cases)]
    return [(words(name), [case for case in cases if group(case, asked.by) == name]) for name in asked.groups]


def _month_ticks(longest: float) -> list[float]:
    step = 12 if longest <= 96 else 24
    return [float(month) for month in range(0, int(longest) + 1, step)]


Side = tuple[str, Sequence[float], Sequence[bool]]


def _figure(
    sides: Sequence[Side], protocol: Protocol, longest: float, rising: bool, label: str, name: str, title: str, caption: str
) -> Figure:
    drawing = Drawing(WIDTH)
    plot = Plot(drawing, 90, 56, 720, 310, (0.0, longest), (0.0, 1.0))
    plot.y_axis((0, 0.25, 0.5, 0.75, 1), "normal" if rising else "free of recurrence", lambda share: f"{100 * share:.0f} %")
    marks = ticks(0, longest, 8) if rising else _month_ticks(longest)
    plot.x_axis(marks, label)
    confidence = float(protocol.definitions.number("confidence"))
    at = 330.0
    for colour, (side, times, happened) in zip(_COLOURS, sides, strict=False):
        curve = kaplan_meier(times, happened, confidence)
        _curve(plot, curve, longest, rising, colour)
        if len(sides) > 1:
            drawing.add("line", x1=at, y1=22, x2=at + 20, y2=22, stroke=colour, stroke_width=2.4)
            text(drawing, at + 26, 26, side)
            at += 60 + 7 * len(side)
    below = _at_risk(drawing, plot, [(side if len(sides) > 1 else "at risk", times) for side, times, _ in sides], marks, 362)
    return finished(drawing, below + 14, name, title, caption, protocol.synthetic)


def _curve(plot: Plot, curve: Curve, longest: float, rising: bool, colour: str) -> None:
    def shown(share: float) -> float:
        return 1 - share if rising else share

    points, last = [(0.0, shown(1.0))], 1.0
    bounds = []
    for step in curve.steps:
        if step.time > longest:
            break
        points += [(step.time, shown(last)), (step.time, shown(step.free))]
        last = step.free
        bounds.append((step.time, *sorted((shown(step.low), shown(step.high)))))
    end = min(longest, curve.last)
    _band(plot, bounds, end, colour, shown(1.0))  # type: ignore[arg-type]
    plot.path([*points, (end, shown(last))], stroke=colour, stroke_width=2)
    for time in sorted(set(curve.censored)):
        if time > longest:
            continue
        held = curve.free_at(time)
        at = plot.y(shown(held.free if held else 1.0))
        plot.drawing.add("line", x1=plot.x(time), y1=at - 5, x2=plot.x(time), y2=at + 5, stroke=colour, stroke_width=1.3)


def _band(plot: Plot, bounds: Sequence[tuple[float, float, float]], end: float, colour: str, start: float) -> None:
    """The interval as a stepped band, from the first event on."""
    if not bounds:
        return
    upper, lower = [], []
    for place, (time, low, high) in enumerate(bounds):
        until = bounds[place + 1][0] if place + 1 < len(bounds) else max(end, time)
        upper += [(time, high), (until, high)]
        lower += [(time, low), (until, low)]
    points = " ".join(f"{plot.x(x):.1f},{plot.y(min(y, plot.y_range[1])):.1f}" for x, y in [*upper, *reversed(lower)])
    plot.drawing.add("polygon", points=points, fill=colour, fill_opacity="0.13")


def _at_risk(
    drawing: Drawing, plot: Plot, sides: Sequence[tuple[str, Sequence[float]]], marks: Sequence[float], top: float
) -> float:
    """The numbers at risk below the axis; returns where they end."""
    for name, times in sides:
        text(drawing, plot.left - 14, top, name, anchor="end", colour=QUIET, widest=74)
        for mark in marks:
            text(drawing, plot.x(mark), top, str(sum(time >= mark for time in times)), anchor="middle")
        top += 17
    return top
