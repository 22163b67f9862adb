"""How does a centre's validation of the monitor read? As plain text."""

from collections.abc import Iterator, Sequence
from typing import Protocol


class RuleLike(Protocol):
    """One rule's figures: course.validation.RuleFigures has them."""

    @property
    def title(self) -> str: ...
    @property
    def recurred(self) -> int: ...
    @property
    def alarmed(self) -> int: ...
    @property
    def days_ahead(self) -> int | None: ...
    @property
    def well(self) -> int: ...
    @property
    def false_alarms(self) -> int: ...
    @property
    def years_well(self) -> float: ...


class BandLike(Protocol):
    """Visits at which the monitor said from `low` to `high`."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def visits(self) -> int: ...
    @property
    def of_recurred(self) -> int: ...


def validation_text(rules: Sequence[RuleLike], bands: Sequence[BandLike], left_out: Sequence[tuple[str, str]]) -> str:
    """The text, ending with a line end. Few patients prove little, and the text says how many there were."""
    return "\n".join((*_rules(rules), "", *_bands(bands), *_left_out(left_out), "", *_WORDS)) + "\n"


_WORDS = (
    "The day on which recurrence began is not known in patients: days ahead count from its",
    "recognition, and a visit of somebody who later recurred may have come before the onset.",
)


def _rules(rules: Sequence[RuleLike]) -> Iterator[str]:
    yield f"{'rule':<30} {'alarmed of recurred':>20} {'days ahead':>11} {'false alarms of well':>21} {'years well':>11}"
    for one in rules:
        ahead = "" if one.days_ahead is None else str(one.days_ahead)
        alarmed, false = f"{one.alarmed} of {one.recurred}", f"{one.false_alarms} of {one.well}"
        yield f"{one.title:<30} {alarmed:>20} {ahead:>11} {false:>21} {one.years_well:>11.1f}"


def _bands(bands: Sequence[BandLike]) -> Iterator[str]:
    yield f"{'monitor said':<30} {'visits':>20} {'of patients who recurred':>33}"
    for one in bands:
        share = f"{one.of_recurred} ({100 * one.of_recurred / one.visits:.0f} %)" if one.visits else ""
        yield f"{f'{one.low:.2f} to {one.high:.2f}':<30} {one.visits:>20} {share:>33}"


def _left_out(left_out: Sequence[tuple[str, str]]) -> Iterator[str]:
    if left_out:
        yield from ("", "Left out:")
    for name, why in left_out:
        yield f"  {name}: {why}"
