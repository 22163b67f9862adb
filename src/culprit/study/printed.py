"""Does a figure printed elsewhere come out again? What does not is a discrepancy: it is shown, and nothing is adjusted."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from culprit.study.case import Case
from culprit.study.protocol import PrintedFigure
from culprit.study.statistics.ranks import student
from culprit.study.statistics.two_by_two import chi_square, fisher
from culprit.study.variables import answer


class Redone(msgspec.Struct, frozen=True):
    """A printed figure and what came out; `agrees` is None where there is too little to compute it."""

    item: str
    printed: str
    computed: str
    agrees: bool | None
    source: str = ""


def redo(figure: PrintedFigure, cases: Sequence[Case] = ()) -> Redone:
    """Computes a printed figure again: a share, a sum, or the p of a test, from its own counts or from the cases."""
    if figure.variable:
        answers = [known for case in cases if (known := answer(case, figure.variable)) is not None]
        figure = msgspec.structs.replace(figure, count=sum(answers), total=len(answers))
    if figure.test:
        return _test(figure)
    if figure.parts:
        return _sum(figure)
    if figure.count is None or not figure.total:
        return Redone(figure.item, figure.printed, "too little is printed to compute it", None, figure.source)
    return _share(figure.item, figure.printed, figure.count, figure.total, figure.source)


def _share(item: str, printed: str, count: int, total: int, source: str) -> Redone:
    share = Decimal(100 * count) / Decimal(total)
    computed = f"{count}/{total} = {_rounded(share, 1)} %"
    fraction = re.fullmatch(r"\s*(\d+)\s*/\s*(\d+)\s*", printed)
    if fraction:
        return Redone(item, printed, computed, (int(fraction[1]), int(fraction[2])) == (count, total), source)
    decimal = _number_in(printed)
    if decimal is None or "%" not in printed:
        return Redone(item, printed, computed, None, source)
    return Redone(item, printed, f"{count}/{total} = {_rounded(share, _places(decimal))} %", _same(share, decimal), source)


def _same(value: Decimal, printed: Decimal) -> bool:
    """Equal when rounded to as many places as were printed, or, of two places and more, no further than one in the last place."""
    places = _places(printed)
    if _rounded(value, places) == printed:
        return True
    return places >= 2 and abs(_rounded(value, places) - printed) <= Decimal(1).scaleb(-places)


def _sum(figure: PrintedFigure) -> Redone:
    total = sum(figure.parts)
    computed = f"{' + '.join(map(str, figure.parts))} = {total}"
    printed = _number_in(figure.printed)
    return Redone(figure.item, figure.printed, computed, None if printed is None else printed == total, figure.source)


def _test(figure: PrintedFigure) -> Redone:
    p, name = None, {"fisher": "Fisher", "chi_square": "chi-square", "student": "Student's t"}[figure.test]
    if figure.test == "student" and len(figure.means) == 6:
        m1, s1, n1, m2, s2, n2 = figure.means
        p = student(float(m1), float(s1), int(n1), float(m2), float(s2), int(n2))
    elif figure.test != "student" and len(figure.groups) == 4:
        p = (fisher if figure.test == "fisher" else chi_square)(*figure.groups)
    if p is None:
        return Redone(figure.item, figure.printed, "too little is printed to compute it", None, figure.source)
    computed = f"{name}: p = {p:.4f}" if p >= 0.001 else f"{name}: p = {p:.1e}"
    bound = re.search(r"p\s*([<=])\s*(0?\.\d+)", figure.printed)
    if bound is None:
        return Redone(figure.item, figure.printed, computed, None, figure.source)
    limit = Decimal(bound[2])
    agrees = p < float(limit) if bound[1] == "<" else _rounded(Decimal(repr(p)), _places(limit)) == limit
    return Redone(figure.item, figure.printed, computed, agrees, figure.source)


def _number_in(text: str) -> Decimal | None:
    found = re.search(r"\d+(?:\.\d+)?", text)
    return Decimal(found[0]) if found else None


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
