"""What happened to this patient's phosphate, and what else happened meanwhile? One figure per patient, as inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from culprit.domain.assessment import Assessment
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.report import panel, rows
from culprit.report.drawing import Box, Drawing, label_box
from culprit.report.event_flags import draw_events, flagged, grouped
from culprit.report.limits import Limits, LimitsOf, limits_in
from culprit.report.markup import Markup, element
from culprit.report.points import Point, dense_runs, in_words, points
from culprit.report.shown_facts import Event, Span, drugs, events, stays, windows
from culprit.report.time_axis import TimeAxis, day_in_words
from culprit.report.words import analyte_title, counted, title

WIDTH, LEFT, RIGHT = 760.0, 150.0, 706.0
PLOT_HEIGHT, ENLARGED_HEIGHT = 170.0, 112.0
MOST_LANES, MOST_ENLARGED = 12, 2
# Phosphate as phosphorus: 30.974 g/mol (IUPAC atomic weight), so 1 mmol/L is 3.0974 mg/dL.
MG_DL_PER_MMOL_L = 3.0974
# Beyond these the figure would serve its outliers: they lie on the edge and say their value.
HIGHEST_DRAWN, YEARS_BEFORE_PHOSPHATE = 2.6, 10

SMALL_ROWS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("alkaline_phosphatase",), "U/L"),
    (("bone_alkaline_phosphatase",), "U/L"),
    (("creatinine_serum",), "µmol/L"),
    (("calcium_serum",), "mmol/L"),
    (("pth",), "pmol/L"),
    (("vitd25",), "nmol/L"),
    (("vitd125",), "pmol/L"),
    (("tmp_gfr",), "mmol/L"),
    (("fgf23_intact",), "ng/L"),
    (("fgf23_cterminal",), "RU/mL"),
)


@dataclass(frozen=True)
class Timeline:
    """The figure, what is said below it in words (what it leaves out and why), and the boxes of its labels."""

    svg: Markup | None
    notes: tuple[str, ...]
    labels: tuple[Box, ...]
    marks: frozenset[str]


def timeline(record: PatientRecord, assessment: Assessment, limits_otherwise: LimitsOf | None = None) -> Timeline:
    """Draws one patient's timeline.

    `limits_otherwise` gives the limits of results that the assessment's evidence does not name (without it: the laboratory's own).
    Without any dated fact there is no figure (`svg` is None) and the notes say so.
    """
    named = dict(limits_in(assessment))
    phosphate = points(record, "phosphate_serum", named, limits_otherwise)
    happened, undated_events = events(record)
    given, undated_drugs = drugs(record)
    shaded = windows(assessment)
    others = [(names[0], unit, points(record, names[0], named, limits_otherwise)) for names, unit in SMALL_ROWS]
    notes = (
        [f"Without a date in the source, so not drawn: {', '.join(undated_events + undated_drugs)}."]
        if undated_events + undated_drugs
        else []
    )
    axis = _axis(phosphate, happened, given, shaded, [p for _, _, values in others for p in values], record.newest_fact())
    if axis is None:
        return Timeline(None, (*notes, "The record holds no dated fact that could be drawn."), (), frozenset())
    figure = _Figure(Drawing(WIDTH), axis, notes, set())
    figure.events_and_phosphate(happened, phosphate, shaded)
    figure.lanes(shaded, stays(record), given)
    figure.small_rows(others)
    svg = figure.drawing.svg(figure.y + 4, _in_one_sentence(phosphate, happened), class_="timeline")
    return Timeline(svg, tuple(figure.notes), tuple(figure.drawing.labels), frozenset(figure.marks))


@dataclass
class _Figure:
    """The figure from top to bottom; `y` is where the next thing begins."""

    drawing: Drawing
    axis: TimeAxis
    notes: list[str]
    marks: set[str]
    y: float = 0.0

    def events_and_phosphate(self, happened: Sequence[Event], phosphate: Sequence[Point], shaded: Sequence[Span]) -> None:
        """Flags of events, the phosphate panel with windows and limits, the time axis, and dense stretches enlarged."""
        earlier = [event for event in happened if event.end < self.axis.first]
        if earlier:
            self.notes.append(
                f"Earlier than the figure: {'; '.join(_shown_words(event) for event in earlier[:12])}{_more(len(earlier) - 12)}."
            )
        groups = grouped([event for event in happened if event.end >= self.axis.first], self.axis)
        flags, unlabelled = flagged(groups, LEFT - 20, WIDTH)
        if unlabelled:
            self.notes.append(
                f"Marked without a label for lack of room: {', '.join(unlabelled[:20])}{_more(len(unlabelled) - 20)}."
            )
        flag_rows = 1 + max((flag.row for flag in flags), default=-1)
        top = 6 + flag_rows * 14 + (12 if groups else 0)
        height = PLOT_HEIGHT if phosphate else 46.0
        bottom = top + height
        self.drawing.add("rect", class_="plot", x=LEFT, y=top, width=RIGHT - LEFT, height=height)
        if phosphate:
            scale = _scale(phosphate, top, bottom)
            runs = self._runs(phosphate)
            self._phosphate_axis(scale, phosphate)
            panel.draw_limits(self.drawing, self.axis, scale, [p for p in phosphate if p.standing != "unused"])
            panel.draw_windows(self.drawing, self.axis, shaded, top, bottom)
            below = panel.draw_time_ticks(self.drawing, self.axis, top, bottom)
            draw_events(self.drawing, groups, flags, top, bottom)
            self._phosphate(phosphate, scale, runs, top)
            self.marks.update(p.standing for p in phosphate)
            self.marks.update("comparator" for p in phosphate if p.comparator)
            self.y = below
            for letter, (first, end) in zip("AB", runs, strict=False):
                self._enlarged(letter, phosphate[first:end], shaded, bottom)
        else:
            panel.draw_windows(self.drawing, self.axis, shaded, top, bottom)
            below = panel.draw_time_ticks(self.drawing, self.axis, top, bottom)
            draw_events(self.drawing, groups, flags, top, bottom)
            self.drawing.text(
                (LEFT + RIGHT) / 2,
                top + height / 2 + 4,
                "Serum phosphate was never measured",
                size=12,
                anchor="middle",
                class_="never",
            )
            self.drawing.text(LEFT - rows.GUTTER, top + height / 2 + 4, "Phosphate", size=11, anchor="end", class_="name strong")
            self.y = below
        if shaded:
            self.marks.add("window")
        self.marks.update(event.kind for _, _, members in groups for event in members)

    def _runs(self, phosphate: Sequence[Point]) -> list[tuple[int, int]]:
        runs = dense_runs([self.axis.x(p.at) for p in phosphate])
        return sorted(sorted(runs, key=lambda run: (run[0] - run[1], run[0]))[:MOST_ENLARGED])

    def _phosphate(self, phosphate: Sequence[Point], scale: panel.ValueScale, runs: Sequence[tuple[int, int]], top: float) -> None:
        hidden = frozenset(i for first, end in runs for i in range(first, end))
        panel.draw_points(self.drawing, self.axis, scale, phosphate, hidden)
        taken: list[Box] = []
        for letter, (first, end) in zip("AB", runs, strict=False):
            bar = panel.draw_run(self.drawing, self.axis, scale, phosphate[first:end], letter)
            x = (bar.left + bar.right) / 2
            taken += [bar, self.drawing.text(x, min(bar.bottom + 13, scale.bottom - 3), letter, anchor="middle", class_="letter")]
        panel.draw_value_labels(self.drawing, self.axis, scale, [p for i, p in enumerate(phosphate) if i not in hidden], taken)

    def _phosphate_axis(self, scale: panel.ValueScale, phosphate: Sequence[Point]) -> None:
        step = 0.5 if scale.most > 1.3 else 0.2
        for i in range(int(scale.most / step) + 1):
            self.drawing.text(LEFT - 5, scale.y(i * step) + 3.5, f"{i * step:.1f}", size=10, anchor="end", class_="axis")
            self.drawing.add("path", class_="tick", d=f"M{LEFT - 3:.1f} {scale.y(i * step):.1f}H{LEFT:.1f}")
        per_tick = 2 if scale.most * MG_DL_PER_MMOL_L > 4 else 1
        for i in range(0, int(scale.most * MG_DL_PER_MMOL_L) + 1, per_tick):
            y = scale.y(i / MG_DL_PER_MMOL_L)
            self.drawing.text(RIGHT + 6, y + 3.5, str(i), size=10, class_="axis")
            self.drawing.add("path", class_="tick", d=f"M{RIGHT:.1f} {y:.1f}h3")
        self.drawing.text(RIGHT + 20, (scale.top + scale.bottom) / 2, "mg/dL", size=9.5, class_="axis")
        self.drawing.text(0, scale.top + 11, "Serum phosphate", size=11, class_="name strong")
        self.drawing.text(0, scale.top + 25, "mmol/L", size=9.5, class_="axis")
        first = next((p.limits for p in phosphate if p.limits.low is not None or p.limits.high is not None), Limits())
        for name, value in (("lower limit", first.low), ("upper limit", first.high)):
            if value is not None and float(value) <= scale.most:
                self._name_limit(scale.y(float(value)) + 3.5, name, in_words(value))
        spans = _limit_spans(phosphate)
        if len(spans) > 1:
            self.notes.append(f"The limits change: {'; '.join(spans[:8])}{_more(len(spans) - 8)}.")

    def _name_limit(self, baseline: float, name: str, value: str) -> None:
        """The first limit by its name, or by its number alone where the name would lie on something."""
        for words in (f"{name} {value}", value):
            box = label_box(LEFT - 30, baseline, words, 10, "end")
            if not any(map(box.overlaps, self.drawing.labels)):
                self.drawing.text(LEFT - 30, baseline, words, size=10, anchor="end", class_="limit-name")
                return

    def _enlarged(self, letter: str, run: Sequence[Point], shaded: Sequence[Span], from_y: float) -> None:
        """A dense stretch on a time axis of its own, tied to its place on the axis above."""
        top, bottom = self.y + 26, self.y + 26 + ENLARGED_HEIGHT
        own = TimeAxis.around(run[0].at, run[-1].at, LEFT, RIGHT)
        left, right = self.axis.x(run[0].at) - 2.2, self.axis.x(run[-1].at) + 2.2
        # First of all, so that it lies below everything.
        self.drawing.parts.insert(0, _wedge(left, right, from_y, LEFT, RIGHT, top))
        self.drawing.add("rect", class_="plot", x=LEFT, y=top, width=RIGHT - LEFT, height=ENLARGED_HEIGHT)
        scale = _scale(run, top, bottom)
        panel.draw_limits(self.drawing, own, scale, [p for p in run if p.standing != "unused"])
        panel.draw_windows(self.drawing, own, shaded, top, bottom)
        self.drawing.text(0, top + 11, f"{letter}  enlarged", size=11, class_="name strong")
        self.drawing.text(0, top + 25, counted(len(run), "value"), size=10, class_="axis")
        self.drawing.text(0, top + 38, f"{day_in_words(run[0].at)} –", size=10, class_="axis")
        self.drawing.text(0, top + 51, day_in_words(run[-1].at), size=10, class_="axis")
        for i in range(int(scale.most / 0.5) + 1):
            self.drawing.text(LEFT - 5, scale.y(i * 0.5) + 3.5, f"{i * 0.5:.1f}", size=10, anchor="end", class_="axis")
        below = panel.draw_time_ticks(self.drawing, own, top, bottom)
        panel.draw_points(self.drawing, own, scale, run)
        panel.draw_value_labels(self.drawing, own, scale, run, [])
        self.y = below

    def lanes(self, shaded: Sequence[Span], hospital: Sequence[Span], given: Sequence[Span]) -> None:
        """Windows, days in hospital, drugs."""
        groups, left_over = rows.lanes_by_name(shaded, self.axis, MOST_LANES)
        beds = [span for span in hospital if span.start <= self.axis.last and (span.end or span.start) >= self.axis.first]
        if groups or beds:
            self.y = rows.draw_heading(self.drawing, self.y, "When a low value may prove nothing", WIDTH)
        for name, spans in groups:
            self.y = rows.draw_lane(self.drawing, self.axis, self.y, title(name), spans, "bar window-bar")
        for kinds, name in ((("intensive_care",), "In intensive care"), (("inpatient", "emergency"), "In hospital")):
            spans = [span for span in beds if span.name in kinds]
            if spans:
                self.y = rows.draw_lane(self.drawing, self.axis, self.y, name, spans, "bar stay-bar")
        lanes, more = rows.lanes_by_name(given, self.axis, MOST_LANES)
        if lanes:
            self.y = rows.draw_heading(self.drawing, self.y, "Drugs", WIDTH)
        for name, spans in lanes:
            self.y = rows.draw_lane(self.drawing, self.axis, self.y, title(name), spans, "bar drug-bar")
        if left_over + more:
            self.notes.append(f"Not drawn for lack of room: {', '.join(left_over + more)}.")

    def small_rows(self, others: Sequence[tuple[str, str, Sequence[Point]]]) -> None:
        """The other analytes, each in little."""
        drawn = [(name, unit, values) for name, unit, values in others if any(self.axis.holds(p.at) for p in values)]
        if drawn:
            self.y = rows.draw_heading(self.drawing, self.y, "Other values (newest at the right)", WIDTH) + 2
        for name, unit, values in drawn:
            outside = sum(not self.axis.holds(p.at) for p in values)
            if outside:
                self.notes.append(f"{analyte_title(name)}: {counted(outside, 'value lies', 'values lie')} outside the figure.")
            self.y = rows.draw_small_row(self.drawing, self.axis, self.y, name, unit, values)


def _wedge(left: float, right: float, top: float, far_left: float, far_right: float, bottom: float) -> Markup:
    return element("path", class_="wedge", d=f"M{left:.1f} {top:.1f}H{right:.1f}L{far_right:.1f} {bottom:.1f}H{far_left:.1f}z")


def _scale(values: Sequence[Point], top: float, bottom: float) -> panel.ValueScale:
    highest = max(p.value for p in values)
    limits = [float(p.limits.high) for p in values if p.limits.high is not None]
    return panel.ValueScale(0.0, max(min(highest, HIGHEST_DRAWN) * 1.08, max(limits, default=1.4) * 1.1, 1.0), top, bottom)


def _axis(
    phosphate: Sequence[Point],
    happened: Sequence[Event],
    given: Sequence[Span],
    shaded: Sequence[Span],
    others: Sequence[Point],
    newest_fact: date | None,
) -> TimeAxis | None:
    """To the day of the newest fact, not of the assessment: what was drawn stays true until something new is known."""
    moments = [p.at for p in phosphate] + [event.middle for event in happened]
    moments += [m for span in (*given, *shaded) for m in (span.start, span.end) if m is not None]
    moments = moments if phosphate else moments + [p.at for p in others]
    if not moments:
        return None
    newest = Moment.on(newest_fact).start if newest_fact else max(moments)
    end_of_that_day = newest + timedelta(days=1)
    latest = max([p.at for p in phosphate] + [m for m in moments if m < end_of_that_day] or [max(moments)])
    latest = max(latest, min(newest, latest + timedelta(days=3 * 365)))
    anchor = phosphate[0].at if phosphate else latest
    floor = _years_before(anchor, YEARS_BEFORE_PHOSPHATE if phosphate else 25)
    return TimeAxis.around(min([m for m in moments if m >= floor], default=latest), latest, LEFT, RIGHT)


def _years_before(at: datetime, years: int) -> datetime:
    return datetime(max(1, at.year - years), at.month, min(at.day, 28))


def _limit_spans(phosphate: Sequence[Point]) -> list[str]:
    spans: list[str] = []
    last: Limits | None = None
    for point in phosphate:
        limits = point.limits
        if point.standing == "unused" or (limits.low is None and limits.high is None):
            continue
        if last is None or (limits.low, limits.high) != (last.low, last.high):
            spans.append(f"{in_words(limits.low)}–{in_words(limits.high)} from {point.at:%Y-%m-%d}")
            last = limits
    return spans


def _shown_words(event: Event) -> str:
    return f"{event.label}, {event.start:%Y-%m-%d}" if event.start == event.end else f"{event.label}, about {event.middle:%Y}"


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""


def _in_one_sentence(phosphate: Sequence[Point], happened: Sequence[Event]) -> str:
    used = [p for p in phosphate if p.standing != "unused"]
    fractures = sum(event.kind == "fracture" for event in happened)
    if not used:
        return f"Timeline: serum phosphate never measured; {counted(fractures, 'fracture')}."
    lows = sum(p.standing == "low" for p in used)
    days = f"from {used[0].at:%Y-%m-%d} to {used[-1].at:%Y-%m-%d}"
    return (
        f"Timeline: {counted(len(used), 'serum phosphate value')} {days}, {lows} below the limit, "
        f"lowest {min(used, key=lambda p: p.value).printed} mmol/L; {counted(fractures, 'fracture')}."
    )
