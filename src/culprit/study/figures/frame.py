"""How is a figure of a study framed? A plot with two axes, in colours that colour-blind readers tell apart, its own style inside.

The style travels in the file, so that the SVG looks the same alone, on the page and as PNG.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from culprit.report.drawing import Drawing
from culprit.report.markup import Markup, element

INK, QUIET, LINE, FAINT = "#1b1f24", "#5b6470", "#d5dae0", "#eef1f4"
BLUE, ORANGE, GREEN, PURPLE, BAND, GREY = "#0068a5", "#c24a00", "#00795a", "#8d4f78", "#e3eff7", "#8b95a1"
OUTCOME_COLOURS = {
    "remission": BLUE,
    "persistent": ORANGE,
    "suspected_recurrence": PURPLE,
    "confirmed_recurrence": PURPLE,
    "unknown": GREY,
}
FACE = "Helvetica Neue, Helvetica, Arial, Liberation Sans, Noto Sans, DejaVu Sans, sans-serif"
WIDTH = 760.0


@dataclass(frozen=True)
class Figure:
    """One figure: its file's name, its title, what it shows in words, the drawing, and what the page prints below it."""

    name: str
    title: str
    svg: Markup
    caption: str
    width: float
    height: float


class Plot:
    """A rectangle of a drawing with a scale on each side."""

    def __init__(
        self,
        drawing: Drawing,
        left: float,
        top: float,
        right: float,
        bottom: float,
        x: tuple[float, float],
        y: tuple[float, float],
        x_scale: Callable[[float], float] = float,
    ) -> None:
        self.drawing, self.left, self.top, self.right, self.bottom = drawing, left, top, right, bottom
        self.x_range, self.y_range, self.x_scale = x, y, x_scale

    def x(self, value: float) -> float:
        """Where a value lies from left to right."""
        low, high = self.x_scale(self.x_range[0]), self.x_scale(self.x_range[1])
        return self.left + (self.x_scale(value) - low) / (high - low) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Where a value lies from bottom to top."""
        low, high = self.y_range
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    def x_axis(self, ticks: Sequence[float], label: str = "", written: Callable[[float], str] = "{:g}".format) -> None:
        """The line below with its ticks and a label."""
        self.drawing.add("line", x1=self.left, y1=self.bottom, x2=self.right, y2=self.bottom, stroke=GREY)
        for tick in ticks:
            at = self.x(tick)
            self.drawing.add("line", x1=at, y1=self.bottom, x2=at, y2=self.bottom + 4, stroke=GREY)
            text(self.drawing, at, self.bottom + 16, written(tick), anchor="middle", colour=QUIET)
        if label:
            text(self.drawing, (self.left + self.right) / 2, self.bottom + 34, label, anchor="middle")

    def y_axis(self, ticks: Sequence[float], label: str = "", written: Callable[[float], str] = "{:g}".format) -> None:
        """Faint lines across with their numbers, and a label above."""
        for tick in ticks:
            at = self.y(tick)
            self.drawing.add("line", x1=self.left, y1=at, x2=self.right, y2=at, stroke=FAINT)
            text(self.drawing, self.left - 7, at + 4, written(tick), anchor="end", colour=QUIET)
        if label:
            text(self.drawing, self.left - 30, self.top - 12, label)

    def path(self, points: Sequence[tuple[float, float]], **style: Any) -> None:
        """A line through points of the scales."""
        if len(points) > 1:
            shown = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
            self.drawing.add("polyline", points=shown, fill="none", **style)


def text(
    drawing: Drawing,
    x: float,
    y: float,
    words: str,
    *,
    size: float = 11,
    anchor: str = "start",
    colour: str = INK,
    bold: bool = False,
    widest: float = 1e9,
) -> None:
    """One line of text; the colour is its class."""
    classes = {INK: "", QUIET: "q", ORANGE: "o", BLUE: "b", GREEN: "g", PURPLE: "p", "#fff": "w"}
    shown = " ".join(part for part in (classes.get(colour, ""), "s" if bold else "") if part)
    drawing.text(x, y, words, size=size, anchor=anchor, class_=shown, widest=widest)


STYLE = (
    f"text{{font-family:{FACE};fill:{INK}}}.q{{fill:{QUIET}}}.o{{fill:{ORANGE}}}.b{{fill:{BLUE}}}.g{{fill:{GREEN}}}"
    f".p{{fill:{PURPLE}}}.w{{fill:#fff}}.s{{font-weight:600}}"
)


def finished(drawing: Drawing, height: float, name: str, title: str, caption: str, synthetic: bool) -> Figure:
    """Closes a drawing: white paper behind, style inside, and the word SYNTHETIC on every figure of made-up patients."""
    if synthetic:
        text(drawing, drawing.width - 8, 14, "SYNTHETIC PATIENTS", size=10, anchor="end", colour=ORANGE, bold=True)
    paper = element("rect", x=0, y=0, width=drawing.width, height=height, fill="#fff")
    style = element("style", Markup(STYLE))
    svg = element(
        "svg",
        element("title", title),
        style,
        paper,
        *drawing.parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {drawing.width:g} {height:.0f}",
        width=f"{drawing.width:g}",
        height=f"{height:.0f}",
        role="img",
        font_size=11,
    )
    return Figure(name, title, svg, caption, drawing.width, height)


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Round numbers from `low` to `high`, `about` so many."""
    if high <= low:
        return [low]
    raw = (high - low) / about
    power = 10.0 ** len(str(int(raw))) / 10 if raw >= 1 else 10.0 ** -(len(f"{1 / raw:.0f}"))
    step = next((power * factor for factor in (1, 2, 2.5, 5, 10, 20, 50, 100) if power * factor >= raw), raw)
    first = -(-low // step)
    found = []
    while first * step <= high + step * 1e-9:
        found.append(round(first * step, 10) + 0.0)
        first += 1
    return found
