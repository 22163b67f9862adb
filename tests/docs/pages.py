"""The pages of the manual, their blocks and their headings."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_BLOCK = re.compile(r"^```(?P<kind>[\w-]+)?(?: file=(?P<file>\S+))?[^\n]*\n(?P<text>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file it is said to be (or ''), its text and the line on which it begins."""

    kind: str
    file: str
    text: str
    line: int


def pages() -> list[Path]:
    """Every Markdown page of the project, the manual's and those beside the README."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def blocks(page: Path) -> list[Block]:
    """The page's fenced blocks in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(found["kind"] or "", found["file"] or "", found["text"], text.count("\n", 0, found.start()) + 1)
        for found in _BLOCK.finditer(text)
    ]


def headings(page: Path) -> list[str]:
    """The page's headings, without their marks."""
    outside = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"^#+ (.*)$", outside, re.M)


def anchors(page: Path) -> set[str]:
    """The names under which a page's headings can be linked to."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}
