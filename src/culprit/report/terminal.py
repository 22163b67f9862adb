"""What does the terminal show after a screening run? Where everybody went, the worklist, and what could not be used.

In a pipe, or on a terminal without colours, the same lines come as plain text. Everything fits 100 columns.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from culprit.report.attrition import STEPS
from culprit.report.differential import percent
from culprit.report.markup import shortened, visible
from culprit.report.news import News, news_in_short
from culprit.report.run_summary import IGNORED, RunSummary
from culprit.report.words import counted, reason_title, step_title, title
from culprit.report.worklist_rows import WorklistRow

WIDTH = 100
MOST_PATIENTS = 25


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leaves a closed pipe to the command, which ends silently; rich would end with status 1."""
        raise BrokenPipeError


def console(stream_is_terminal: bool | None = None) -> Console:
    """A console on standard output, at most 100 columns wide; plain where the output is no terminal."""
    found = Console(force_terminal=stream_is_terminal, highlight=False, emoji=False, markup=False)
    return _Console(
        force_terminal=stream_is_terminal,
        highlight=False,
        emoji=False,
        markup=False,
        width=min(found.width, WIDTH) if found.is_terminal else WIDTH,
    )


def print_attrition(out: Console, run: RunSummary) -> None:
    """The steps from everyone read to those listed, one line each."""
    counts = [(words, getattr(run.attrition, name)) for name, words, _ in STEPS]
    widest = max((len(f"{number:,}") for _, number in counts if number is not None), default=1)
    for words, number in counts:
        if number is not None:
            out.print(Text(f"{number:>{widest},}  {words}"))
    if run.attrition.fracture_never_measured is not None:
        out.print(Text(f"{run.attrition.fracture_never_measured:>{widest},}  with broken bones and no phosphate ever measured"))
    for reason, number in sorted(run.listed_by_reason.items(), key=lambda item: (-item[1], item[0])):
        out.print(Text(f"{'':{widest}}  {number:,} {reason_title(reason).lower()}", style="dim"))


def print_news(out: Console, news: News | None, most: int = MOST_PATIENTS) -> None:
    """What is new since the run before; nothing where no run was before."""
    if news is None:
        return
    out.print(Text(news_in_short(news), style="bold"))
    if news.remark:
        out.print(Text(news.remark))
    for line in news.lines[:most]:
        out.print(Text(f"  {line.what:<8} {visible(shortened(line.patient_id, 40))}: {visible(line.why)}"))
    if len(news.lines) > most:
        out.print(Text(f"  … and {len(news.lines) - most:,} more: see news.csv."))


def print_worklist(out: Console, rows: Sequence[WorklistRow], most: int = MOST_PATIENTS) -> None:
    """The first `most` patients by rank, and how many more there are."""
    if not rows:
        out.print(Text("Nobody is listed."))
        return
    people = [list(group) for _, group in groupby(rows, key=lambda row: row.rank)]
    table = Table(box=SIMPLE_HEAD if out.is_terminal else None, width=min(out.width, WIDTH), pad_edge=False, padding=(0, 1))
    for name, width in (("", 3), ("Patient", 15), ("Why", 23), ("mmol/L", 13), ("Most likely", 17), ("Next step", 22)):
        table.add_column(name, width=width, overflow="fold", justify="right" if not name else "left")
    for group in people[:most]:
        table.add_row(*_cells(group))
    out.print(table)
    if len(people) > most:
        out.print(Text(f"… and {counted(len(people) - most, 'more person', 'more people')}: see the report."))


def _cells(group: Sequence[WorklistRow]) -> list[Text]:
    row = group[0]
    urgent = any(entry.urgency == 0 for entry in group)
    person = f"{row.age if row.age is not None else '?'} {row.sex or '?'}"
    why = "\n".join(f"{reason_title(entry.reason)}{f', {entry.since}' if entry.since else ''}" for entry in group)
    last, lowest = row.last_phosphate, row.lowest_phosphate
    value = "never" if last is None or lowest is None else f"last {last.shown}\nlow {lowest.shown}"
    cause = f"{title(row.most_likely_cause)} {percent(row.probability)}" if row.probability is not None else "–"
    step = Text(step_title(row.next_step, urgent) if row.next_step else "–")
    for hazard in row.hazard.split("; "):
        if hazard:
            step.append(f"\n! {title(hazard)}", style="red")
    return [
        Text(str(row.rank), style="bold red" if urgent else "bold"),
        Text(f"{visible(shortened(row.patient_id, 40))}\n{person}"),
        Text(f"{why}\nurgent" if urgent else why, style="red" if urgent else ""),
        Text(value),
        Text(cause),
        step,
    ]


def print_unused(out: Console, run: RunSummary) -> None:
    """What was quarantined, flagged, passed over and not understood, by reason; nothing when everything was used."""
    for line in _unused(run):
        out.print(Text(line, style="yellow"))


def _unused(run: RunSummary) -> Iterator[str]:
    if run.attrition.with_serum_phosphate == 0 and run.read.get("results"):
        yield (
            "no serum phosphate in all these results: where the laboratory does measure it, its name or code is not known; "
            "culprit check lists the names, and a mapping file explains them"
        )
    yield from map(visible, run.unit_doubts)
    if run.not_assessed:
        yield f"{counted(run.not_assessed, 'person', 'people')} on the shortlist not assessed: the report's remarks say why"
    for entry in sorted(run.quarantined, key=lambda q: (-q.rows, q.reason)):
        yield f"{counted(entry.rows, 'row')} quarantined: {title(entry.reason).lower()}{_example(entry.example)}"
    for flagged in sorted(run.flagged, key=lambda f: (-f.rows, f.flag)):
        yield f"{counted(flagged.rows, 'result')} not used as a number: {title(flagged.flag).lower()}{_example(flagged.example)}"
    ignored = [note.removeprefix(IGNORED) for note in run.notes if note.startswith(IGNORED)]
    if ignored:
        yield f"{counted(len(ignored), 'file')} not used{_example(shortened(ignored[0], 120))}"
    # a summary of an older run counts only what it lists
    things = run.unmapped_in_all or len(run.unmapped)
    if things:
        rows = run.unmapped_rows or sum(entry.rows for entry in run.unmapped)
        words = counted(things, "code, name, unit or value", "codes, names, units and values")
        yield f"{words} not understood, in {counted(rows, 'row')}: culprit check lists them"


def _example(example: str) -> str:
    return f" (for example {visible(example)})" if example else ""
