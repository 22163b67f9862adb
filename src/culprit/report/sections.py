"""Who has a section in the report? The first of the worklist; the page says so, and how to get that of anybody else."""

from collections.abc import Sequence

import msgspec

from culprit.report.markup import Markup, element
from culprit.report.words import counted
from culprit.report.worklist_rows import WorklistRow

# at about 35 KB each Chromium shows a thousand in some seconds, and ten thousand not in minutes
MOST_SECTIONS = 1_000
# the line of the worklist after which nobody has a section
WITHOUT_SECTION = "without-section"
COMMAND = "culprit explain . PATIENT --format html > patient.html"


class Sections(msgspec.Struct, frozen=True):
    """How many are listed, how many of them have a section, by rank, and how many without one are urgent.

    `explained`: `culprit explain` knows the patients of this report; it does not where the data stay in Spark.
    """

    listed: int
    drawn: int
    urgent_without: int = 0
    explained: bool = True
    pseudonyms: bool = False

    def has(self, rank: int) -> bool:
        """Whether the patient of that rank has a section, to which a link may lead."""
        return rank <= self.drawn

    @property
    def without(self) -> int:
        """How many are listed without a section."""
        return self.listed - self.drawn


def sections_of(rows: Sequence[WorklistRow], most: int, explained: bool = True, pseudonyms: bool = False) -> Sections:
    """The sections of a report with at most `most` of them; `rows` are the worklist's, by rank."""
    listed = len({row.rank for row in rows})
    urgent = len({row.rank for row in rows if row.urgency == 0 and row.rank > most})
    return Sections(listed, min(listed, most), urgent, explained, pseudonyms)


def at_the_top(sections: Sections) -> Markup | None:
    """Who has a section, who has none, and how to get it; None where everybody has one."""
    if not sections.without:
        return None
    return element("p", element("strong", "Who has a section. "), *_who(sections), " ", *_how(sections))


def where_they_end(sections: Sections) -> Markup | None:
    """The same behind the last section; None where everybody has one."""
    if not sections.without:
        return None
    heading = element("h2", f"{sections.without:,} more are listed, without a section")
    worklist = element("a", "To the first of them in the worklist", href=f"#{WITHOUT_SECTION}")
    return element(
        "section", heading, element("p", *_who(sections)), element("p", *_how(sections)), element("p", worklist), class_="block"
    )


def worklist_line(sections: Sections, columns: int) -> Markup:
    """The line of the worklist that stands before the first of those without a section."""
    words = f"From here on {counted(sections.without, 'person', 'people')} without a section on this page."
    return element("tr", element("td", words, colspan=columns, class_="quiet"), id=WITHOUT_SECTION)


def _who(sections: Sections) -> list[str]:
    urgent = f"{sections.urgent_without:,} of them urgent" if sections.urgent_without else "none of them urgent"
    return [
        f"The first {sections.drawn:,} of the {sections.listed:,} people listed have a section on this page. The other "
        f"{sections.without:,}, {urgent}, stand in the worklist alone, here and in worklist.csv."
    ]


def _how(sections: Sections) -> list[str]:
    again = "The option --sections of the screen draws more of them, or fewer."
    if not sections.explained:
        return [f"What was found of them stands in assessments.jsonl. {again}"]
    key = " PATIENT is the id that pseudonyms.csv, the key, gives; that page names the patient." if sections.pseudonyms else ""
    return ["The section of any one of them, in the folder of this report: ", element("code", COMMAND), f".{key} {again}"]
