"""The case library: facts of published patients, each with its citation, to test and to show what Culprit finds.

`library()` reads them as typed records, `to_fhir()` writes one as FHIR R4 with only what was known before the cause was found.
"""

from culprit.cases.as_fhir import to_fhir
from culprit.cases.published import Lab, PublishedCase
from culprit.cases.reader import library

__all__ = ["Lab", "PublishedCase", "library", "to_fhir"]
