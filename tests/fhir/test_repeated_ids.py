"""Lines whose id stands on another line too: found by a number for each id, in any order, whatever its letters."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.sources.fhir import repeated_ids
from culprit.sources.fhir.compiled import Loops, compiled_loops
from culprit.sources.fhir.repeated_ids import Ids, _numbers_of
from culprit.sources.fhir.taken import Place, Taken


def loops() -> Loops:
    """The compiled loops, which this machine must have."""
    found = compiled_loops()
    assert found is not None
    return found


def taken(place: Place, ids: list[str]) -> Taken:
    """The lines of one block, each with its id."""
    lines = np.arange(len(ids), dtype=np.int32)
    return Taken(((place, len(ids)),), lines, lines, [], _numbers_of(ids, loops()))


def places_of(blocks: list[list[str]], others: list[str]) -> list[tuple[int, int]]:
    """Blocks of 100 lines in file 7, other lines in file 9."""
    ids = Ids()
    for number, block in enumerate(blocks):
        ids.add(taken(Place(7, 1 + 100 * number), block))
    found = ids.repeated([(identifier, 9, row) for row, identifier in enumerate(others)], loops())
    return sorted((row["file_no"], row["source_row"]) for row in found.to_pylist())


def test_places_of_ids_on_several_lines() -> None:
    assert places_of([["a", "b", ""], ["c", "a", ""]], ["d", "b", ""]) == [(7, 1), (7, 2), (7, 102), (9, 1)]


def test_no_id_twice_is_no_place() -> None:
    assert places_of([["a", "b"], ["c"]], ["d"]) == []
    assert places_of([], []) == []


def test_too_many_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated_ids, "MOST_IDS", 3)
    ids = Ids()
    for number, block in enumerate((["a", "b"], ["c"], ["d"], ["e"])):
        assert ids.too_many is (number == 3)
        ids.add(taken(Place(7, number), block))
    assert not ids.taken


def test_lines_of_a_template_that_cannot_be_used_do_not_count() -> None:
    ids = Ids()
    ids.add(taken(Place(7), ["a", "b", "c"]))
    # in these lines each has a template of its own
    ids.without([1])
    found = ids.repeated([("b", 7, 1), ("c", 9, 5)], loops())
    assert found.to_pylist() == [{"file_no": 7, "source_row": 2}, {"file_no": 9, "source_row": 5}]


names = st.text(st.sampled_from("ab\0é"), max_size=18)


@given(st.lists(st.lists(names, max_size=9), max_size=4), st.lists(names, max_size=5))
def test_every_place_of_a_repeated_id_and_no_other(blocks: list[list[str]], others: list[str]) -> None:
    counted = Counter([*(name for block in blocks for name in block), *others])
    own = [(7, 1 + 100 * number + row, name) for number, block in enumerate(blocks) for row, name in enumerate(block)]
    every = [*own, *((9, row, name) for row, name in enumerate(others))]
    assert places_of(blocks, others) == sorted((file, row) for file, row, name in every if name and counted[name] > 1)


def test_ids_differ_in_any_letter() -> None:
    ids = [*("a" * length for length in range(40)), *("a" * at + "b" + "a" * (39 - at) for at in range(40))]
    assert len(set(_numbers_of(ids, loops()).tolist())) == len(ids)
