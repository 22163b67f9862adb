"""Which small words deny, doubt, fear or remember what stands beside them, or give it to a relative? Read from assertions.toml."""

from functools import cache

from culprit.knowledge.load import knowledge_file

LANGUAGES = ("en", "zh", "ru", "de")


@cache
def assertion_phrases(place: str) -> tuple[tuple[str, str], ...]:
    """(what it says, phrase) for a place of the file (before, after, healthy, unspecific), in all four languages.

    Phrases are written as the words of concepts are. Raises KeyError for an unknown place.
    """
    entries = knowledge_file("assertions")[place].items()
    return tuple((name, phrase) for name, entry in entries for language in LANGUAGES for phrase in entry[language])
