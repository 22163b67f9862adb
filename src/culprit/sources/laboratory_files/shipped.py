"""Public record sets whose columns have names of their own (NHANES): mappings that come with Culprit."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

from culprit.sources.laboratory_files.mapping_file import MappingFile, parse_mapping


@cache
def shipped_mappings() -> tuple[tuple[str, MappingFile], ...]:
    """(file name, mapping) of every mapping in the folder `mappings`."""
    folder = resources.files("culprit.sources.laboratory_files").joinpath("mappings")
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple((entry.name, parse_mapping(entry.read_text(encoding="utf-8"), entry.name)) for entry in files)


def shipped_mapping_for(headers: Sequence[str]) -> tuple[str, MappingFile] | None:
    """The shipped mapping whose telling headers are all there, or None."""
    present = {header.casefold() for header in headers}
    for name, mapping in shipped_mappings():
        if mapping.recognised_by and all(header.casefold() in present for header in mapping.recognised_by):
            return name, mapping
    return None
