"""Can the loop over lines be compiled on this machine? It is asked for only where there is much to read."""

from collections.abc import Callable
from functools import cache

import numpy as np

from culprit.sources.fhir.tree import Room, Tree, eight_bytes, room

Match = Callable[[np.ndarray, np.ndarray, Tree, np.ndarray, Room, int, int], tuple[int, int, int, int]]

# to load the compiler and what it once compiled takes about half a second, as long as reading so much line by line
WORTH_COMPILING_BYTES = 32 << 20


@cache
def compiled_match() -> Match | None:
    """The loop (`match` in sources/fhir/matching.py), compiled; None where numba is missing or cannot work."""
    try:
        from culprit.sources.fhir.matching import match

        loop: Match = match
        _try_out(loop)
    # numba may lack its compiler's library, know no such processor, or find the disk full: any of these, but never wrong rows
    except Exception:
        return None
    return loop


def _try_out(match: Match) -> None:
    """Compiles the loop for the arrays it will be given, on one line that matches nothing."""
    from culprit.sources.fhir.branches import Branches

    letters = np.frombuffer(b"one line".ljust(8), dtype=np.uint8)
    into = room(len(letters), 1, 0, 1, (0,))
    match(letters, eight_bytes(letters), Branches(("id",)).tree(), np.zeros(0, dtype=np.bool_), into, 0, 0)
