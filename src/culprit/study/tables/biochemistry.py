"""What did the laboratory find before the operation? FGF23 for each assay by itself."""

from collections.abc import Iterator, Sequence

from culprit.domain.result import laboratory_compared
from culprit.knowledge.study_sheets import study_analytes
from culprit.study.case import Case, low_at
from culprit.study.cohort import Measured
from culprit.study.limits import high_limit
from culprit.study.protocol import Protocol
from culprit.study.statistics.summary import summary
from culprit.study.tables.table import Table
from culprit.study.variables import title, unit_of
from culprit.study.written import amount, middle_and_spread


def biochemistry(cases: Sequence[Case], protocol: Protocol) -> Table:
    """The last value of each analyte before the operation, and how many lie outside the limits that hold for that patient."""
    rows = []
    for name in protocol.biochemistry:
        for label, found in _by_assay(cases, name):
            values = summary(result.number for _, result in found)
            low, high, unjudged = _judged(found, protocol)
            missing = len(cases) - len(found) if not name.startswith("fgf23") else len(cases) - _measured(cases, name)
            spread = f"{amount(values.least)}–{amount(values.most)}" if values.n > 1 else amount(values.least)
            rows.append((label, str(values.n), str(missing), middle_and_spread(values), spread, low, high, str(unjudged)))
    notes = (
        f"The last value in the {protocol.definitions.days('before_operation_days')} days up to the operation.",
        "Low and high: by the laboratory's own limits, else by age, sex and country. A printed < or > counts as the "
        "number behind it.",
        "FGF23 of different assays is never pooled; missing counts patients without any value of that kind.",
    )
    columns = ("", "n", "missing", "median (quartiles)", "range", "low", "high", "no limit known")
    return Table("biochemistry", "Laboratory values before the operation", columns, tuple(rows), notes)


def _measured(cases: Sequence[Case], name: str) -> int:
    return sum(name in case.before for case in cases)


def _by_assay(cases: Sequence[Case], name: str) -> Iterator[tuple[str, list[tuple[Case, Measured]]]]:
    found = [(case, case.before[name]) for case in cases if name in case.before]
    if not name.startswith("fgf23"):
        yield title(name), found
        return
    assays = sorted({result.assay for _, result in found}, key=lambda assay: (assay == "", assay))
    known, unit = study_analytes()[name], unit_of(name)
    for assay in assays or [""]:
        label = f"{known.title}, {unit}: {assay or ('assay not stated' if found else 'not measured')}"
        of_it = [(case, result) for case, result in found if result.assay == assay]
        yield f"{label}{_laboratories([result for _, result in of_it])}", of_it


def _laboratories(results: Sequence[Measured]) -> str:
    """`; 2 laboratories, not said of 3 values`: how many made the values; '' where nobody said."""
    named = {laboratory_compared(result.laboratory) for result in results if result.laboratory}
    if not named:
        return ""
    unsaid = sum(not result.laboratory for result in results)
    count = f"{len(named)} laborator{'y' if len(named) == 1 else 'ies'}"
    return f"; {count}, not said of {unsaid}" if unsaid else f"; {count}"


def _judged(found: Sequence[tuple[Case, Measured]], protocol: Protocol) -> tuple[str, str, int]:
    """Counts of low and of high among those with that limit; how many have neither limit."""
    low = high = with_low = with_high = unjudged = 0
    for case, result in found:
        lower, upper = low_at(result, case, protocol), high_limit(result, case.patient, protocol.country)
        unjudged += lower is None and upper is None
        if lower is not None:
            with_low += 1
            low += result.quantity.surely_below(lower)
        if upper is not None:
            with_high += 1
            high += result.quantity.surely_above(upper)
    return f"{low}/{with_low}" if with_low else "–", f"{high}/{with_high}" if with_high else "–", unjudged
