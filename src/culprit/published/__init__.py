"""One published patient: what was printed, and what of it the clinic knew, on which day, before the cause was found.

Below the sources and the case library, because both need it: the library writes a case down as FHIR, as a phenopacket and in its
own form, and the own form is read back as a source. All of them say what `known` says.
"""

from culprit.published.case import Finding, Fracture, Lab, PublishedCase, Stage, Treatment
from culprit.published.case_line import case_of_line, line_of_case
from culprit.published.known import Known, KnownFact, KnownResult, known

__all__ = [
    "Finding",
    "Fracture",
    "Known",
    "KnownFact",
    "KnownResult",
    "Lab",
    "PublishedCase",
    "Stage",
    "Treatment",
    "case_of_line",
    "known",
    "line_of_case",
]
