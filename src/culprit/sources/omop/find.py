"""Where the tables of an OMOP data set lie: in a folder or a zip, as CSV or Parquet, in any letter case, in one file or many."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from culprit.sources.errors import SourceError
from culprit.sources.omop.tables import OTHER_TABLES, TABLES

_NAME = re.compile(r"(?P<table>(?:2b_)?[a-z]+(?:_[a-z]+)*?)(?:[._-]*(?:part|of)?[._-]?\d+)*")
_SUFFIX = re.compile(r"\.(csv|tsv|txt|parquet|pq)(\.gz|\.zst)?$", re.IGNORECASE)
_DEEPEST = 4


@dataclass
class Found:
    """The files of each table, in order, with the name to print; and the files left alone, each with the reason."""

    files: dict[str, list[tuple[str, Path]]] = field(default_factory=dict)
    ignored: list[tuple[str, str]] = field(default_factory=list)

    def take(self, printed: str, path: Path) -> None:
        """Files `path` under the table its name says, or among the ignored."""
        table = table_of(printed)
        if table:
            self.files.setdefault(table, []).append((printed, path))
        elif _SUFFIX.search(printed):
            self.ignored.append((printed, _why_ignored(printed)))
        else:
            self.ignored.append((printed, "neither CSV nor Parquet"))


def table_of(name: str) -> str:
    """The OMOP table that a file's name stands for, '' for none: PERSON.csv, measurement_003.csv.gz, measurement/part-0.parquet."""
    parts = name.replace("\\", "/").split("/")
    if not _SUFFIX.search(parts[-1]) or parts[-1].startswith("."):
        return ""
    stem = _stem(parts[-1])
    if stem in TABLES:
        return stem
    folder = _stem(parts[-2]) if len(parts) > 1 else ""
    if folder in TABLES and re.search(r"\.(parquet|pq)$", parts[-1], re.IGNORECASE):
        return folder
    return ""


def _stem(file_name: str) -> str:
    bare = _SUFFIX.sub("", file_name).lower()
    matched = _NAME.fullmatch(bare)
    stem = matched.group("table") if matched else bare
    return "concept" if stem == "2b_concept" else stem


def _why_ignored(printed: str) -> str:
    stem = _stem(printed.rsplit("/", 1)[-1])
    return "OMOP table that Culprit does not need" if stem in OTHER_TABLES else "its name is no table of the OMOP CDM"


def find_in_folder(folder: Path) -> Found:
    """All files below `folder`, sorted by name; hidden files and folders are left out."""
    found = Found()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        relative = path.relative_to(folder)
        if len(relative.parts) > _DEEPEST or any(part.startswith((".", "__MACOSX")) for part in relative.parts):
            continue
        found.take(relative.as_posix(), path)
    return found


def find_in_zip(archive: Path, scratch: Path) -> Found:
    """Unpacks the tables of a zip into `scratch`; the printed name is archive/member. Raises SourceError for a broken archive."""
    found = Found()
    try:
        with zipfile.ZipFile(archive) as opened:
            for number, member in enumerate(sorted(opened.namelist())):
                parts = member.split("/")
                if member.endswith("/") or any(part.startswith((".", "__MACOSX")) for part in parts):
                    continue
                printed = f"{archive.name}/{member}"
                unpacked = scratch / f"{number:04d}-{parts[-1]}"
                if table_of(printed):
                    with opened.open(member) as packed, unpacked.open("wb") as out:
                        while block := packed.read(1 << 20):
                            out.write(block)
                found.take(printed, unpacked)
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise SourceError(f"{archive} cannot be unpacked: {error}", "Unpack it yourself and name the folder instead.") from error
    return found
