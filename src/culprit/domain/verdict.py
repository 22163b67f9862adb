"""What a rule hands back: an answer, and everything it rests on."""

from datetime import date
from decimal import Decimal

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.facts import Condition, DrugUse, Procedure, Relative, Report, Stay
from culprit.domain.result import Result


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One thing a verdict rests on: a row of the record, a limit, a formula, a setting, or something that is absent.

    `kind`: result, condition, drug, procedure, stay, report, relative, person, window, calculation, setting, absence.
    `source` is the row's file and line (or resource id). `provenance` (read, recalled, proposed) is that of the limit or
    setting used.
    """

    kind: str
    analyte: str = ""
    value: Decimal | str | None = None
    unit: str = ""
    limit_low: Decimal | None = None
    limit_high: Decimal | None = None
    limit_source: str = ""
    on: str = ""
    until: str = ""
    name: str = ""
    text: str = ""
    source: str = ""
    provenance: str = ""


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """The answer to one question about one patient on one day, with its evidence and the reason in words."""

    answer: Answer = msgspec.field(name="verdict")
    because: str = ""
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[str, ...] = ()
    since: date | None = None


def evidence_of_result(
    result: Result,
    limit_low: Decimal | None = None,
    limit_source: str = "",
    provenance: str = "",
    text: str = "",
    limit_high: Decimal | None = None,
) -> Evidence:
    """A laboratory value as evidence; words stand as `value` where there is no number."""
    quantity = result.quantity
    value: Decimal | str | None = result.printed or None
    if quantity is not None:
        value = f"{quantity.comparator.value}{quantity.value:f}" if quantity.comparator else quantity.value
    unit = quantity.unit if quantity else ""
    return Evidence(
        "result", result.analyte, value, unit, limit_low, limit_high, limit_source, str(result.at), text=text,
        source=result.source, provenance=provenance,
    )  # fmt: skip


def evidence_of_fact(fact: Condition | DrugUse | Procedure | Stay | Report | Relative, text: str = "") -> Evidence:
    """A diagnosis, drug, operation, stay, report or relative as evidence."""
    at = getattr(fact, "at", None)
    until = getattr(fact, "until", None)
    return Evidence(
        _KIND[type(fact)],
        name=fact.kind.value if isinstance(fact, Stay) else fact.concept,
        text=text or fact.text,
        on=str(at) if at else "",
        until=str(until) if until else "",
        source=fact.source,
    )


_KIND: dict[type, str] = {
    Condition: "condition",
    DrugUse: "drug",
    Procedure: "procedure",
    Stay: "stay",
    Report: "report",
    Relative: "relative",
}
