"""What was done, and what became of them?"""

from collections import Counter
from collections.abc import Sequence

from culprit.study.case import Case
from culprit.study.protocol import Protocol
from culprit.study.statistics.proportion import Proportion
from culprit.study.tables.characteristics import counted
from culprit.study.tables.table import Table
from culprit.study.variables import title
from culprit.study.written import proportion, share_interval, words

STATES = ("remission", "suspected_recurrence", "confirmed_recurrence", "persistent", "unknown")


def operations(cases: Sequence[Case], protocol: Protocol) -> Table:
    """Procedure, margin, completeness, histology and complications of the operation the study is about."""
    done = [case for case in cases if case.operation]
    rows: list[tuple[str, ...]] = []
    for heading, field in (
        ("Procedure", "procedure"),
        ("Margin", "margin"),
        ("FGF23 stain", "fgf23_stain"),
        ("FN1 fusion", "fn1_fusion"),
    ):
        counts = Counter(str(getattr(case.operation, field)) for case in done)
        known = sum(count for word, count in counts.items() if word and word != "not_done")
        missing = counts.get("", 0) + counts.get("not_done", 0)
        rows.append((heading, "", str(missing)))
        rows += [
            (f"  {words(word)}", proportion(Proportion(count, known)), "")
            for word, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            if word and word != "not_done"
        ]
    for heading, field in (("Complete resection", "complete"), ("Histology fits TIO", "histology_proven")):
        answers = [getattr(case.operation, field) for case in done]
        known_answers = [one for one in answers if one is not None]
        rows.append((heading, proportion(Proportion(sum(known_answers), len(known_answers))), str(answers.count(None))))
    told = [case.operation.complication for case in done if case.operation and case.operation.complication]
    some = sum(word.casefold() not in ("none", "no") for word in told)
    rows.append(("Any complication", proportion(Proportion(some, len(told))), str(len(done) - len(told))))
    again = sum(
        sum(operation.day > case.operation.day for operation in case.patient.operations) > 0 for case in done if case.operation
    )
    rows.append(("Operated again", proportion(Proportion(again, len(done))), ""))
    return Table("operations", "Operations", ("", f"n = {len(done)}", "missing"), tuple(rows))


def outcomes(cases: Sequence[Case], protocol: Protocol) -> Table:
    """The states at the end of what is known, and the questions behind them, each of those of whom it can be said."""
    confidence = float(protocol.definitions.number("confidence"))
    states = Counter(case.outcome.state for case in cases)
    rows: list[tuple[str, ...]] = [("State at the end of follow-up", "", "", "")]
    for state in STATES:
        share = Proportion(states.get(state, 0), len(cases))
        rows.append(
            (
                f"  {words(state) if state != 'unknown' else 'cannot be said'}",
                proportion(share),
                share_interval(share, confidence),
                "",
            )
        )
    rows.append(("Of those of whom it can be said", "", "", ""))
    for name in ("early_response", "remission", "recurrence", "refractory"):
        counts = counted(cases, name)
        rows.append((title(name), proportion(counts), share_interval(counts, confidence), str(counts.missing)))
    why = Counter(case.outcome.why for case in cases if case.outcome.state == "unknown")
    notes = tuple(f"Cannot be said: {count}, {reason}." for reason, count in sorted(why.items()))
    return Table("outcomes", "Outcomes", ("", f"n = {len(cases)}", "interval", "cannot be said"), tuple(rows), notes)
