"""Which template has a line, and what fills its blanks: the tree of templates, and the loop that runs along it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.sources.fhir.branches import Branches
from culprit.sources.fhir.layout import NUMBER, REFERENCE, TEXT, Blank, Layout
from culprit.sources.fhir.matching import _is_utf8, match
from culprit.sources.fhir.tree import Found, Room, eight_bytes, room

PATHS = ("id", "number", "to")
ALL_WANTED = np.zeros(0, dtype=np.bool_)
ID, NUMBERED, TO, UNREAD = Blank(TEXT, "id"), Blank(NUMBER, "number"), Blank(REFERENCE, "to"), Blank(TEXT, "")


def layout(*parts: bytes | Blank) -> Layout:
    """A layout of pieces and blanks in turn."""
    return Layout(
        tuple(part for part in parts if isinstance(part, bytes)), tuple(part for part in parts if isinstance(part, Blank))
    )


def room_for(size: int) -> Room:
    """Arrays to be filled in, of unwanted lines the id alone."""
    return room(size, size // 32 + 16, 0, len(PATHS), (0,))


def texts(found: Found, row: int, count: int) -> list[str]:
    """The texts of so many lines."""
    ends = found.ends[row, : count + 1].tolist()
    return [found.letters[row, start:end].tobytes().decode() for start, end in pairwise(ends)]


def matched(data: bytes, *layouts: Layout, into: Room | None = None) -> tuple[list[tuple[int, int, dict[str, str]]], list[bytes]]:
    """Of each matched line its number, template and fillings; and the lines left."""
    branches = Branches(PATHS)
    for number, item in enumerate(layouts):
        branches.add(item, number)
    letters = np.frombuffer(data, dtype=np.uint8)
    into = into or room_for(32 * len(data))  # room for lines of one letter
    found, _, rest, _ = into
    count, _, left, lines = match(letters, eight_bytes(letters), branches.tree(), ALL_WANTED, into, 0, 0)
    assert lines == len(data.rstrip(b"\n").split(b"\n")) or b"\n\n" in data
    fillings = []
    for column in range(len(PATHS)):
        fillings.append(texts(found, column, count))
    rows = [
        (
            int(found.line[row]),
            int(found.template[row]),
            {path: fillings[column][row] for column, path in enumerate(PATHS) if found.present[column, row]},
        )
        for row in range(count)
    ]
    return rows, [data[rest.start[row] : rest.end[row]] for row in range(left)]


PLAIN = layout(b'{"id":"', ID, b'","number":', NUMBERED, b',"to":"Patient/', TO, b'"}')


def line(name: str = "a", number: str = "1.10", to: str = "p") -> bytes:
    """A line that PLAIN was made for."""
    return f'{{"id":"{name}","number":{number},"to":"Patient/{to}"}}'.encode()


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_line_gives_its_fillings_letter_for_letter_whatever_its_end(end: bytes) -> None:
    assert matched(line("a") + b"\n" + line("längere Kennung", "-0.50", "q") + end, PLAIN) == (
        [(0, 0, {"id": "a", "number": "1.10", "to": "p"}), (1, 0, {"id": "längere Kennung", "number": "-0.50", "to": "q"})],
        [],
    )


@pytest.mark.parametrize("name", ["", "x" * 12, "x" * 13, "x" * 300, "é" * 6, "\x7f", "a" * 7, "a" * 8])
def test_texts_of_every_length(name: str) -> None:
    assert matched(line(name) + b"\n", PLAIN)[0] == [(0, 0, {"id": name, "number": "1.10", "to": "p"})]


@pytest.mark.parametrize("number", ["0", "-1", "0.0", "-0.0", "10", "1.10", "123456789012345", "0.0000000000001"])
def test_numbers_that_match(number: str) -> None:
    assert matched(line(number=number) + b"\n", PLAIN)[0][0][2]["number"] == number


@pytest.mark.parametrize(
    "bad",
    [
        *(
            line(number=number)
            for number in ("-0", "007", "-", "1.", ".5", "1e2", "1E2", "1.5.1", "+1", "1234567890123456", "null", '"1"')
        ),
        *(line(name) for name in ('q\\"q', "\\u0041", "a\tb", "a\x00b")),
        *(line(to=to) for to in ("", "a/b", "a b", "é", "a#b")),
        line() + b" ",
        line() + b"\r\r",
        line()[:-1],
        line() + line(),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_unusual_is_left_and_costs_no_neighbour(bad: bytes, place: int) -> None:
    lines = [line("a"), line("b")]
    lines.insert(place, bad)
    rows, left = matched(b"\n".join(lines) + b"\n", PLAIN)
    assert [row[2]["id"] for row in rows] == ["a", "b"]
    assert left == [bad]


def test_unread_texts_may_hold_simple_escapes_and_no_others() -> None:
    unread = layout(b'{"note":"', UNREAD, b'","id":"', ID, b'"}')
    lines = [
        b'{"note":"%s","id":"a"}' % note for note in (b'\\"\\\\\\/\\b\\f\\n\\r\\t', b"\\u0041", b"\\x", b"\\", b"a\\\\", b'a\\\\"')
    ]
    rows, left = matched(b"\n".join(lines), unread)
    assert [row[0] for row in rows] == [0, 4]
    assert left == [lines[1], lines[2], lines[3], lines[5]]


def test_empty_lines_are_no_lines_and_count() -> None:
    rows, left = matched(b"\n\r\n" + line() + b"\n\nx\n\n  \n" + line(), PLAIN)
    assert [row[0] for row in rows] == [2, 7]
    assert left == [b"x", b"  "]


def test_no_room_is_said() -> None:
    data = line() * 2 + b"\n" + line() + b"\n"
    letters = np.frombuffer(b"a\n" * 100, dtype=np.uint8)
    tree = Branches(PATHS).tree()
    assert match(letters, eight_bytes(letters), tree, ALL_WANTED, room_for(len(letters)), 0, 0)[3] == -1
    assert matched(data, PLAIN)[1] == [line() * 2]


_FIRST_AND_LAST = "\x80 \u07ff \u0800 \ud7ff \ue000 \uffff \U00010000 \U0010ffff"


@pytest.mark.parametrize("blank", [ID, UNREAD])
@pytest.mark.parametrize("name", ["né", "x" * 40 + "é" + "y" * 40, "é" * 8, "血磷 低", "фосфат", "🦴", _FIRST_AND_LAST])
def test_letters_of_every_script(blank: Blank, name: str) -> None:
    rows, left = matched(b'{"id":"' + name.encode() + b'"}\n', layout(b'{"id":"', blank, b'"}'))
    assert [row[2] for row in rows] == ([{"id": name}] if blank is ID else [{}])
    assert left == []


beyond_ascii = st.characters(codec="utf-8", min_codepoint=0x80).map(str.encode)
letters_and_bytes = st.lists(st.one_of(beyond_ascii, st.binary(min_size=1, max_size=4)))


@settings(max_examples=500, deadline=None)
@given(letters_and_bytes.map(b"".join), st.binary(max_size=2))
def test_bytes_are_utf_8_where_python_says_so(given_bytes: bytes, behind: bytes) -> None:
    for data in (given_bytes, given_bytes[:-1], given_bytes + behind):
        try:
            data.decode()
            decodes = True
        except UnicodeDecodeError:
            decodes = False
        assert _is_utf8(np.frombuffer(data + b'"', dtype=np.uint8), 0, len(data)) == decodes


@pytest.mark.parametrize("bad", [b"Gef\xe4\xdf", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe4\xb8", b"\x80", b"\xff"])
@pytest.mark.parametrize("blank", [ID, UNREAD])
def test_a_text_that_is_no_utf_8_is_left(bad: bytes, blank: Blank) -> None:
    lines = [b'{"id":"' + name + b'"}' for name in (b"a", bad, b"b")]
    rows, left = matched(b"\n".join(lines), layout(b'{"id":"', blank, b'"}'))
    assert [row[0] for row in rows] == [0, 2]
    assert left == [lines[1]]


def test_of_an_unwanted_template_only_what_was_asked_for_is_filled_in() -> None:
    branches = Branches(PATHS)
    for number, end in enumerate((b"}", b"]", b")")):
        branches.add(layout(b'{"id":"', ID, b'","number":', NUMBERED, end), number)
    data = b"\n".join(b'{"id":"%d","number":%d%s' % (place, place, end) for place, end in enumerate((b"}", b"]", b")", b"]")))
    letters = np.frombuffer(data, dtype=np.uint8)
    into = room_for(32 * len(data))
    found, few, _, _ = into
    # of the third nobody has asked yet
    unwanted = np.array([False, True])
    assert match(letters, eight_bytes(letters), branches.tree(), unwanted, into, 0, 0) == (2, 2, 0, 4)
    assert found.line[:2].tolist() == [0, 2]
    assert few.line[:2].tolist() == [1, 3]
    assert found.amounts[PATHS.index("number"), :2].tolist() == [0, 2]
    assert texts(few, 0, 2) == ["1", "3"]


def test_lines_of_one_block_are_found_behind_those_of_another() -> None:
    branches = Branches(PATHS)
    branches.add(PLAIN, 0)
    into = room(1000, 4, 1000, len(PATHS), (0,))
    found = 0
    for block in (line("a", "1") + b"\n" + line("b", "2") + b"\n", line("c", "3") + b"\nelse\n" + line("d", "4")):
        letters = np.frombuffer(block, dtype=np.uint8)
        found, few, left, _ = match(letters, eight_bytes(letters), branches.tree(), ALL_WANTED, into, found, 0)
    assert (found, few, left) == (4, 0, 1)
    assert into.found.line[:4].tolist() == [0, 1, 0, 2]
    assert texts(into.found, 0, 4) == ["a", "b", "c", "d"]
    assert into.found.amounts[1, :4].tolist() == [1, 2, 3, 4]


def test_short_edges_and_edges_that_begin_alike() -> None:
    layouts = [
        layout(b'{"id":"', ID, b'"}'),
        layout(b'{"id":"', ID, b'","x":1}'),
        layout(b'{"id":"', ID, b'","x":1,"y":"', UNREAD, b'"}'),
        layout(b'{"id":"', ID, b'","x":1,"z":"', UNREAD, b'"}'),
        layout(b'{"a":', NUMBERED, b"}"),
        layout(b'{"a":', NUMBERED, b"]"),
        layout(b'{"a":"', ID, b'"}'),
    ]
    texts = [
        b'{"id":"a"}',
        b'{"id":"a","x":1}',
        b'{"id":"a","x":1,"y":"n"}',
        b'{"id":"a","x":1,"z":"n"}',
        b'{"a":1}',
        b'{"a":1]',
        b'{"a":"b"}',
    ]
    rows, left = matched(b"\n".join(texts), *layouts)
    assert [(row[0], row[1]) for row in rows] == [(number, number) for number in range(7)]
    assert left == []


def test_a_text_that_is_the_beginning_of_another() -> None:
    """Once what nobody reads was always the same, later it differed: the edges before both begin alike."""
    fixed, free = layout(b'{"n":"x","id":"', ID, b'"}'), layout(b'{"n":"', UNREAD, b'","id":"', ID, b'"}')
    for layouts in ((fixed, free), (free, fixed)):
        rows, left = matched(b'{"n":"x","id":"a"}\n{"n":"y","id":"b"}\n{"n":"x","id":"c"}', *layouts)
        assert [row[2] for row in rows] == [{"id": "a"}, {"id": "b"}, {"id": "c"}]
        assert left == []


pieces = st.text(st.sampled_from('ab":,'), min_size=1, max_size=12).map(str.encode)
blanks = st.sampled_from([ID, NUMBERED, TO])


@st.composite
def layouts_and_lines(draw: st.DrawFn) -> tuple[list[Layout], list[tuple[int, bytes]]]:
    """Layouts that begin alike, and lines made from them: each with its layout's number."""
    made, stock = [], draw(st.lists(pieces, min_size=1, max_size=3))
    for _ in range(draw(st.integers(1, 6))):
        own = draw(st.permutations([ID, NUMBERED, TO]))[: draw(st.integers(1, 3))]
        parts: list[bytes | Blank] = [draw(st.one_of(st.sampled_from(stock), pieces)) + (b'"' if own[0] != NUMBERED else b":")]
        for blank, following in zip(own, [*own[1:], None], strict=True):
            opened = b"" if following is None or following == NUMBERED else b'"'
            parts += [blank, (b"," if blank == NUMBERED else b'"') + draw(st.one_of(st.sampled_from(stock), pieces)) + opened]
        made.append(layout(*parts))
    lines = []
    for number in draw(st.lists(st.integers(0, len(made) - 1), min_size=1, max_size=8)):
        written = [made[number].pieces[0]]
        for blank, piece in zip(made[number].blanks, made[number].pieces[1:], strict=True):
            stand_there = {"id": ["", "a", "b:,a", "a" * 20], "number": ["0", "1.50"], "to": ["a", "b" * 14]}[blank.path]
            written += [draw(st.sampled_from(stand_there)).encode(), piece]
        lines.append((number, b"".join(written)))
    return made, lines


def fits(made: Layout, text: bytes, fillings: dict[str, str]) -> bool:
    """Whether the layout with these fillings is this line."""
    parts = [made.pieces[0]]
    for blank, piece in zip(made.blanks, made.pieces[1:], strict=True):
        parts += [fillings.get(blank.path, "").encode(), piece]
    return b"".join(parts) == text and set(fillings) == {blank.path for blank in made.blanks}


@settings(max_examples=300, deadline=None)
@given(layouts_and_lines())
def test_a_match_is_its_template_with_its_fillings(given_lines: tuple[list[Layout], list[tuple[int, bytes]]]) -> None:
    made, lines = given_lines
    data = b"\n".join(text for _, text in lines)
    if len(data) < 8:
        data = data.ljust(8, b"\n")
    rows, left = matched(data, *made)
    for number, template, fillings in rows:
        assert fits(made[template], lines[number][1], fillings)
    assert sorted([lines[row[0]][1] for row in rows] + left) == sorted(text for _, text in lines)


@settings(max_examples=100, deadline=None)
@given(st.lists(pieces, min_size=2, max_size=40, unique=True))
def test_among_edges_of_one_place_none_is_lost(ends: list[bytes]) -> None:
    """Where only what follows one blank differs, every line finds its template."""
    made = [layout(b'{"id":"', ID, b'"' + end + b"}") for end in ends]
    data = b"\n".join(b'{"id":"n"' + end + b"}" for end in ends)
    rows, left = matched(data, *made)
    assert [(row[0], row[1]) for row in rows] == [(number, number) for number in range(len(ends))]
    assert left == []
