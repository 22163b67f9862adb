"""Is somebody else loading into this store? One writer at a time; a killed writer's lock is gone with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from culprit.store.errors import StoreBusy
from culprit.store.private import owner_only, private_folder

try:
    import fcntl
except ImportError:  # Windows has no flock; there two loads at once are not prevented
    fcntl = None  # type: ignore[assignment]


@contextmanager
def only_one_run(folder: Path) -> Iterator[None]:
    """Holds the store for one run from its load to its last file. Raises StoreBusy when another run is at it."""
    with locked(folder, ".run"):
        yield


@contextmanager
def locked(folder: Path, name: str = ".lock") -> Iterator[None]:
    """Holds the store for one writer. Raises StoreBusy when another process holds it."""
    with owner_only():
        lock = (private_folder(folder) / name).open("a")
    with lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreBusy(
                    f"another process is at work in {folder}", "Wait until it is done, or use another folder."
                ) from error
        yield
