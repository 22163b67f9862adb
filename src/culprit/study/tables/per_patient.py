"""One line for each patient, when there are few enough to read."""

from collections.abc import Sequence

from culprit.domain.record import Sex
from culprit.study.case import Case
from culprit.study.cohort import Measured
from culprit.study.protocol import Protocol
from culprit.study.tables.localisation import TITLES
from culprit.study.tables.table import Table
from culprit.study.variables import unit_of
from culprit.study.written import amount, words

_STATES = {
    "suspected_recurrence": "recurrence, suspected",
    "confirmed_recurrence": "recurrence, confirmed",
    "unknown": "cannot be said",
}


def per_patient(cases: Sequence[Case], protocol: Protocol) -> Table:
    """Numbers of the study, not of the hospital: the file key.csv alone joins the two."""
    rows = [
        (
            case.name,
            {Sex.FEMALE: "F", Sex.MALE: "M", None: "–"}[case.patient.sex],
            "–" if case.age is None else f"{case.age:.0f}",
            "–" if case.delay_months is None else f"{case.delay_months:.0f}",
            " ".join(part for part in (_side(case), case.patient.site or words(case.patient.region)) if part),
            words(case.patient.tissue),
            amount(case.patient.size_mm),
            _amount(case.before.get("phosphate")),
            "; ".join(
                f"{_amount(case.before[name])} {unit_of(name)}"
                for name in ("fgf23_intact", "fgf23_cterminal")
                if name in case.before
            )
            or "–",
            ", ".join(dict.fromkeys(TITLES[scan.modality] for scan in case.patient.scans if scan.result == "positive")) or "–",
            words(case.operation.procedure) if case.operation else "–",
            words(case.operation.margin) if case.operation else "–",
            "–" if case.days_to_normal is None else str(case.days_to_normal),
            _STATES.get(case.outcome.state, words(case.outcome.state)),
            "–" if case.follow_up_months is None else f"{case.follow_up_months:.0f}",
        )
        for case in cases
    ]
    columns = (
        "", "sex", "age", "delay, mo", "site", "tissue", "size, mm", "phosphate before, mmol/L", "FGF23 before", "positive scans",
        "procedure", "margin", "days to normal", "outcome", "follow-up, mo",
    )  # fmt: skip
    return Table("per_patient", "Patient by patient", columns, tuple(rows))


def _side(case: Case) -> str:
    return {"left": "L", "right": "R"}.get(case.patient.side, "")


def _amount(result: Measured | None) -> str:
    return "–" if result is None else f"{result.quantity.comparator.value}{amount(result.number)}"
