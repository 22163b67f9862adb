"""The page of causes: one section each, with every number and how far it was checked."""

import re
from pathlib import Path

import pytest

from culprit.knowledge.cause_page import cause_sections, standing_out
from culprit.knowledge.causes import CauseKnowledge, causes
from culprit.knowledge.load import Provenance

PAGE = Path(__file__).resolve().parents[2] / "docs" / "causes.md"


def test_the_committed_page_holds_the_sections_as_the_files_say() -> None:
    assert PAGE.read_text(encoding="utf-8").endswith(cause_sections()), "run: make manual"


def test_what_was_not_read_stands_out() -> None:
    assert [standing_out(p) for p in Provenance] == ["read", "**recalled**", "**proposed**"]
    assert not re.search(r"\| (recalled|proposed) \|", cause_sections())


@pytest.mark.parametrize("cause", causes().values(), ids=lambda c: c.cause)
def test_every_number_of_a_cause_stands_in_its_section_with_its_source(cause: CauseKnowledge) -> None:
    section = cause_sections().split(f"\n## {cause.cause}\n")[1].split("\n## ")[0]
    assert cause.mechanism in section
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(rows) == 1 + len(cause.findings)
    for row, figure in zip(rows, (cause.prior, *cause.findings.values()), strict=True):
        assert float(row[1]) == figure.probability
        assert row[2] == f"{figure.low:g} to {figure.high:g}"
        assert row[3] == figure.source
        assert figure.provenance.value in row[4]


def test_a_cause_says_what_separates_it_only_where_something_does() -> None:
    sections = cause_sections()
    assert "- What separates it: comes and goes with iron\n" in sections
    assert "- What separates it: \n" not in sections
    assert "- What to do: \n" not in sections
