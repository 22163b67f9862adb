"""What became of every row that was read? Each has exactly one fate, and the fates add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tally:
    """The fates of the rows of one raw relation.

    `read` = `kept` + `withdrawn` + `not_an_analyte` + `without_value` + `superseded` + `duplicate` + all `quarantined`.
    `withdrawn`: taken back by the source (entered in error, cancelled), or taken back by a later row with the same id.
    `not_an_analyte`: a code or name that Culprit does not know (results only; they are counted in `unmapped`).
    `without_value`: asked for, no result. `superseded`: a newer row with the same id stands. `duplicate`: says the same again.
    """

    read: int = 0
    kept: int = 0
    withdrawn: int = 0
    not_an_analyte: int = 0
    without_value: int = 0
    superseded: int = 0
    duplicate: int = 0
    quarantined: Mapping[str, int] = field(default_factory=dict)

    @property
    def accounted(self) -> int:
        """The sum of all fates; equal to `read`, or a row was lost."""
        fates = (self.kept, self.withdrawn, self.not_an_analyte, self.without_value, self.superseded, self.duplicate)
        return sum(fates) + sum(self.quarantined.values())


@dataclass(frozen=True)
class IntakeCounts:
    """What was read and what became of it.

    `flags` counts the kept results by flag (unit_suspect, unit_unknown, unit_missing, not_a_number …), `words_only` those without
    a number. `facts_unmapped` are kept facts whose code and words mean nothing to us. `replaced` are rows of earlier loads that no
    longer stand. `from_source` counts what the format's own file set aside (broken lines …), by reason.
    """

    people: Tally = field(default_factory=Tally)
    results: Tally = field(default_factory=Tally)
    facts: Tally = field(default_factory=Tally)
    flags: Mapping[str, int] = field(default_factory=dict)
    words_only: int = 0
    facts_unmapped: int = 0
    replaced: int = 0
    from_source: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """Something a person should know that makes no row unusable: `what` happened, to how many `rows`, `example` (file:line)."""

    what: str
    rows: int
    example: str = ""
