"""Which of our words stand in this text? Whole-word patterns in four languages, compiled once.

A pattern is a phrase: ` ` any separator, `*` any rest of a word, ` ~ ` up to five words between, `…` up to six characters
between (Chinese), ` > ` stands before what must follow and is not used up, `^` only at the start of a sentence. Text and patterns
are folded first (case, accents, ae/oe, tumour/tumor, sulph/sulf), so British and American spelling meet. At each word the longest
pattern wins, and what it covers is used up.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

_LETTER = r"[0-9a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f]"
# a full stop before a blank ends a sentence, and no phrase reaches over it; a short word before it is cut short: "sod. phosphate"
_NO_SENTENCE_ENDS = r"(?!(?<=[a-zа-я]{4})\.\s)(?!(?<=[a-zа-я]{4} [a-zа-я])\.\s)"
_APART = rf"{_NO_SENTENCE_ENDS}(?!(?<=[0-9])\.\s)[^0-9a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u3400-\u9fff;。；\n]{{1,4}}"
# in a gap a number of a rib or a vertebra may have a point too: "fracture of the 3. rib"
_NEAR = rf"{_NO_SENTENCE_ENDS}(?!(?<=[0-9]{{4}})\.\s)[^0-9a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u3400-\u9fff;。；,，\n]{{1,4}}"
# a gap must not reach over these into another finding: "fracture of femur with hip pain"
_GAP = rf"(?:{_NEAR}(?!with|due|after|но|mit)(?:{_LETTER}+)){{0,5}}?{_NEAR}"
_CHINESE_GAP = r"[\u3400-\u9fff、（）()0-9a-z]{0,6}?"
_START = re.compile(rf"{_LETTER}+|[\u3400-\u9fff]")
SENTENCE_START = re.compile(r"(?:^|[;。\n]|(?:[a-zа-я]{4}(?: [a-zа-я])?|[а-я]{3}|[\u3400-\u9fff])\.|[0-9]\.(?=\s))\s*$")
_SIGNS = re.compile(r"[ ~*…>]")
_FOLDS = (("ae", "e"), ("oe", "e"), ("tumour", "tumor"), ("sulph", "sulf"), ("_", " "), ("\u2019", "'"))


class Found(NamedTuple):
    """A pattern that stands in the text, from `start` to `end` (of the folded text), and the name it means."""

    name: str
    start: int
    end: int


class _Pattern:
    """One phrase. Its regular expression is made when all its words are met: most of thousands never are, and each takes Python
    half a millisecond and more for its character classes.
    """

    def __init__(self, name: str, phrase: str) -> None:
        written = phrase.removeprefix("^")
        self.name = name
        self.at_start = phrase.startswith("^")
        self.beginning = folded(_SIGNS.split(written)[0])
        self.weight = sum(letter not in " ~*…>" for letter in written)
        self.gapped = " ~ " in written or "…" in written
        self._written = written

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The letters that stand in every text the pattern meets."""
        parts = (part for piece in self._written.replace(" > ", " ~ ").split(" ~ ") for part in piece.split("…"))
        return tuple(word for part in parts for word in re.split(r"[ *]", folded(part)) if word)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        # folding would turn the sign … into three dots, so the pieces around it are folded one by one
        written, _, followed_by = self._written.partition(" > ")
        gapped = [_CHINESE_GAP.join(_literal(part) for part in piece.split("…")) for piece in written.split(" ~ ")]
        after = rf"(?!{_LETTER})" if re.match(_LETTER, folded(written[-1])) else ""
        after += f"(?={_APART}{_literal(followed_by)})" if followed_by else ""
        return re.compile(_GAP.join(gapped) + after)


def folded(text: str) -> str:
    """The text as it is compared: lower case, no accents, one spelling."""
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))
    for old, new in _FOLDS:
        plain = plain.replace(old, new)
    return plain


class WordPatterns:
    """A set of named patterns. `DECOY` as a name uses up its words and means nothing."""

    DECOY = ""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        self._anywhere: list[_Pattern] = []
        self._by_beginning: dict[str, list[_Pattern]] = {}
        for name, phrase in patterns:
            pattern = _Pattern(name, phrase)
            if pattern.beginning:
                self._by_beginning.setdefault(pattern.beginning[0], []).append(pattern)
            else:
                self._anywhere.append(pattern)

    def found_in(self, text: str) -> list[Found]:
        """The patterns in `text` (folded already), from left to right, longest first, without overlap."""
        found: list[Found] = []
        position = 0
        while (word := _START.search(text, position)) is not None:
            position = word.start()
            here = self._at(text, position)
            if not here:
                position = word.end()
                continue
            found.extend(match for match in here if match.name != self.DECOY)
            position = max(match.end for match in here)
        return found

    def _at(self, text: str, position: int) -> list[Found]:
        matches = [
            (matched.end(), pattern)
            for pattern in (*self._by_beginning.get(text[position], ()), *self._anywhere)
            if text.startswith(pattern.beginning, position)
            and not (pattern.at_start and not SENTENCE_START.search(text[:position]))
            and all(word in text for word in pattern.words)
            and (matched := pattern.regex.match(text, position)) is not None
        ]
        if not matches:
            return []
        longest = max(end for end, _ in matches)
        best: dict[int, tuple[int, set[str]]] = {}
        for end, pattern in matches:
            # "fracture of rib and pelvis" names two sites: each pattern with a gap speaks for the site it ends at
            if end != longest and not pattern.gapped:
                continue
            weight, names = best.setdefault(end, (pattern.weight, set()))
            if pattern.weight > weight:
                best[end] = (pattern.weight, {pattern.name})
            elif pattern.weight == weight:
                names.add(pattern.name)
        return [Found(name, position, end) for end, (_, names) in sorted(best.items()) for name in sorted(names)]


def _literal(words: str) -> str:
    return re.escape(folded(words)).replace(r"\*", _LETTER + "*").replace(r"\ ", _APART)
