"""The one loop that runs over every byte of an export: which template does each line have, and what fills its blanks?

Compiled by numba, so it is written as plain loops over arrays. Templates stand in a tree: an edge is the bytes before a blank, and
templates with the same beginning share it. A line matches when the bytes of its edges are equal to the last one and every blank
holds what its kind allows; whatever is unusual (escapes where they are read, control characters, exponents) does not match, and the
line is read in another way.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from culprit.sources.fhir.layout import NUMBER, REFERENCE
from culprit.sources.fhir.tree import SCATTER, SHIFT, Found, Tree

_QUOTE, _ESCAPE, _NEWLINE, _RETURN, _POINT, _MINUS, _ZERO, _NINE = 34, 92, 10, 13, 46, 45, 48, 57
_FIRST_LETTER = 32
_SIMPLE_ESCAPES = np.isin(np.arange(256), np.frombuffer(b'"\\/bfnrt', dtype=np.uint8))
_ID_LETTERS = np.isin(
    np.arange(256), np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-", dtype=np.uint8)
)
# a double holds so many digits exactly; numbers with more are read with all their letters in another way
_LONGEST_NUMBER = 15
# a text of Arrow's view type up to this length stands in the view itself; a longer one is a place in the block
_INLINE = 12
_SCATTER, _SHIFT = np.uint32(SCATTER), np.uint32(SHIFT)


def _compiled(loop: Callable[..., Any]) -> Callable[..., Any]:
    """The function as machine code, kept for the next start where there is a folder that may be written."""
    try:
        return numba.njit(cache=True, nogil=True)(loop)
    except RuntimeError:
        return numba.njit(nogil=True)(loop)


@_compiled
def match(data: np.ndarray, words: np.ndarray, tree: Tree, found: Found) -> tuple[int, int, int]:
    """Goes through the lines of `data`, whose `words` are as by `eight_bytes`, and fills in `found`.

    Returns how many lines matched, how many are left, and how many there are in all; -1 as the last where `found` has no more room.
    """
    # arrays by names of their own: numba counts references wherever an array is taken out of a tuple
    letters, letter_words, edge_start, edge_length, kind, edge_column = tree[:6]
    template, sibling, probe, short, first_slot, slots, slot_word, slot_edge = tree[6:]
    found_template, found_line, views, present, left_line, left_start, left_end = found
    size, columns, most = len(data), views.shape[1], len(found_template)
    starts = np.empty(columns, dtype=np.int64)
    ends = np.empty(columns, dtype=np.int64)
    matched, left, lines, at = 0, 0, 0, 0
    while at < size:
        if matched == most or left == most:
            return matched, left, -1
        ends[:] = -1
        place, behind, edge = at, at, 0
        while True:
            others = short[edge]
            edge = _below(data, place + probe[edge], first_slot[edge], slots[edge], slot_word, slot_edge)
            # of the edges with the bytes that stand here, the one whose blank is filled as it should be
            while True:
                if edge == 0:
                    edge, others = others, 0
                    if edge == 0:
                        break
                behind = place + edge_length[edge]
                if behind <= size and _same(data, words, place, letters, letter_words, edge_start[edge], edge_length[edge]):
                    column = edge_column[edge]
                    if kind[edge] == 0:
                        end = behind if _line_ends(data, behind) else -1
                    elif kind[edge] == REFERENCE:
                        end = _id_end(data, behind)
                    elif kind[edge] == NUMBER:
                        end = _number_end(data, behind)
                    else:
                        end = _text_end(data, words, behind, column >= 0)
                    if end >= 0:
                        if column >= 0:
                            starts[column], ends[column] = behind, end
                        behind = end
                        break
                edge = sibling[edge]
            if edge == 0 or kind[edge] == 0:
                break
            place = behind
        if edge != 0:
            for column in range(columns):
                start, length = starts[column], ends[column] - starts[column]
                present[matched, column] = ends[column] >= 0
                if ends[column] < 0:
                    length = 0
                views[matched, column, 0] = length
                if length > _INLINE:
                    views[matched, column, 1] = _four_bytes(data, start)
                    views[matched, column, 2] = 0
                    views[matched, column, 3] = start
                else:
                    for word in range(3):
                        views[matched, column, 1 + word] = _up_to_four_bytes(data, start + 4 * word, length - 4 * word)
            found_template[matched] = template[edge]
            found_line[matched] = lines
            matched += 1
            at = behind
        else:
            first = at
            at = _end_of_line(data, at)
            if at - first > 1 or (at > first and data[first] != _RETURN):
                left_line[left], left_start[left], left_end[left] = lines, first, at
                left += 1
        at = _end_of_line(data, at) + 1
        lines += 1
    return matched, left, lines


@_compiled
def _below(data: np.ndarray, at: int, first: int, slots: int, slot_word: np.ndarray, slot_edge: np.ndarray) -> int:
    """The first edge with the four bytes that stand at the place where its siblings differ most; 0 when none has them."""
    if at + 4 > len(data):
        return 0
    word = _four_bytes(data, at)
    last = np.uint32(slots - 1)
    slot = (word * _SCATTER >> _SHIFT) & last
    while slot_edge[first + slot] != 0:
        if slot_word[first + slot] == word:
            return int(slot_edge[first + slot])
        slot = (slot + np.uint32(1)) & last
    return 0


@_compiled
def _same(
    data: np.ndarray, words: np.ndarray, place: int, letters: np.ndarray, letter_words: np.ndarray, start: int, length: int
) -> bool:
    """Whether the bytes of an edge stand there, eight at a time; the last eight may overlap those before."""
    if length < 8:
        for i in range(length):  # noqa: SIM110 (numba does not compile all() of a generator)
            if data[place + i] != letters[start + i]:
                return False
        return True
    i = 0
    while i < length - 8:
        if words[place + i] != letter_words[start + i]:
            return False
        i += 8
    return bool(words[place + length - 8] == letter_words[start + length - 8])


@_compiled
def _line_ends(data: np.ndarray, at: int) -> bool:
    size = len(data)
    if at == size or data[at] == _NEWLINE:
        return True
    return bool(data[at] == _RETURN and at + 1 < size and data[at + 1] == _NEWLINE)


@_compiled
def _end_of_line(data: np.ndarray, at: int) -> int:
    size = len(data)
    while at < size and data[at] != _NEWLINE:
        at += 1
    return at


@_compiled
def _id_end(data: np.ndarray, start: int) -> int:
    """Where an id ends and its quote stands; -1 when there is none."""
    size, at = len(data), start
    while at < size and _ID_LETTERS[data[at]]:
        at += 1
    return at if at < size and data[at] == _QUOTE and at > start else -1


@_compiled
def _number_end(data: np.ndarray, start: int) -> int:
    """Where a JSON number without exponent ends; -1 when there is none, and for -0, which the JSON reader turns into 0."""
    size, at = len(data), start
    if at < size and data[at] == _MINUS:
        at += 1
    first = at
    while at < size and _ZERO <= data[at] <= _NINE:
        at += 1
    if at == first or (data[first] == _ZERO and at > first + 1):
        return -1
    if at < size and data[at] == _POINT:
        at += 1
        first = at
        while at < size and _ZERO <= data[at] <= _NINE:
            at += 1
        if at == first:
            return -1
    elif first > start and data[first] == _ZERO:
        return -1
    # what follows a number is compared with the template: an exponent does not match it
    return at if at - start <= _LONGEST_NUMBER else -1


@_compiled
def _text_end(data: np.ndarray, words: np.ndarray, start: int, read: bool) -> int:
    """Where a text ends; -1 for one with control characters, and for one with escapes that is read."""
    size, at = len(data), start
    while at < size:
        while at + 8 < size and _is_usual(words[at]):
            at += 8
        letter = data[at]
        if letter == _QUOTE:
            return at
        if letter < _FIRST_LETTER:
            return -1
        if letter == _ESCAPE:
            if read or at + 1 >= size or not _SIMPLE_ESCAPES[data[at + 1]]:
                return -1
            at += 1
        at += 1
    return -1


@_compiled
def _is_usual(word: np.uint64) -> bool:
    """Whether none of eight bytes is a quote, an escape or a control character (the known trick for a zero byte in a word)."""
    ones, highest = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
    quotes, escapes = word ^ (ones * np.uint64(_QUOTE)), word ^ (ones * np.uint64(_ESCAPE))
    found = ((quotes - ones) & ~quotes) | ((escapes - ones) & ~escapes) | ((word - ones * np.uint64(_FIRST_LETTER)) & ~word)
    return bool(found & highest == np.uint64(0))


@_compiled
def _four_bytes(data: np.ndarray, at: int) -> np.uint32:
    """The four bytes from there on as one number."""
    return (
        np.uint32(data[at])
        | np.uint32(data[at + 1]) << np.uint32(8)
        | np.uint32(data[at + 2]) << np.uint32(16)
        | np.uint32(data[at + 3]) << np.uint32(24)
    )


@_compiled
def _up_to_four_bytes(data: np.ndarray, at: int, count: int) -> np.uint32:
    """The first `count` bytes (at most four) from there on, the others zero."""
    word = np.uint32(0)
    for i in range(min(max(count, 0), 4)):
        word |= np.uint32(data[at + i]) << np.uint32(8 * i)
    return word


# numba uses what it compiled as long as this file is unchanged: what the loop takes from others must not change alone
assert (NUMBER, REFERENCE, SCATTER, SHIFT) == (2, 3, 2654435761, 7)
