"""Table 1: who were they? Everybody, and beside it the groups the protocol names; the missing are counted, never filled."""

from collections.abc import Sequence

from culprit.study.case import Case
from culprit.study.protocol import Protocol
from culprit.study.statistics.proportion import Proportion
from culprit.study.statistics.summary import summary
from culprit.study.tables.table import Table
from culprit.study.variables import answer, group, number, title
from culprit.study.written import middle_and_spread, proportion, share_interval, words


def counted(cases: Sequence[Case], name: str) -> Proportion:
    """How many answered yes of those of whom it is known."""
    answers = [answer(case, name) for case in cases]
    known = [one for one in answers if one is not None]
    return Proportion(sum(known), len(known), len(answers) - len(known))


def characteristics(cases: Sequence[Case], protocol: Protocol, by: str = "") -> Table:
    """Age, sex, delay, tumour and symptoms; `by` adds one column for each group that occurs."""
    confidence = float(protocol.definitions.number("confidence"))
    groups = _groups(cases, by)
    columns = ["", f"All (n = {len(cases)})", f"{confidence * 100:g} % interval", "missing"]
    columns += [f"{words(name)} (n = {len(members)})" for name, members in groups]
    rows = [_number_row(name, cases, groups) for name in ("age", "delay_months", "size_mm", "follow_up_months")]
    rows += [_yes_no_row("female", cases, groups, confidence)]
    rows += _word_rows("Tissue", "tissue", cases, groups, confidence)
    rows += _word_rows("Region", "region", cases, groups, confidence)
    rows += [_heading("Before the operation", len(columns))]
    rows += [_yes_no_row(name, cases, groups, confidence) for name in protocol.symptoms]
    rows += [_yes_no_row("low_phosphate", cases, groups, confidence), _yes_no_row("proven", cases, groups, confidence)]
    notes = (
        "Numbers: median (quartiles). Counts: of those of whom it is known, with Wilson's interval; the others stand "
        "under missing.",
    )
    return Table("characteristics", "Patients", tuple(columns), tuple(rows), notes)


Groups = list[tuple[str, list[Case]]]


def _groups(cases: Sequence[Case], by: str) -> Groups:
    if not by:
        return []
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(group(case, by), []).append(case)
    return sorted(found.items(), key=lambda one: (one[0] == "", one[0]))


def _heading(text: str, width: int) -> tuple[str, ...]:
    return (text, *[""] * (width - 1))


def _number_row(name: str, cases: Sequence[Case], groups: Groups) -> tuple[str, ...]:
    whole = summary(number(case, name) for case in cases)
    parts = [middle_and_spread(summary(number(case, name) for case in members)) for _, members in groups]
    return (title(name), middle_and_spread(whole), "", str(whole.missing), *parts)


def _yes_no_row(name: str, cases: Sequence[Case], groups: Groups, confidence: float) -> tuple[str, ...]:
    whole = counted(cases, name)
    parts = [proportion(counted(members, name)) for _, members in groups]
    return (title(name), proportion(whole), share_interval(whole, confidence), str(whole.missing), *parts)


def _word_rows(heading: str, by: str, cases: Sequence[Case], groups: Groups, confidence: float) -> list[tuple[str, ...]]:
    known = [case for case in cases if group(case, by)]
    rows = [(heading, "", "", str(len(cases) - len(known)), *[""] * len(groups))]
    for word in sorted({group(case, by) for case in known}):
        whole = Proportion(sum(group(case, by) == word for case in known), len(known))
        parts = [
            proportion(Proportion(sum(group(case, by) == word for case in members), sum(bool(group(case, by)) for case in members)))
            for _, members in groups
        ]
        rows.append((f"  {words(word)}", proportion(whole), share_interval(whole, confidence), "", *parts))
    return rows
