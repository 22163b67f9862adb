"""What does a column hold, judging by its header?

Headers are looked up in knowledge/headers.toml (English, Chinese, Russian, German), first as they stand, then word by word:
COLL_DTTM is a date of collection (knowledge/header_words.toml). A header that names an analyte may carry its unit:
"Phosphate (mmol/L)", "Фосфор, ммоль/л", "P mmol/l", "血磷(mmol/L)".
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from culprit.knowledge.load import knowledge_file

# the role of columns that are known and never read: names, addresses, remarks
NOT_READ = "not_read"

_UNIT_START = r"(?:%|‰|°|(?:[munpfkMcd]|µ|μ|м|мк|мкм|н|п|ф|к|нг|мг)?(?:mol|g|l|eq|моль|г|л|экв|iu|u|ru|ед|ме|мме|kat)\b)"
_UNIT = re.compile(
    rf"(?:\d+\*?\^?\d*\s*/\s*\w+|{_UNIT_START}(?:\s*[/*·.]\s*[\w.²³^]+)*|[\w%µμ]+\s*/\s*[\w.²³^*]+(?:\s*/\s*[\w.²³^]+)*)", re.I
)
_IN_BRACKETS = re.compile(r"^(?P<name>.+?)\s*[(\[]\s*(?P<unit>[^()\[\]]+?)\s*[)\]]\s*$")
_AFTER_COMMA = re.compile(r"^(?P<name>.+?)\s*[,;:]\s*(?P<unit>[^,;:]+)$")
_SHORTEST_JOINED = 5
_INNER_CAPITAL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])|(?<=[A-Z])(?=[A-Z][a-z])")
_AFTER_BLANK = re.compile(r"^(?P<name>.+?)[\s_]+(?P<unit>\S+)$")


def plain(header: str) -> str:
    """The header as it is compared: full-width forms folded, lower case, separators and doubled blanks as one blank."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е")
    return re.sub(r"[\s_.\-–—:*#/'\"`\ufeff]+", " ", text).strip()


@cache
def _spellings() -> dict[str, tuple[str, int]]:
    """Header → (role, rank): the lower the rank, the better the header fits the role."""
    found: dict[str, tuple[str, int]] = {}
    for role, languages in knowledge_file("headers").items():
        for spellings in languages.values():
            for rank, spelling in enumerate(spellings):
                found.setdefault(plain(spelling), (role, rank))
    return found


@cache
def _spellings_by_words() -> dict[str | frozenset[str], tuple[str, int]]:
    """The same by the letters alone, and by the words in any order; what would mean two roles is left out."""
    found: dict[str | frozenset[str], tuple[str, int]] = {}
    doubtful = set()
    for spelling, (role, rank) in _spellings().items():
        for key in (spelling.replace(" ", ""), _words(spelling)):
            if found.setdefault(key, (role, rank))[0] != role:
                doubtful.add(key)
    return {key: role for key, role in found.items() if key not in doubtful}


@cache
def _one_for_the_same() -> dict[str, str]:
    same = {word: table["words"] for word, table in knowledge_file("header_words").items()}
    return {other: "" if word == "nothing" else word for word, others in same.items() for other in others}


def _words(text: str) -> frozenset[str]:
    """The words of a plain header, one for those that stand for each other."""
    one = _one_for_the_same()
    return frozenset(one.get(word, word) for word in text.split()) - {""}


def role_of(header: str) -> tuple[str, int] | None:
    """The role of a header and how well it fits (0 is best), or None for a header that is not in the table."""
    spellings = _spellings()
    text = plain(header)
    if text in spellings:
        return spellings[text]
    # "Collection date (dd/mm/yyyy)", "参考范围(血清)": what stands in brackets only explains
    bare_header = re.sub(r"\s*[(\[（【][^()\[\]（）【】]*[)\]）】]\s*$", "", header)
    bare = plain(bare_header)
    if bare != text and bare in spellings:
        return spellings[bare]
    # "Показатель / Test": two languages side by side must agree
    halves = [plain(half) for half in re.split(r"\s+/\s+|\s*[|\n]\s*", header)]
    roles = {spellings[half] for half in halves if half in spellings}
    if len(halves) > 1 and roles and len({role for role, _ in roles}) == 1:
        return min(roles, key=lambda found: found[1])
    apart = plain(_INNER_CAPITAL.sub(" ", bare_header))
    by_words = _spellings_by_words()
    if " " not in apart and len(apart) < _SHORTEST_JOINED:
        # PT is a patient or a prothrombin time
        return None
    return by_words.get(apart.replace(" ", "")) or by_words.get(_words(apart))


def is_unit(text: str) -> bool:
    """Whether `text` is shaped like a unit of measurement (mmol/L, мкмоль/л, %, 10^9/L); no promise that we know it."""
    return bool(_UNIT.fullmatch(unicodedata.normalize("NFKC", text).strip()))


def split_unit(header: str) -> tuple[str, str]:
    """("Phosphate", "mmol/L") for "Phosphate (mmol/L)"; the unit is '' where none can be told apart from the name."""
    # only brackets and commas are folded: name and unit stay as printed
    text = header.translate(str.maketrans("（）［］，", "()[],")).strip()
    for pattern in (_IN_BRACKETS, _AFTER_COMMA, _AFTER_BLANK):
        if (matched := pattern.match(text)) and is_unit(matched["unit"]):
            return matched["name"].strip(), matched["unit"].strip()
    return text, ""


def roles_of(columns: Sequence[str]) -> dict[str, int]:
    """Role → number of the column that fits it best; of two that fit alike the first."""
    best: dict[str, tuple[int, int]] = {}
    for number, column in enumerate(columns):
        found = role_of(column)
        if found and found[0] != NOT_READ and (found[0] not in best or found[1] < best[found[0]][0]):
            best[found[0]] = (found[1], number)
    return {role: number for role, (_, number) in sorted(best.items())}
