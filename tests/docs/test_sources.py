"""Whoever meets "dossier 5.3" or "dossier T12" in the knowledge finds on docs/sources.md what stands there."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT

CODE = ROOT / "src/culprit"
PLACES = [*sorted((CODE / "knowledge").rglob("*.toml")), *(CODE / "knowledge").glob("*.py"), *(CODE / "guideline").glob("*.py")]
# a row (T12, G10b), a section (9, 5.3) or a file of the dossier; several may follow each other
PART = r"(?:[A-Z]\d+[a-z]?|\d+(?:\.\d+)?|[\w-]+\.(?:csv|md|yaml))(?![\w-])"
NAMED = re.compile(rf"dossier,? \(?(?:sections? )?({PART}(?:(?:,| and) {PART})*)")


def cited(text: str) -> set[str]:
    """Rows, sections and files that the text names of the dossier."""
    return {part for named in NAMED.findall(text) for part in re.findall(PART, named)}


def explained(page: str) -> set[str]:
    """Whatever has a row of its own, with words beside it."""
    return set(re.findall(r"^\| `([^`]+)` \| [^|]*\w{3}", page, re.M))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: str(path.relative_to(CODE)))
def test_every_part_of_the_dossier_that_is_named_is_explained(path: Path) -> None:
    page = (DOCS / "sources.md").read_text(encoding="utf-8")
    assert sorted(cited(path.read_text(encoding="utf-8")) - explained(page)) == []


def test_the_names_are_found_and_others_are_not() -> None:
    assert cited('"dossier T9, T12: about 5 % pass; South Med J 1987;80:831"') == {"T9", "T12"}
    assert cited('"dossier sections 3.3 and 5.1; Black Country"') == {"3.3", "5.1"}
    assert cited('"(dossier, recalled.md)" "dossier codes.csv: E83"') == {"recalled.md", "codes.csv"}
    assert cited("the fixed order of the dossier (5.1): drugs") == {"5.1"}
    assert cited('"rule in the dossier, section 9: two; Jan de Beur 2023, 10.1111/joim.13593"') == {"9"}
    every = {name for path in PLACES for name in cited(path.read_text(encoding="utf-8"))}
    assert {"T9", "T12", "T16", "T17", "T19", "G12", "3.3", "5.1", "5.3", "8", "9", "codes.csv"} <= every


def test_every_publication_says_how_it_was_read() -> None:
    rows = (DOCS / "sources.md").read_text(encoding="utf-8").split("## Publications")[1]
    cells = [row.strip("|").split("|") for row in rows.splitlines() if row.startswith("| ")][2:]
    assert len(cells) > 50
    assert [row for row in cells if len(row) != 7 or row[5].strip() in ("", "–")] == []
