"""What do these codes and words mean? Codes are believed first, then words, and what is denied means nothing."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from culprit.domain.facts import ConditionStatus
from culprit.knowledge.concepts import Concept, ancestors, concepts, descendants
from culprit.sources.intake.code_system import PREFIX_SYSTEMS, classifies, code_system, comparable_code
from culprit.sources.intake.read_mentions import KINDS_OF_CONCEPTS, Mention, Mentions, read_mentions
from culprit.sources.intake.read_route import Route, read_route, route_in_name

Coding = tuple[str | None, str | None, str | None]
ConceptMapping = Mapping[tuple[str, str], Sequence[str]]

# Systems that refine another: what they do not say themselves, the general one says.
_GENERAL = {"icd10cm": "icd10", "icd10gm": "icd10"}
# WHO's codes have five signs at most; the seventh, for the encounter or the healing, is the American edition's own
_ICD10CM_SHAPE = re.compile(r"[A-Z]\d[0-9AB][0-9AB][0-9A-Z]{2}[A-HJKMNP-S]")
_ABOUT_PEOPLE = ("condition", "relative")
_NAME = re.compile(r"[^\W\d_]{4}|[\u3400-\u9fff]{2}")


def recognise_concepts(
    kind: str, codings: Sequence[Coding], text: str | None, detail: str | None = None, mapping: ConceptMapping | None = None
) -> tuple[str, ...]:
    """The names of the concepts that a row means, in order, () when it means none that we know.

    `kind` is the kind of the row (condition drug procedure stay report relative), `codings` are (system, code, display) as the
    source gave them, `text` its words, `detail` the route of a drug. `mapping` is the user's own: (system, code) → concepts,
    ("", text) → concepts; it is asked first. A report means one concept at most; a procedure may mean an imaging study.
    Raises KeyError for an unknown kind and for a mapping to a concept that does not exist.
    """
    found = recognise_mentions(kind, codings, text, detail, mapping).found
    return tuple(m.concept for m in found if m.status is ConditionStatus.PRESENT and (kind == "relative" or not m.relation))


def recognise_mentions(
    kind: str, codings: Sequence[Coding], text: str | None, detail: str | None = None, mapping: ConceptMapping | None = None
) -> Mentions:
    """As recognise_concepts, with what is denied, suspected, or a relative's, and with the words that were not understood.

    What the source codes or the user maps is present as the row is: only words deny and doubt.
    """
    if kind == "stay":
        return Mentions(())
    own = _by_mapping(codings, text, mapping)
    if own is not None:
        return Mentions(tuple(map(Mention, own)))
    known = concepts()
    by_codes = _by_codes(kind, codings)
    mentions = [Mention(name) for name in by_codes or () if known[name].kind in KINDS_OF_CONCEPTS[kind]]
    words = list(dict.fromkeys(item for item in (*(_spoken(coding) for coding in codings), text) if item))
    coded = any(code for _, code, _ in codings)
    # the class of a drug may be coded, and its name stand beside: intravenous iron, ferric carboxymaltose
    within = {exact for name in by_codes or () for exact in descendants(name) - {name}} if kind == "drug" else set()
    asked = words if by_codes is None or kind in _ABOUT_PEOPLE or within else ()
    read = [read_mentions(kind, item, with_rest=not coded) for item in asked]
    if by_codes is None:
        mentions += [mention for each in read for mention in each.found]
    elif kind in _ABOUT_PEOPLE:
        vague = [known[name] for name in by_codes if known[name].unspecific]
        mentions += [mention for each in read for mention in each.found if _words_say_more(mention, vague)]
    elif within:
        mentions += [mention for each in read for mention in each.found if mention.concept in within]
    if kind == "drug":
        mentions = [Mention(name) for name in _by_route([m.concept for m in mentions], detail, words)]
    rests = [each.rest for each in read if each.found]
    return Mentions(_tidy_all(mentions, kind), min(rests, key=len) if rests and not coded else "")


def _words_say_more(mention: Mention, vague: Sequence[Concept]) -> bool:
    """A disease without a code of its own is coded as something else, and a fracture's code may leave the site open (M80 of
    ICD-10); then the words say which."""
    meant = concepts()[mention.concept]
    if meant.no_own_code:
        return True
    return mention.status is ConditionStatus.PRESENT and any(_covers(meant, code) for code in vague)


def _by_mapping(codings: Sequence[Coding], text: str | None, mapping: ConceptMapping | None) -> tuple[str, ...] | None:
    if not mapping:
        return None
    keys = [(system or "", code or "") for system, code, _ in codings] + [("", text or "")]
    for key in keys:
        if key in mapping:
            strangers = [name for name in mapping[key] if name not in concepts()]
            if strangers:
                raise KeyError(f"the mapping file maps {key} to '{strangers[0]}', which is no concept (see docs/concepts.md)")
            return tuple(mapping[key])
    return None


def _by_codes(kind: str, codings: Sequence[Coding]) -> tuple[str, ...] | None:
    """The concepts of all codes together, None when none is known. An OMOP standard concept, which is coarser than the code it
    was mapped from, is asked only when the other codes are strange to us."""
    meant: dict[bool, list[tuple[str, ...]]] = {True: [], False: []}
    for name, code, _ in codings:
        system = code_system(name)
        if (found := _by_code(kind, system, code or "")) is not None:
            meant[system == "omop"].append(found)
    deciding = meant[False] or meant[True]
    return tuple(name for found in deciding for name in found) if deciding else None


def _spoken(coding: Coding) -> str:
    """The words of a coding: its display, or a code that is a name itself in a system of names; nothing of a drug's class."""
    name, code, display = coding
    if classifies(name):
        return ""
    return display or (code if code and not code_system(name) and _NAME.search(code) else "") or ""


def _by_code(kind: str, system: str, code: str) -> tuple[str, ...] | None:
    """The concepts of a code, () for one that deliberately means nothing, None for one we do not know."""
    if not system or not code.strip():
        return None
    if system == "icd9cm" and kind == "procedure":
        system = "icd9proc"
    plain = comparable_code(system, code)
    if system == "icd10" and _ICD10CM_SHAPE.fullmatch(plain):
        system = "icd10cm"
    if system == "icd10cm" and plain[:1] in ("V", "W", "X", "Y") and len(plain) == 7 and plain.endswith("S"):
        return ()  # sequela of an accident long ago
    if system == "icd10pcs" and len(plain) == 7 and plain.endswith("X") and plain[2] in "9BD":
        return ()  # a biopsy, not the operation
    table = _code_table(system)
    if system not in PREFIX_SYSTEMS:
        return table.get(plain)
    return next((table[plain[:length]] for length in range(len(plain), 0, -1) if plain[:length] in table), None)


@cache
def _code_table(system: str) -> dict[str, tuple[str, ...]]:
    table = dict(_code_table(_GENERAL[system])) if system in _GENERAL else {}
    own: dict[str, tuple[str, ...]] = {}
    for concept in concepts().values():
        for entry in concept.codes:
            if entry.system == system:
                for code in entry.codes:
                    plain = comparable_code(system, code)
                    own[plain] = (*own.get(plain, ()), concept.name)
                for code in entry.excepted:
                    own.setdefault(comparable_code(system, code), ())
    return table | own


def _by_route(names: Sequence[str], detail: str | None, words: Sequence[str]) -> list[str]:
    known = concepts()
    route = read_route(detail)
    if route is Route.UNKNOWN:
        route = next((found for item in words if (found := route_in_name(item)) is not Route.UNKNOWN), Route.UNKNOWN)
    kept: list[str] = []
    for name in names:
        concept: Concept = known[name]
        if route.value in concept.by_route:
            kept += [concept.by_route[route.value]] if concept.by_route[route.value] else []
        elif route in (Route.LOCAL, Route.RECTAL) and not concept.local:
            continue
        else:
            kept.append(name)
    return kept


def _tidy_all(mentions: Sequence[Mention], kind: str) -> tuple[Mention, ...]:
    """Of each person what is present, then what is suspected beside it, then what is denied; the surer of two sayings stands."""
    kept: list[Mention] = []
    for relation in dict.fromkeys(m.relation for m in mentions):
        surer: set[str] = set()
        for status in ConditionStatus:
            names = [m.concept for m in mentions if m.relation == relation and m.status is status]
            fresh = [name for name in _tidy(names, kind) if name not in surer]
            kept += [Mention(name, status, relation) for name in fresh]
            surer |= {general for name in fresh for general in ancestors(name)}
    return tuple(kept)


def _tidy(names: Sequence[str], kind: str) -> tuple[str, ...]:
    """Each name once, without those that a more exact one beside them covers; of reports only the first of imaging.toml."""
    known = concepts()
    once = list(dict.fromkeys(names))
    reports = [name for name in once if known[name].kind == "report"]
    procedures = [name for name in once if known[name].kind == "procedure"]
    if kind == "report" or (kind == "procedure" and not procedures):
        order = list(known)
        return tuple(sorted(reports, key=order.index)[:1])
    if kind == "procedure":
        once = procedures
    return tuple(name for name in once if not any(_covers(known[other], known[name]) for other in once if other != name))


def _covers(exact: Concept, vague: Concept) -> bool:
    """True for a child beside its parent, for a named site beside "elsewhere, or not said", a route beside "route not known"."""
    if vague.name in exact.is_a:
        return True
    return (
        vague.unspecific
        and not exact.unspecific
        and (bool(set(exact.is_a) & set(vague.is_a)) or exact.name in vague.by_route.values())
    )
