"""Can the loops over lines and ids be compiled on this machine? It is asked for only where there is much to read."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from culprit.sources.fhir.tree import Room, Tree, eight_bytes, room

Match = Callable[[np.ndarray, np.ndarray, Tree, np.ndarray, Room, int, int], tuple[int, int, int, int]]

# to load the compiler and what it once compiled takes about half a second, as long as reading so much line by line
WORTH_COMPILING_BYTES = 32 << 20


class Loops(NamedTuple):
    """`match` of sources/fhir/matching.py and `hash_texts` of sources/fhir/id_hashes.py, compiled."""

    match: Match
    hash_texts: Callable[[np.ndarray, np.ndarray, np.ndarray], None]


@cache
def compiled_loops() -> Loops | None:
    """The loops, compiled; None where numba is missing or cannot work."""
    try:
        from culprit.sources.fhir.id_hashes import hash_texts
        from culprit.sources.fhir.matching import match

        loops = Loops(match, hash_texts)
        _try_out(loops)
    # numba may lack its compiler's library, know no such processor, or find the disk full: any of these, but never wrong rows
    except Exception:
        return None
    return loops


def _try_out(loops: Loops) -> None:
    """Compiles the loops for the arrays they will be given, on one line that matches nothing.

    For another kind of array they would be compiled again later, where nobody expects that it fails.
    """
    from culprit.sources.fhir.branches import Branches

    letters = np.frombuffer(b"one line".ljust(8), dtype=np.uint8)
    into = room(len(letters), 1, 0, 1, (0,))
    loops.match(letters, eight_bytes(letters), Branches(("id",)).tree(), np.zeros(0, dtype=np.bool_), into, 0, 0)
    loops.hash_texts(into.found.words[0], into.found.ends[0, :1], np.empty(0, dtype=np.uint64))
