"""Is what these words name there, suspected, denied, feared, or long past, and is it the patient's or a relative's?

The small words stand in knowledge/assertions.toml. A denial goes on through a list, to the end of its clause: until a full stop, a
"but", or a part of the list that says something of its own ("no fever, chills or rash, osteoporosis since 2010"). Everything here
works on folded text (word_patterns.folded).
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from culprit.knowledge.assertions import assertion_phrases
from culprit.sources.intake.word_patterns import Found, WordPatterns


class Said(StrEnum):
    """How a text speaks of what it names. FEARED: looked for, prevented, planned; REMEMBERED: long past."""

    PRESENT = "present"
    DOUBTED = "doubted"
    DENIED = "denied"
    FEARED = "feared"
    REMEMBERED = "remembered"


class Assertion(NamedTuple):
    """How, and of whom: `relation` holds the words for the relative, '' for the patient."""

    said: Said
    relation: str = ""


_REACH = 160
# a point ends a sentence, but not behind an initial (v. a.) or before a digit (1.5, 12. 3. 2012); "hepatitis B." and "vitamin D."
# end theirs, and so does a number, unless German counts with it: "am 3. Tag"
_COUNTED = "".join(
    rf"(?<!\b(?:{words}) [0-9]{{{digits}}})" for words in ("am|im", "der|die|das|dem|den|des|zum|vom") for digits in (1, 2)
)
_HARD_END = re.compile(
    r"[;。\n!！]|(?<=[a-zа-я]{4} [a-zа-я])\.(?![0-9a-z])|(?<![0-9])(?<!\b[a-zа-я])\.(?![0-9a-z])"
    rf"|(?<=[0-9]){_COUNTED}\.(?=\s*$|\s+[^\s0-9])"
)
_SEPARATOR = re.compile(r"[,、]|\band\b|\bи\b|\bund\b|[和及]")
_COMMA = re.compile(r"[,、]")
# "denies: fractures, pain" goes on after its colon; "no tumour search in the text: …" does not
_COLON = re.compile(r":")
_MOST_WORDS_BEFORE_COLON = 2
# a part of a list that has a time of its own says something of its own
_TIME = re.compile(r"\b(?:19|20)\d\d\b|\d+\s*(?:years?|months?|weeks?|days?|лет|год|мес|нед|дн|jahr|monat|年|个?月|周|天)")
_SILENT = frozenset(("passed", "stranger", "not_family"))
# these deny what stands before them only where nothing stands behind them: "rickets: no", but "rickets no fracture"
_ALONE = re.compile(r"(?:no|none|nil|never|negative|denied|нет|отрица\w+|keine|negativ|没有|否认|未见|未发现)")
_NOTHING_BEHIND = re.compile(r"\s*(?:$|[,;.。、)\n])")
_RIGHT_BEHIND = re.compile(r"[^\w;,.。、\n]{0,3}(?:[^\W一-鿿]+[^\w;,.。、\n]{1,2}){0,2}")
_OF_RELATIVE = re.compile(
    r"[^\w;.。\n]{0,3}(?P<of>(?:in|of|by|on|у|bei|der|des)[^\w]{1,2})?(?:(?:her|his|the|a|an|both|one|maternal|paternal|older|younger|的)\s?)*"
)
_ASKED_BEFORE = re.compile(r"(?:^|[\s(,;:])\?\s?$")
_ASKED_AFTER = re.compile(r"(?:综合征|综合症|症|病)?[^\w;.。\n]{0,2}\?(?!\w)")


def assertions_of(text: str, matches: Sequence[Found]) -> list[Assertion]:
    """How the text speaks of each of its `matches`, in their order."""
    taken = [(m.start, m.end) for m in (*matches, *healthy_family(text))]
    before = _without(_patterns("before").found_in(text), taken)
    behind = _without(_patterns("after").found_in(text), taken)
    afterwards = [_right_behind(text, match, behind, before) for match in matches]
    used = [(hit.start, hit.end) for hit in afterwards if hit is not None and hit.name == "denied"]
    before = _without(before, used)
    found = []
    for match, hit in zip(matches, afterwards, strict=True):
        said, relation = _from_before(text, match, matches, before)
        found.append(Assertion(_together(said, hit, text, match), relation or _relative_behind(text, match, before)))
    return found


def healthy_family(text: str) -> list[Found]:
    """Where the text says that the family has no such disease, or nothing to tell."""
    found = _patterns("healthy").found_in(text)
    return [hit for hit in found if not hit.name.endswith("^") or (not hit.start and _NOTHING_BEHIND.match(text, hit.end))]


def small_words(text: str) -> list[Found]:
    """All the small words in a text: what of it need not be understood."""
    return _small_words().found_in(text)


@cache
def _small_words() -> WordPatterns:
    return WordPatterns([phrase for place in ("before", "after", "unspecific") for phrase in assertion_phrases(place)])


@cache
def _patterns(place: str) -> WordPatterns:
    def name(what: str, phrase: str) -> str:
        return WordPatterns.DECOY if what in _SILENT else f"{what}^" if phrase.startswith("^") else what

    return WordPatterns([(name(what, phrase), phrase) for what, phrase in assertion_phrases(place)])


def _without(hits: Sequence[Found], taken: Sequence[tuple[int, int]]) -> list[Found]:
    return [hit for hit in hits if not any(hit.start < end and start < hit.end for start, end in taken)]


def _right_behind(text: str, match: Found, behind: Sequence[Found], before: Sequence[Found]) -> Found | None:
    hit = next((hit for hit in behind if hit.start >= match.end), None)
    if hit is None or not _RIGHT_BEHIND.fullmatch(text, match.end, hit.start):
        return None
    if any(match.end <= other.start and other.end <= hit.start for other in before):
        return None
    if _ALONE.fullmatch(text, hit.start, hit.end) and not _NOTHING_BEHIND.match(text, hit.end):
        return None
    return hit


def _from_before(text: str, match: Found, matches: Sequence[Found], before: Sequence[Found]) -> tuple[str, str]:
    """What the words before the match say of it: a name of assertions.toml or '', and the relative."""
    ends = [end.end() for end in _HARD_END.finditer(text, 0, match.start)]
    begin = ends[-1] if ends else 0
    said, since, relation = "", begin, ""
    for hit in before:
        if hit.start < begin or hit.end > match.start:
            continue
        if hit.name == "family":
            relation = text[hit.start : hit.end]
            said = "" if _something_between(text, since, hit.start, matches) else said
        elif hit.name in ("patient", "ends"):
            said = ""
            relation = "" if hit.name == "patient" else relation
        elif hit.name == "affirmed":
            said = "" if _something_between(text, since, hit.start, matches) else said
        elif hit.name != "remembered" or not said:
            said, since = hit.name, hit.end
    if said and (
        match.start - since > _REACH
        or _colon_ends(text, since, match.start, matches)
        or _says_something_of_its_own(text, match, since, said, before)
    ):
        said = ""
    return said, relation


def _colon_ends(text: str, since: int, end: int, matches: Sequence[Found]) -> bool:
    colon = _COLON.search(text, since, end)
    if colon is None:
        return False
    return len(text[since : colon.start()].split()) > _MOST_WORDS_BEFORE_COLON or _something_between(
        text, since, colon.start(), matches
    )


def _something_between(text: str, start: int, end: int, matches: Sequence[Found]) -> bool:
    return bool(_SEPARATOR.search(text, start, end)) or any(start <= m.start and m.end <= end for m in matches)


def _says_something_of_its_own(text: str, match: Found, since: int, said: str, before: Sequence[Found]) -> bool:
    """True when a list that began with the small word at `since` has come to a part that is no longer under it."""
    separators = [found.end() for found in _SEPARATOR.finditer(text, since, match.start)]
    if not separators:
        return False
    if said in ("denied_deed", "doubted") and _COMMA.search(text, since, match.start):
        return True
    behind = [found.start() for found in (_SEPARATOR.search(text, match.end), _HARD_END.search(text, match.end)) if found]
    start, end = separators[-1], min(behind, default=len(text))
    affirmed = any(hit.name == "affirmed" and start <= hit.start and hit.end <= end for hit in before)
    return affirmed or bool(_TIME.search(text, start, end))


def _relative_behind(text: str, match: Found, before: Sequence[Found]) -> str:
    """ "rickets in her mother", "osteoporosis (father)", 佝偻病家族史"""
    hit = next((hit for hit in before if hit.start >= match.end and hit.name == "family"), None)
    if hit is None:
        return ""
    word, between = text[hit.start : hit.end], _OF_RELATIVE.fullmatch(text, match.end, hit.start)
    # "(mother also affected)" says that the patient is too
    alone = bool(between and between["of"]) or not word.isascii() or _NOTHING_BEHIND.match(text, hit.end)
    return word if between and alone else ""


def _together(before: str, behind: Found | None, text: str, match: Found) -> Said:
    names = {before, behind.name if behind is not None else ""}
    if names & {"denied", "denied_deed"}:
        return Said.DENIED
    if "feared" in names:
        return Said.FEARED
    if names & {"doubted", "doubted_list"} or _ASKED_AFTER.match(text, match.end) or _ASKED_BEFORE.search(text[: match.start]):
        return Said.DOUBTED
    return Said.REMEMBERED if "remembered" in names else Said.PRESENT
