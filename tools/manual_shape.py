"""How do the printed pages of the manual begin, and what do their tables look like?"""

from collections.abc import Iterable

PRINTED = "This page is printed by `make manual`; a test holds it to the code.\n"
_INTRODUCTION = {
    "settings": """\
The thresholds of the [rulebook](rulebook.md), from `knowledge/settings.toml`. `culprit screen --setting name=number`
changes one for a run; every output prints what was used. *read*: seen in the source named; *recalled*: from memory of the field,
not yet checked; *proposed*: our own engineering choice.
""",
    "course-settings": """\
What the states of the [course](course.md) mean, from `knowledge/outcomes.toml` ([a study](study-words.md) counts by the same), and
the figures of the monitor, from `knowledge/course.toml`. `culprit follow --setting name=number` changes one for a run; every output
prints what was used. *recalled* and *proposed* need a specialist's eye.
""",
    "study-words": """\
What [a study](study.md) counts by: what outcomes mean, from `knowledge/outcomes.toml`, as [the course](course-settings.md) of one
patient has it; and what is a study's own, from `knowledge/study.toml`. The columns of its template come from
`knowledge/study_sheets.toml`.
A protocol changes a definition under `[definitions]`; every report prints what was used.
""",
    "windows": """\
Days in which a low phosphate proves nothing, from `knowledge/windows.toml`. What they do: [rulebook](rulebook.md).
Overlapping windows of one kind are one. All numbers of days are proposals: guidance names the situations, not the days.
""",
    "drugs": """\
From `knowledge/drug_causes.toml`. A drug explains a low when it had been taken for at least the days under *after*, and stays
suspect for the days under *still suspect*. One that is not *strong* is named and never explains by itself. Review, never simply
stop: a hepatitis can flare when adefovir stops.
""",
    "causes": """\
One file each in `knowledge/causes/`, with how often each finding stands at each of its levels; one page each, for a doctor to
review. *Share* is the starting share among people referred for a low phosphate or a bone disease. How they are weighed:
[rulebook](rulebook.md#differential).
""",
    "statements": """\
Recommendations and facts in our own words, in the order of a patient's path. Every next step and every hazard cites at least one;
those marked *background* are cited by none and stand here for whoever wants the whole path. `culprit statement ID` prints one,
`culprit statement` lists them all. *recalled* and *proposed* need a specialist's signature before use. No statement repeats the
words of a guideline: two guidance documents were read as abstracts only ([sources](sources.md)).
""",
    "words": """\
Stable words in `worklist.csv`, `assessments.jsonl` and `culprit assess --format json`: words are added, never renamed.
Causes stand [on their own page](causes.md). A verdict is `met`, `not met` or `unknown`.
""",
}


def top(heading: str, name: str) -> str:
    """Heading, and what stands above the table."""
    return f"# {heading}\n\n{PRINTED}\n{_INTRODUCTION[name]}\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; what would break a cell is escaped."""
    names = list(head)
    lines = [f"| {' | '.join(names)} |", f"| {' | '.join('---' for _ in names)} |"]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def noted(source: str, note: str) -> str:
    """A source with what must be said of it."""
    return f"{source}; {note}" if note else source
