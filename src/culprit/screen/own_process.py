"""What does a process of Culprit's own do without? Commands, and processes that assess, take a tenth to a sixth less for it.

Only for processes that run nothing else: a notebook that imports Culprit keeps what it has.
"""

import gc
import os
import sys
from importlib.machinery import ModuleSpec

# between two searches for objects that hold each other
_NEW_OBJECTS = 50_000


def one_thread_for_algebra() -> None:
    """numpy starts a thread for each processor, which spins for a tenth of a second; nothing here multiplies large matrices. To be
    called before numpy is imported; processes that are started inherit it. Who has set OPENBLAS_NUM_THREADS is heard."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def look_seldom_for_cycles() -> None:
    """Python 3.11 looks after every 700 new objects for such as hold each other. Hardly any of ours do, and the search takes up to
    a twentieth of the time."""
    gc.set_threshold(_NEW_OBJECTS)


def arrow_without_pandas() -> None:
    """pyarrow imports pandas with the first array that it makes, to tell pandas' objects from others; nobody hands it any here.

    It asks once, and is told that there is none. Until somebody asks pyarrow for a data frame, it takes a pandas Series for a plain
    sequence, whose gaps are no gaps: who hands it some must ask for one before (sources/omop/spark_tables.py).
    """
    # here, for a command that makes no array does without
    import pyarrow as pa

    sys.meta_path.insert(0, _NO_PANDAS)
    try:
        pa.array([])
    finally:
        sys.meta_path.remove(_NO_PANDAS)


class _NoPandas:
    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError("not looked for", name=name)
        return None


_NO_PANDAS = _NoPandas()
