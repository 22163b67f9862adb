"""Where do the labels of fractures and operations stand so that none covers another, or another's pole?

Labels are flags on poles: the pole stands on the day, the flag flies to its right (to its left where the figure ends). Poles
and flags of different events never touch. What finds no room in `rows` rows stays without a flag and is named below the figure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from culprit.report.drawing import Box, fitted, text_width

_GAP = 4.0
# More labels than this cannot be told apart; the rest is named below the figure.
MOST = 40


@dataclass(frozen=True)
class Flag:
    """One placed label: row 0 is nearest the plot; `anchor` is start (right of the pole) or end (left of it)."""

    index: int
    x: float
    row: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Wanted:
    """A label that is to stand at `x`; where there is no room for all, a smaller `rank` goes first."""

    x: float
    text: str
    rank: int = 0


def placed(
    wanted: Sequence[Wanted], left: float, right: float, size: float = 10, rows: int = 6, widest: float = 170
) -> tuple[list[Flag], list[int]]:
    """Flags between `left` and `right`, and the indices of those that found no room; nothing overlaps, whatever is wanted.

    A few plain orders are tried: the first that leaves nothing out is taken, else the one that leaves out least.
    """
    shown = sorted(range(len(wanted)), key=lambda i: (wanted[i].rank, -wanted[i].x, i))[:MOST]
    texts = {i: fitted(wanted[i].text, size, widest) for i in shown}
    cloths = {i: text_width(texts[i], size) + 2 * _GAP for i in shown}
    # From right to left a pole only meets flags that start to the right of it; those that must fly left then lie above the rest.
    out_of_room = {i for i in shown if wanted[i].x + cloths[i] > right}
    rightmost = sorted(shown, key=lambda i: (i in out_of_room, -wanted[i].x, i))
    orders = (
        rightmost,
        sorted(shown, key=lambda i: (-wanted[i].x, i)),
        sorted(rightmost, key=lambda i: wanted[i].rank),
    )
    best: tuple[tuple[int, int], list[Flag]] | None = None
    flown_either_way = [(row, anchor) for anchor in ("start", "end") for row in range(rows)]
    low_first = [(row, anchor) for row in range(rows) for anchor in ("start", "end")]
    for order, places in product(orders, (flown_either_way, low_first)):
        flags = _place(order, places, wanted, texts, cloths, left, right)
        standing = {flag.index for flag in flags}
        cost = sum(2 ** (4 - min(wanted[i].rank, 4)) for i in shown if i not in standing), sum(flag.row for flag in flags)
        if best is None or cost < best[0]:
            best = (cost, flags)
        if cost[0] == 0:
            break
    flags = best[1] if best else []
    standing = {flag.index for flag in flags}
    return sorted(flags, key=lambda flag: flag.index), [i for i in range(len(wanted)) if i not in standing]


def _place(
    order: Sequence[int],
    places: Sequence[tuple[int, str]],
    wanted: Sequence[Wanted],
    texts: Mapping[int, str],
    widths: Mapping[int, float],
    left: float,
    right: float,
) -> list[Flag]:
    flags: list[Flag] = []
    cloths: list[Box] = []
    poles: list[Box] = []
    for i in order:
        x = wanted[i].x
        for row, anchor in places:
            cloth = _cloth(x, widths[i], row, anchor)
            pole = Box(x - 0.5, -row - 0.5, x + 0.5, 1)
            inside = cloth.left >= left and cloth.right <= right + _GAP
            if inside and not any(map(cloth.overlaps, cloths + poles)) and not any(map(pole.overlaps, cloths)):
                cloths.append(cloth)
                poles.append(pole)
                flags.append(Flag(i, x, row, anchor, texts[i]))
                break
    return flags


def _cloth(x: float, width: float, row: int, anchor: str) -> Box:
    if anchor == "start":
        return Box(x + 0.6, -row - 1, x + width, -row)
    return Box(x - width, -row - 1, x - 0.6, -row)
