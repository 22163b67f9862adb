"""Which clinical concepts do we know, by which codes and words are they written, and what is a kind of what?

The files in knowledge/concepts/*.toml hold one table per concept. Run `python -m culprit.knowledge.concepts` to print the
page docs/concepts.md.
"""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from culprit.knowledge.load import Provenance

KINDS = ("condition", "drug", "procedure", "report")
LANGUAGES = ("en", "zh", "ru", "de")
_FIELDS = {"title", "kind", "is_a", "codes", "words", "by_route", "salt", "local", "no_own_code", "unspecific"}
_FIELDS |= {"lasting", "family_only"}


class CodeList(msgspec.Struct, frozen=True, gc=False):
    """Codes of one system that mean the concept, with their source.

    Codes of the ICD, OPS, ATC, CPT and HCPCS are prefixes (the longest known prefix of a code decides), all others whole
    codes. `excepted` are longer prefixes that are deliberately left out. `shared` says that the codes mean another concept
    too: every list that holds such a code must say so.
    """

    system: str
    codes: tuple[str, ...]
    excepted: tuple[str, ...]
    shared: bool
    source: str
    date: date
    provenance: Provenance
    note: str = ""


class Concept(msgspec.Struct, frozen=True, gc=False):
    """One clinical concept.

    `words` are patterns per language (sources/intake/word_patterns.py says how they are written). `by_route` names the concept
    that the same codes and words mean by another route ('' none). `salt`: an ion, meant only when no organic name precedes it.
    `local`: also counts when applied to skin, eye, nose or rectum. `no_own_code`: the disease has no code of its own, so that
    words are believed beside a code. `unspecific`: a rest class that a sibling named beside it makes superfluous.
    `lasting`: a history of it is a fact about the patient today. `family_only`: the words mean it of a relative alone.
    """

    name: str
    kind: str
    title: str
    is_a: tuple[str, ...] = ()
    codes: tuple[CodeList, ...] = ()
    words: dict[str, tuple[str, ...]] = {}
    by_route: dict[str, str] = {}
    salt: bool = False
    local: bool = False
    no_own_code: bool = False
    unspecific: bool = False
    lasting: bool = False
    family_only: bool = False


@cache
def concepts() -> dict[str, Concept]:
    """Every concept by name, in the order of the files (sorted by name of file, then as written).

    Raises ValueError, naming the file and the concept, for an unknown field, kind, source, parent or a name given twice.
    """
    sources = _file("sources")
    found: dict[str, Concept] = {}
    for file in concept_files():
        for name, entry in _file(file).items():
            if name in found:
                raise ValueError(f"knowledge/concepts/{file}.toml: concept '{name}' is already in another file")
            found[name] = _concept(file, name, entry, sources)
    for concept in found.values():
        strangers = [other for other in (*concept.is_a, *concept.by_route.values()) if other and other not in found]
        if strangers:
            raise ValueError(f"concept '{concept.name}' names unknown concepts: {', '.join(strangers)}")
    return found


def concept_files() -> tuple[str, ...]:
    """Names of the concept files without `.toml`, sorted."""
    folder = resources.files("culprit.knowledge").joinpath("concepts")
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(name for name in names if name not in ("sources", "decoys"))


@cache
def decoys() -> dict[str, tuple[str, ...]]:
    """Per kind, word patterns that look like a concept and mean none."""
    return {kind: tuple(entry["words"]) for kind, entry in _file("decoys").items()}


@cache
def ancestors(name: str) -> frozenset[str]:
    """The concept itself and everything it is a kind of; just itself when the name is unknown."""
    concept = concepts().get(name)
    if concept is None:
        return frozenset((name,))
    return frozenset((name,)).union(*(ancestors(parent) for parent in concept.is_a))


def is_a(concept: str, ancestor: str) -> bool:
    """True when `concept` is `ancestor` or a kind of it; an unknown name is only itself."""
    return ancestor in ancestors(concept)


@cache
def descendants(name: str) -> frozenset[str]:
    """The concept itself and every kind of it."""
    return frozenset(other for other in concepts() if name in ancestors(other)) | {name}


def _concept(file: str, name: str, entry: dict[str, Any], sources: dict[str, Any]) -> Concept:
    place = f"knowledge/concepts/{file}.toml, '{name}'"
    unknown = set(entry) - _FIELDS
    if unknown:
        raise ValueError(f"{place}: unknown field {', '.join(sorted(unknown))}")
    if entry.get("kind") not in KINDS:
        raise ValueError(f"{place}: kind must be one of {', '.join(KINDS)}")
    words = {language: tuple(phrases) for language, phrases in entry.get("words", {}).items()}
    if set(words) - set(LANGUAGES):
        raise ValueError(f"{place}: words are kept in {', '.join(LANGUAGES)}")
    return Concept(
        name=name,
        kind=entry["kind"],
        title=entry["title"],
        is_a=tuple(entry.get("is_a", ())),
        codes=tuple(_code_list(place, item, sources) for item in entry.get("codes", ())),
        words=words,
        by_route=dict(entry.get("by_route", {})),
        salt=entry.get("salt", False),
        local=entry.get("local", False),
        no_own_code=entry.get("no_own_code", False),
        unspecific=entry.get("unspecific", False),
        lasting=entry.get("lasting", False),
        family_only=entry.get("family_only", False),
    )


def _code_list(place: str, item: dict[str, Any], sources: dict[str, Any]) -> CodeList:
    origin = sources.get(item.get("from", ""))
    if origin is None:
        raise ValueError(f"{place}: a code list must name a source of knowledge/concepts/sources.toml, got {item.get('from')!r}")
    return CodeList(
        system=item["system"],
        codes=tuple(item["codes"]),
        excepted=tuple(item.get("except", ())),
        shared=item.get("shared", False),
        source=origin["source"],
        date=origin["date"],
        provenance=Provenance(origin["provenance"]),
        note=item.get("note", ""),
    )


@cache
def _file(name: str) -> dict[str, Any]:
    text = resources.files("culprit.knowledge").joinpath("concepts", f"{name}.toml").read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise tomllib.TOMLDecodeError(f"knowledge/concepts/{name}.toml: {error}") from error
