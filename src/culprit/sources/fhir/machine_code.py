"""Loops over bytes, compiled by numba."""

from collections.abc import Callable
from typing import Any

import numba

# numba keeps what it compiled as long as the loop's own file is unchanged: these must not change alone, so each file names them
OPTIONS = {"nogil": True, "_nrt": False}


def machine_code(loop: Callable[..., Any], **further: str) -> Any:
    """The function as machine code, kept for the next start where there is a folder that may be written.

    Nothing in it may make arrays, so numba need not count who holds them (`_nrt`): a quarter of a loop's time.
    """
    options: dict[str, Any] = {**OPTIONS, **further}
    try:
        return numba.njit(cache=True, **options)(loop)
    except RuntimeError:
        return numba.njit(**options)(loop)
