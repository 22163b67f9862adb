"""Where was the patient? The name of a ward or department says whether it was intensive care, a clinic, or a ward."""

import re
import unicodedata
from functools import lru_cache

from culprit.domain.facts import StayKind
from culprit.knowledge.load import knowledge_file


@lru_cache(maxsize=4096)
def kind_of_department(name: str) -> StayKind:
    """The kind of stay that the words of a department's name tell; OTHER when no word of knowledge/departments.toml fits."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    for kind, entry in knowledge_file("departments").items():
        for word in entry["words"]:
            plain = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е")
            ideographs = any("\u4e00" <= character <= "\u9fff" for character in plain)
            if plain in text and (ideographs or re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text)):
                return StayKind(kind)
    return StayKind.OTHER
