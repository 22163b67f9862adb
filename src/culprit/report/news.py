"""What is new on the worklist since the run before: who came, who is gone and why, what changed for the others. In plain words."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from culprit.domain.assessment import Assessment
from culprit.domain.record import PatientRecord
from culprit.report.patient_section import ListedPatient
from culprit.report.private_file import private_file
from culprit.report.pseudonyms import pseudonym
from culprit.report.words import reason_title, small, step_title, title
from culprit.report.worklist_files import plain_cell
from culprit.report.worklist_rows import worklist_rows

COLUMNS = ("patient_id", "what", "rank", "why")


class NewsLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of news.csv: somebody who is new on the worklist, changed on it, or gone from it."""

    patient_id: Annotated[str, msgspec.Meta(description="the source's id, or as in worklist.csv with --pseudonyms (G-0001: gone)")]
    what: Literal["new", "changed", "gone"]
    rank: Annotated[int, msgspec.Meta(ge=1, description="place on the worklist; none for who is gone")] | None
    why: Annotated[str, msgspec.Meta(description="in words")]


class News(msgspec.Struct, frozen=True):
    """What changed since the run before. `since`: its day of assessment, empty where each patient had a day of their own.

    `remark` says what else changed, so that not the patients but the rules are the reason.
    """

    since: str = ""
    remark: str = ""
    lines: tuple[NewsLine, ...] = ()

    def of(self, what: str) -> tuple[NewsLine, ...]:
        """The lines of one kind."""
        return tuple(line for line in self.lines if line.what == what)


class Shown(msgspec.Struct, frozen=True):
    """What the worklist says of one patient, without rank and day."""

    reasons: dict[str, str]
    urgent: bool
    last: str
    lowest: str
    cause: str
    step: str
    hazards: tuple[str, ...]


def shown_of(record: PatientRecord, assessment: Assessment) -> bytes:
    """What the worklist says of somebody listed, to be compared with the next run."""
    rows = worklist_rows(ListedPatient(0, assessment, record))
    row = rows[0]
    last, lowest = (str(value) if value else "" for value in (row.last_phosphate, row.lowest_phosphate))
    hazards = tuple(hazard for hazard in row.hazard.split("; ") if hazard)
    reasons = {entry.reason: str(entry.since or "") for entry in rows}
    urgent = any(entry.urgency == 0 for entry in rows)
    return msgspec.json.encode(Shown(reasons, urgent, last, lowest, row.most_likely_cause, row.next_step, hazards))


def news_lines(
    before: Mapping[str, bytes], now: Mapping[str, bytes], ranks: Mapping[str, int], gone: Mapping[str, str]
) -> Iterator[NewsLine]:
    """The news, by rank, then by id: `before` and `now` as `shown_of` wrote them, `ranks` of the listed, `gone` why each who was
    listed before is not now."""
    for person in sorted(now, key=lambda name: ranks[name]):
        shown = msgspec.json.decode(now[person], type=Shown)
        if person not in before:
            words = "; ".join(_reason(reason, since) for reason, since in shown.reasons.items())
            yield NewsLine(patient_id=person, what="new", rank=ranks[person], why=words)
        elif now[person] != before[person]:
            words = "; ".join(changes(msgspec.json.decode(before[person], type=Shown), shown))
            yield NewsLine(patient_id=person, what="changed", rank=ranks[person], why=words)
    for person in sorted(before.keys() - now.keys()):
        yield NewsLine(patient_id=person, what="gone", rank=None, why=gone[person])


def changes(before: Shown, now: Shown) -> Iterator[str]:
    """Each change in words, what to act on first."""
    if before.urgent != now.urgent:
        yield "urgent now" if now.urgent else "not urgent any more"
    for reason, since in now.reasons.items():
        if reason not in before.reasons:
            yield f"now listed for: {_reason(reason, since)}"
        elif since != before.reasons[reason]:
            earlier = before.reasons[reason]
            yield f"{reason_title(reason)}: since {since or 'no known day'}, before since {earlier or 'no known day'}"
    for reason in before.reasons:
        if reason not in now.reasons:
            yield f"no longer listed for: {small(reason_title(reason))}"
    for hazard in now.hazards:
        if hazard not in before.hazards:
            yield f"now to beware of: {small(title(hazard))}"
    for hazard in before.hazards:
        if hazard not in now.hazards:
            yield f"past: {small(title(hazard))}"
    if before.last != now.last:
        yield f"last phosphate {now.last or 'none'} mmol/L, before {before.last or 'none'}"
    if before.lowest != now.lowest:
        yield f"lowest phosphate {now.lowest or 'none'} mmol/L, before {before.lowest or 'none'}"
    if before.cause != now.cause:
        yield f"most likely {_title(now.cause)}, before {_title(before.cause)}"
    if before.step != now.step:
        yield f"next step: {_step(now.step)}, before: {_step(before.step)}"


def news_in_short(news: News) -> str:
    """`Since 2026-11-20: 2 new, 1 changed, 3 gone.`"""
    counts = ", ".join(f"{len(news.of(what)):,} {what}" for what in ("new", "changed", "gone") if news.of(what))
    return f"Since {news.since or 'the run before'}: {counts or 'nothing is new on the worklist'}."


def write_news(path: Path, news: News) -> None:
    """Writes news.csv as worklist.csv is written. Raises OSError when it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in news.lines:
        writer.writerow([plain_cell(getattr(line, column)) for column in COLUMNS])
    with private_file(path) as file:
        file.write(text.getvalue().encode("utf-8-sig", errors="replace"))


def pseudonymous_news(news: News) -> News:
    """The same news under the worklist's pseudonyms. Why somebody is gone may quote the source, and is left out."""
    lines: list[NewsLine] = []
    for line in news.lines:
        number = sum(other.what == "gone" for other in lines) + 1
        named = pseudonym(line.rank) if line.rank else pseudonym(number, "G")
        why = line.why if line.rank else "not on the worklist any more"
        lines.append(msgspec.structs.replace(line, patient_id=named, why=why))
    return msgspec.structs.replace(news, lines=tuple(lines))


def _reason(reason: str, since: str) -> str:
    return f"{small(reason_title(reason))}{f', since {since}' if since else ''}"


def _title(cause: str) -> str:
    return title(cause) if cause else "nothing to explain"


def _step(step: str) -> str:
    return small(step_title(step, False)) if step else "none"
