"""`culprit … | head`: whoever reads has seen enough, and the command ends silently."""

import os
import subprocess
import sys

import pytest

from culprit.report.terminal import console


def test_a_closed_pipe_ends_silently() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        words = [sys.executable, "-m", "culprit.cli.main", "schema", "decisions"]
        ended = subprocess.run(words, stdout=writer, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writer)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_the_worklist_in_the_terminal_leaves_a_closed_pipe_to_the_command() -> None:
    with pytest.raises(BrokenPipeError):
        console().on_broken_pipe()
