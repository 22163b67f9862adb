"""What does not fit together: printed figures that do not come out again, outcomes that the values do not bear out."""

from collections.abc import Sequence

from culprit.study.case import Case
from culprit.study.printed import Redone
from culprit.study.tables.table import Table
from culprit.study.written import words

_AGREES = {True: "agrees", False: "DOES NOT AGREE", None: "cannot be judged"}


def printed_table(redone: Sequence[Redone]) -> Table:
    """Every figure of [[printed]], and what came out."""
    rows = tuple((one.item, one.printed, one.computed, _AGREES[one.agrees], one.source) for one in redone)
    notes = (
        "A share agrees when it rounds to what is printed, or, printed with two decimals or more, lies no further than "
        "one in the last.",
        "A figure that does not agree is shown as it is; nothing is adjusted to it.",
    )
    return Table("printed", "Figures printed elsewhere, computed again", ("", "printed", "computed", "", "source"), rows, notes)


def stated_outcomes(cases: Sequence[Case]) -> Table:
    """Patients whose outcome as the centre wrote it is not the one that the values give by the definitions."""
    rows = []
    for case in cases:
        stated, found = case.patient.stated_outcome, case.outcome.state
        if not stated or stated == "unknown" or stated == found:
            continue
        rows.append((case.name, words(stated), words(found) if found != "unknown" else "cannot be said", case.outcome.why))
    notes = ("The tables use the outcome by the definitions. Nothing was changed to make the two agree.",)
    columns = ("", "as stated", "by the values", "why")
    return Table("stated_outcomes", "Outcomes stated and found", columns, tuple(rows), notes)
