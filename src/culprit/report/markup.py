"""How does text become HTML that cannot be misused? Everything is escaped unless it is Markup already.

Drug names, diagnoses and identifiers come from other people's systems. They reach a page only through `element`, which escapes
them, and replaces characters that a reader cannot see (control characters, direction overrides) with U+FFFD.
"""

import re
from html import escape

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_DATE = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)(?![\d-])")
_VOID = frozenset({"input", "br", "hr", "meta", "wbr"})
_EMPTY = frozenset({"circle", "line", "path", "polygon", "polyline", "rect"})


class Markup(str):
    """A string that is HTML already and is not escaped again."""

    __slots__ = ()


def visible(text: str) -> str:
    """`text` with control characters, direction overrides and broken surrogates replaced by U+FFFD."""
    return _UNSEEN.sub("\ufffd", text)


def shortened(text: str, longest: int) -> str:
    """`text` when it has at most `longest` characters, else its beginning and how many characters are left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rstrip()} … (and {len(text) - longest:,} more characters)"


def attributes(values: dict[str, object]) -> str:
    """HTML attributes: `class_` becomes class, `text_anchor` text-anchor; None, False and '' are left out, True is bare."""
    parts = []
    for name, value in values.items():
        if value is None or value is False or value == "":
            continue
        written = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {written}")
            continue
        shown = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else escape(visible(str(value)))
        parts.append(f' {written}="{shown}"')
    return "".join(parts)


def element(name: str, /, *children: str | None, **values: object) -> Markup:
    """`<name …>children</name>`; children that are not Markup are escaped, None is left out. Floats get one decimal."""
    opening = f"<{name}{attributes(values)}"
    if name in _VOID:
        return Markup(f"{opening}>")
    inner = joined(*children)
    if name in _EMPTY and not inner:
        return Markup(f"{opening}/>")
    return Markup(f"{opening}>{inner}</{name}>")


def joined(*children: str | None) -> Markup:
    """Children one after the other, escaped unless Markup."""
    return Markup("".join(child if isinstance(child, Markup) else escape(visible(child)) for child in children if child))


def unbroken(text: str) -> Markup:
    """Words of our own, escaped, in which no line ends inside a date."""
    return joined(*(element("span", part, class_="day") if i % 2 else part for i, part in enumerate(_DATE.split(text))))


def source_words(text: str, longest: int = 300) -> Markup:
    """What a source wrote, cut at `longest` characters and kept apart from the direction of the text around it."""
    return element("bdi", shortened(visible(text), longest))
