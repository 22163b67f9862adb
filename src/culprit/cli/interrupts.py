"""Can Ctrl-C get lost? Libraries swallow it while they are imported, so there it waits."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN_SECONDS = 0.05
# should something run for ever inside an import, Ctrl-C must end that too
_MOST_TRIES = 200


@contextmanager
def interrupts_heard() -> Iterator[None]:
    """Inside, Ctrl-C raises KeyboardInterrupt where it cannot get lost.

    A compiled module (lxml's, pandas') clears whatever is raised while it is imported, and DuckDB imports pandas by itself when it
    is there: a KeyboardInterrupt raised in that moment is gone without a word. So it is raised as soon as nothing is imported.
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

    def pressed(number: int, frame: FrameType | None) -> None:
        nonlocal tries
        if _imports(frame) and tries < _MOST_TRIES:
            tries += 1
            signal.setitimer(signal.ITIMER_REAL, _AGAIN_SECONDS)
            return
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGALRM, pressed)
    signal.signal(signal.SIGINT, pressed)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        # the last call may have told it to be ignored
        if signal.getsignal(signal.SIGINT) is pressed:
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
