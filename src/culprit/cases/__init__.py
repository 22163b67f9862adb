"""The case library: facts of published patients, each with its citation, to test and to show what Culprit finds.

`library()` reads them as typed records. `to_fhir()`, `to_phenopacket()` and `line_of_case()` write one as FHIR R4, as a GA4GH
phenopacket and in the library's own form, each with only what was known before the cause was found.
"""

from culprit.cases.as_fhir import to_fhir, to_fhir_bundle
from culprit.cases.as_phenopacket import to_phenopacket
from culprit.cases.reader import library
from culprit.published.case import Lab, PublishedCase
from culprit.published.case_line import line_of_case

__all__ = ["Lab", "PublishedCase", "library", "line_of_case", "to_fhir", "to_fhir_bundle", "to_phenopacket"]
