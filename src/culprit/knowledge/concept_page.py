"""What does docs/concepts.md say? Every concept with its codes, words and how far they were checked."""

from collections import Counter

from culprit.knowledge.concepts import KINDS, Concept, concepts, decoys

_HEAD = """# Concepts

What Culprit understands in diagnoses, drugs, procedures and reports. This page is printed by
`python -m culprit.knowledge.concepts` from `knowledge/concepts/*.toml`; a test holds the two equal.

Codes of the ICD, OPS, ATC, CPT and HCPCS are prefixes, and the longest known prefix decides; `–x` leaves a longer one out.
*read* means that code and title were read together in a named source, *recalled* that they were not: check them against the
code system before relying on them. A code marked with `+` means another concept too. In words, `*` is any rest of a word and
`…` a few words between.

"""

_TITLES = {"condition": "Conditions", "drug": "Drugs", "procedure": "Procedures", "report": "Imaging and reports"}


def concept_page() -> str:
    """The page as Markdown, the same for the same knowledge files."""
    parts = [_HEAD]
    known = concepts().values()
    checked = Counter(codes.provenance.value for concept in known for codes in concept.codes for _ in codes.codes)
    parts.append(
        f"{len(concepts())} concepts, {sum(checked.values())} codes: {checked['read']} read, {checked['recalled']} recalled.\n"
    )
    for kind in KINDS:
        parts.append(f"\n## {_TITLES[kind]}\n\n| concept | meaning | is a | codes | words |\n| --- | --- | --- | --- | --- |\n")
        parts.extend(_row(concept) for concept in known if concept.kind == kind)
    parts.append("\n## Words that look like a concept and are none\n\n")
    parts.extend(f"- {kind}: {_cell(', '.join(words))}\n" for kind, words in decoys().items())
    return "".join(parts)


def _row(concept: Concept) -> str:
    codes = "; ".join(
        f"{entry.system} {', '.join(code + ('+' if entry.shared else '') for code in entry.codes)}"
        + "".join(f" –{code}" for code in entry.excepted)
        + f" ({entry.provenance.value})"
        for entry in concept.codes
    )
    words = "; ".join(f"{language}: {', '.join(phrases)}" for language, phrases in concept.words.items())
    routes = "".join(f"; {route}: {other or 'none'}" for route, other in concept.by_route.items())
    return f"| `{concept.name}` | {_cell(concept.title + routes)} | {', '.join(concept.is_a)} | {_cell(codes)} | {_cell(words)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("~", "…")
