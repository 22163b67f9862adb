"""GA4GH phenopackets (schema 2.0, JSON) as registries and journals hand them over. Start with `read_phenopackets` in read.py."""

from culprit.sources.phenopackets.read import looks_like_phenopackets, read_phenopackets

__all__ = ["looks_like_phenopackets", "read_phenopackets"]
