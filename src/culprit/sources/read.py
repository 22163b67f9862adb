"""Any source to raw relations: the one door of `sources` besides the intake."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from culprit.sources.errors import SourceError
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.raw_relations import RawRelations
from culprit.sources.recognise import Source, SourceKind, as_list, is_url, must_be_readable, recognise


def read_source(
    connection: duckdb.DuckDBPyConnection,
    source: Source | Sequence[Source],
    kind: SourceKind | None = None,
    mapping: LocalMapping | None = None,
) -> RawRelations:
    """The raw relations of a source, in `connection`. Without `kind` it is recognised.

    `mapping` matters here for laboratory files (how they are written, what their columns hold) and for what FHIR and OMOP
    may pass over; the intake uses the rest.
    Raises SourceError when the source cannot be used.
    """
    sources = as_list(source)
    kind = kind or recognise(sources)
    for one in sources:
        if not is_url(one):
            must_be_readable(Path(one))
    if kind is SourceKind.FHIR:
        from culprit.sources.fhir import read_fhir

        return read_fhir(connection, [Path(one) for one in sources], mapping)
    if kind is SourceKind.LABORATORY:
        from culprit.sources.laboratory_files.read import read_laboratory_files

        return read_laboratory_files(connection, [Path(one) for one in sources], mapping)
    if kind is SourceKind.PHENOPACKETS:
        from culprit.sources.phenopackets import read_phenopackets

        return read_phenopackets(connection, [Path(one) for one in sources])
    if kind is SourceKind.PUBLISHED_CASES:
        from culprit.sources.published_cases import read_published_cases

        return read_published_cases(connection, [Path(one) for one in sources])
    if len(sources) > 1:
        raise SourceError(f"{kind} is read from one place, {len(sources)} were named", "Put the tables into one folder.")
    if kind is SourceKind.OMOP:
        from culprit.sources.omop import read_omop

        return read_omop(connection, sources[0], mapping=mapping)
    from culprit.sources.mimic_iv import read_mimic_iv

    return read_mimic_iv(connection, sources[0])
