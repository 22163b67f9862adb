"""What an OMOP concept number means when a data set comes without its vocabulary (knowledge/omop_*.toml)."""

from functools import cache

import msgspec

from culprit.knowledge.load import knowledge_file, sourced


class VocabularyRange(msgspec.Struct, frozen=True):
    """Source values of `tables` that match `pattern`, with a source concept from `first` to `last`, are codes of `vocabulary`."""

    tables: tuple[str, ...]
    vocabulary: str
    first: int
    last: int
    pattern: str
    provenance: str


class SourceSystem(msgspec.Struct, frozen=True):
    """The code system of a table's source values in the data sets that call themselves `abbreviation`."""

    abbreviation: str
    table: str
    system: str
    provenance: str


@cache
def meanings(topic: str) -> dict[str, str]:
    """Concept id → word. Topics: operators sex values visits acute_visits drug_types
    condition_states (all in omop_words), units, names."""
    content = knowledge_file({"units": "omop_units", "names": "omop_names"}.get(topic, "omop_words"))
    return {str(number): str(word) for number, word in content[topic].items()}


@cache
def vocabulary_ranges(table: str) -> tuple[VocabularyRange, ...]:
    """How codes of `table` are told apart without the CONCEPT table."""
    ranges = msgspec.convert(knowledge_file("omop_words")["vocabulary_ranges"], tuple[VocabularyRange, ...])
    return tuple(entry for entry in ranges if table in entry.tables)


@cache
def source_system(abbreviation: str, table: str) -> str:
    """The code system of a table's source values, '' when the data set is not known."""
    systems = msgspec.convert(knowledge_file("omop_words")["source_systems"], tuple[SourceSystem, ...])
    wanted = abbreviation.lower().replace("-", "").replace("_", "").replace(" ", "")
    return next((entry.system for entry in systems if entry.abbreviation == wanted and entry.table == table), "")


@cache
def place_words(place: str) -> tuple[str, ...]:
    """Words in the name of a care site that say `intensive_care` or `emergency` (knowledge/departments.toml)."""
    return tuple(knowledge_file("departments")[place]["words"])


@cache
def admitted_after_hours() -> int:
    """Emergency, observation and day-surgery visits that last longer are stays in hospital."""
    entry = sourced("admitted_after", knowledge_file("omop_words")["stays"]["admitted_after"])
    if entry.unit != "hour":
        raise TypeError(f"admitted_after is in {entry.unit}, not in hours")
    return int(entry.number)
