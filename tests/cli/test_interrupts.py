"""Where libraries swallow Ctrl-C it waits, or comes again."""

import importlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from culprit.cli.interrupts import interrupts_heard
from culprit.screen.workers import _interrupts_held

SWALLOWS = """
import os, signal
try:
    os.kill(os.getpid(), signal.SIGINT)
    begun = True
except BaseException:
    begun = False
"""


@pytest.fixture(autouse=True)
def _listening() -> Iterator[None]:
    """As in a terminal, also where whoever runs the tests has told their children to ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A library that is interrupted while it is imported, and says nothing of it."""
    (tmp_path / "swallows_interrupts.py").write_text(SWALLOWS)
    monkeypatch.syspath_prepend(tmp_path)
    yield "swallows_interrupts"
    sys.modules.pop("swallows_interrupts", None)


def test_an_interrupt_while_a_library_is_imported_comes_after_it(library: str) -> None:
    def imports_and_goes_on() -> None:
        with interrupts_heard():
            assert importlib.import_module(library).begun
            time.sleep(10)
            raise AssertionError("it was lost")

    with pytest.raises(KeyboardInterrupt):
        imports_and_goes_on()


def test_what_goes_on_being_deaf_is_interrupted_all_the_same(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("culprit.cli.interrupts._MOST_TRIES", 0)
    with interrupts_heard():
        assert not importlib.import_module(library).begun


def test_without_it_the_interrupt_is_lost(library: str) -> None:
    assert not importlib.import_module(library).begun


class Dying:
    """What is raised while it goes is ignored by the interpreter."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


def test_an_interrupt_that_the_interpreter_ignores_comes_again(capsys: pytest.CaptureFixture[str]) -> None:
    def lets_go_and_goes_on() -> None:
        with interrupts_heard():
            Dying()
            time.sleep(10)
            raise AssertionError("it was lost")

    with pytest.raises(KeyboardInterrupt):
        lets_go_and_goes_on()
    assert capsys.readouterr().err == ""


def test_whatever_else_is_ignored_is_told_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def __del__(self) -> None:
            raise ValueError

    told: list[type[BaseException] | None] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(what.exc_type))
    with interrupts_heard():
        Failing()
    assert told == [ValueError]


def test_elsewhere_it_comes_at_once() -> None:
    def goes_on() -> None:
        with interrupts_heard():
            os.kill(os.getpid(), signal.SIGINT)
            raise AssertionError("it did not come at once")

    with pytest.raises(KeyboardInterrupt):
        goes_on()


def test_two_presses_stop_once(library: str) -> None:
    put_away = []

    def presses_again() -> None:
        with interrupts_heard():
            try:
                importlib.import_module(library)
                os.kill(os.getpid(), signal.SIGINT)
            finally:
                time.sleep(0.2)
                put_away.append(True)

    with pytest.raises(KeyboardInterrupt):
        presses_again()
    assert put_away


def test_a_handler_that_came_meanwhile_stays() -> None:
    def of_spark(_number: int, _frame: object) -> None: ...

    with interrupts_heard():
        signal.signal(signal.SIGINT, of_spark)
    assert signal.getsignal(signal.SIGINT) is of_spark


def test_an_alarm_of_somebody_else_is_left_alone() -> None:
    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        with interrupts_heard():
            assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 90
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def test_while_a_process_is_started_it_waits() -> None:
    heard = []
    before = signal.signal(signal.SIGALRM, lambda *_: heard.append(True))
    try:
        with _interrupts_held():
            signal.raise_signal(signal.SIGALRM)
            assert heard == []
        assert heard == [True]
    finally:
        signal.signal(signal.SIGALRM, before)


def test_afterwards_everything_is_as_it_was() -> None:
    hook = sys.unraisablehook
    with interrupts_heard():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert sys.unraisablehook is hook


def test_whoever_ignores_it_or_listens_for_himself_goes_on_so() -> None:
    def own(_number: int, _frame: object) -> None: ...

    for handler in (signal.SIG_IGN, own):
        signal.signal(signal.SIGINT, handler)
        with interrupts_heard():
            assert signal.getsignal(signal.SIGINT) is handler


def test_in_a_thread_nothing_is_listened_for() -> None:
    seen: list[object] = []

    def call() -> None:
        with interrupts_heard():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
