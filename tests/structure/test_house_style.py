"""The house style, where a machine can hold it: sizes, docstrings, clocks, printing, addresses, pins."""

import ast
import re
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST, MEDIAN = 400, 130
# what prints for people: the doors, and pages printed from the knowledge
PRINTS = ("cli/", "simulate/command.py", "knowledge/concepts.py")
# the only places that may look at a clock, to say how long something took
CLOCKS = ("cli/",)


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT / "src/culprit"))


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def _length(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def test_no_file_is_too_long() -> None:
    assert [f"{file.relative_to(ROOT)}: {_length(file)}" for file in [*SOURCES, *TESTS] if _length(file) > LONGEST] == []


def test_files_stay_small() -> None:
    assert statistics.median(map(_length, SOURCES)) <= MEDIAN


def test_every_module_says_what_it_answers() -> None:
    silent = [
        file for file in [*SOURCES, *TESTS] if file.read_text(encoding="utf-8").strip() and not ast.get_docstring(_tree(file))
    ]
    assert [str(file.relative_to(ROOT)) for file in silent] == []


Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(body: list[ast.stmt]) -> Iterator[Documented]:
    for node in body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def _only_declared(node: Documented) -> bool:
    """True for what a Protocol declares with `...`: the class says what it means."""
    last = node.body[-1]
    return len(node.body) == 1 and isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...


@pytest.mark.parametrize("room", sorted({_name(file).split("/")[0].removesuffix(".py") for file in SOURCES}))
def test_every_public_function_and_class_has_a_docstring(room: str) -> None:
    files = [file for file in SOURCES if _name(file).split("/")[0].removesuffix(".py") == room]
    silent = [
        f"{_name(file)}:{node.lineno} {node.name}"
        for file in files
        for node in _public(_tree(file).body)
        if not ast.get_docstring(node) and not _only_declared(node)
    ]
    assert silent == []


def _calls(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def test_only_the_doors_print() -> None:
    printing = [
        f"{_name(file)}:{line}"
        for file in SOURCES
        if not _name(file).startswith(PRINTS)
        for line, called in _calls(file)
        if called == "print"
    ]
    assert printing == []


def test_nothing_below_the_doors_looks_at_a_clock_or_rolls_dice() -> None:
    clock = re.compile(
        r"(?:datetime|date)\.(?:now|today|utcnow)|(?:^|\.)time\.(?:time|time_ns|monotonic|perf_counter|localtime|gmtime)|"
        r"(?:^|\.)uuid[14]$|^random\.|^np\.random\.(?!default_rng|Generator|SeedSequence|Philox|PCG64)|^secrets\.|^os\.urandom"
    )
    found = [
        f"{_name(file)}:{line} {called}"
        for file in SOURCES
        if not _name(file).startswith(CLOCKS)
        for line, called in _calls(file)
        if clock.search(called)
    ]
    assert found == []


def test_no_day_without_a_place_at_the_doors_either() -> None:
    naive = [
        f"{_name(file)}:{node.lineno}"
        for file in SOURCES
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node) in ("datetime.now()", "datetime.utcnow()", "datetime.datetime.now()")
    ]
    assert naive == []


# spelled in parts, so that this file does not find itself
FORBIDDEN = {
    "a package registry": ["py" + "pi.org", "pythonhosted" + ".org", "anaconda" + ".org", "npm" + "js.", "conda-" + "forge"],
    "a lock file with addresses": ["uv" + ".lock", "poetry" + ".lock"],
    "a path of one machine": ["/wo" + "rk/", "/ro" + "ot/", "/Us" + "ers/", "/home/" + "user"],
}
TEMPORARY = "/t" + "mp/"


def _kept() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {word}"
        for file in _kept()
        for word in FORBIDDEN[what]
        if word in _text(file) and file.name != ".gitignore"
    ]
    assert found == []


def test_temporary_folders_are_named_in_tests_only() -> None:
    assert [str(file.relative_to(ROOT)) for file in _kept() if "tests" not in file.parts and TEMPORARY in _text(file)] == []


def test_nothing_large_is_kept() -> None:
    assert [f"{file.name}: {file.stat().st_size}" for file in _kept() if file.stat().st_size > 400_000] == []


@pytest.mark.parametrize("name", ["runtime.txt", "development.txt", "study.txt", "build.txt"])
def test_pins_are_names_versions_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    pin = r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==[A-Za-z0-9.+!]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    assert re.fullmatch(f"(?:{pin})+", text), "a line is no pin: run make requirements"


def test_what_runs_is_among_what_is_developed_with() -> None:
    developed = set(_pins("development.txt"))
    assert [name for name in ("runtime.txt", "study.txt", "build.txt") if not set(_pins(name)) <= developed] == []


def _pins(name: str) -> list[str]:
    return re.findall(r"^(\S+==\S+)", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.M)


def test_every_knowledge_file_is_shipped() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    endings = {file.suffix for file in (ROOT / "src/culprit").rglob("*") if file.is_file() and "__pycache__" not in file.parts}
    endings -= {".py", ""}
    assert [ending for ending in endings if f"*{ending}" not in text and ending != ".typed"] == []
