"""Runs the lines of a `console` block ("$ culprit …") in this process and compares what they print."""

import contextlib
import io
import re
import shlex
from dataclasses import dataclass

from culprit.cli.main import main


@dataclass(frozen=True)
class Call:
    """One line of a console block and what the page says it prints."""

    command: str
    expected: str


def calls(text: str) -> list[Call]:
    """The calls of a block: a line that begins with `$ `, and everything up to the next such line."""
    found = []
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, expected = part.partition("\n")
        found.append(Call(command.strip(), expected))
    return found


class Console:
    """Runs `culprit …` and `echo $?`, which prints the exit status of the call before."""

    def __init__(self) -> None:
        self._status = 0

    def run(self, command: str) -> str:
        """What the command prints, results and messages together."""
        if command == "echo $?":
            return f"{self._status}\n"
        words = shlex.split(command)
        assert words[0] == "culprit", f"a console block may hold culprit and 'echo $?', not: {command}"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            try:
                self._status = main(words[1:])
            except SystemExit as stopped:
                self._status = int(stopped.code or 0)
        return printed.getvalue()


def agrees(expected: str, printed: str) -> bool:
    """True when the page's text is what was printed: `…` alone on a line stands for any lines, within a line for any letters."""
    pattern = ""
    for line in expected.rstrip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:[^\n]*\n)*"
        else:
            pattern += ".*".join(re.escape(part.rstrip() if part is line else part) for part in line.split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None
