"""How the tests of this folder read what was observed: `present`, `absent`, a level, `low or very_low`, or `unknown`."""

from culprit.guideline.assess import QUESTIONS
from culprit.guideline.observed import observed_findings
from culprit.knowledge.findings import findings
from tests.spec.drawn import situation

LOWS = "anna | 0 | serum phosphate | 0.50 mmol/L\nanna | 40 | serum phosphate | 0.55 mmol/L"


def observed(*lines: str, on: int | None = None) -> dict[str, tuple[str, str]]:
    """Finding → its possible levels in words, and its value, of the one patient drawn. What is not in it is unknown."""
    drawn = situation("\n".join(("patient | day | what | value", *lines)), on)
    found = observed_findings(drawn, {name: question(drawn) for name, question in QUESTIONS.items()})
    assert len({f.finding for f in found}) == len(found), "each finding once"
    for one in found:
        bands = findings()[one.finding].bands
        assert one.bands != bands, f"{one.finding}: every level possible tells nothing"
        assert [b for b in bands if b in one.bands] == list(one.bands), f"{one.finding}: levels of its own, in order"
    return {f.finding: (" or ".join(f.bands), f.value) for f in found}


def level(finding: str, *lines: str, on: int | None = None) -> str:
    """The possible levels of a finding, or `unknown`."""
    return observed(*lines, on=on).get(finding, ("unknown", ""))[0]
