"""What is the user told when a command cannot go on? Always words and an exit status, never a traceback or a clinical value."""

import traceback
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import duckdb

from culprit.cli.options import WrongCall
from culprit.sources.errors import SourceError
from culprit.store.disk import is_full
from culprit.store.errors import StoreError

DONE, WRONG_CALL, CANNOT_BE_USED = 0, 2, 3
_AGAIN = "Nothing half-written counts: mend it and run again."


@dataclass(frozen=True)
class Refusal:
    """Exit status and words for standard error; `expected` is False for a fault of Culprit itself."""

    status: int
    words: str
    expected: bool = True


def refusal_of(error: Exception) -> Refusal:
    """The words for an error. Raises KeyboardInterrupt when it is only how DuckDB says that Ctrl-C was pressed."""
    if _is_interrupt(error):
        raise KeyboardInterrupt from error
    if isinstance(error, WrongCall):
        return Refusal(WRONG_CALL, f"culprit: {error}")
    if isinstance(error, SourceError | StoreError):
        return _cannot(error.message, error.hint)
    if isinstance(error, BrokenPipeError):
        # whoever reads has seen enough, as in `culprit explain … | head`
        return Refusal(DONE, "")
    if isinstance(error, duckdb.OutOfMemoryException | MemoryError):
        return _cannot("there was not enough memory", "Give more with --memory (such as --memory 4GB). " + _AGAIN)
    if isinstance(error, BrokenProcessPool):
        return _cannot(
            "a process that assesses was ended from outside, perhaps because memory ran out",
            "Run again, with fewer --workers if it happens twice. " + _AGAIN,
        )
    if is_full(error):
        return _cannot("no room left on the disk", "Free some, or use another folder. " + _AGAIN)
    if isinstance(error, OSError):
        return _cannot(f"{error.filename or 'a file'}: {error.strerror or error}", _AGAIN)
    if isinstance(error, duckdb.Error):
        # its message may quote a row, so only its kind is told
        return _cannot(f"the database engine stopped ({type(error).__name__})", "Nothing half-written counts: run it again.", False)
    return _fault(error)


def _cannot(message: str, hint: str, expected: bool = True) -> Refusal:
    return Refusal(CANNOT_BE_USED, f"culprit: {message}" + (f"\n{hint}" if hint else ""), expected)


def _fault(error: Exception) -> Refusal:
    """A fault of ours: where, but not its words, which may quote a value."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "culprit" in Path(frame.filename).parts]
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return Refusal(
        CANNOT_BE_USED,
        f"culprit: a fault of Culprit itself: {type(error).__name__}{place}\n"
        f"{_AGAIN} If it happens again, report this line; with CULPRIT_TRACEBACK=1 in the environment the whole trace is shown "
        "(it may quote values of patients: look before you send it).",
        expected=False,
    )


def _is_interrupt(error: BaseException) -> bool:
    """DuckDB says Ctrl-C in its own words, sometimes with the interrupt behind it."""
    seen: BaseException | None = error
    while seen is not None:
        words = str(seen).lower()
        if isinstance(seen, KeyboardInterrupt | duckdb.InterruptException):
            return True
        if isinstance(seen, RuntimeError | duckdb.Error) and ("query interrupted" in words or "keyboardinterrupt" in words):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
