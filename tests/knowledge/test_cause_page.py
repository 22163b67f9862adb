"""The pages of the causes: every number, how far it was checked, and what tells it from its neighbours."""

import re

import pytest

from culprit.knowledge.cause_page import cause_page, standing_out
from culprit.knowledge.causes import CauseKnowledge, causes
from culprit.knowledge.findings import findings
from culprit.knowledge.load import Provenance

EVERY = "".join(cause_page(cause) for cause in causes().values())


def test_what_was_not_read_stands_out() -> None:
    assert [standing_out(p) for p in Provenance] == ["read", "**recalled**", "**proposed**"]
    assert not re.search(r"\| (recalled|proposed) \|", EVERY)


@pytest.mark.parametrize("cause", causes().values(), ids=lambda c: c.cause)
def test_every_number_of_a_cause_stands_on_its_page_with_its_source(cause: CauseKnowledge) -> None:
    page = cause_page(cause)
    assert cause.mechanism in page
    for system, code in cause.codes.items():
        assert f"{system} {code}" in page
    rows = [line.strip("| ").split(" | ") for line in page.split("## Figures")[1].splitlines() if line.startswith("| ")][2:]
    expected = [cause.prior.shares[0]]
    for name, figure in cause.findings.items():
        expected += figure.shares if findings()[name].graded else figure.shares[1:]
    assert [float(row[-4]) for row in rows] == pytest.approx(expected)
    assert all(row[-2] for row in rows), "every row names its source"
    assert {row[-1] for row in rows} <= {"read", "**recalled**", "**proposed**"}


def test_neighbours_are_three_other_causes_with_what_tells_them_apart() -> None:
    page = cause_page(causes()["TIO"])
    rows = re.findall(r"^\| TIO \| \[(\w+)\]\(\w+\.md\) \| (.*) \|$", page, re.M)
    assert len(rows) == 3
    assert {"anti_phex"} <= {name for name, _ in rows}
    for _, when in rows:
        assert re.search(r": [a-z ]+ \(\d+(\.\d)? times\)", when)
    assert "Nearest neighbours" not in cause_page(causes()["other"])


def test_a_cause_says_what_separates_it_only_where_something_does() -> None:
    assert "- What separates it: comes and goes with iron\n" in EVERY
    assert "- What separates it: \n" not in EVERY
    assert "- What to do: \n" not in EVERY
    assert "- Codes: \n" not in EVERY
