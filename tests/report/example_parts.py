"""What the invented patients are made of: values, verdicts, statements."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from culprit.domain.answer import Answer
from culprit.domain.moment import Moment
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence, Verdict


class Said:
    """A statement as the knowledge files hold it."""

    def __init__(self, text: str, source: str, provenance: str = "read") -> None:
        self.text, self.source, self.provenance = text, source, provenance
        self.strength = ""


STATEMENTS = {
    "paired-samples": Said(
        "Take blood and second-morning urine together, fasting, each for phosphate and creatinine; TRP first, then TmP/GFR.",
        "Jan de Beur 2023 J Intern Med, 10.1111/joim.13593",
    ),
    "measure-phosphate": Said(
        "Measure serum phosphate in everyone with lasting muscle pain or weakness, bone pain or a fragility fracture.",
        "Jan de Beur 2023 J Intern Med, 10.1111/joim.13593",
    ),
    "antiresorptive-off": Said(
        "No antiresorptive drug for low bone density while phosphate is low and unexplained.",
        "own wording of dossier section 10",
        "recalled",
    ),
    "recheck-later": Said("A single mildly low phosphate is looked at again with the next blood test.", "own proposal", "proposed"),
}


def result(
    analyte: str,
    at: str,
    value: str,
    unit: str,
    low: str | None = None,
    high: str | None = None,
    line: int = 1,
    flags: tuple[str, ...] = (),
) -> Result:
    """One result; `value` may begin with `<` or `>`."""
    comparator = Comparator(value[0]) if value[0] in "<>" else Comparator.EQUAL
    return Result(
        analyte,
        Moment.parse(at),
        Quantity(Decimal(value.lstrip("<>")), unit, comparator),
        value,
        limit_low=Decimal(low) if low else None,
        limit_high=Decimal(high) if high else None,
        flags=flags,
        source=f"Observation.ndjson:{line}",
    )


def phosphates(pairs: Iterable[tuple[str, str]], low: str = "0.80", high: str = "1.45") -> list[Result]:
    """Serum phosphate in mmol/L at the given moments."""
    return [result("phosphate_serum", at, value, "mmol/L", low, high, 100 + i) for i, (at, value) in enumerate(pairs)]


def others(analyte: str, unit: str, low: str | None, high: str | None, pairs: Iterable[tuple[str, str]]) -> list[Result]:
    """Another analyte at the given moments."""
    return [result(analyte, at, value, unit, low, high, 900 + i) for i, (at, value) in enumerate(pairs)]


def verdict(answer: Answer, because: str, evidence: Iterable[Evidence] = (), since: date | None = None) -> Verdict:
    """A verdict without statements."""
    return Verdict(answer, because, tuple(evidence), (), since)
