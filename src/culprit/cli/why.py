"""`culprit assess --why CAUSE`: every line that speaks for or against one cause, whether it is likely or not."""

import json

import msgspec

from culprit.domain.assessment import Cause, Reason
from culprit.guideline.assess import why
from culprit.knowledge.causes import causes
from culprit.knowledge.settings import Settings
from culprit.screen.assess_everyone import Assessed


def why_lines(one: Assessed, cause: str, settings: Settings, form: str) -> str:
    """The lines in text, or one JSON object. Raises ValueError, naming the causes there are, for an unknown cause."""
    assert one.assessment is not None, "only an assessment has a differential"
    reasons = why(cause, one.record, one.assessment, settings)
    place = next((i for i, each in enumerate(one.assessment.differential) if each.cause == cause), None)
    found = one.assessment.differential[place] if place is not None else None
    if form == "json":
        return _json(one.assessment.patient_id, cause, found, reasons)
    if found is None or place is None:
        return f"{one.assessment.patient_id}: nothing to explain, so nothing speaks for or against {cause}"
    low, high = found.interval
    head = (
        f"{one.assessment.patient_id} on {one.assessment.assessed_on}: {cause}, {causes()[cause].title}\n"
        f"probability {found.probability:.1%} ({low:.1%} to {high:.1%}), place {place + 1} of {len(one.assessment.differential)}"
    )
    return "\n".join([head, "", *_table(reasons)])


def _table(reasons: tuple[Reason, ...]) -> list[str]:
    rows = [("finding", "ratio", "value", "source", "checked")]
    rows += [(r.finding.replace("_", " "), f"{r.likelihood_ratio:g}", r.value, r.source, r.provenance) for r in reasons]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return [
        f"{finding:<{widths[0]}}  {ratio:>{widths[1]}}  {'; '.join(part for part in (value, source, checked) if part)}"
        for finding, ratio, value, source, checked in rows
    ]


def _json(patient_id: str, cause: str, found: Cause | None, reasons: tuple[Reason, ...]) -> str:
    lines = [msgspec.to_builtins(reason) for reason in reasons]
    probability = {"probability": found.probability, "interval": found.interval} if found else {}
    return json.dumps({"patient_id": patient_id, "cause": cause, **probability, "reasons": lines}, ensure_ascii=False)
