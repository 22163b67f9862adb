"""Do the groups differ, by how much, and how sure is that?"""

from collections.abc import Sequence

from culprit.study.compare import Compared
from culprit.study.protocol import Protocol
from culprit.study.statistics.proportion import Proportion
from culprit.study.statistics.summary import Summary
from culprit.study.statistics.two_by_two import Effect
from culprit.study.tables.table import Table
from culprit.study.variables import title
from culprit.study.written import amount, interval, middle_and_spread, p_value, proportion, words

TESTS = {
    "fisher": "Fisher, exact",
    "chi_square": "chi-square, no correction",
    "mann_whitney": "Mann–Whitney",
    "welch": "Welch's t",
    "log_rank": "log-rank",
    "none": "none",
}


def comparisons(done: Sequence[Compared], protocol: Protocol) -> Table:
    """One row for each comparison of the protocol, effect first."""
    rows, silent = [], []
    for one in done:
        named = one.comparison
        first, second = named.groups
        label = f"{title(named.of)}: {words(first)} / {words(second)}"
        if named.by in ("complete", "remission", "refractory"):
            label = f"{title(named.of)}: {words(named.by)} {first} / {second}"
        sides = [_side(side) for side in one.sides] if one.sides else ["–", "–"]
        effects = "; ".join(effect_words(effect) for effect in one.effects)
        missing = f"{one.missing[0]} / {one.missing[1]}"
        tested = p_value(one.p) + (" (primary)" if named.primary else "") if not one.p_silent else "–"
        if one.p_silent:
            silent.append(f"{label}: {one.p_silent}.")
        rows.append((label, *sides, missing, effects, TESTS[named.test], tested))
    confidence = float(protocol.definitions.number("confidence"))
    notes = (
        f"Effects with {confidence * 100:g} % intervals: difference of shares in percentage points (Newcombe), ratio of "
        f"shares (Katz), "
        f"shift of location (Hodges–Lehmann). {len(done)} comparisons were written into the protocol; p is not adjusted "
        f"for their number.",
        *_gathered(silent),
    )
    columns = ("", "first group", "second group", "missing", "effect (interval)", "test", "p")
    return Table("comparisons", "Comparisons", columns, tuple(rows), notes)


def _gathered(silent: Sequence[str]) -> tuple[str, ...]:
    """One note for each reason, with the number of comparisons it concerns."""
    reasons: dict[str, int] = {}
    for one in silent:
        reason = one.partition(": ")[2].partition(": ")[2]
        reasons[reason] = reasons.get(reason, 0) + 1
    return tuple(f"No p-value for {count}: {reason}" for reason, count in reasons.items())


def effect_words(effect: Effect) -> str:
    """An effect as a table prints it."""
    if effect.estimate is None:
        return effect.why_not if not effect.name else f"{effect.name}: {effect.why_not}"
    if effect.name == "risk difference":
        low, high = effect.interval or (effect.estimate, effect.estimate)
        return f"difference {100 * effect.estimate:+.1f} ({100 * low:+.1f} to {100 * high:+.1f})".replace("-", "−")
    bounds = interval(effect.interval) if effect.interval else effect.why_not
    name = {"risk ratio": "ratio"}.get(effect.name, "shift")
    return f"{name} {amount(effect.estimate)} ({bounds})".replace("-", "−")


def _side(side: Proportion | Summary) -> str:
    return proportion(side) if isinstance(side, Proportion) else f"{middle_and_spread(side)}, n = {side.n}"
