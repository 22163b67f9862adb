"""Which sheets and columns has a study's template, and what may stand in each?"""

from functools import cache
from types import MappingProxyType

import msgspec

from culprit.knowledge.load import knowledge_file


class Column(msgspec.Struct, frozen=True):
    """One column: `kind` is id, text, date, number, measured or choice; `choices` are the words a choice may hold.

    `whole_day` asks for a full date; `least` and `most` bound a number.
    """

    name: str
    kind: str
    explanation: str
    required: bool = False
    choices: tuple[str, ...] = ()
    whole_day: bool = False
    least: float | None = None
    most: float | None = None


class Sheet(msgspec.Struct, frozen=True):
    """One sheet of the workbook, or one CSV file, or one instrument of a REDCap project."""

    name: str
    explanation: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((column for column in self.columns if column.name == name), None)


class StudyAnalyte(msgspec.Struct, frozen=True):
    """An analyte by its short name in a study, the rulebook's name behind it, and what a table calls it."""

    short: str
    analyte: str
    title: str


@cache
def sheets() -> MappingProxyType[str, Sheet]:
    """Every sheet of knowledge/study_sheets.toml by name, in the order of the workbook."""
    table = knowledge_file("study_sheets")
    found = {}
    for name, entry in table["sheets"].items():
        columns = []
        for column in entry["columns"]:
            fields = dict(column)
            words = fields.pop("words", "")
            columns.append(Column(**fields, choices=tuple(table["words"][words]) if words else ()))
        found[name] = Sheet(name, entry["explanation"], tuple(columns))
    return MappingProxyType(found)


@cache
def words_for(kind: str) -> tuple[str, ...]:
    """The permitted words of one kind (region, tissue, modality …). Raises KeyError for an unknown kind."""
    return tuple(knowledge_file("study_sheets")["words"][kind])


@cache
def same_words() -> MappingProxyType[str, str]:
    """Other ways of writing a permitted word, in small letters with blanks as _, and the word each stands for."""
    table = knowledge_file("study_sheets")["same_as"]
    return MappingProxyType({other: word for word, others in table.items() for other in others})


@cache
def study_analytes() -> MappingProxyType[str, StudyAnalyte]:
    """The analytes a study may name, by short name."""
    table = knowledge_file("study_sheets")["analytes"]
    return MappingProxyType({short: StudyAnalyte(short, *pair) for short, pair in table.items()})
