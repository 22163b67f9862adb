"""Nothing that a person can call, set, read or be told is missing from the manual, and no link of it leads nowhere."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from culprit.guideline.assess import QUESTIONS
from culprit.knowledge.settings import default_settings
from culprit.knowledge.windows import window_kinds
from culprit.sources.reasons import Reason
from culprit.store.schema import TABLES, Table
from tests.docs.pages import DOCS, ROOT, anchors, blocks, headings, pages
from tools.manual_pages import PAGES, commands, named_in_guideline, option_name

MANUAL = "\n".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _missing(words: Iterable[str], text: str) -> list[str]:
    return [word for word in words if f"`{word}`" not in text]


@pytest.mark.parametrize("name", PAGES)
def test_printed_pages_are_what_the_code_says(name: str) -> None:
    assert _page(name) == PAGES[name](), f"docs/{name} is out of date: run make manual"


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_in_the_manual(name: str) -> None:
    section = _page("commands.md").split(f"## culprit {name}\n")[1].split("\n## ")[0].replace("\\|", "|")
    options = [option_name(action) for action in commands()[name]._actions if "--help" not in action.option_strings]
    assert options
    assert _missing(options, section) == []


@pytest.mark.parametrize("name", commands())
def test_every_command_is_shown_somewhere_in_use(name: str) -> None:
    others = "\n".join(page.read_text(encoding="utf-8") for page in pages() if page.name != "commands.md")
    assert f"culprit {name}" in others


def test_every_exit_status_is_in_the_manual() -> None:
    assert re.findall(r"^\| (\d+) \|", _page("commands.md"), re.M) == ["0", "1", "2", "3", "130"]


def test_every_question_has_its_words_and_its_file_in_the_rulebook() -> None:
    rulebook = _page("rulebook.md")
    files = {question.__module__.rpartition(".")[2] for question in QUESTIONS.values()}
    assert [file for file in sorted(files) if f"`{file}.py`" not in rulebook] == []
    assert _missing(QUESTIONS, _page("words.md")) == []


def test_every_file_of_the_rulebook_that_answers_something_is_named_there() -> None:
    rulebook = _page("rulebook.md")
    beneath = {"__init__", "answered_once", "assess", "decisions", "drug_time", "iron", "phosphate_series", "situation"}
    files = {file.stem for file in (ROOT / "src/culprit/guideline").glob("*.py")} - beneath
    assert [file for file in sorted(files) if f"{file}.py" not in rulebook] == []


@pytest.mark.parametrize("table", TABLES, ids=[table.name for table in TABLES])
def test_every_table_and_column_is_in_the_manual(table: Table) -> None:
    section = _page("store.md").split(f"### `{table.name}`")[1].split("\n### ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.M)
    assert rows == [(column.name, column.type) for column in table.columns]


def test_every_setting_window_and_reason_is_in_the_manual() -> None:
    assert _missing(default_settings(), _page("settings.md")) == []
    assert _missing(window_kinds(), _page("windows.md")) == []
    assert _missing([reason.value for reason in Reason], _page("words.md")) == []


@pytest.mark.parametrize(("kind", "least"), [("Hazard", 10), ("NextStep", 20), ("Listing", 6)])
def test_every_hazard_step_and_reason_is_in_the_manual(kind: str, least: int) -> None:
    named = named_in_guideline(kind)
    assert len(named) >= least
    assert _missing(named, _page("words.md")) == []


def test_every_step_and_hazard_cites_a_statement_or_names_none() -> None:
    for kind in ("NextStep", "Hazard"):
        assert [word for word, cited in named_in_guideline(kind).items() if not cited] == []


def test_every_word_of_the_glossary_is_used_in_the_manual() -> None:
    """Words of later editions wait in the glossary: they are the fields' own, and must not be given another meaning."""
    later = {"culprit tumour", "ledger"}
    words = re.findall(r"^\| ([^|]+) \| ", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)[2:]
    assert later < set(words)
    assert [word for word in words if word not in later and not re.search(rf"\b{re.escape(word)}", MANUAL, re.I)] == []


def test_the_index_names_every_page_once() -> None:
    index = _page("README.md")
    linked = re.findall(r"\]\(([\w/.-]+\.md)\)", index)
    beside = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page.parent.name != "causes"} - {"README.md"}
    assert sorted(beside - set(linked)) == []
    assert sorted({name for name in linked if linked.count(name) > 1}) == []


def test_the_page_of_causes_names_the_page_of_every_cause() -> None:
    assert sorted(re.findall(r"\]\((causes/\w+\.md)\)", _page("causes.md"))) == sorted(
        str(page.relative_to(DOCS)) for page in (DOCS / "causes").glob("*.md")
    )


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for block in blocks(page):
        text = text.replace(block.text, "")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name} links to {target}, which is not there"
        assert not anchor or anchor in anchors(there), f"{page.name} links to {target}: no such heading"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_begins_with_its_one_heading(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    outside = [line for line in text.split("\n") if line.startswith("# ")]
    inside = [line for block in blocks(page) for line in block.text.split("\n") if line.startswith("# ")]
    assert len(outside) - len(inside) == 1
    assert len(headings(page)) == len(set(headings(page))), "two headings of one name cannot be told apart in a link"


def test_the_two_commands_of_the_readme_are_in_the_makefile() -> None:
    readme, makefile = (ROOT / "README.md").read_text(encoding="utf-8"), (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"\bmake ([a-z]+)", readme):
        assert f"\n{target}:" in makefile
    assert "make demo" in readme
    assert "make test" in readme


def test_what_is_installed_is_what_the_project_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert f"version: {project['version']}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
