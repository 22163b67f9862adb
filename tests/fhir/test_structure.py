"""Which values a line holds, and where each of them stands, whatever the others are."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from culprit.sources.fhir.structure import values_of

NAMES = st.text('ab:, [{0"\\', max_size=3)
VALUES = st.one_of(
    st.text('xyz:, 07[]{}"\\\0é', max_size=5),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
OBJECTS = st.dictionaries(
    NAMES,
    st.recursive(
        VALUES, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)), max_leaves=8
    ),
    max_size=4,
)


def said(line: str) -> list[tuple[str, str, bool]]:
    """Path, bytes and kind of each value."""
    structure, values = values_of(line.encode())
    starts = structure.starts(values)
    assert [line.encode()[start : start + len(value)] for start, value in zip(starts, values, strict=True)] == values
    return [(place.path, value.decode(), place.number) for place, value in zip(structure.places, values, strict=True)]


def walked(value: Any, path: str = "") -> list[tuple[str, str, bool]]:
    """The same, from what a library reads."""
    if isinstance(value, dict):
        return [each for key, inner in value.items() for each in walked(inner, f"{path}.{quoted(key)}" if path else quoted(key))]
    if isinstance(value, list):
        return [each for inner in value for each in walked(inner, f"{path}[]")]
    if isinstance(value, bool) or value is None:
        return []
    return [(path, quoted(value) if isinstance(value, str) else json.dumps(value), not isinstance(value, str))]


def quoted(text: str) -> str:
    return json.dumps(text)[1:-1]


def test_a_value_stands_at_a_path() -> None:
    assert said('{"id":"p1","code":{"coding":[{"code":"2777-1"},{"code":"x"}]},"value":[0.5,{"of":-1}],"no":[],"is":true}') == [
        ("id", "p1", False),
        ("code.coding[].code", "2777-1", False),
        ("code.coding[].code", "x", False),
        ("value[]", "0.5", True),
        ("value[].of", "-1", True),
    ]


def test_how_often_a_path_stood_before_and_to_which_item_of_an_own_list_it_belongs() -> None:
    structure, _ = values_of(b'{"who":[{"a":1,"b":"x"},{"a":2,"c":[{"d":3}]}],"e":4}')
    assert [(place.key, place.item) for place in structure.places] == [
        ("who[].a 1", 1),
        ("who[].b 1", 1),
        ("who[].a 2", 2),
        ("who[].c[].d 1", 2),
        ("e 1", 2),
    ]


def test_lines_that_differ_in_nothing_but_values_have_one_structure() -> None:
    one, _ = values_of(b'{"id":"a","value":1}')
    other, values = values_of(b'{"id":"1,2:","value":-2.5e3}')
    assert other is one
    assert values == [b"1,2:", b"-2.5e3"]


def test_spaces_do_no_harm_not_even_behind_a_key() -> None:
    assert said('{ "id" : "a", "value" :\t1 , "b":"" }') == [("id", "a", False), ("value", "1", True), ("b", "", False)]


@given(OBJECTS, st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :")]))
def test_every_value_is_found_at_its_path(resource: dict[str, Any], separators: tuple[str, str]) -> None:
    assert said(json.dumps(resource, separators=separators)) == walked(resource)
