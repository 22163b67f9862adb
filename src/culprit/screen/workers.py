"""How do the processes that assess live and die? Ctrl-C reaches only the one that started them, and none outlives it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, TypeVar

from culprit.screen.own_process import arrow_without_pandas, look_seldom_for_cycles

T = TypeVar("T")


class Workers:
    """Processes to which calls can be given."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool = pool
        self._count = count

    def begin(self, *wanted: Any) -> None:
        """Starts the processes, and lets them import what `wanted` needs, before there is anything to do."""
        for _ in range(self._count):
            self.give(_imported, *wanted)

    def give(self, call: Callable[..., T], *arguments: Any) -> "Future[T]":
        """Calls `call` with `arguments` in one of the processes."""
        # a process is started here, and takes over that Ctrl-C is held back: it would print a traceback of its own
        with _interrupts_held():
            return self._pool.submit(call, *arguments)


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """`count` processes; when something goes wrong, Ctrl-C too, what waits is not begun."""
    # a fork would copy DuckDB's threads half-way; spawned workers start clean
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_prepared)
    try:
        yield Workers(pool, count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _imported(*wanted: Any) -> None:
    """Nothing is left to do: a process has imported what it is given, or could not have taken it."""


@contextmanager
def _interrupts_held() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # an alarm brings Ctrl-C again where a library swallowed it (cli/interrupts.py)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepared() -> None:
    _end_with_parent()
    look_seldom_for_cycles()
    arrow_without_pandas()


def _end_with_parent() -> None:
    """A killed parent cannot tell its workers to end; they would wait for ever, holding patients' records."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
