"""How is a worklist shown to people who must not know who it is about (`--pseudonyms`)?

Out go the patient's id and printed number, file and line, and whatever the source wrote in free words (a report may name its
patient): diagnoses and drugs show by their concept alone. Ages above 89 become `90 or older`. Dates stay, and the page says so.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from culprit.domain.assessment import Assessment, Cause, Hazard
from culprit.domain.facts import Condition, DrugUse, Procedure, Relative, Report, Stay
from culprit.domain.record import PatientRecord
from culprit.domain.verdict import Evidence, Verdict
from culprit.report.patient_section import ListedPatient
from culprit.report.words import title
from culprit.report.worklist_rows import WorklistRow

_FROM_SOURCE = frozenset({"condition", "drug", "procedure", "stay", "report", "relative", "window", "person"})
_WITHHELD = "(withheld)"
_NUMBER = re.compile(r"[<>]?=?\s*-?\d+(\.\d+)?")

Fact = TypeVar("Fact", Condition, DrugUse, Procedure, Stay, Report, Relative)


def pseudonym(rank: int, prefix: str = "P") -> str:
    """P-0001 for the first of the worklist."""
    return f"{prefix}-{rank:04d}"


def pseudonymised(patient: ListedPatient) -> ListedPatient:
    """The same patient without anything that names them; the pseudonym comes from the rank."""
    shown = pseudonym(patient.rank)
    assessment = pseudonymised_assessment(patient.assessment, shown, patient.record)
    return ListedPatient(patient.rank, assessment, _record(patient.record, shown), shown, pseudonymous=True)


def pseudonymised_assessment(assessment: Assessment, shown: str, record: PatientRecord) -> Assessment:
    """The same assessment under a pseudonym, without file, line and free words of the source, also where a rule quotes them."""
    clean = _Scrub(assessment.patient_id, record, shown)
    replace = msgspec.structs.replace
    return replace(
        assessment,
        patient_id=shown,
        findings={question: clean.verdict(verdict) for question, verdict in assessment.findings.items()},
        next_steps=tuple(replace(step, why=clean.words(step.why)) for step in assessment.next_steps),
        hazards=tuple(clean.hazard(hazard) for hazard in assessment.hazards),
        near_miss=clean.words(assessment.near_miss),
        differential=tuple(clean.cause(cause) for cause in assessment.differential),
        contributors=tuple(clean.cause(cause) for cause in assessment.contributors),
    )


def pseudonymous_rows(rows: Iterable[WorklistRow]) -> list[WorklistRow]:
    """The rows with P-0001 … by rank in place of the patients' ids and printed numbers."""
    return [msgspec.structs.replace(row, patient_id=pseudonym(row.rank), identifier="") for row in rows]


class _Scrub:
    """Takes one patient's identifiers out of texts."""

    def __init__(self, patient_id: str, record: PatientRecord, shown: str) -> None:
        replaced = {name: shown for name in (patient_id, record.patient_id, record.identifier) if name}
        for text, word in _quotable(record):
            if len(text) > 2:
                replaced.setdefault(text, title(word) if word else _WITHHELD)
        named = sorted(replaced, key=lambda name: (-len(name), name))
        self._replaced = {name.casefold(): by for name, by in replaced.items()}
        self._named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in named), re.IGNORECASE) if named else None

    def words(self, text: str) -> str:
        if self._named is None:
            return text
        return self._named.sub(lambda found: self._replaced.get(found.group().casefold(), _WITHHELD), text)

    def evidence(self, row: Evidence) -> Evidence:
        from_source = row.kind in _FROM_SOURCE
        value = row.value
        if row.kind == "result" and isinstance(value, str) and not _NUMBER.fullmatch(value):
            value = _WITHHELD
        return msgspec.structs.replace(
            row, source="", text="" if from_source else self.words(row.text), value=None if row.kind == "person" else value
        )

    def verdict(self, verdict: Verdict) -> Verdict:
        evidence = tuple(self.evidence(row) for row in verdict.evidence)
        return msgspec.structs.replace(verdict, because=self.words(verdict.because), evidence=evidence)

    def cause(self, cause: Cause) -> Cause:
        reasons = tuple(msgspec.structs.replace(reason, value=self.words(reason.value)) for reason in cause.reasons)
        return msgspec.structs.replace(cause, reasons=reasons)

    def hazard(self, hazard: Hazard) -> Hazard:
        evidence = tuple(self.evidence(row) for row in hazard.evidence)
        return msgspec.structs.replace(hazard, why=self.words(hazard.why), evidence=evidence)


def _quotable(record: PatientRecord) -> Iterable[tuple[str, str]]:
    """What the source wrote, which a rule may quote, with the concept that stands for it."""
    yield from ((fact.text, fact.concept) for fact in record.conditions)
    yield from ((fact.text, fact.concept) for fact in record.drugs)
    yield from ((fact.text, fact.concept) for fact in record.procedures)
    yield from ((fact.text, fact.concept) for fact in record.reports)
    yield from ((fact.text, fact.concept) for fact in record.relatives)
    yield from ((fact.text, fact.kind.value) for fact in record.stays)


def _record(record: PatientRecord, shown: str) -> PatientRecord:
    replace = msgspec.structs.replace

    return replace(
        record,
        patient_id=shown,
        identifier="",
        results={
            analyte: tuple(replace(result, printed="", specimen_id="", source="", laboratory=None) for result in results)
            for analyte, results in record.results.items()
        },
        conditions=_bare(record.conditions),
        drugs=_bare(record.drugs),
        procedures=_bare(record.procedures),
        stays=_bare(record.stays),
        reports=_bare(record.reports),
        relatives=_bare(record.relatives),
    )


def _bare(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    return tuple(msgspec.structs.replace(fact, text="", source="") for fact in facts)
