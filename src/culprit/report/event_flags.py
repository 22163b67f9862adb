"""How are fractures, operations, imaging and diagnoses marked on the timeline?"""

from collections.abc import Sequence

from culprit.report.drawing import Drawing
from culprit.report.flags import Flag, Wanted, placed
from culprit.report.shown_facts import Event
from culprit.report.time_axis import TimeAxis

_NEARER_THAN = 9.0
# Who gets a label first where room is scarce.
LABEL_RANK = {"fracture": 0, "operation": 1, "imaging": 2, "diagnosis": 3}
_SHAPES = {
    "fracture": "M{l:.1f} {t:.1f}h8l-4 7.5z",
    "operation": "M{l:.1f} {t:.1f}h7v7h-7z",
    "imaging": "M{x:.1f} {t:.1f}a3.7 3.7 0 1 0 .01 0z",
    "diagnosis": "M{x:.1f} {t:.1f}l4 3.8l-4 3.8l-4 -3.8z",
}


def grouped(happened: Sequence[Event], axis: TimeAxis) -> list[tuple[float, str, list[Event]]]:
    """Events of one kind and label that lie on one spot as one marker: (x, label with its count, events)."""
    groups: list[tuple[float, str, list[Event]]] = []
    newest: dict[tuple[str, str], int] = {}
    for event in happened:
        x, key = axis.clipped(event.middle), (event.kind, event.label)
        at = newest.get(key)
        if at is not None and x - groups[at][0] < _NEARER_THAN:
            first_x, _, members = groups[at]
            groups[at] = (first_x, f"{event.label} ×{len(members) + 1}", [*members, event])
        else:
            newest[key] = len(groups)
            groups.append((x, event.label, [event]))
    return sorted(groups, key=lambda group: (LABEL_RANK[group[2][0].kind], group[0], group[1]))


def flagged(groups: Sequence[tuple[float, str, list[Event]]], left: float, right: float) -> tuple[list[Flag], list[str]]:
    """Labels with their places, and the words of those that found no room."""
    flags, homeless = placed([Wanted(x, text, LABEL_RANK[members[0].kind]) for x, text, members in groups], left, right)
    return flags, [f"{groups[i][1]} ({groups[i][2][0].start:%Y-%m-%d})" for i in homeless]


def draw_events(
    drawing: Drawing, groups: Sequence[tuple[float, str, list[Event]]], flags: Sequence[Flag], top: float, bottom: float
) -> None:
    """A marker per event just above the plot, a faint line down through it, and its flag above."""
    line = top - 11
    for x, _, members in groups:
        first, last = members[0], members[-1]
        drawing.add("path", class_=f"pole {first.kind}", d=f"M{x:.1f} {line + 9:.1f}V{bottom:.1f}")
        if first.end > first.start:
            drawing.add("path", class_="vague", d=f"M{x - 6:.1f} {line + 9:.1f}h12")
        words = "; ".join(event.words for event in members[:8])
        words += f" … {last.words}" if len(members) > 8 else ""
        shape = _SHAPES[first.kind].format(x=x, l=x - (4 if first.kind == "fracture" else 3.5), t=line)
        drawing.add("path", words, class_=f"event {first.kind}", d=shape)
    for flag in flags:
        x, members = flag.x, groups[flag.index][2]
        baseline = line - 4 - flag.row * 14
        drawing.add("path", class_=f"staff {members[0].kind}", d=f"M{x:.1f} {baseline - 7:.1f}V{line:.1f}")
        drawing.text(
            x + (3 if flag.anchor == "start" else -3),
            baseline,
            flag.text,
            size=10,
            anchor=flag.anchor,
            class_=f"flag {members[0].kind}",
        )
