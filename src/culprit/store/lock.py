"""Is somebody else loading into this store? One writer at a time; a killed writer's lock is gone with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from culprit.store.errors import StoreBusy
from culprit.store.private import private_folder

try:
    import fcntl
except ImportError:  # Windows has no flock; there two loads at once are not prevented
    fcntl = None  # type: ignore[assignment]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the store for one writer. Raises StoreBusy when another process holds it."""
    private_folder(folder)
    with (folder / ".lock").open("a") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreBusy(
                    f"another process is loading into {folder}", "Wait until it is done, or use another folder."
                ) from error
        yield
