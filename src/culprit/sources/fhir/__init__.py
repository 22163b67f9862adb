"""FHIR R4 as hospitals hand it over: Bulk Data NDJSON folders, Bundles, single resources. Start with `read_fhir` in read.py."""

from culprit.sources.fhir.read import read_fhir
from culprit.sources.fhir.recognise import looks_like_fhir

__all__ = ["looks_like_fhir", "read_fhir"]
