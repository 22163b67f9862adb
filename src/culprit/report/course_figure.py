"""What happened to phosphate after the operation, and has the disease come back? One figure: course, set-point, probability."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from culprit.domain.course import Course, MonitorPoint
from culprit.domain.record import PatientRecord
from culprit.report import panel, rows
from culprit.report.drawing import Box, Drawing
from culprit.report.limits import LimitsOf
from culprit.report.markup import Markup
from culprit.report.points import Point, in_words, points
from culprit.report.shown_facts import Span, drugs
from culprit.report.time_axis import TimeAxis, day_in_words
from culprit.report.words import title

WIDTH, LEFT, RIGHT = 760.0, 118.0, 700.0
PLOT, EARLY, CHANCE = 210.0, 118.0, 104.0
BEFORE, EARLY_DAYS = timedelta(days=150), 35
SUPPLEMENTS = ("oral_phosphate", "phosphate_unspecified", "iv_phosphate", "active_vitamin_d", "burosumab", "fgfr_inhibitor")
COMPANIONS = (("fgf23_intact", "ng/L"), ("fgf23_cterminal", "RU/mL"), ("tmp_gfr", "mmol/L"), ("alkaline_phosphatase", "U/L"))


@dataclass(frozen=True)
class CourseFigure:
    """The drawing, and the marks that its legend has to explain."""

    svg: Markup
    labels: tuple[Box, ...]
    marks: frozenset[str]


def course_figure(course: Course, record: PatientRecord, limits_of: LimitsOf | None = None) -> CourseFigure | None:
    """Draws the course after the last operation; None without any phosphate to draw."""
    if not course.operations:
        return None
    operated = _noon(course.operations[-1].latest)
    drawn = _points(course, record, limits_of)
    drawn = [p for p in drawn if p.at >= operated - BEFORE]
    if not drawn:
        return None
    figure = _Figure(Drawing(WIDTH), course, operated, _axis(course, operated, drawn), set())
    given = [span for span in drugs(record)[0] if span.name in SUPPLEMENTS]
    figure.phosphate(drawn, given)
    figure.early(drawn)
    figure.supplements(given)
    figure.companions(record, limits_of)
    figure.chance()
    shows = f"Serum phosphate after the operation of {course.operations[-1].on}: {course.state}"
    return CourseFigure(
        figure.drawing.svg(figure.y + 4, shows, class_="timeline course-figure"),
        tuple(figure.drawing.labels),
        frozenset(figure.marks),
    )


def _points(course: Course, record: PatientRecord, limits_of: LimitsOf | None) -> list[Point]:
    """Every phosphate; those that may not tell all are drawn hollow, unless they are low and may say so."""
    silent = {(r.on, r.source): r.because for r in course.readings if r.use != "all" and not r.low}
    found = []
    for point, result in zip(
        points(record, "phosphate_serum", {}, limits_of),
        (r for r in record.of_analyte("phosphate_serum") if r.quantity is not None),
        strict=True,
    ):
        because = silent.get((str(result.at), result.source))
        found.append(point if because is None else replace(point, standing="unused", words=f"{point.words}; {because}"))
    return found


def _axis(course: Course, operated: datetime, drawn: Sequence[Point]) -> TimeAxis:
    last = max(drawn[-1].at, _noon(course.followed_on))
    if course.monitor and course.monitor.next_test:
        last = max(last, _noon(course.monitor.next_test))
    first = min(drawn[0].at, operated)
    span = last - first
    return TimeAxis(first - span * 0.02, last + span * 0.04 + timedelta(days=5), LEFT, RIGHT)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


@dataclass
class _Figure:
    """The figure from top to bottom; `y` is where the next thing begins."""

    drawing: Drawing
    course: Course
    operated: datetime
    axis: TimeAxis
    marks: set[str]
    y: float = 0.0

    def phosphate(self, drawn: Sequence[Point], given: Sequence[Span]) -> None:
        """Limits, supplements shaded, set-point, values, what is expected next, and the operations as upright lines."""
        top = self.y + 34
        bottom = top + PLOT
        self.drawing.add("rect", class_="plot", x=LEFT, y=top, width=RIGHT - LEFT, height=PLOT)
        ahead = self.course.monitor.expected if self.course.monitor else None
        scale = _scale(drawn, [ahead.low, ahead.high] if ahead else [], top, bottom)
        self._value_axis(scale, drawn)
        panel.draw_limits(self.drawing, self.axis, scale, [p for p in drawn if p.limits.low is not None])
        self._shade(given, top, bottom)
        self._set_point(scale)
        below = panel.draw_time_ticks(self.drawing, self.axis, top, bottom)
        self._operations(top, bottom)
        panel.draw_points(self.drawing, self.axis, scale, drawn)
        self._expected(scale)
        self._newest(drawn, scale)
        self.marks.update(p.standing for p in drawn)
        self.y = below

    def _newest(self, drawn: Sequence[Point], scale: panel.ValueScale) -> None:
        """The newest value written below its point, and clear of the limit's line."""
        newest = next((p for p in reversed(drawn) if p.standing != "unused"), None)
        if newest is None:
            return
        baseline = scale.y(newest.value) + 15
        if newest.limits.low is not None:
            line = scale.y(float(newest.limits.low))
            baseline = line + 13 if baseline - 11 < line < baseline + 4 else baseline
        x = self.axis.x(newest.at)
        self.drawing.text(
            x, min(baseline, scale.bottom - 4), newest.printed, anchor="end", class_=f"value plot-label {newest.standing}"
        )

    def _value_axis(self, scale: panel.ValueScale, drawn: Sequence[Point]) -> None:
        step = 0.2
        for i in range(round(scale.least / step), int(scale.most / step) + 1):
            y = scale.y(i * step)
            if scale.least - 1e-9 <= i * step <= scale.most + 1e-9:
                self.drawing.text(LEFT - 6, y + 3.5, f"{i * step:.1f}", size=10, anchor="end", class_="axis")
                self.drawing.add("path", class_="tick", d=f"M{LEFT - 3:.1f} {y:.1f}H{LEFT:.1f}")
        self.drawing.text(0, scale.top + 11, "Phosphate", size=11, class_="name strong")
        self.drawing.text(0, scale.top + 24, "mmol/L", size=9.5, class_="axis")
        low = next((p.limits.low for p in reversed(drawn) if p.limits.low is not None), None)
        if low is not None:
            self.drawing.text(RIGHT + 5, scale.y(float(low)) + 3.5, f"limit {in_words(low)}", size=10, class_="limit-name")

    def _shade(self, given: Sequence[Span], top: float, bottom: float) -> None:
        for span in given:
            end = span.end or span.start
            if end < self.axis.first or span.start > self.axis.last:
                continue
            left, right = self.axis.clipped(span.start), self.axis.clipped(end)
            self.drawing.add(
                "rect", span.tooltip, class_="supplement", x=left, y=top, width=max(right - left, 1.5), height=bottom - top
            )
            self.marks.add("supplement")

    def _set_point(self, scale: panel.ValueScale) -> None:
        found = self.course.monitor.points if self.course.monitor else ()
        if len(found) < 2:
            return
        self._band(scale, [(p.on, p.set_point_low, p.set_point_high) for p in found], "set-point-band")
        self._line(scale, [(p.on, p.set_point) for p in found], "set-point")
        self.marks.add("set-point")
        newest = found[-1]
        self.drawing.text(RIGHT + 5, scale.y(newest.set_point) + 3.5, f"own {newest.set_point:.2f}", size=10, class_="own")

    def _band(self, scale: panel.ValueScale, edges: Sequence[tuple[date, float, float]], class_: str) -> None:
        over = [f"{self.axis.x(_noon(on)):.1f} {scale.y(high):.1f}" for on, _, high in edges]
        under = [f"{self.axis.x(_noon(on)):.1f} {scale.y(low):.1f}" for on, low, _ in reversed(edges)]
        self.drawing.add("path", class_=class_, d=f"M{'L'.join([*over, *under])}Z")

    def _line(self, scale: panel.ValueScale, values: Sequence[tuple[date, float]], class_: str) -> None:
        places = [f"{self.axis.x(_noon(on)):.1f} {scale.y(value):.1f}" for on, value in values]
        self.drawing.add("path", class_=class_, d=f"M{'L'.join(places)}")

    def _operations(self, top: float, bottom: float) -> None:
        for one in self.course.operations:
            at = _noon(one.latest)
            if self.axis.holds(at):
                x = self.axis.x(at)
                self.drawing.add("path", class_="operated", d=f"M{x:.1f} {top - 8:.1f}V{bottom:.1f}")
                self.drawing.add(
                    "path",
                    f"{one.kind}, {one.on}: {one.text}",
                    class_="event operation",
                    d=f"M{x - 3.5:.1f} {top - 15:.1f}h7v7h-7z",
                )
                words = f"{one.procedure or one.kind}".replace("wide", "wide resection").replace("marginal", "marginal resection")
                self.drawing.text(x + 7, top - 8, f"{words}, {day_in_words(at)}", size=10.5, class_="name")
                self.marks.add("operation")

    def _expected(self, scale: panel.ValueScale) -> None:
        monitor = self.course.monitor
        if monitor is None or monitor.expected is None:
            return
        ahead = monitor.expected
        x = self.axis.x(_noon(ahead.on))
        words = f"expected on {ahead.on}: {ahead.value:.2f} mmol/L, nine in ten between {ahead.low:.2f} and {ahead.high:.2f}"
        self.drawing.add(
            "path", words, class_="expected", d=f"M{x - 3:.1f} {scale.y(ahead.high):.1f}h6m-3 0V{scale.y(ahead.low):.1f}m-3 0h6"
        )
        self.drawing.add("circle", words, class_="expected-value", cx=x, cy=scale.y(ahead.value), r=3.2)
        self.marks.add("expected")

    def _in_early(self, point: Point) -> bool:
        return timedelta(days=-4) <= point.at - self.operated <= timedelta(days=EARLY_DAYS)

    def _early(self, drawn: Sequence[Point]) -> list[Point]:
        return [p for p in drawn if self._in_early(p) and p.at > self.operated]

    def early(self, drawn: Sequence[Point]) -> None:
        """The first weeks on an axis of their own, where they hold more than three values."""
        found = self._early(drawn)
        if len(found) <= 3 or self.axis.last - self.axis.first < timedelta(days=200):
            return
        top, bottom = self.y + 16, self.y + 16 + EARLY
        right = LEFT + (RIGHT - LEFT) * 0.56
        own = TimeAxis(self.operated - timedelta(days=2), self.operated + timedelta(days=EARLY_DAYS + 1), LEFT, right)
        self.drawing.add("rect", class_="plot", x=LEFT, y=top, width=right - LEFT, height=EARLY)
        early = self.course.early_days
        scale = _scale(found, [early.plateau_low, early.plateau_high] if early else [], top, bottom)
        panel.draw_limits(self.drawing, own, scale, [p for p in found if p.limits.low is not None])
        for day in (0, 7, 14, 21, 28, 35):
            x = own.x(self.operated + timedelta(days=day))
            self.drawing.add("path", class_="operated" if day == 0 else "tick", d=f"M{x:.1f} {top:.1f}V{bottom + 3:.1f}")
            self.drawing.text(x, bottom + 14, f"day {day}", size=10, anchor="middle", class_="axis")
        for value in (v for v in (0.4, 0.8, 1.2) if scale.least <= v <= scale.most):
            self.drawing.text(LEFT - 6, scale.y(value) + 3.5, f"{value:.1f}", size=10, anchor="end", class_="axis")
        self._plateau(scale, own, right)
        panel.draw_points(self.drawing, own, scale, found)
        self.drawing.text(0, top + 11, "First weeks", size=11, class_="name strong")
        self.drawing.text(0, top + 24, "enlarged", size=9.5, class_="axis")
        self.y = bottom + 20

    def _plateau(self, scale: panel.ValueScale, own: TimeAxis, right: float) -> None:
        early = self.course.early_days
        if early is None:
            return
        x = own.right - 12
        d = f"M{x - 3:.1f} {scale.y(early.plateau_high):.1f}h6m-3 0V{scale.y(early.plateau_low):.1f}m-3 0h6"
        self.drawing.add("path", early.because, class_="expected", d=d)
        self.drawing.add("circle", early.because, class_="expected-value", cx=x, cy=scale.y(early.plateau), r=3.2)
        self.drawing.text(right + 12, scale.top + 14, f"heading for {early.plateau:.2f} mmol/L", size=11)
        self.drawing.text(
            right + 12, scale.top + 29, f"nine in ten: {early.plateau_low:.2f} to {early.plateau_high:.2f}", size=10, class_="axis"
        )
        chance = early.probability_of_no_remission
        words = f"stays below the limit: {chance:.2f}" if chance >= 0.01 else "stays below the limit: under 0.01"
        self.drawing.text(right + 12, scale.top + 44, words, size=10, class_="axis")

    def supplements(self, given: Sequence[Span]) -> None:
        """One bar per supplement."""
        shown = [s for s in given if (s.end or s.start) >= self.axis.first and s.start <= self.axis.last]
        if not shown:
            return
        self.y = rows.draw_heading(self.drawing, self.y, "What lifts phosphate", RIGHT)
        for name in dict.fromkeys(span.name for span in shown):
            self.y = rows.draw_lane(
                self.drawing, self.axis, self.y, title(name), [s for s in shown if s.name == name], "supplement-bar"
            )

    def companions(self, record: PatientRecord, limits_of: LimitsOf | None) -> None:
        """FGF23, TmP/GFR and alkaline phosphatase in little."""
        found = [(name, unit, points(record, name, {}, limits_of)) for name, unit in COMPANIONS]
        found = [(n, u, v) for n, u, v in found if any(self.axis.holds(p.at) for p in v)]
        if found:
            self.y = rows.draw_heading(self.drawing, self.y, "Companions", RIGHT)
        for name, unit, values in found:
            self.y = rows.draw_small_row(self.drawing, self.axis, self.y, name, unit, values)

    def chance(self) -> None:
        """The probability that recurrence has begun, after each visit, with its interval."""
        monitor = self.course.monitor
        if monitor is None or not monitor.points:
            return
        self.y = rows.draw_heading(
            self.drawing, self.y, "Has recurrence begun? (simulation only: not validated on patients)", RIGHT
        )
        top, bottom = self.y + 4, self.y + 4 + CHANCE
        self.drawing.add("rect", class_="plot", x=LEFT, y=top, width=RIGHT - LEFT, height=CHANCE)
        scale = panel.ValueScale(0.0, 1.0, top, bottom)
        for value in (0.0, 0.5, 1.0):
            self.drawing.text(LEFT - 6, scale.y(value) + 3.5, f"{value:.1f}", size=10, anchor="end", class_="axis")
        self.drawing.text(0, top + 11, "Probability", size=11, class_="name strong")
        for name, word in (("alarm_probability", "alarm"), ("retest_probability", "repeat")):
            used = next((float(s.value) for s in self.course.settings if s.name == name), None)
            if used is not None:
                y = scale.y(used)
                self.drawing.add("path", class_=f"threshold {word}", d=f"M{LEFT:.1f} {y:.1f}H{RIGHT:.1f}")
                self.drawing.text(RIGHT + 5, y + 3.5, f"{word} {used:g}", size=10, class_="axis")
        self._chances(scale, monitor.points)
        self.y = panel.draw_time_ticks(self.drawing, self.axis, top, bottom)
        self.marks.add("chance")

    def _chances(self, scale: panel.ValueScale, found: Sequence[MonitorPoint]) -> None:
        if len(found) > 1:
            self._line(scale, [(p.on, p.probability) for p in found], "chance-line")
        for point in found:
            x = self.axis.x(_noon(point.on))
            words = f"{point.on}: {point.probability:.2f} ({point.low:.2f} to {point.high:.2f})"
            self.drawing.add("path", words, class_="whisker", d=f"M{x:.1f} {scale.y(point.low):.1f}V{scale.y(point.high):.1f}")
            self.drawing.add("circle", words, class_="chance-point", cx=x, cy=scale.y(point.probability), r=3.0)
        newest = found[-1]
        x, y = self.axis.x(_noon(newest.on)), scale.y(newest.probability)
        self.drawing.text(
            x + 7, min(max(y + 4, scale.top + 11), scale.bottom - 3), f"{newest.probability:.2f}", class_="value plot-label"
        )


def _scale(drawn: Sequence[Point], others: Sequence[float], top: float, bottom: float) -> panel.ValueScale:
    values = [*others, *(p.value for p in drawn), *(float(p.limits.low) for p in drawn if p.limits.low is not None)]
    return panel.ValueScale(max(0.0, min(values) - 0.08), min(max(values) + 0.10, 2.4), top, bottom)
