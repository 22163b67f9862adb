"""How is a figure drawn so that no two labels lie on each other? Every text goes through `Drawing.text`, which keeps its box."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from culprit.report.markup import Markup, element, visible

# Widths in em of a sans-serif face; generous, because the reader's system chooses the face.
_NARROW = frozenset("iljI.,:;'|!()[]/ ·-")
_WIDE = frozenset("mwMW@%—…")
_ROOM = 1.08


@dataclass(frozen=True)
class Box:
    """Where a label lies, in the figure's own units."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""

    def overlaps(self, other: "Box") -> bool:
        """True when the two share more than an edge."""
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


@lru_cache(maxsize=8192)
def text_width(text: str, size: float) -> float:
    """How wide `text` is at most, in the unit of `size`, in a common sans-serif face."""
    return sum(_em(character) for character in text) * size * _ROOM


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.31
    if character in _WIDE:
        return 0.92
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character.isupper():
        return 0.69
    return 0.56


def fitted(text: str, size: float, widest: float) -> str:
    """`text`, or its beginning with an ellipsis, so that it is no wider than `widest`."""
    text = " ".join(visible(text).split())
    if len(text) < 400 and text_width(text, size) <= widest:
        return text
    room, kept = widest - text_width("…", size), ""
    for character in text:
        room -= text_width(character, size)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


class Drawing:
    """An SVG figure in the making: its elements in order, and the boxes of its labels."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.parts: list[Markup] = []
        self.labels: list[Box] = []

    def add(self, name: str, tooltip: str = "", **values: object) -> None:
        """One shape; `tooltip` is shown when the mouse rests on it and read by screen readers."""
        self.parts.append(element(name, element("title", tooltip) if tooltip else None, **values))

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        *,
        size: float = 11,
        anchor: str = "start",
        class_: str = "",
        widest: float = 1e9,
        tooltip: str = "",
    ) -> Box:
        """One line of text, cut with an ellipsis at `widest`; the whole text is then the tooltip."""
        shown = fitted(text, size, widest)
        if shown != text and not tooltip:
            tooltip = text[:2000]
        box = label_box(x, baseline, shown, size, anchor)
        self.labels.append(box)
        title = element("title", tooltip) if tooltip else None
        values: dict[str, object] = {"x": float(x), "y": float(baseline), "class_": class_}
        if size != 11:
            values["font_size"] = size
        if anchor != "start":
            values["text_anchor"] = anchor
        self.parts.append(element("text", shown, title, **values))
        return box

    def svg(self, height: float, title: str, class_: str = "") -> Markup:
        """The figure. `title` says in words what it shows, for those who do not see it."""
        return element(
            "svg",
            element("title", title),
            *self.parts,
            viewBox=f"0 0 {self.width:g} {height:.0f}",
            class_=class_,
            role="img",
            font_size=11,
        )


def label_box(x: float, baseline: float, text: str, size: float, anchor: str = "start") -> Box:
    """The box of one line of text."""
    width = text_width(text, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left, baseline - 0.80 * size, left + width, baseline + 0.22 * size, text)
