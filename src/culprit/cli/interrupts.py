"""Can Ctrl-C get lost? Libraries swallow it here and there, so it waits there, or comes again."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 0.05
# after ten seconds it comes whatever goes on, and is told if it gets lost
_MOST_TRIES = 200


@contextmanager
def interrupts_heard() -> Iterator[None]:
    """Inside, Ctrl-C raises KeyboardInterrupt where libraries do not swallow it.

    A compiled module (lxml's, pandas') clears whatever is raised while it is imported, and DuckDB imports pandas by itself when it
    is there: so nothing is raised before the import is over. What is raised in a callback (Numba's compiler has one) or in a
    `__del__` is ignored by the interpreter: so it is raised once more.
    Nothing changes where Ctrl-C is ignored or has a handler of somebody's own, in threads, and where a timer is in use or there
    is none.
    """
    if not _may_listen():
        yield
        return
    tries = 0
    ignored_before = sys.unraisablehook

    def again() -> None:
        nonlocal tries
        tries += 1
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)

    def pressed(number: int, frame: FrameType | None) -> None:
        # two presses, or one that waited and a new one, stop once
        signal.setitimer(signal.ITIMER_REAL, 0)
        if tries < _MOST_TRIES and _is_importing(frame):
            again()
        else:
            signal.default_int_handler(number, frame)

    def ignored(unraisable: "sys.UnraisableHookArgs") -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt) and tries < _MOST_TRIES:
            again()
        else:
            ignored_before(unraisable)

    signal.signal(signal.SIGALRM, pressed)
    signal.signal(signal.SIGINT, pressed)
    sys.unraisablehook = ignored
    try:
        yield
    finally:
        # what is pressed from here on has nothing left to stop; a handler that came meanwhile (Spark has one) stays
        ours = signal.getsignal(signal.SIGINT) is pressed
        if ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        if sys.unraisablehook is ignored:
            sys.unraisablehook = ignored_before
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def ignore_interrupts() -> None:
    """From here on Ctrl-C does nothing: a second one has nothing left to stop."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:
        # not the main thread: somebody else's program called main()
        return


def _may_listen() -> bool:
    return (
        threading.current_thread() is threading.main_thread()
        and hasattr(signal, "setitimer")
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
        and signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    )


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
