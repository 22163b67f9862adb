"""Which files must a nightly load read? The new ones, and the short lists of FHIR that they refer to; all, where tables belong
together.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from culprit.sources.fhir.files import SourceFile, source_files
from culprit.sources.fhir.recognise import Layout, peek
from culprit.sources.recognise import SourceKind, is_url
from culprit.store.private import private_folder

# each of their files stands by itself; the tables of a database do not
_FILE_BY_FILE = (SourceKind.FHIR, SourceKind.LABORATORY, SourceKind.PHENOPACKETS, SourceKind.PUBLISHED_CASES)
# a prescription of tonight may name a drug of years ago
_REFERRED_TO = ("Medication", "Location")


def new_files(sources: Sequence[str], kind: SourceKind, new: Collection[str], folder: Path) -> list[str]:
    """The sources to read instead of `sources`, of which the files named `new` are not in the store.

    It is a folder of links, made below `folder`, in which every file has the name that it has in the sources: what the rows of a
    file say of their place stays so. The sources themselves where nothing can be left out.
    """
    files = files_to_read(sources, kind, new)
    if files is None:
        return list(sources)
    links = private_folder(folder / "new")
    for file in files:
        link = links / file.name
        private_folder(link.parent)
        try:
            link.symlink_to(file.path.resolve())
        except OSError:
            # Windows lets few people make links
            return list(sources)
    return [str(links)]


def files_to_read(sources: Sequence[str], kind: SourceKind, new: Collection[str]) -> list[SourceFile] | None:
    """The files that a night reads of `sources`, of which those named `new` are not in the store; None where it reads them all."""
    if kind not in _FILE_BY_FILE or any(is_url(source) for source in sources):
        return None
    files = source_files([Path(source) for source in sources])
    several = len(sources) > 1
    wanted = [file for file in files if _own_name(file, several) in new or (kind is SourceKind.FHIR and _is_referred_to(file))]
    if len(wanted) == len(files) or any(Path(file.name).is_absolute() for file in files):
        return None
    return wanted


def _own_name(file: SourceFile, several: bool) -> str:
    """The file's name relative to the one source that it belongs to."""
    return file.name.partition("/")[2] or file.name if several else file.name


def _is_referred_to(file: SourceFile) -> bool:
    # exports call their files after what is in them; looking into every file of years of nights would take too long
    if not any(name.lower() in file.name.lower() for name in _REFERRED_TO):
        return False
    seen = peek(file)
    return seen.layout is Layout.LINES and seen.first_type in _REFERRED_TO
