"""How many were read, and where did they go until the worklist? A flow from left to right, each box with its number."""

from collections.abc import Mapping

from culprit.report.drawing import Drawing, text_width
from culprit.report.markup import Markup
from culprit.report.run_summary import Attrition
from culprit.report.words import reason_title

STEPS: tuple[tuple[str, str, str], ...] = (
    ("people", "people read", ""),
    ("with_serum_phosphate", "with phosphate", "never measured"),
    ("ever_below_limit", "ever below limit", "never low"),
    ("shortlisted", "shortlisted", "explained at once"),
    ("assessed", "assessed", "not assessed"),
    ("listed", "listed", "not listed"),
)
_WIDTH, _GAP, _TOP, _HEIGHT = 760.0, 22.0, 6.0, 66.0


def attrition_flow(attrition: Attrition, by_reason: Mapping[str, int]) -> Markup:
    """The flow as SVG; steps that were not counted are left out."""
    counted = [(name, words, lost, number) for name, words, lost in STEPS if (number := getattr(attrition, name)) is not None]
    drawing = Drawing(_WIDTH)
    if not counted:
        drawing.text(0, 16, "This run did not count its steps.")
        return drawing.svg(24, "No attrition counted")
    width = (_WIDTH - _GAP * (len(STEPS) - 1)) / len(STEPS)
    middle = _TOP + _HEIGHT / 2
    places: dict[str, float] = {}
    for i, (name, words, lost, number) in enumerate(counted):
        left = i * (width + _GAP)
        places[name] = left
        last = name == "listed"
        drawing.add("rect", class_="step last" if last else "step", x=left, y=_TOP, width=width, height=_HEIGHT, rx=4)
        drawing.text(
            left + width / 2,
            _TOP + 29,
            f"{number:,}",
            size=19,
            anchor="middle",
            class_="count last" if last else "count",
            widest=width - 8,
        )
        drawing.text(
            left + width / 2,
            _TOP + 46,
            words,
            size=10.5,
            anchor="middle",
            class_="step-name last" if last else "step-name",
            widest=width - 4,
        )
        if i:
            _arrow(drawing, left - _GAP, middle, left)
            before = counted[i - 1][3]
            # The shortlist also takes in people who pass by the steps before it, so that it is no share of them.
            if before and name != "shortlisted":
                drawing.text(
                    left + width / 2,
                    _TOP + 59,
                    f"{_share(number / before)} of these",
                    size=9,
                    anchor="middle",
                    class_="axis last" if last else "axis",
                    widest=width - 4,
                )
            if before > number and lost and name != "shortlisted":
                drawing.text(
                    left - _GAP / 2, _TOP + _HEIGHT + 16, f"−{before - number:,} {lost}", size=9.5, anchor="middle", class_="axis"
                )
                drawing.add("path", class_="lost", d=f"M{left - _GAP / 2:.1f} {middle + 5:.1f}V{_TOP + _HEIGHT + 5:.1f}")
    bottom = _TOP + _HEIGHT + 22
    if attrition.fracture_never_measured is not None:
        bottom = max(bottom, _branch(drawing, places, width, attrition.fracture_never_measured))
    if by_reason:
        bottom = max(bottom, _reasons(drawing, by_reason, _TOP + _HEIGHT + 40))
    words = ", ".join(f"{number:,} {words}" for _, words, _, number in counted)
    return drawing.svg(bottom + 4, f"From everyone read to those listed: {words}", class_="flow")


def _arrow(drawing: Drawing, left: float, y: float, right: float) -> None:
    drawing.add("path", class_="arrow", d=f"M{left + 3:.1f} {y:.1f}H{right - 7:.1f}")
    drawing.add("path", class_="arrow-head", d=f"M{right - 9:.1f} {y - 4:.1f}l6 4l-6 4z")


def _share(share: float) -> str:
    percent = share * 100
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.1f} %" if percent >= 0.1 else "<0.1 %"


def _branch(drawing: Drawing, places: Mapping[str, float], width: float, number: int) -> float:
    """Those whose bones break and whose phosphate nobody measured: they pass by the middle steps and join the shortlist."""
    start = places.get("people")
    target = places.get("shortlisted")
    top = _TOP + _HEIGHT + 40
    left = width / 2 + 16 if start is not None else 0.0
    words = "bones break, phosphate never measured"
    box_width = text_width(words, 10.5) + 24
    drawing.add("rect", class_="step branch", x=left, y=top, width=box_width, height=40, rx=4)
    drawing.text(left + box_width / 2, top + 17, f"{number:,}", size=14, anchor="middle", class_="count")
    drawing.text(left + box_width / 2, top + 32, words, size=10.5, anchor="middle", class_="step-name")
    if start is not None:
        drawing.add("path", class_="arrow", d=f"M{start + width / 2 - 20:.1f} {_TOP + _HEIGHT:.1f}V{top + 20:.1f}H{left - 7:.1f}")
        drawing.add("path", class_="arrow-head", d=f"M{left - 9:.1f} {top + 16:.1f}l6 4l-6 4z")
    if target is not None:
        x = target + width / 2
        drawing.add("path", class_="arrow", d=f"M{left + box_width:.1f} {top + 20:.1f}H{x:.1f}V{_TOP + _HEIGHT + 8:.1f}")
        drawing.add("path", class_="arrow-head", d=f"M{x - 4:.1f} {_TOP + _HEIGHT + 9:.1f}l4 -6l4 6z")
    return top + 44


def _reasons(drawing: Drawing, by_reason: Mapping[str, int], top: float) -> float:
    """Listed by reason, as bars from a common line; a patient may stand under more than one."""
    ordered = sorted(by_reason.items(), key=lambda item: (-item[1], item[0]))
    most = max(by_reason.values(), default=1) or 1
    name_right, bar_right = 662.0, 728.0
    for i, (reason, number) in enumerate(ordered):
        y = top + i * 17
        drawing.text(name_right - 6, y + 11, reason_title(reason), size=10.5, anchor="end", widest=200, class_="name")
        length = number / most * (bar_right - name_right)
        drawing.add("rect", class_="reason-bar", x=name_right, y=y + 2, width=max(length, 1.0), height=11)
        drawing.text(name_right + length + 4, y + 11, f"{number:,}", size=10.5, class_="value")
    return top + len(ordered) * 17
