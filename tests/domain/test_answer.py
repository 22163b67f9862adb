"""Three answers: what is not known is never the same as no."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.answer import Answer, all_of, any_of

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
answers = st.lists(st.sampled_from(Answer), max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (MET, MET, MET, MET),
        (MET, UNKNOWN, UNKNOWN, MET),
        (MET, NOT_MET, NOT_MET, MET),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, NOT_MET, NOT_MET, UNKNOWN),
        (NOT_MET, NOT_MET, NOT_MET, NOT_MET),
    ],
)
def test_the_truth_table_of_two_answers(one: Answer, other: Answer, both: Answer, either: Answer) -> None:
    assert all_of([one, other]) is all_of([other, one]) is both
    assert any_of([one, other]) is any_of([other, one]) is either


def test_an_unknown_is_not_made_known_by_turning_it_round() -> None:
    assert [answer.negated() for answer in (MET, NOT_MET, UNKNOWN)] == [NOT_MET, MET, UNKNOWN]


def test_nothing_asked_is_all_met_and_nothing_offered_is_not_met() -> None:
    assert all_of([]) is MET
    assert any_of([]) is NOT_MET


@given(answers)
def test_all_and_any_are_each_others_mirror(given_answers: list[Answer]) -> None:
    assert all_of(given_answers).negated() is any_of(answer.negated() for answer in given_answers)


@given(answers)
def test_neither_order_nor_repetition_changes_an_answer(given_answers: list[Answer]) -> None:
    for turned in (list(reversed(given_answers)), given_answers * 2):
        assert all_of(turned) is all_of(given_answers)
        assert any_of(turned) is any_of(given_answers)


@given(answers)
def test_learning_what_was_unknown_never_reverses_what_was_known(given_answers: list[Answer]) -> None:
    """Whatever the unknowns turn out to be, a met stays met and a not met stays not met."""
    unknowns = [i for i, answer in enumerate(given_answers) if answer is UNKNOWN]
    for learnt in itertools.product((MET, NOT_MET), repeat=len(unknowns)):
        known = list(given_answers)
        for place, answer in zip(unknowns, learnt, strict=True):
            known[place] = answer
        for combined in (all_of, any_of):
            before = combined(given_answers)
            assert before is UNKNOWN or combined(known) is before
