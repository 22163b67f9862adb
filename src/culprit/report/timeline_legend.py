"""The timeline with the meaning of its marks, and whatever found no place in it."""

from culprit.report.markup import Markup, element, unbroken
from culprit.report.timeline import Timeline


def timeline_figure(figure: Timeline) -> Markup:
    """The drawing, the marks that it uses, and its notes."""
    notes = [element("p", unbroken(note), class_="note") for note in figure.notes]
    return element("figure", figure.svg, _legend(figure.marks), *notes)


_LEGEND: tuple[tuple[str, str, str], ...] = (
    ("low", '<circle class="mark low" cx="6" cy="6" r="3.4"/>', "below the lower limit"),
    ("within", '<circle class="mark within" cx="6" cy="6" r="2.3"/>', "within the limits"),
    ("high", '<circle class="mark high" cx="6" cy="6" r="2.3"/>', "above the upper limit"),
    ("unjudged", '<circle class="mark unjudged" cx="6" cy="6" r="2.3"/>', "no limit known, or left open by < or >"),
    ("comparator", '<path class="mark low" d="M2 4h8l-4 6.9z"/>', "printed with < or >"),
    ("unused", '<circle class="mark unused" cx="6" cy="6" r="2.9"/>', "shown, not used (doubtful unit or value)"),
    ("window", '<rect class="window" x="1" y="0" width="10" height="12"/>', "a low value here may prove nothing"),
    ("fracture", '<path class="event fracture" d="M2 2h8l-4 7.5z"/>', "fracture"),
    ("operation", '<path class="event operation" d="M2.5 2.5h7v7h-7z"/>', "operation"),
    ("imaging", '<path class="event imaging" d="M6 2.3a3.7 3.7 0 1 0 .01 0z"/>', "imaging"),
    ("diagnosis", '<path class="event diagnosis" d="M6 2.2l4 3.8l-4 3.8l-4 -3.8z"/>', "first diagnosis"),
)


def _legend(marks: frozenset[str]) -> Markup | None:
    shown = [(glyph, words) for name, glyph, words in _LEGEND if name in marks]
    if not shown:
        return None
    entries = [
        element("span", element("svg", Markup(glyph), viewBox="0 0 12 12", class_="glyph", aria_hidden="true"), words)
        for glyph, words in shown
    ]
    return element("figcaption", *entries, class_="legend")
