"""How probable is each cause, how sure is that, and what speaks for and against it? Bars with intervals, and reasons in words."""

from collections.abc import Sequence

from culprit.domain.assessment import Cause, Reason
from culprit.report.drawing import Drawing
from culprit.report.markup import Markup, element, shortened
from culprit.report.words import counted, title
from culprit.report.words_of_evidence import provenance_tag
from culprit.report.words_of_findings import reason_in_words

_WIDTH, _BAR_LEFT, _BAR_RIGHT, _ROW = 760.0, 256.0, 600.0, 22.0
MOST_BARS, CAUSES_WITH_REASONS, MOST_REASONS = 8, 2, 7
# Causes rarer than this are added up in one line.
LEAST_DRAWN = 0.005


def percent(share: float) -> str:
    """A probability as a person says it: never 0 % or 100 %, which nothing here can claim."""
    if share < 0.005:
        return "<1 %"
    if share > 0.995:
        return ">99 %"
    return f"{share * 100:.0f} %"


def differential_bars(causes: Sequence[Cause]) -> Markup | None:
    """The causes by probability: a bar, the interval as a whisker, both in numbers."""
    if not causes:
        return None
    shown = [cause for i, cause in enumerate(causes[:MOST_BARS]) if i < 2 or cause.probability >= LEAST_DRAWN]
    rest = causes[len(shown) :]
    drawing = Drawing(_WIDTH)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _BAR_LEFT + share * (_BAR_RIGHT - _BAR_LEFT)
        drawing.add("path", class_="tick", d=f"M{x:.1f} 14V{18 + _ROW * len(shown):.0f}")
        drawing.text(x, 10, f"{share * 100:.0f} %", size=9.5, anchor="middle", class_="axis")
    for i, cause in enumerate(shown):
        _bar(drawing, 18 + i * _ROW, cause, first=i == 0)
    height = 20 + _ROW * len(shown)
    if rest:
        words = counted(len(rest), "further cause", "further causes") + " together"
        drawing.text(_BAR_LEFT - 8, height + 10, words, size=10.5, anchor="end", class_="axis")
        drawing.text(_BAR_LEFT + 4, height + 10, percent(sum(c.probability for c in rest)), size=10.5, class_="axis")
        height += 16
    words = "Causes by probability: " + ", ".join(f"{title(c.cause)} {percent(c.probability)}" for c in shown)
    return drawing.svg(height, words, class_="differential")


def _bar(drawing: Drawing, y: float, cause: Cause, first: bool) -> None:
    def x(share: float) -> float:
        return _BAR_LEFT + min(max(share, 0.0), 1.0) * (_BAR_RIGHT - _BAR_LEFT)

    low, high = cause.interval
    middle = y + _ROW / 2
    drawing.text(
        _BAR_LEFT - 8,
        middle + 3.8,
        title(cause.cause),
        size=10.5,
        anchor="end",
        widest=_BAR_LEFT - 8,
        class_="name strong" if first else "name",
    )
    drawing.add(
        "rect",
        class_="probability first" if first else "probability",
        x=_BAR_LEFT,
        y=middle - 6,
        width=max(x(cause.probability) - _BAR_LEFT, 1.0),
        height=12,
    )
    drawing.add("path", class_="whisker", d=f"M{x(low):.1f} {middle - 3.5:.1f}v7m0 -3.5H{x(high):.1f}m0 -3.5v7")
    drawing.text(_BAR_RIGHT + 12, middle + 3.8, percent(cause.probability), size=10.5, class_="value")
    drawing.text(_BAR_RIGHT + 52, middle + 3.8, f"({percent(low)} to {percent(high)})", size=10, class_="axis")


def reasons_table(causes: Sequence[Cause]) -> Markup | None:
    """What moved the first causes: each finding with its likelihood ratio, its source, and how far that was checked."""
    blocks = []
    for cause in causes[:CAUSES_WITH_REASONS]:
        if cause.reasons:
            ordered = sorted(cause.reasons, key=lambda r: (-_weight(r.likelihood_ratio), r.finding))
            rows = [_reason(reason) for reason in ordered[:MOST_REASONS]]
            if len(ordered) > MOST_REASONS:
                weaker = f"and {counted(len(ordered) - MOST_REASONS, 'weaker reason')}: see assessments.jsonl"
                rows.append(element("tr", element("td", weaker, colspan=4, class_="quiet")))
            blocks.append(element("tbody", element("tr", element("th", title(cause.cause), colspan=4, scope="rowgroup")), *rows))
    return element("table", *blocks, class_="reasons") if blocks else None


def _weight(ratio: float) -> float:
    return max(ratio, 1 / ratio) if ratio > 0 else float("inf")


def _reason(reason: Reason) -> Markup:
    ratio = reason.likelihood_ratio
    towards = "speaks for it" if ratio > 1.05 else "speaks against it" if ratio < 0.95 else "neutral"
    words = reason_in_words(reason, longest=160)
    return element(
        "tr",
        element("td", f"{words[:1].upper()}{words[1:]}"),
        element("td", f"× {ratio:.2g}" if ratio < 100 else f"× {ratio:.0f}", class_="value"),
        element("td", towards, class_="quiet towards"),
        element(
            "td", element("span", shortened(reason.source, 160), class_="quiet"), Markup(" "), provenance_tag(reason.provenance)
        ),
    )
