"""Phenopackets as a source: rows, times, people, bad input, packets of other makers."""
