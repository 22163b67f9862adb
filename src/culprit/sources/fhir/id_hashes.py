"""A number for each id, by which millions are compared; two ids with one number are compared by their letters afterwards."""

import numpy as np

from culprit.sources.fhir.machine_code import OPTIONS, machine_code

_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_NOTHING, _EIGHT, _HALF = np.uint64(0), np.uint64(8), np.uint64(32)


@machine_code
def hash_texts(words: np.ndarray, ends: np.ndarray, into: np.ndarray) -> None:
    """A number for each text, 0 for an empty one alone; `words` are the eight bytes from each place on, text i ends at
    `ends[i + 1]`."""
    for text in range(len(into)):
        at, end = np.uint64(ends[text]), np.uint64(ends[text + 1])
        number = (end - at) * _FIRST
        while at + _EIGHT <= end:
            number = (number ^ words[at] * _SECOND) * _FIRST
            number ^= number >> _HALF
            at += _EIGHT
        if at < end:
            # of the last word only what belongs to the text
            unused = _EIGHT * (_EIGHT - (end - at))
            number = (number ^ (words[at] << unused) * _SECOND) * _FIRST
            number ^= number >> _HALF
        if number == _NOTHING and ends[text] < ends[text + 1]:
            number = _FIRST
        into[text] = number


# numba uses what it compiled as long as this file is unchanged
assert OPTIONS == {"nogil": True, "_nrt": False}
