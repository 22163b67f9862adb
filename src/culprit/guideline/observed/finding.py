"""What was found of one fact: the levels that the record leaves possible."""

from functools import cache

import msgspec

from culprit.knowledge.findings import findings

PRESENT, ABSENT = ("present",), ("absent",)


class ObservedFinding(msgspec.Struct, frozen=True, gc=False):
    """A finding, the levels of it that what was seen leaves possible (in their order), and the value in words.

    One level where the value is known; two or more where words or a bound tell only a side ("low", ">800"). A finding of which
    every level is still possible tells nothing and is not made.
    """

    finding: str
    bands: tuple[str, ...]
    value: str = ""

    @property
    def present(self) -> bool:
        """True for a yes/no finding that is there."""
        return self.bands == PRESENT

    @property
    def words(self) -> str:
        """`malignancy`, `not malignancy`, `fgf23 raised`, `vitd25 deficient or low`: for a list of reasons."""
        if self.bands == PRESENT:
            return self.finding
        if self.bands == ABSENT:
            return f"not {self.finding}"
        return f"{self.finding} {' or '.join(self.bands)}"


def yes_or_no(finding: str, present: bool, value: str = "") -> ObservedFinding:
    """A finding that is there, or was looked for and is not."""
    return ObservedFinding(finding, PRESENT if present else ABSENT, value)


def levels(finding: str, first: str, last: str, value: str = "") -> ObservedFinding | None:
    """A graded finding that lies between two of its levels, both included; None when that is all of them."""
    possible = _between(finding, first, last)
    return ObservedFinding(finding, possible, value) if possible else None


@cache
def _between(finding: str, first: str, last: str) -> tuple[str, ...]:
    """Empty where nothing is left out."""
    bands = findings()[finding].bands
    possible = bands[bands.index(first) : bands.index(last) + 1]
    return () if possible == bands else possible
