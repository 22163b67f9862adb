"""What a command and a process that assesses leave out: Ibis, pandas unless somebody asks for it, and threads for algebra."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from culprit.screen.workers import workers

# a command as it is typed, and what is there when it is done
_TYPED = """
import contextlib, io, json, os, sys
from culprit.cli.main import main
sys.argv = ["culprit", *json.loads(sys.argv[1])]
with contextlib.redirect_stdout(io.StringIO()):
    main()
there = [name for name in ("pyarrow", "pandas", "ibis") if name in sys.modules]
import pyarrow
told = pyarrow.table({"number": [1.5, None]}).to_pandas()
again = pyarrow.array(told["number"]).to_pylist()
print(json.dumps([there, os.environ["OPENBLAS_NUM_THREADS"], type(told).__name__, again]))
"""


def typed(folder: Path, **said_before: str) -> Any:
    source = folder / "results.csv"
    source.write_text("Patient ID,Test,Specimen,Date,Result,Unit\nanna,Phosphate,serum,2026-08-02,0.52,mmol/L\n")
    call = ["screen", str(source), "--out", str(folder / "out")]
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"} | said_before
    said = subprocess.run(
        [sys.executable, "-c", _TYPED, json.dumps(call)], capture_output=True, text=True, check=True, env=environment
    )
    return json.loads(said.stdout)


def test_a_screen_of_files_imports_neither_ibis_nor_pandas_and_who_asks_for_a_data_frame_gets_one(tmp_path: Path) -> None:
    there, threads, frame, again = typed(tmp_path)
    assert (there, threads) == (["pyarrow"], "1")
    # asked for a data frame, pyarrow knows pandas' objects from then on: a gap is a gap still
    assert (frame, again) == ("DataFrame", [1.5, None])


def test_who_says_how_many_threads_there_are_is_heard(tmp_path: Path) -> None:
    assert typed(tmp_path, OPENBLAS_NUM_THREADS="2")[1] == "2"


def pandas_after_an_array() -> bool:
    import pyarrow

    pyarrow.array(["one"])
    return "pandas" in sys.modules


def test_a_process_that_assesses_does_not_import_pandas() -> None:
    with workers(1) as pool:
        assert not pool.give(pandas_after_an_array).result()
