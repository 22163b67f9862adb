"""Which analyte does a name mean? A name counts only when nothing of it is left over."""

import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

import msgspec

from culprit.knowledge.load import knowledge_file

SPECIMENS = ("serum", "urine", "urine_24h", "other")
"""Kinds of specimen as names tell them apart; serum stands for everything drawn from a vein or artery."""


class Family(msgspec.Struct, frozen=True, gc=False):
    """Names that mean one substance; specimen, unit and method then say which analyte.

    `default` is the specimen when neither name nor source says one ('' where that would be a guess).
    """

    name: str
    by_specimen: dict[str, str]
    default: str
    by_unit: dict[str, str]
    by_method: dict[str, str]


class NameReading(msgspec.Struct, frozen=True, gc=False):
    """What a name says: the family, the specimen ('' when it says none)."""

    family: Family
    specimen: str
    matched: str


@lru_cache(maxsize=65536)
def normalised_name(text: str) -> str:
    """A name as names are compared: NFKC, no case, punctuation as single blanks, % spelled out. '25-(OH)D₃' → '25 oh d3'."""
    letters = unicodedata.normalize("NFKC", text).casefold().replace("%", " percent ")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@cache
def families() -> MappingProxyType[str, Family]:
    """Every family of knowledge/names_analytes.toml."""
    return MappingProxyType({name: _family(name, entry) for name, entry in knowledge_file("names_analytes")["families"].items()})


@lru_cache(maxsize=65536)
def read_name(text: str) -> NameReading | None:
    """The family and specimen that a name means, or None when it is not wholly used up by words we know.

    Specimen words ('urine', '24 h', '血清', 'в моче') and filler words ('level', 'mass volume') may stand before or after the
    curated name; the fewest are taken away, so that 尿酸 stays urate and 尿磷 becomes phosphate in urine.
    """
    name = normalised_name(text)
    if name in _refused():
        return None
    cores, abbreviations = _cores()
    whole = abbreviations.get(name) or cores.get(name)
    if whole:
        return NameReading(families()[whole[0]], whole[1], name)
    prefixed = _with_prefix_letter(name)
    if prefixed:
        return prefixed
    seen = {name}
    wave: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
    while wave:
        further: list[tuple[str, frozenset[str]]] = []
        for rest, kinds in wave:
            for shorter, kind in _one_phrase_less(rest):
                if not shorter or shorter in seen:
                    continue
                seen.add(shorter)
                said = kinds | {kind} if kind else kinds
                if shorter in cores:
                    family, fixed = cores[shorter]
                    return NameReading(families()[family], _one_specimen(said | {fixed} if fixed else said), shorter)
                further.append((shorter, said))
        wave = further
    return None


@lru_cache(maxsize=65536)
def read_specimen(text: str) -> str:
    """The kind of specimen that a source's words mean: serum, urine, urine_24h, other, or '' when they do not say (or say two)."""
    name = normalised_name(text)
    said: set[str] = set()
    for phrase, kind in _phrases():
        if not kind:
            continue
        found = phrase in name if _unspaced(phrase) else f" {phrase} " in f" {name} "
        if found:
            said.add(kind)
            name = name.replace(phrase, " | ") if _unspaced(phrase) else f" {name} ".replace(f" {phrase} ", " | ")
    return _one_specimen(frozenset(said))


def _one_specimen(said: frozenset[str]) -> str:
    if said == {"urine", "urine_24h"}:
        return "urine_24h"
    if "other" in said:
        return "other"
    return next(iter(said)) if len(said) == 1 else ""


def _with_prefix_letter(name: str) -> NameReading | None:
    letter, _, rest = name.partition(" ")
    cores, abbreviations = _cores()
    found = cores.get(rest) or (abbreviations.get(rest) if len(rest) > 1 else None)
    for specimen, letters in knowledge_file("names_analytes")["prefix_letters"].items():
        if letter in letters and found and found[1] in ("", specimen):
            return NameReading(families()[found[0]], specimen, name)
    return None


def _one_phrase_less(name: str) -> list[tuple[str, str]]:
    """The name without one specimen or filler phrase at its start or end, longest phrase first, with the specimen it names."""
    shorter = []
    for phrase, kind in _phrases():
        if _unspaced(phrase):
            before, after = name.startswith(phrase), name.endswith(phrase)
        else:
            before, after = name.startswith(f"{phrase} "), name.endswith(f" {phrase}")
        if before:
            shorter.append((name[len(phrase) :].strip(), kind))
        if after:
            shorter.append((name[: -len(phrase)].strip(), kind))
    return shorter


def _unspaced(phrase: str) -> bool:
    """Chinese is written without blanks: its phrases need no word boundary."""
    return any("\u4e00" <= letter <= "\u9fff" for letter in phrase)


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    table = knowledge_file("names_analytes")
    kinds = {normalised_name(word): "" for word in table["fillers"]["words"]}
    for kind, words in table["specimens"].items():
        kinds.update({normalised_name(word): kind for word in words})
    return tuple(sorted(kinds.items(), key=lambda entry: (-len(entry[0]), entry[0])))


@cache
def _refused() -> frozenset[str]:
    return frozenset(normalised_name(name) for name in knowledge_file("names_analytes")["refused"]["names"])


@cache
def _cores() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """(family, fixed specimen or '') by curated name, and by abbreviation."""
    cores: dict[str, tuple[str, str]] = {}
    abbreviations: dict[str, tuple[str, str]] = {}
    for family, entry in knowledge_file("names_analytes")["families"].items():
        for word in entry["names"]:
            _enter(cores, word, family, "")
        for specimen in ("serum", "urine"):
            for word in entry.get(f"exact_{specimen}", ()):
                _enter(cores, word, family, specimen)
        for word in entry.get("abbreviations", ()):
            _enter(abbreviations, word, family, "")
    return cores, abbreviations


def _enter(index: dict[str, tuple[str, str]], word: str, family: str, specimen: str) -> None:
    name = normalised_name(word)
    if index.setdefault(name, (family, specimen)) != (family, specimen):
        raise ValueError(f"knowledge/names_analytes.toml: '{word}' stands for {index[name][0]} and for {family}")


def _family(name: str, entry: dict[str, Any]) -> Family:
    by_specimen = {specimen: entry[specimen] for specimen in SPECIMENS if specimen in entry}
    return Family(name, by_specimen, entry.get("default", ""), entry.get("by_unit", {}), entry.get("by_method", {}))
