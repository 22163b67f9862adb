"""Which concepts do these words name, how surely, and of whom? What of the words was not understood is handed back beside them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from culprit.domain.facts import ConditionStatus
from culprit.knowledge.concepts import concepts, decoys
from culprit.sources.intake.read_assertion import Assertion, Said, assertions_of, healthy_family, small_words
from culprit.sources.intake.read_drug_words import understood_of_drug
from culprit.sources.intake.word_patterns import SENTENCE_START, Found, WordPatterns, folded

# the disease that a family has, or is free of, when nobody says which
FAMILY_DISEASE = "hereditary_bone_disease"

KINDS_OF_CONCEPTS = {
    "condition": ("condition",),
    "relative": ("condition",),
    "drug": ("drug",),
    "procedure": ("procedure", "report"),
    "report": ("report",),
}
_STATUS = {
    Said.PRESENT: ConditionStatus.PRESENT,
    Said.DOUBTED: ConditionStatus.PROVISIONAL,
    Said.DENIED: ConditionStatus.REFUTED,
}
_ABOUT_PEOPLE = ("condition", "relative")
_FAMILY = "family"
_WHOLE_FAMILY = re.compile(r"family|familial|familien|fhx?$|in (?:the )?family|runs|家|亲属|семе|в семье|наслед")
_SENTENCE = re.compile(r"[.;。\n]")
_POSITIVE = re.compile(r"(?:positive|阳性|положительн\w+|отягощен\w*|positiv)\b")
_LEFT = re.compile(r"[a-zß-ɏͰ-Ͽ\u0400-\u052f]{3,}|[㐀-鿿]{2,}")
# Before a salt these words may stand; any other word makes it the salt of something else (codeine phosphate).
_BEFORE_SALT = frozenset(
    (
        *("oral", "iv", "intravenous", "po", "inj", "injection", "infusion", "per", "orales", "perorales"),
        *("of", "with", "and", "plus", "or", "und", "mit", "и"),
        *("neutral", "dibasic", "monobasic", "tribasic", "mono", "di", "acid", "inorganic", "elemental", "supplemental", "extra"),
        *("sodium", "potassium", "na", "k", "mg", "g", "ml", "mmol", "mol", "l"),
    )
)
_BEFORE_SALT_CHINESE = ("口服", "注射用", "静脉", "中性", "复方", "复合", "补充", "予", "用", "服", "输")


class Mention(NamedTuple):
    """A concept that the words name; `relation` is the words for the relative whose it is, '' when it is the patient's own."""

    concept: str
    status: ConditionStatus = ConditionStatus.PRESENT
    relation: str = ""


class Mentions(NamedTuple):
    """All that a text names, and `rest`: its words that nothing was made of, joined by "; "."""

    found: tuple[Mention, ...]
    rest: str = ""


def read_mentions(kind: str, text: str, with_rest: bool = True) -> Mentions:
    """What the words of a row of this kind (condition relative drug procedure report) name; the rest only when it is asked for.

    Only conditions have a status: a drug or an operation that is denied, doubted or planned is not named at all, nor is that of a
    relative. What is feared, screened for or prevented is no finding, nor what is long past unless it leaves its mark (`lasting`).
    """
    plain = folded(text).strip()
    known = concepts()
    matches = [m for m in _patterns(kind).found_in(plain) if not (known[m.name].salt and _of_something_else(plain, m))]
    healthy = _healthy(kind, plain)
    found = list(_mentions(kind, plain, matches))
    if healthy:
        found.append(Mention(FAMILY_DISEASE, ConditionStatus.REFUTED, _FAMILY))
    if kind == "relative" and not found and _POSITIVE.match(plain) and not _rest(kind, _SENTENCE.split(plain)[0], []):
        # "positive: son" does not say for what
        found.append(Mention(FAMILY_DISEASE, ConditionStatus.PROVISIONAL, _FAMILY))
    rest = _rest(kind, plain, [*matches, *healthy]) if found and with_rest else ""
    return Mentions(tuple(dict.fromkeys(found)), rest)


def _healthy(kind: str, text: str) -> list[Found]:
    if kind not in _ABOUT_PEOPLE:
        return []
    # "none" is the family's only where the row is about relatives
    return [hit for hit in healthy_family(text) if kind == "relative" or not hit.name.endswith("^")]


def _mentions(kind: str, text: str, matches: Sequence[Found]) -> Iterator[Mention]:
    if kind == "report":
        yield from (Mention(match.name) for match in matches)
    elif matches:
        for match, assertion in zip(matches, assertions_of(text, matches), strict=True):
            mention = _mention(kind, match.name, assertion)
            if mention is not None:
                yield mention


def _mention(kind: str, name: str, assertion: Assertion) -> Mention | None:
    concept = concepts()[name]
    of_family = kind == "relative" or bool(assertion.relation)
    relation = _FAMILY if _WHOLE_FAMILY.match(assertion.relation) else assertion.relation
    if kind not in _ABOUT_PEOPLE:
        return Mention(name) if assertion.said in (Said.PRESENT, Said.REMEMBERED) and not of_family else None
    if concept.family_only and not of_family:
        return None
    if assertion.said is Said.REMEMBERED:
        # a relative may have a history, and so may the patient of what leaves its mark
        return Mention(name, ConditionStatus.PRESENT, relation) if of_family or concept.lasting else None
    status = _STATUS.get(assertion.said)
    return Mention(name, status, relation) if status is not None else None


@cache
def _patterns(kind: str) -> WordPatterns:
    phrases = [
        (concept.name, phrase)
        for concept in concepts().values()
        if concept.kind in KINDS_OF_CONCEPTS[kind]
        for language in concept.words.values()
        for phrase in language
    ]
    return WordPatterns([*phrases, *((WordPatterns.DECOY, phrase) for phrase in decoys().get(kind, ()))])


def _of_something_else(text: str, match: Found) -> bool:
    """True when the salt belongs to a word before it: codeine phosphate, 磷酸 in 地塞米松磷酸钠."""
    before = text[: match.start].rstrip(" (-,/+:&.")
    if SENTENCE_START.search(text[: match.start]):
        return False
    if not before or before[-1].isdigit() or not before[-1].isalpha():
        return False
    if "㐀" <= before[-1] <= "鿿":
        return not before.endswith(_BEFORE_SALT_CHINESE)
    return before.replace("-", " ").replace("/", " ").split()[-1] not in _BEFORE_SALT


def _rest(kind: str, text: str, understood: Sequence[Found]) -> str:
    spans = [(hit.start, hit.end) for hit in (*understood, *small_words(text))]
    spans += understood_of_drug(text) if kind == "drug" else []
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    pieces = re.split(r"\s{2,}|[^\w\s-]", "".join(letters))
    return "; ".join(words for piece in pieces if _LEFT.search(words := piece.strip(" -_")))
