"""On which machine, with which versions?"""

import os
import platform
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("culprit", "duckdb", "ibis-framework", "pyarrow", "msgspec", "numpy")


def machine() -> dict[str, object]:
    """What a reader needs to compare figures; `load` tells whether others were at work when it began."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
        "load": round(os.getloadavg()[0], 1),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
