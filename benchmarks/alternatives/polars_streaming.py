"""The same plan by Polars' streaming engine."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.alternatives.polars_lazy import collected, version
from benchmarks.alternatives.question import Answer, Tables

__all__ = ["opened", "version"]


@contextmanager
def opened(tables: Tables) -> Iterator[Callable[[], Answer]]:
    """The plan, ready to be collected piece by piece."""
    yield lambda: collected(tables, "streaming")
