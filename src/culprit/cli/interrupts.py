"""Can Ctrl-C get lost? Libraries swallow it here and there, so it comes again until somebody hears it."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 0.05
# should something run for ever where it is deaf, Ctrl-C must end that too
_MOST_TRIES = 200


@contextmanager
def interrupts_heard() -> Iterator[None]:
    """Inside, Ctrl-C raises KeyboardInterrupt where it cannot get lost.

    A compiled module (lxml's, pandas') clears whatever is raised while it is imported, and DuckDB imports pandas by itself when it
    is there: so nothing is raised before the import is over. What is raised in a callback (Numba's compiler has one) or in a
    `__del__` is ignored by the interpreter: so it is raised once more.
    Nothing changes where Ctrl-C is ignored or has a handler of somebody's own, in threads, and on systems without timers.
    """
    if (
        threading.current_thread() is not threading.main_thread()
        or not hasattr(signal, "setitimer")
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    ):
        yield
        return
    tries = 0
    ignored_before = sys.unraisablehook

    def again() -> None:
        nonlocal tries
        tries += 1
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)

    def pressed(number: int, frame: FrameType | None) -> None:
        if tries < _MOST_TRIES and _imports(frame):
            again()
        else:
            signal.default_int_handler(number, frame)

    def ignored(what: "sys.UnraisableHookArgs") -> None:
        if issubclass(what.exc_type, KeyboardInterrupt) and tries < _MOST_TRIES:
            again()
        else:
            ignored_before(what)

    alarm_before = signal.signal(signal.SIGALRM, pressed)
    signal.signal(signal.SIGINT, pressed)
    sys.unraisablehook = ignored
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = ignored_before
        signal.signal(signal.SIGALRM, alarm_before)
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ignore_interrupts() -> None:
    """From here on Ctrl-C does nothing: a second one has nothing left to stop."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:
        # not the main thread: somebody else's program called main()
        return


def _imports(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False
