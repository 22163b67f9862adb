"""How does evidence read? One row per thing a verdict rests on: what, value, limit, when, where it stands."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from culprit.domain.verdict import Evidence
from culprit.report.markup import Markup, element, joined, source_words
from culprit.report.points import in_words, shown_number
from culprit.report.words import analyte_title, title

MOST_ROWS = 40


def provenance_tag(provenance: str) -> Markup | None:
    """A small tag for a value that was not read in its source; nothing for one that was."""
    if provenance in ("", "read"):
        return None
    meaning = {"recalled": "from memory of the field, not yet checked in its source", "proposed": "our own engineering choice"}
    return element("span", provenance, class_=f"tag {provenance}", title=meaning.get(provenance))


def evidence_table(rows: Sequence[Evidence], show_places: bool = True, anchor: str = "") -> Markup | None:
    """Rows of evidence as a table; beyond 40 the rest is counted and named as being in assessments.jsonl.

    With an `anchor` the rows are numbered from 1, and each can be linked to as anchor and number.
    """
    if not rows:
        return None
    shown = rows[:MOST_ROWS]
    cells = [_cells(row, show_places) for row in shown]
    kept = [name for name in _COLUMNS if any(name in row for row in cells)]
    body = [
        element(
            "tr",
            element("td", str(i), class_="number") if anchor else None,
            *(row.get(name, element("td")) for name in kept),
            id=f"{anchor}{i}" if anchor else None,
        )
        for i, row in enumerate(cells, 1)
    ]
    if len(rows) > MOST_ROWS:
        rest = f"and {len(rows) - MOST_ROWS} more rows: see assessments.jsonl"
        body.append(element("tr", element("td", rest, colspan=len(kept) + bool(anchor), class_="quiet")))
    head = element("thead", element("tr", element("th") if anchor else None, *(element("th", name) for name in kept)))
    return element("table", head, element("tbody", *body), class_="evidence")


_COLUMNS = ("What", "Value", "Limits", "When", "From", "Row")


def _cells(row: Evidence, show_places: bool) -> dict[str, Markup]:
    """The row's cells by column; a column that is empty in every row is not drawn."""
    cells = {"What": element("td", _what(row))}
    value = value_in_words(row)
    if value:
        cells["Value"] = element("td", value, class_=_wide("value", value, 24))
    if limits := _limits(row):
        cells["Limits"] = element("td", limits, class_="value")
    if row.on or row.until:
        cells["When"] = element("td", when_in_words(row), class_="when")
    tag = provenance_tag(row.provenance)
    if row.limit_source or tag:
        words = source_words(row.limit_source, 160) if row.limit_source else None
        cells["From"] = element("td", words, Markup(" "), tag, class_=_wide("from", row.limit_source, 30))
    if show_places and row.source:
        cells["Row"] = element("td", source_words(row.source, 80), class_=_wide("place", row.source, 34))
    return cells


def _wide(class_: str, text: str, longest: int) -> str:
    """Short texts stay on one line, long ones may break."""
    return class_ if len(text) <= longest else f"{class_} long"


def _what(row: Evidence) -> Markup:
    name = analyte_title(row.analyte) if row.analyte else title(row.name) if row.name else row.kind.capitalize()
    # a drug that explains says its own name before what it does
    text = row.text.removeprefix(f"{row.name.replace('_', ' ')}: ") if row.name else row.text
    if not text or text.casefold() == name.casefold():
        return joined(name)
    return joined(name, Markup(" "), element("span", source_words(text), class_="quiet"))


def value_in_words(row: Evidence) -> str:
    """The value with its unit; words of the laboratory as they stand."""
    if row.value is None:
        return ""
    number = shown_number(row.value) if isinstance(row.value, Decimal) else _shown_comparator(row.value)
    # UCUM writes u for micro
    return f"{number} {_MICRO.sub('µ', row.unit)}".strip()[:200]


def _shown_comparator(words: str) -> str:
    """A number behind a comparator (`<0.484281`) as it is shown; words of the laboratory as they stand."""
    found = _COMPARED.fullmatch(words)
    return f"{found[1]}{shown_number(Decimal(found[2]))}" if found and found[1] else words


_MICRO = re.compile(r"^u(?=g|mol)")
_COMPARED = re.compile(r"([<>]=?|)(\d+(?:\.\d+)?)")


def limit_in_words(row: Evidence) -> str:
    """The limit that the value passed: `lower limit 0.80`, `upper limit 129`; both where it passed none (`limits 35–129`)."""
    low, high = _limits_about(row)
    if low is not None and high is not None:
        return f"limits {in_words(low)}–{in_words(high)}"
    return f"lower limit {in_words(low)}" if low is not None else f"upper limit {in_words(high)}" if high is not None else ""


def number_of(row: Evidence) -> Decimal | None:
    """The number of a value, behind its comparator too; None for words."""
    found = _COMPARED.fullmatch(f"{row.value:f}" if isinstance(row.value, Decimal) else str(row.value))
    return Decimal(found[2]) if found else None


def _limits(row: Evidence) -> str:
    low, high = _limits_about(row)
    if low is not None and high is not None:
        return f"{in_words(low)}–{in_words(high)}"
    return f"from {in_words(low)}" if low is not None else f"to {in_words(high)}" if high is not None else ""


def _limits_about(row: Evidence) -> tuple[Decimal | None, Decimal | None]:
    low, high = row.limit_low, row.limit_high
    found = _COMPARED.fullmatch(f"{row.value:f}" if isinstance(row.value, Decimal) else str(row.value))
    if low is None or high is None or found is None:
        return low, high
    comparator, value = found[1], Decimal(found[2])
    if not comparator.startswith(">") and (value < low or (value == low and comparator == "<")):
        return low, None
    if not comparator.startswith("<") and (value > high or (value == high and comparator == ">")):
        return None, high
    return low, high


def when_in_words(row: Evidence) -> str:
    """The day, or the days from and until."""
    shown = row.on.replace("T", " ")
    return f"{shown} – {row.until.replace('T', ' ')}" if row.until else shown


def day(value: date | None) -> str:
    """ISO 8601, or a dash where the record does not say."""
    return value.isoformat() if value else "–"
