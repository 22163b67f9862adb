"""What is not asked for is not imported: help answers at once, before any database engine or compiler is loaded."""

import json
import subprocess
import sys

import pytest

_HEAVY = ("duckdb", "ibis", "numba", "numpy", "pandas", "pyarrow")
_CALL = """
import contextlib, io, json, sys
from culprit.cli.main import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main(json.loads(sys.argv[1]))
print(json.dumps([name for name in json.loads(sys.argv[2]) if name in sys.modules]))
"""


def imported_by(*arguments: str) -> list[str]:
    call = [sys.executable, "-c", _CALL, json.dumps(arguments), json.dumps(_HEAVY)]
    said = subprocess.run(call, capture_output=True, text=True, check=True)
    return list(json.loads(said.stdout))


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("statement", "--help")])
def test_help_imports_no_engine(arguments: tuple[str, ...]) -> None:
    assert imported_by(*arguments) == []


def test_a_command_imports_what_it_needs() -> None:
    assert "duckdb" in imported_by("screen", "--help")
