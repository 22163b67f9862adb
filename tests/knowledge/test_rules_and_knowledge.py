"""Do the rules keep their numbers in knowledge/, and cite only statements that exist?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from culprit.guideline.drug_explanation import explained_by_drug
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.settings import default_settings
from culprit.knowledge.statements import statements, statements_on_drug
from tests.spec.drawn import situation

GUIDELINE = Path(__file__).resolve().parents[2] / "src" / "culprit" / "guideline"
FILES = sorted(GUIDELINE.rglob("*.py"))
# counting, signs, halves, per cent, seconds of an hour
PLAIN = {0, 1, 2, -1, 100, 3600}
# numbers that no doctor could dispute, each with its reason
EXCUSED = {
    ("drug_dose.py", 365.25): "days of a year, for words",
    ("drug_dose.py", 30.4): "days of a month, for words",
    ("differential.py", 1e-09): "keeps a logarithm finite",
    ("differential.py", 12): "decimals for ordering equals",
    ("differential.py", 6): "decimals shown",
    ("named_causes.py", 6): "decimals shown",
    ("next_test.py", 4): "decimals shown",
    ("genes_and_scans.py", 4): "decimals shown",
    ("contributors.py", 6): "decimals shown",
    ("level.py", 4): "how many levels there are",
    ("phosphate_series.py", 10): "letters of an ISO date",
    ("hazards.py", 5): "rows shown as examples",
    ("picture.py", 512): "how many people's findings are kept at once: more only takes memory",
    ("listing.py", 6): "how many ranks of urgency there are",
}


def numbers(file: Path) -> Iterator[tuple[int, float]]:
    """Line and value of every numeric constant of a file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node.lineno, node.value


def strings(file: Path) -> Iterator[tuple[int, str]]:
    """Line and value of every string constant that is no docstring."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _opens_with_text(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def _opens_with_text(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> bool:
    return bool(node.body) and isinstance(node.body[0], ast.Expr)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_no_clinical_threshold_hides_in_code(file: Path) -> None:
    hidden = [(line, n) for line, n in numbers(file) if n not in PLAIN and (file.name, n) not in EXCUSED]
    assert hidden == [], f"{file.name}: move these to knowledge/settings.toml, or say in EXCUSED why nobody could dispute them"


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_no_threshold_hides_in_a_sentence_or_in_a_decimal_written_as_text(file: Path) -> None:
    """`0.32 mmol/L` in a sentence would stay when a centre changes the setting; Decimal("5") is a number in disguise."""
    steps = re.compile(r"0\.0+1|\.\d+f")
    hidden = [
        (line, text)
        for line, text in strings(file)
        if re.search(r"\d[\d.]* ?(mmol|umol|mg|U/L|days?\b|%|years?\b)|^\d+(\.\d+)?$", text)
        and not steps.fullmatch(text)
        and text not in ("0", "1")
    ]
    assert hidden == []


def test_every_excuse_is_still_needed() -> None:
    used = {(file.name, n) for file in FILES for _, n in numbers(file)}
    assert set(EXCUSED) - used == set()


def cited(file: Path) -> set[str]:
    """Every text in a file that is written like a statement's id: lower-case words with hyphens."""
    return {text for _, text in strings(file) if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text)}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_statement_cited_exists(file: Path) -> None:
    assert cited(file) - set(statements()) == set()


def test_every_statement_is_cited_or_marked_as_background_and_none_is_both() -> None:
    """`refer` has no hyphen, so it is looked for by name. What a review of a drug cites is found through the drug."""
    everywhere = {text for file in FILES for _, text in strings(file)}
    cited_by_rules = {name for name in statements() if name in everywhere or statements()[name].drugs}
    background = {name for name, one in statements().items() if one.background}
    assert set(statements()) - cited_by_rules == background


def test_a_drug_that_a_statement_names_is_one_that_a_step_can_ask_to_review() -> None:
    named = {drug for one in statements().values() for drug in one.drugs}
    assert named <= set(drug_causes())
    assert statements_on_drug("adefovir") == ("review-antiviral", "antiviral-not-stopped-alone")
    assert statements_on_drug("no such drug") == ()


def citations_of(call: ast.Call, place: int) -> list[str]:
    """The statements in the place of the citation."""
    assert len(call.args) > place, f"line {call.lineno} cites nothing"
    written = ast.unparse(call.args[place])
    return re.findall(r"'([a-z0-9-]+)'", written)


def test_every_next_step_and_every_hazard_is_built_with_a_statement() -> None:
    """In the source: the third argument of NextStep and the fourth of Hazard names a statement."""
    place = {"NextStep": 2, "Hazard": 3}
    built = 0
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in place:
                built += 1
                assert citations_of(node, place[node.func.id]), f"{file.name}:{node.lineno} cites nothing"
    assert built > 20


def test_the_scan_would_find_a_step_that_cites_nothing() -> None:
    """The guard itself: an empty tuple and a missing one are seen."""
    empty, bare, right = (
        node.value
        for node in ast.parse('NextStep("x", "why", ())\nNextStep("x", "why")\nNextStep("x", "why", ("refer",), "soon")').body
        if isinstance(node, ast.Expr)
    )
    assert isinstance(empty, ast.Call)
    assert isinstance(bare, ast.Call)
    assert isinstance(right, ast.Call)
    assert citations_of(empty, 2) == []
    with pytest.raises(AssertionError, match="cites nothing"):
        citations_of(bare, 2)
    assert citations_of(right, 2)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_setting_asked_for_exists(file: Path) -> None:
    asked = re.findall(r'settings\.(?:number|days|span)\(\s*"(\w+)"', file.read_text(encoding="utf-8"))
    assert set(asked) <= set(default_settings())


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_a_rule_reads_no_clock_no_file_and_rolls_no_dice(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"\b(today|now)\(\)|\bopen\(|\brandom\b|\bPath\(|\bos\.environ|\bprint\(", text)


def test_the_scan_would_find_a_hidden_number(tmp_path: Path) -> None:
    """The guard itself: a threshold written into a rule is seen."""
    rule = tmp_path / "rule.py"
    rule.write_text('def low(v: float) -> bool:\n    "Below 0.8."\n    return v < 0.8 and str(v) != "0.32 mmol/L"\n')
    assert list(numbers(rule)) == [(3, 0.8)]
    assert list(strings(rule)) == [(3, "0.32 mmol/L")]


def test_a_drug_that_explains_carries_its_source_to_the_reader() -> None:
    verdict = explained_by_drug(
        situation("patient | day | what | value\nanna | 9 | serum phosphate | 0.5 mmol/L\nanna | 0.. | tacrolimus |")
    )
    assert (verdict.evidence[0].limit_source, verdict.evidence[0].provenance) == ("general knowledge", "recalled")
