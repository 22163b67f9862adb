"""The one loop that runs over every byte of an export: which template does each line have, and what fills its blanks?

Compiled by numba, so it is written as plain loops over arrays. Templates stand in a tree: an edge is the bytes before a blank, and
templates with the same beginning share it. A line matches when the bytes of its edges are equal to the last one and every blank
holds what its kind allows; whatever is unusual (escapes where they are read, control characters, exponents) does not match, and the
line is read in another way.
"""

from functools import partial

import numpy as np

from culprit.sources.fhir.layout import MOMENT, NUMBER, REFERENCE
from culprit.sources.fhir.machine_code import OPTIONS, machine_code
from culprit.sources.fhir.tree import (
    COLUMN,
    FIRST_SLOT,
    KIND,
    LENGTH,
    NOBODY,
    PROBE,
    SCATTER,
    SHIFT,
    SHORT,
    SIBLING,
    SLOTS,
    START,
    TEMPLATE,
    Blanks,
    Found,
    Room,
    Tree,
)
from culprit.sources.plain_moment import DAY, FIRST_YEAR, MOST_ZONE_HOURS, NO_ZONE, SIGNED, THOUSANDTHS, ZULU, number_of

_QUOTE, _ESCAPE, _NEWLINE, _RETURN, _POINT, _MINUS, _ZERO, _NINE = 34, 92, 10, 13, 46, 45, 48, 57
_PLUS, _COLON, _T, _Z = 43, 58, 84, 90
_FIRST_LETTER = 32
# the highest bit of each of eight bytes
_BEYOND_ASCII = np.uint64(0x8080808080808080)
# of a letter in UTF-8 by its first byte: how many bytes follow, -1 where none begins so
_BYTES_MORE = np.repeat([0, -1, 1, 2, 3, -1], [0x80, 0x42, 0x1E, 0x10, 5, 11])
_SIMPLE_ESCAPES = np.isin(np.arange(256), np.frombuffer(b'"\\/bfnrt', dtype=np.uint8))
_ID_LETTERS = np.isin(
    np.arange(256), np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-", dtype=np.uint8)
)
# a double holds so many digits exactly; numbers with more are read with all their letters in another way
_LONGEST_NUMBER = 15
# what sources/intake/amounts_sql.py reads as a plain number
_DIGITS_BEFORE, _DIGITS_BEHIND = 8, 7
_POWERS_OF_TEN = 10.0 ** np.arange(_DIGITS_BEHIND + 1)
_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_DAYS_TO_1970 = 719_468
_SCATTER, _SHIFT = np.uint32(SCATTER), np.uint32(SHIFT)


@machine_code
def match(
    data: np.ndarray, words: np.ndarray, tree: Tree, unwanted: np.ndarray, room: Room, matched: int, matched_few: int
) -> tuple[int, int, int, int]:
    """Goes through the lines of `data`, whose `words` are as by `eight_bytes`, and fills in `room`: what is found, few of it for
    lines of the templates that are `unwanted`, as far as that has been asked of them; and what is left, lines without a template.

    In the first two `matched` and `matched_few` lines of other blocks stand already. Returns how many are in each of the three now,
    and how many there are in all of `data`, -1 where there is no more room.
    """
    letters, letter_words, edges, slots = tree
    starts, ends, instants, kinds = room.blanks
    left_line, left_start, left_end = room.left
    size, most, judged = len(data), len(left_line), len(unwanted)
    left, lines, at = 0, 0, 0
    while at < size:
        if matched == most or matched_few == most or left == most:
            return matched, matched_few, left, -1
        kinds[:] = 0
        place, behind, edge = at, at, np.uint32(0)
        while True:
            others = edges[edge, SHORT]
            edge = _below(data, words, np.uint64(place) + edges[edge, PROBE], edges[edge, FIRST_SLOT], edges[edge, SLOTS], slots)
            # of the edges with the bytes that stand here, the one whose blank is filled as it should be
            while True:
                if edge == 0:
                    edge, others = others, np.uint32(0)
                    if edge == 0:
                        break
                behind = place + int(np.int64(edges[edge, LENGTH]))
                if behind <= size and _same(data, words, place, letters, letter_words, edges[edge, START], behind - place):
                    column, kind = edges[edge, COLUMN], edges[edge, KIND]
                    if kind == 0:
                        end = behind if _line_ends(data, behind) else -1
                    elif kind == REFERENCE:
                        end = _id_end(data, behind)
                    elif kind == NUMBER:
                        end = _number_end(data, behind)
                    elif kind == MOMENT:
                        end, instant = _moment(data, behind)
                    else:
                        end = _text_end(data, words, behind, column != NOBODY)
                    if end >= 0:
                        if column != NOBODY:
                            starts[column], ends[column], kinds[column] = behind, end, kind
                            if kind == MOMENT:
                                instants[column] = instant
                        behind = end
                        break
                edge = edges[edge, SIBLING]
            if edge == 0 or edges[edge, KIND] == 0:
                break
            place = behind
        if edge != 0:
            number = edges[edge, TEMPLATE]
            if number < judged and unwanted[number]:
                _fill(data, words, room.blanks, room.few, matched_few, number, lines)
                matched_few += 1
            else:
                _fill(data, words, room.blanks, room.found, matched, number, lines)
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
    return matched, matched_few, left, lines


@partial(machine_code, inline="always")
def _fill(data: np.ndarray, words: np.ndarray, blanks: Blanks, found: Found, place: int, template: int, line: int) -> None:
    """The line is one of those found: its template, number and fillings."""
    for row in range(len(found.columns)):
        column = found.columns[row]
        what, start, end = blanks.kind[column], blanks.start[column], blanks.end[column]
        found.present[row, place], found.moments[row, place] = what, blanks.moment[column]
        if what == NUMBER:
            found.amounts[row, place] = _amount(data, start, end)
        at = found.ends[row, place]
        if what != 0 and what != MOMENT:
            _copy(data, words, start, end, found, row, at)
            at += end - start
        found.ends[row, place + 1] = at
    found.template[place], found.line[place] = template, line


@machine_code
def _copy(data: np.ndarray, words: np.ndarray, start: int, end: int, found: Found, row: int, to: int) -> None:
    """Copies a text, eight bytes at a time; what is too much is written over by the next text."""
    if end + 8 <= len(data):
        for at in range(start, end, 8):
            found.words[row, to + at - start] = words[at]
    else:
        for at in range(start, end):
            found.letters[row, to + at - start] = data[at]


@machine_code
def _below(data: np.ndarray, words: np.ndarray, at: np.uint64, first: np.uint32, many: np.uint32, slots: np.ndarray) -> np.uint32:
    """The first edge with the four bytes that stand at the place where its siblings differ most; 0 when none has them."""
    size = np.uint64(len(data))
    if at + np.uint64(8) <= size:
        word = np.uint32(words[at])
    elif at + np.uint64(4) <= size:
        word = np.uint32(0)
        for i in range(4):
            word |= np.uint32(data[at + np.uint64(i)]) << np.uint32(8 * i)
    else:
        return np.uint32(0)
    last = many - np.uint32(1)
    slot = (word * _SCATTER >> _SHIFT) & last
    while slots[first + slot, 1] != 0:
        if slots[first + slot, 0] == word:
            return np.uint32(slots[first + slot, 1])
        slot = (slot + np.uint32(1)) & last
    return np.uint32(0)


@machine_code
def _same(
    data: np.ndarray, words: np.ndarray, place: int, letters: np.ndarray, letter_words: np.ndarray, start: int, length: int
) -> bool:
    """Whether the bytes of an edge stand there, eight at a time; the last eight may overlap those before."""
    if length < 8:
        for i in range(length):  # noqa: SIM110 (numba does not compile all() of a generator)
            if data[place + i] != letters[start + i]:
                return False
        return True
    # unsigned, or each index would be asked whether it counts from the end
    at, other, behind = np.uint64(place), np.uint64(start), np.uint64(length - 8)
    done = np.uint64(0)
    while done < behind:
        if words[at + done] != letter_words[other + done]:
            return False
        done += np.uint64(8)
    return bool(words[at + behind] == letter_words[other + behind])


@machine_code
def _line_ends(data: np.ndarray, at: int) -> bool:
    size = len(data)
    if at == size or data[at] == _NEWLINE:
        return True
    return bool(data[at] == _RETURN and at + 1 < size and data[at + 1] == _NEWLINE)


@machine_code
def _end_of_line(data: np.ndarray, at: int) -> int:
    size = len(data)
    while at < size and data[at] != _NEWLINE:
        at += 1
    return at


@machine_code
def _id_end(data: np.ndarray, start: int) -> int:
    """Where an id ends and its quote stands; -1 when there is none."""
    first, size = np.uint64(start), np.uint64(len(data))
    at = first
    while at < size and _ID_LETTERS[data[at]]:
        at += np.uint64(1)
    return int(np.int64(at)) if at < size and data[at] == _QUOTE and at > first else -1


@machine_code
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


@machine_code
def _amount(data: np.ndarray, start: int, end: int) -> float:
    """The JSON number that stands there; NaN where it has more than 8 digits before the point or 7 behind it.

    Both the digits and the power of ten are exact, and one division of them rounds as reading the text would.
    """
    digits, before, behind, point = 0, 0, 0, False
    for at in range(start, end):
        if data[at] == _POINT:
            point = True
        elif data[at] != _MINUS:
            digits = digits * 10 + (data[at] - _ZERO)
            if point:
                behind += 1
            else:
                before += 1
    if before > _DIGITS_BEFORE or behind > _DIGITS_BEHIND:
        return np.nan
    amount = digits / _POWERS_OF_TEN[behind]
    return float(-amount if data[start] == _MINUS else amount)


@machine_code
def _moment(data: np.ndarray, start: int) -> tuple[int, int]:
    """Where a plain moment (sources/plain_moment.py) ends and its quote stands, and its number; -1 for any other text."""
    size = len(data)
    if start + 10 >= size:
        return -1, 0
    year, month, day = _digits(data, start, 4), _digits(data, start + 5, 2), _digits(data, start + 8, 2)
    if data[start + 4] != _MINUS or data[start + 7] != _MINUS or year < FIRST_YEAR or not 1 <= month <= 12:
        return -1, 0
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= _DAYS[month - 1] + (1 if leap and month == 2 else 0):
        return -1, 0
    # a year for these sums begins in March, so that the day put in comes last
    years = year - 1 if month <= 2 else year
    days = 365 * years + years // 4 - years // 100 + years // 400 + (153 * ((month + 9) % 12) + 2) // 5 + day - 1 - _DAYS_TO_1970
    if data[start + 10] == _QUOTE:
        return start + 10, _number_of(days * 86_400, 0, 0, DAY)
    # the longest that is plain, and its quote
    if start + 29 >= size or data[start + 10] != _T or data[start + 13] != _COLON or data[start + 16] != _COLON:
        return -1, 0
    hour, minute, second = _digits(data, start + 11, 2), _digits(data, start + 14, 2), _digits(data, start + 17, 2)
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return -1, 0
    at, style, millisecond, zone = start + 19, NO_ZONE, 0, 0
    if data[at] == _POINT:
        style, millisecond = style + THOUSANDTHS, _digits(data, at + 1, 3)
        at += 4
    if data[at] == _Z:
        style += ZULU - NO_ZONE
        at += 1
    elif data[at] == _PLUS or data[at] == _MINUS:
        hours, minutes = _digits(data, at + 1, 2), _digits(data, at + 4, 2)
        zone = hours * 60 + minutes
        if data[at + 3] != _COLON or not 0 <= hours <= MOST_ZONE_HOURS or not 0 <= minutes < 60:
            return -1, 0
        if data[at] == _MINUS:
            if zone == 0:
                return -1, 0
            zone = -zone
        style += SIGNED - NO_ZONE
        at += 6
    elif style != NO_ZONE:
        return -1, 0
    if millisecond < 0 or data[at] != _QUOTE:
        return -1, 0
    return at, _number_of(days * 86_400 + hour * 3_600 + minute * 60 + second, millisecond, zone, style)


@machine_code
def _digits(data: np.ndarray, start: int, count: int) -> int:
    """The number that so many digits say; a negative one where they are none."""
    number = 0
    for at in range(start, start + count):
        if not _ZERO <= data[at] <= _NINE:
            return -1
        number = number * 10 + (data[at] - _ZERO)
    return number


_number_of = machine_code(number_of)


@machine_code
def _text_end(data: np.ndarray, words: np.ndarray, start: int, read: bool) -> int:
    """Where a text ends; -1 for one with control characters or bytes that are no UTF-8, and for one with escapes that is read."""
    size, at = len(data), start
    met = np.uint64(0)
    while at < size:
        place, last = np.uint64(at), np.uint64(size)
        while place + np.uint64(8) < last and _is_usual(words[place]):
            met |= words[place]
            place += np.uint64(8)
        at = int(np.int64(place))
        letter = data[at]
        met |= np.uint64(letter)
        if letter == _QUOTE:
            return at if met & _BEYOND_ASCII == np.uint64(0) or _is_utf8(data, start, at) else -1
        if letter < _FIRST_LETTER:
            return -1
        if letter == _ESCAPE:
            if read or at + 1 >= size or not _SIMPLE_ESCAPES[data[at + 1]]:
                return -1
            at += 1
        at += 1
    return -1


@machine_code
def _is_utf8(data: np.ndarray, at: int, end: int) -> bool:
    """Whether bytes are letters in UTF-8 (RFC 3629: none longer than needed, no half of a pair, none beyond the last)."""
    while at < end:
        more = _BYTES_MORE[data[at]]
        if more < 0 or at + more >= end:
            return False
        for i in range(1, more + 1):
            if data[at + i] & 0xC0 != 0x80:
                return False
        two = data[at] * 256 + data[at + 1]
        if 0xE000 <= two < 0xE0A0 or 0xEDA0 <= two < 0xEE00 or 0xF000 <= two < 0xF090 or 0xF490 <= two < 0xF500:
            return False
        at += 1 + more
    return True


@machine_code
def _is_usual(word: np.uint64) -> bool:
    """Whether none of eight bytes is a quote, an escape or a control character (the known trick for a zero byte in a word)."""
    ones = np.uint64(0x0101010101010101)
    quotes, escapes = word ^ (ones * np.uint64(_QUOTE)), word ^ (ones * np.uint64(_ESCAPE))
    found = ((quotes - ones) & ~quotes) | ((escapes - ones) & ~escapes) | ((word - ones * np.uint64(_FIRST_LETTER)) & ~word)
    return bool(found & _BEYOND_ASCII == np.uint64(0))


# numba uses what it compiled as long as this file is unchanged: what the loop takes from others must not change alone
assert (NUMBER, REFERENCE, MOMENT, SCATTER, SHIFT, NOBODY) == (2, 3, 4, 2654435761, 7, 0xFFFFFFFF)
assert (START, LENGTH, KIND, COLUMN, TEMPLATE, SIBLING, PROBE, SHORT, FIRST_SLOT, SLOTS) == (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
assert (DAY, NO_ZONE, ZULU, SIGNED, THOUSANDTHS, FIRST_YEAR, MOST_ZONE_HOURS) == (0, 1, 2, 3, 2, 1970, 15)
assert number_of(1, 2, 3, 4) == 16_818_204
assert OPTIONS == {"nogil": True, "_nrt": False}
assert Found._fields == ("columns", "template", "line", "present", "letters", "words", "ends", "moments", "amounts")
