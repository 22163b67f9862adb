"""What must hold for all words: writing makes no difference, and what is said beside changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.knowledge.concepts import ancestors, descendants
from culprit.sources.intake.read_mentions import Mention, read_mentions
from tests.spec.test_words import LINES

EXAMPLES = [tuple(cell.strip() for cell in line.split("→")[0].split("|")) for line in LINES]
ELSEWHERE = (
    "Hypertension is treated.",
    "Weight 70 kg, height 1.60 m, afebrile.",
    "The weather was fine.",
    "No smoking.",
    "She works as a teacher.",
    "Allergic to peanuts.",
    "血压正常。",
    "Курит.",
)


def meant(kind: str, text: str) -> set[Mention]:
    return set(read_mentions(kind, text).found)


def kin(name: str) -> frozenset[str]:
    return ancestors(name) | descendants(name)


def full_width(text: str) -> str:
    """ASCII as East Asian forms write it: ＡＤＶ　１０ｍｇ."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES, ids=[text for _, text in EXAMPLES])
def test_letters_and_blanks_make_no_difference(kind: str, text: str) -> None:
    as_written = meant(kind, text)
    assert meant(kind, text.upper()) == as_written
    assert meant(kind, text.lower()) == as_written
    assert meant(kind, f"  {text}\t ") == as_written
    assert meant(kind, full_width(text)) == as_written


@settings(deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(ELSEWHERE), st.booleans())
def test_an_unrelated_sentence_takes_nothing_away(example: tuple[str, str], sentence: str, behind: bool) -> None:
    kind, text = example
    # "none" means the family only where it stands alone at the beginning
    if kind == "relative" and not behind:
        return
    together = f"{text}. {sentence}" if behind else f"{sentence} {text}"
    assert meant(kind, text) <= meant(kind, together)


@settings(deadline=None)
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES))
def test_what_two_sentences_say_is_said_by_them_together(one: tuple[str, str], other: tuple[str, str]) -> None:
    """A denial, a doubt and a relative end with their sentence: nothing new comes of putting two together."""
    if one[0] != other[0] or one[0] == "relative":
        return
    separate = meant(*one) | meant(*other)
    if {(m.concept, m.relation) for m in meant(*one)} & {(n, m.relation) for m in meant(*other) for n in kin(m.concept)}:
        return  # two sayings about one thing: the surer stands (tests/spec/test_words.py)
    together = meant(one[0], f"{one[1]}. {other[1]}")
    assert {(m.concept, m.status) for m in together} == {(m.concept, m.status) for m in separate}


@settings(deadline=None)
@given(st.sampled_from(("condition", "relative", "drug", "procedure", "report")), st.text(max_size=80))
def test_any_text_is_survived_and_what_is_left_stood_in_it(kind: str, text: str) -> None:
    found = read_mentions(kind, text)
    assert len(found.rest) <= len(text) * 20 + 1
    assert found == read_mentions(kind, text)
