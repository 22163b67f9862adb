"""The library of statements: whole, cited, and honest about what was read."""

from importlib import resources
from pathlib import Path

import pytest

from culprit.knowledge.concepts import concepts
from culprit.knowledge.load import Provenance
from culprit.knowledge.statements import AUDIENCES, Part, statements

FOLDER = Path(__file__).resolve().parents[2] / "src" / "culprit" / "knowledge" / "statements"


def test_every_part_of_the_path_is_a_file_and_every_file_a_part() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == {part.value for part in Part}
    assert {one.part for one in statements().values()} == set(Part)
    assert [one.part for one in statements().values()] == sorted((s.part for s in statements().values()), key=list(Part).index)


def test_every_reader_finds_statements_meant_for_them_and_no_other_reader_is_named() -> None:
    named = {audience for one in statements().values() for audience in one.audience}
    assert named == set(AUDIENCES)


def test_what_is_recalled_is_never_called_read() -> None:
    for one in statements().values():
        source = one.source.casefold()
        if "recalled" in source or "general knowledge" in source:
            assert one.provenance is not Provenance.READ, one.id
        if "own proposal" in source or "own reading" in source or "own rule" in source:
            assert one.provenance is Provenance.PROPOSED, one.id


@pytest.mark.parametrize("one", statements().values(), ids=lambda one: one.id)
def test_a_statement_is_a_sentence_of_ours_with_a_source(one: object) -> None:
    statement = statements()[one.id]  # type: ignore[attr-defined]
    assert statement.text[0].isupper() or statement.text[0].isdigit()
    assert statement.text.endswith(".")
    assert len(statement.text) <= 260, "a recommendation, no essay"
    assert statement.source
    assert "http" not in statement.source
    assert set(statement.drugs) <= set(concepts())


def test_a_strength_is_given_only_where_the_source_gives_one() -> None:
    for one in statements().values():
        if one.strength:
            assert "Jan de Beur 2023" in one.source, one.id


@pytest.mark.parametrize(
    "topic",
    [
        "fasting", "TmP/GFR", "FGF23", "PHEX", "antibodies", "vertex to toes", "bone scan", "Venous", "needled",
        "whole, with a margin",
        "curetted", "elemental phosphate", "calcitriol", "0.5 mg/kg", "0.3 mg/kg", "severe renal impairment", "intravenous iron",
        "ultrasound", "anaesthesia", "Alkaline phosphatase may stay high", "recurred", "hypophosphatasia",
        "mannitol", "hepatitis B",
    ],
)  # fmt: skip
def test_the_whole_path_is_covered(topic: str) -> None:
    """From recognition to the years after the operation: what a specialist would look up stands here."""
    assert any(topic.casefold() in one.text.casefold() for one in statements().values()), topic


def test_labels_of_burosumab_differ_and_each_names_whose_it_is() -> None:
    doses = {name: one.text for name, one in statements().items() if name.startswith("burosumab-dose")}
    assert {text.split(",")[0] for text in doses.values()} == {"United States", "European Union", "Japan"}


def test_an_id_that_two_files_use_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "statements").mkdir()
    entry = '[refer]\ntext = "X."\nsource = "s"\ndate = 2026-11-27\nprovenance = "read"\nfor = ["endocrinology"]\n'
    for part in Part:
        (tmp_path / "statements" / f"{part.value}.toml").write_text(entry if part in (Part.CAUSES, Part.TREATMENT) else "")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"statement .refer. stands in causes\.toml and in treatment\.toml"):
        statements.__wrapped__()
