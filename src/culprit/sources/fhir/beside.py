"""DuckDB at work in a thread and a connection of its own, one thing after another, while Python goes on with the next file."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Given = TypeVar("Given")


class Beside:
    """Takes work that wants a connection as its first argument."""

    def __init__(self, connection: Any, thread: ThreadPoolExecutor) -> None:
        self._connection = connection
        self._thread = thread
        self._handed_over: list[Future[Any]] = []

    def do(self, work: Callable[..., Given], *arguments: Any) -> Future[Given]:
        """The work is begun when all that was handed over before is done."""
        handed_over = self._thread.submit(work, self._connection, *arguments)
        self._handed_over.append(handed_over)
        return handed_over

    def wait(self) -> None:
        """Until all is done. Raises what any of it raised."""
        for one in self._handed_over:
            one.result()


@contextmanager
def beside(connection: Any) -> Iterator[Beside]:
    """Work beside `connection`, on the same tables. All is done, or given up after an error, when this is left."""
    with connection.cursor() as own:
        own.execute("SET enable_progress_bar = false")
        thread = ThreadPoolExecutor(1)
        handed_over = Beside(own, thread)
        try:
            yield handed_over
            handed_over.wait()
        finally:
            thread.shutdown(cancel_futures=True)
