"""What were the rows understood with? The same letters mean something else under other knowledge or another mapping file."""

import hashlib
from importlib import resources

from culprit.store.schema import TABLES

# limits, thresholds, causes and statements are asked later, of the record: they change no row
_READ_BY_THE_INTAKE = (
    "analytes.toml",
    "assertions.toml",
    "codes_analytes.toml",
    "concepts",
    "departments.toml",
    "drug_words.toml",
    "header_words.toml",
    "headers.toml",
    "names_analytes.toml",
    "omop_names.toml",
    "omop_units.toml",
    "omop_words.toml",
    "units.toml",
)


def meaning(mapping: bytes = b"") -> str:
    """A short fingerprint of everything that decides what a row means: the knowledge files, the schema, and the content of the
    user's mapping file. Two loads with one fingerprint may stand in one store."""
    digest = hashlib.sha256()
    knowledge = resources.files("culprit.knowledge")
    for name in _READ_BY_THE_INTAKE:
        entry = knowledge.joinpath(name)
        for file in sorted(entry.iterdir(), key=lambda file: file.name) if entry.is_dir() else [entry]:
            digest.update(f"{name}/{file.name}".encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    for table in TABLES:
        digest.update(repr([(column.name, column.type) for column in table.columns]).encode())
    digest.update(hashlib.sha256(mapping).digest())
    return digest.hexdigest()[:16]
