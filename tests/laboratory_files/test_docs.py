"""The examples of the two manual pages run and print what they say."""

import contextlib
import io
import re
from pathlib import Path

import pytest

from culprit.sources.laboratory_files.settings import roles

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.M | re.S)


@pytest.mark.parametrize("page", ["sources-laboratory-files.md", "mapping-file.md"])
def test_examples_of_the_manual(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = None
    compared = 0
    for block in BLOCK.finditer((DOCS / page).read_text(encoding="utf-8")):
        if block["file"]:
            Path(block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "python":
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(block["text"], page, "exec"), {})
            printed = output.getvalue()
        elif block["kind"] == "text":
            assert printed == block["text"]
            compared += 1
    assert compared == 1


def test_every_role_is_in_the_manual() -> None:
    page = (DOCS / "mapping-file.md").read_text(encoding="utf-8")
    table = page[page.index("## Roles of columns") :]
    assert [role for role in roles() if not re.search(rf"\b{role}\b", table)] == []
