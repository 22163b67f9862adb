"""What kind of source is this: FHIR, OMOP, MIMIC-IV, phenopackets, published patients, or laboratory files?"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from itertools import islice
from pathlib import Path

from culprit.sources.errors import SourceError

Source = str | Path
SPARK = "spark://"
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_FILES_LOOKED_AT = 2_000


class SourceKind(StrEnum):
    """The formats that can be read; `--as` takes these words."""

    FHIR = "fhir"
    OMOP = "omop"
    MIMIC_IV = "mimic_iv"
    LABORATORY = "laboratory"
    PHENOPACKETS = "phenopackets"
    PUBLISHED_CASES = "published_cases"


def recognise(source: Source | Sequence[Source]) -> SourceKind:
    """The kind of a source, which is one or several files or folders, or a database URL. Only names and first bytes are looked at.

    Raises SourceError when a path is missing, unreadable or empty, when nothing in it can be read (saying what was found), or
    when several paths are of different kinds.
    """
    sources = as_list(source)
    if not sources:
        raise SourceError("no source was named", "Name a file, a folder or a database URL.")
    kinds = [_kind_of(one) for one in sources]
    if len(set(kinds)) > 1:
        told = ", ".join(f"{one}: {kind}" for one, kind in zip(sources, kinds, strict=True))
        raise SourceError(
            f"the sources are of different kinds ({told})", "Read each kind by itself, or say which one is meant with --as."
        )
    return kinds[0]


def as_list(source: Source | Sequence[Source]) -> list[Source]:
    """One source, or several, as a list."""
    return [source] if isinstance(source, str | Path) else list(source)


def is_url(source: Source) -> bool:
    """Whether the source is a database URL and not a path."""
    return bool(_URL.match(str(source)))


def in_spark(sources: Sequence[Source]) -> bool:
    """Whether the data lie in Spark, so that everything is done there."""
    return len(sources) == 1 and str(sources[0]).startswith(SPARK)


def _kind_of(source: Source) -> SourceKind:
    if is_url(source):
        return SourceKind.OMOP
    path = Path(source)
    must_be_readable(path)
    # imported here, since each format brings its own reader
    from culprit.sources.fhir import looks_like_fhir
    from culprit.sources.laboratory_files.find import files_below, is_laboratory_file
    from culprit.sources.mimic_iv import looks_like_mimic_iv
    from culprit.sources.omop import looks_like_omop
    from culprit.sources.phenopackets import looks_like_phenopackets
    from culprit.sources.published_cases import looks_like_published_cases

    if looks_like_mimic_iv(path):
        return SourceKind.MIMIC_IV
    if looks_like_omop(path):
        return SourceKind.OMOP
    if looks_like_fhir(path):
        return SourceKind.FHIR
    # asked first: the library's own packets are phenopackets too, but tell stages where others tell dates
    if looks_like_published_cases(path):
        return SourceKind.PUBLISHED_CASES
    if looks_like_phenopackets(path):
        return SourceKind.PHENOPACKETS
    if any(_readable(file) and is_laboratory_file(file) for _, file in files_below([path])[:_FILES_LOOKED_AT]):
        return SourceKind.LABORATORY
    raise _nothing_to_read(path)


def must_be_readable(path: Path) -> None:
    """Raises SourceError when the path does not exist, may not be read, or is an empty folder or file."""
    try:
        if not path.exists():
            raise SourceError(f"{path} does not exist", "Check the spelling of the path.")
        empty = next(path.iterdir(), None) is None if path.is_dir() else path.stat().st_size == 0
        if not path.is_dir():
            with path.open("rb"):
                pass
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror or error}", "Ask for the right to read it, or copy it first."
        ) from error
    if empty:
        what = "an empty folder" if path.is_dir() else "an empty file"
        raise SourceError(
            f"{path} is {what}", "Was the export written somewhere else, or cut off? Name the place where the data lie."
        )


def _readable(file: Path) -> bool:
    try:
        with file.open("rb"):
            return True
    except OSError:
        return False


def _nothing_to_read(path: Path) -> SourceError:
    from culprit.sources.laboratory_files.find import files_below, what_else

    files = [file for _, file in islice(files_below([path]), _FILES_LOOKED_AT)]
    unreadable = [file for file in files if not _readable(file)]
    if files and len(unreadable) == len(files):
        return SourceError(
            f"{path}: none of its {len(files)} files may be read", "Ask for the right to read them, or copy them first."
        )
    kinds: Counter[str] = Counter()
    hints: dict[str, str] = {}
    for file in files:
        other = what_else(file) if _readable(file) else None
        kind = other[0] if other else f"a file *{''.join(file.suffixes[-2:]).lower() or file.name}"
        kinds[kind] += 1
        hints.setdefault(kind, other[1] if other else "")
    found = "; ".join(f"{count} × {kind.removeprefix('a ').removeprefix('an ')}" for kind, count in sorted(kinds.items()))
    hint = next((hints[kind] for kind, _ in kinds.most_common() if hints[kind]), "")
    known = (
        "Culprit reads FHIR (NDJSON, Bundles), OMOP CDM, MIMIC-IV, phenopackets (JSON), published patients (JSON lines), "
        "and laboratory files (CSV, TSV, XLSX, XPT)."
    )
    return SourceError(f"{path} holds nothing that can be read: {found or 'no files'}", f"{hint} {known}".strip())
