"""Is every finding that a rule observes weighed, and every finding that is weighed observed?"""

import re
from pathlib import Path

import pytest

from culprit.guideline.observed.finding import ObservedFinding, levels, yes_or_no
from culprit.guideline.observed.history import CONCEPTS
from culprit.knowledge.causes import causes
from culprit.knowledge.findings import findings

FOLDER = Path(__file__).resolve().parents[3] / "src" / "culprit" / "guideline" / "observed"
CODE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(FOLDER.glob("*.py")))


def test_every_finding_has_a_figure_in_other_and_is_named_by_a_rule() -> None:
    assert list(causes()["other"].findings) == list(findings())
    named = {finding for finding, _ in CONCEPTS} | set(re.findall(r'"(\w+)"', CODE))
    assert [finding for finding in findings() if finding not in named] == []


@pytest.mark.parametrize("finding", findings().values(), ids=lambda f: f.finding)
def test_a_finding_counts_at_most_whole_and_says_where_from(finding: object) -> None:
    one = findings()[finding.finding]  # type: ignore[attr-defined]
    assert 0 < one.counts <= 1
    assert one.title
    assert one.source
    assert len(one.bands) == len(set(one.bands)) >= 2


def test_words_of_a_finding() -> None:
    assert yes_or_no("malignancy", True).words == "malignancy"
    assert yes_or_no("malignancy", True).present
    assert yes_or_no("malignancy", False).words == "not malignancy"
    assert not yes_or_no("malignancy", False).present
    assert ObservedFinding("fgf23", ("raised", "far_raised")).words == "fgf23 raised or far_raised"


def test_a_finding_of_which_everything_is_possible_is_not_made() -> None:
    assert levels("calcium", "low", "high") is None
    assert levels("calcium", "low", "normal") == ObservedFinding("calcium", ("low", "normal"))
