"""Gaps are declared where they are, with one of three words and a reason; an unexpected pass fails.

not_implemented: we could, and have not. engine_cannot: the engine (or its driver) lacks what it takes. makes_no_sense: the question
does not arise there.
"""

import pytest

WORDS = ("not_implemented", "engine_cannot", "makes_no_sense")


def not_implemented(engine: str, why: str) -> pytest.MarkDecorator:
    """We could, and have not."""
    return pytest.mark.not_implemented(engine, why)


def engine_cannot(engine: str, why: str) -> pytest.MarkDecorator:
    """The engine, or its driver, lacks what it takes."""
    return pytest.mark.engine_cannot(engine, why)


def makes_no_sense(engine: str, why: str) -> pytest.MarkDecorator:
    """The question does not arise there."""
    return pytest.mark.makes_no_sense(engine, why)


def apply(item: pytest.Item, engine: str) -> None:
    """A test of an engine with a gap must fail for that engine, or it is no gap."""
    for word in WORDS:
        for mark in item.iter_markers(word):
            if mark.args[0] == engine:
                item.add_marker(pytest.mark.xfail(reason=f"{word.replace('_', ' ')}: {mark.args[1]}", strict=True))
