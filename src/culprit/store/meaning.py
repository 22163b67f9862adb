"""What were the rows understood with? The same letters mean something else under other knowledge or another mapping file."""

import hashlib
from importlib import resources

from culprit.store.schema import TABLES


def meaning(mapping: bytes = b"") -> str:
    """A short fingerprint of everything that decides what a row means: the knowledge files, the schema, and the content of the
    user's mapping file. Two loads with one fingerprint may stand in one store."""
    digest = hashlib.sha256()
    knowledge = resources.files("culprit.knowledge")
    for entry in sorted(knowledge.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            digest.update(entry.name.encode() + b"\0" + hashlib.sha256(entry.read_bytes()).digest())
    for table in TABLES:
        digest.update(repr([(column.name, column.type) for column in table.columns]).encode())
    digest.update(hashlib.sha256(mapping).digest())
    return digest.hexdigest()[:16]
