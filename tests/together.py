"""Which tests run in one process? Those that share what takes long to set up: two processes would set it up twice.

xdist groups tests by a mark of its own, which pytest 9.2 does not let it write into their ids any more; so they are told here.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# the beginnings of their ids
TOGETHER = (
    # a hospital in three engines, one of them Spark
    ("tests/engines/",),
    ("tests/real/",),
    ("tests/fhir/test_real_exports.py",),
    ("tests/simulate/test_whole_lines.py",),
    ("tests/simulate/test_full_lines.py",),
    # a hospital of five thousand
    ("tests/cli/test_stopped.py", "tests/cli/test_again.py"),
)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each process one test after the other, those of a line of TOGETHER to one process; xdist begins with the largest."""

    def _split_scope(self, nodeid: Any) -> str:
        return group_of(str(nodeid))


def group_of(test: str) -> str:
    """The group of a test by its id: a test that needs no other is its own."""
    return next((beginnings[0] for beginnings in TOGETHER if test.startswith(beginnings)), test)
