"""Every example of the manual runs and prints what its page says.

A block ```csv file=name is written under that name; a `console` block is run line by line; `python` runs, and a `text` block right
behind it is what it prints; `>>>` blocks are doctests. The blocks of a page share one temporary folder, in the order of the page.
"""

import contextlib
import doctest
import io
from pathlib import Path
from typing import Any

import pytest

from tests.docs.console import Console, agrees, calls
from tests.docs.pages import DOCS, ROOT, Block, blocks, pages


def _is_example(block: Block) -> bool:
    return block.kind in ("python", "pycon") or (block.kind == "console" and "$ culprit" in block.text)


WITH_EXAMPLES = [page for page in pages() if any(_is_example(block) for block in blocks(page))]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=[str(page.relative_to(ROOT)) for page in WITH_EXAMPLES])
def test_examples_of_the_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if page.name == "study.md":
        for library in ("scipy", "docx", "vl_convert"):
            pytest.importorskip(library, reason="a study needs the extra: pip install 'culprit[study]'")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    console = Console()
    names: dict[str, Any] = {}
    printed = ""
    before = ""
    for block in blocks(page):
        where = f"{page.name}, line {block.line}"
        if block.file:
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.text, encoding="utf-8")
        elif block.kind == "console":
            for call in calls(block.text):
                printed = console.run(call.command)
                assert agrees(call.expected, printed), f"{where}: $ {call.command}\nprinted:\n{printed}"
        elif block.kind in ("python", "pycon") and block.text.startswith(">>>"):
            _doctest(block.text, names, where)
        elif block.kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(block.text, where, "exec"), names)
            printed = output.getvalue()
        elif block.kind == "text" and before == "python":
            assert agrees(block.text, printed), f"{where}: printed\n{printed}"
        before = block.kind


def _doctest(text: str, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(text, names, where, where, 0)
    output = io.StringIO()
    failed = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(test, out=output.write, clear_globs=False)
    names.update(test.globs)
    assert failed.failed == 0, output.getvalue()


def test_a_page_that_lies_is_caught() -> None:
    assert agrees("4 people\n", "4 people\n")
    assert agrees("4 people, …\n…\nend\n", "4 people, 7 results\none\ntwo\nend\n")
    assert agrees("…\nend\n", "end\n")
    assert not agrees("4 people\n", "5 people\n")
    assert not agrees("4 people\n", "4 people\nand more\n")
    assert not agrees("4 … end\n", "4 people\nend\n")


def test_the_tutorial_is_among_the_examples() -> None:
    assert DOCS / "tutorial.md" in WITH_EXAMPLES
    assert sum(len(calls(block.text)) for block in blocks(DOCS / "tutorial.md") if block.kind == "console") >= 6
