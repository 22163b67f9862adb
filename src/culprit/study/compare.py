"""What do the comparisons of the protocol find? The test is the protocol's; a small study prints one p-value at most."""

from collections.abc import Sequence

import msgspec

from culprit.study.case import Case
from culprit.study.protocol import Comparison, Protocol
from culprit.study.protocol_fields import TESTS_FOR
from culprit.study.statistics.proportion import Proportion
from culprit.study.statistics.ranks import mann_whitney, shift, welch
from culprit.study.statistics.summary import Summary, summary
from culprit.study.statistics.survival import log_rank
from culprit.study.statistics.two_by_two import Effect, chi_square, fisher, risk_difference, risk_ratio
from culprit.study.variables import answer, group, number, recurrence_free, time_to_normal


class Compared(msgspec.Struct, frozen=True):
    """One comparison carried out: both groups in short, the missing, the effects, and p where it may be printed."""

    comparison: Comparison
    kind: str
    sizes: tuple[int, int]
    missing: tuple[int, int]
    sides: tuple[Proportion | Summary, Proportion | Summary] | None
    effects: tuple[Effect, ...]
    p: float | None
    p_silent: str = ""


def compare(cases: Sequence[Case], comparison: Comparison, protocol: Protocol) -> Compared:
    """Carries out one comparison. The p-value is left out, with the reason, where the house rule forbids it."""
    members = tuple([case for case in cases if group(case, comparison.by) == name] for name in comparison.groups)
    confidence = float(protocol.definitions.number("confidence"))
    kind = TESTS_FOR[comparison.of][0]
    if kind == "a yes or no":
        done = _yes_no(members, comparison, confidence)
    elif kind == "a number":
        done = _numbers(members, comparison, confidence)
    else:
        done = _times(members, comparison, protocol)
    silent = _silent(comparison, len(cases), protocol)
    if silent:
        return msgspec.structs.replace(done, p=None, p_silent=silent)
    return (
        done
        if done.p is not None
        else msgspec.structs.replace(done, p_silent="cannot be tested: a group is empty or nothing varies")
    )


def _silent(comparison: Comparison, n: int, protocol: Protocol) -> str:
    if comparison.test == "none":
        return "the protocol asks for no test"
    least = int(protocol.definitions.number("small_study"))
    if n < least and not comparison.primary:
        return f"not tested: fewer than {least} patients, and not the primary comparison"
    return ""


Pair = tuple[list[Case], ...]


def _yes_no(members: Pair, comparison: Comparison, confidence: float) -> Compared:
    answers = [[answer(case, comparison.of) for case in side] for side in members]
    sides = [
        Proportion(sum(one is True for one in side), sum(one is not None for one in side), side.count(None)) for side in answers
    ]
    a, b = sides
    table = (a.count, a.total, b.count, b.total)
    p = None
    if a.total and b.total:
        p = fisher(*table) if comparison.test == "fisher" else chi_square(*table) if comparison.test == "chi_square" else None
    effects = (risk_difference(*table, confidence), risk_ratio(*table, confidence))
    return Compared(comparison, "a yes or no", (a.total, b.total), (a.missing, b.missing), (a, b), effects, p)


def _numbers(members: Pair, comparison: Comparison, confidence: float) -> Compared:
    values = [[value for case in side if (value := number(case, comparison.of)) is not None] for side in members]
    missing = (len(members[0]) - len(values[0]), len(members[1]) - len(values[1]))
    p = None
    if comparison.test == "mann_whitney":
        p = mann_whitney(*values)
    elif comparison.test == "welch":
        p = welch(*values)
    sides = (summary(values[0]), summary(values[1]))
    effects = (shift(values[0], values[1], confidence),)
    return Compared(comparison, "a number", (len(values[0]), len(values[1])), missing, sides, effects, p)


def _times(members: Pair, comparison: Comparison, protocol: Protocol) -> Compared:
    curves = []
    for side in members:
        if comparison.of == "time_to_normal":
            curves.append(time_to_normal(side))
        else:
            times, kinds = recurrence_free(side, protocol.definitions)
            curves.append((times, [kind == 1 for kind in kinds]))
    sizes = (len(curves[0][0]), len(curves[1][0]))
    missing = (len(members[0]) - sizes[0], len(members[1]) - sizes[1])
    p = log_rank(curves[0], curves[1]) if comparison.test == "log_rank" else None
    sides = tuple(Proportion(sum(happened), len(times)) for times, happened in curves)
    effects = (Effect("", None, None, "curves are compared, not one number: see the figure"),)
    return Compared(comparison, "a time to an event", sizes, missing, (sides[0], sides[1]), effects, p)
