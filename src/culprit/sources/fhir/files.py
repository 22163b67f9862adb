"""Which files does the source hold, and what are they called in reports?"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from culprit.sources.errors import SourceError


@dataclass(frozen=True)
class SourceFile:
    """A file and its `name` in provenance: relative to the source given, `/` between folders on every system."""

    path: Path
    name: str


def source_files(paths: Path | str | Sequence[Path | str]) -> tuple[SourceFile, ...]:
    """All files of one or several files and folders, nested ones too, in the order of their names.

    With several sources each name starts with its source's own name. Raises SourceError when one is not there, cannot be read,
    or when there is no file at all.
    """
    roots = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    found: dict[str, SourceFile] = {}
    for root in roots:
        if not root.exists():
            raise SourceError(f"{root} is not there.", "Check the path; it may be a file or a folder.")
        try:
            for path in [root] if root.is_file() else sorted(_below(root)):
                inside = root.name if path == root else path.relative_to(root).as_posix()
                name = inside if len(roots) == 1 or path == root else f"{root.name}/{inside}"
                if name in found and found[name].path != path:
                    name = path.as_posix()
                found[name] = SourceFile(path, name)
        except PermissionError as error:
            raise SourceError(f"{error.filename} may not be read.", "Ask for the right to read it, or copy it.") from error
    if not found:
        raise SourceError(f"{', '.join(map(str, roots))}: the folder is empty.", "Name the folder that holds the export.")
    return tuple(found[name] for name in sorted(found))


def _below(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root, onerror=_raise):
        yield from (Path(folder) / name for name in names)


def _raise(error: OSError) -> None:
    raise error


def is_hidden(file: SourceFile) -> bool:
    """True for .DS_Store and its like, which no one means to hand over."""
    return any(part.startswith(".") for part in file.name.split("/"))
