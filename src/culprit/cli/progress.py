"""Says on a terminal what long work is doing; silent in a pipe."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """Steps of a run with their seconds. `seconds` keeps what each took, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._console = Console(stderr=True, highlight=False)

    @contextmanager
    def step(self, name: str, words: str) -> Iterator[None]:
        """One step; a spinner with `words` while it runs, on a terminal only."""
        began = time.perf_counter()
        if sys.stderr.isatty():
            with self._console.status(f"{words} …"):
                yield
        else:
            yield
        self.seconds[name] = round(time.perf_counter() - began, 3)

    def say(self, words: str) -> None:
        """One sentence before long work; on a terminal only."""
        if sys.stderr.isatty():
            self._console.print(words)
