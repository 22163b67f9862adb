"""What a mapping file may say about how laboratory files are written; everything left out is found out from the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from typing import Any

from culprit.knowledge.load import knowledge_file
from culprit.sources.intake.read_moment import DateOrder
from culprit.sources.laboratory_files.headers import NOT_READ

# what a mapping file calls a column that is not to be read
IGNORE = "ignore"


def roles() -> tuple[str, ...]:
    """What a column may be called in a mapping file besides "ignore": the roles of knowledge/headers.toml."""
    return tuple(role for role in knowledge_file("headers") if role != NOT_READ)


@dataclass(frozen=True)
class YesFact:
    """A column that says yes or no to one fact: the values that mean yes, and the fact in words. The fact has no date."""

    yes: tuple[str, ...]
    text: str
    kind: str = "condition"


@dataclass(frozen=True)
class FileSettings:
    """How the files of a source are written.

    `columns`: header → role, "ignore", or the header that should stand there ("Phosphorus (mg/dL)"). `fixed`: role → what every
    row has; `fixed_in`: the same for files whose name fits a pattern. `words`: role → {word: what it means}. `facts`: header of a
    yes/no column → what a yes means. `header_line` counts from 1, 0 means that there is none, None that it is to be found.
    `written_in`: encoding, delimiter, header_line, decimal and date_order for files whose name fits a pattern.
    """

    encoding: str = ""
    delimiter: str = ""
    header_line: int | None = None
    decimal: str = ""
    date_order: DateOrder = DateOrder.UNSAID
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    fixed_in: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    facts: Mapping[str, YesFact] = field(default_factory=dict)
    written_in: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def for_file(self, label: str) -> "FileSettings":
        """These settings with what is said of files of this name alone."""
        found: dict[str, Any] = {}
        for pattern, values in self.written_in.items():
            if fnmatch(label.casefold(), pattern.casefold()):
                found.update(values)
        return replace(self, **found)

    def over(self, other: "FileSettings") -> "FileSettings":
        """These settings, and those of `other` where these say nothing of a column, word or fixed value."""
        return replace(
            self,
            columns={**other.columns, **self.columns},
            fixed={**other.fixed, **self.fixed},
            fixed_in={**other.fixed_in, **self.fixed_in},
            words={**other.words, **self.words},
            facts={**other.facts, **self.facts},
        )

    def fixed_for(self, label: str) -> dict[str, str]:
        """What every row of this file has: what is fixed for all files, then what is fixed for files of this name."""
        found = dict(self.fixed)
        for pattern, values in self.fixed_in.items():
            if fnmatch(label.casefold(), pattern.casefold()):
                found.update(values)
        return found
