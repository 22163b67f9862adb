"""How are lines made of columns? Pieces of text in Arrow: joining them is as fast as copying bytes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from culprit.simulate.settings import DAY

_ZONE = "+01:00"


def numbers(values: NDArray[Any]) -> pa.Array:
    """Numbers as text, as short as they can be."""
    return pa.array(values).cast(pa.string())


def pick(words: Sequence[str], position: NDArray[Any]) -> pa.Array:
    """The word at each position."""
    return pa.array(words, pa.string()).take(pa.array(position))


def numbered(letter: str, number: NDArray[Any]) -> pa.Array:
    """Ids of a letter and a number."""
    return pc.binary_join_element_wise(letter, numbers(number), "")


def dates(days: NDArray[Any]) -> pa.Array:
    """Days since 1970-01-01 as ISO 8601 dates."""
    return pa.array(days.astype("int32")).cast(pa.date32()).cast(pa.string())


def instants(minutes: NDArray[Any]) -> pa.Array:
    """Minutes since 1970-01-01 as ISO 8601 moments with a zone."""
    clock = [f"T{minute // 60:02d}:{minute % 60:02d}:00{_ZONE}" for minute in range(DAY)]
    return pc.binary_join_element_wise(dates(minutes // DAY), pick(clock, minutes % DAY), "")


def joined(pieces: Sequence[Any]) -> pa.Array:
    """Columns and fixed words joined row by row."""
    return pc.binary_join_element_wise(*pieces, "")


def uuids(seed: int, kind: str, number: NDArray[Any]) -> pa.Array:
    """One UUID per number (RFC 9562, version 8: by a rule of one's own); the same seed, kind and number give the same one."""
    start = np.frombuffer(f"{seed} {kind}".encode().ljust(64, b"\0")[:64], dtype="<u8")
    salt = np.uint64(0)
    for word in start:
        salt = _mixed(np.array([salt ^ word], dtype=np.uint64))[0]
    first = _mixed(number.astype(np.uint64) ^ salt)
    second = _mixed(first + np.uint64(1) ^ number.astype(np.uint64))
    octets = np.stack([first, second], axis=1).astype(">u8").view(np.uint8).reshape(len(number), 16)
    octets[:, 6] = (octets[:, 6] & 0x0F) | 0x80
    octets[:, 8] = (octets[:, 8] & 0x3F) | 0x80
    digits = _HEXADECIMAL[octets].reshape(len(number), 32)
    letters = np.full((len(number), _UUID), ord("-"), dtype=np.uint8)
    letters[:, _NOT_DASHES] = digits
    offsets = np.arange(0, _UUID * (len(number) + 1), _UUID, dtype=np.int32)
    return pa.StringArray.from_buffers(len(number), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters)))


_UUID = 36
_NOT_DASHES = np.setdiff1d(np.arange(_UUID), [8, 13, 18, 23])
_HEXADECIMAL = np.frombuffer("".join(f"{octet:02x}" for octet in range(256)).encode(), dtype=np.uint8).reshape(256, 2)


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195): distinct words stay distinct."""
    mixed = words + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed
