"""What must hold for every knowledge file."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from culprit.knowledge.causes import CauseKnowledge, Figure, causes
from culprit.knowledge.concepts import concepts
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.load import Provenance, knowledge_file, sourced
from culprit.knowledge.settings import Settings, default_settings
from culprit.knowledge.statements import statements
from culprit.knowledge.windows import window_kinds, window_kinds_by_concept

FOLDER = Path(__file__).resolve().parents[2] / "src" / "culprit" / "knowledge"
FILES = sorted(FOLDER.rglob("*.toml"))
CAUSES_OF_THE_CONTRACT = {
    "TIO",
    "XLH",
    "ADHR",
    "ARHR",
    "HHRH",
    "Fanconi",
    "drug_induced_fanconi",
    "iron_infusion",
    "vitamin_d_deficiency",
    "malabsorption",
    "primary_hyperparathyroidism",
    "tertiary_hyperparathyroidism",
    "hypophosphatasia",
    "fibrous_dysplasia",
    "osteoporosis",
    "multiple_myeloma",
    "bone_metastases",
    "spondyloarthritis",
    "paget",
    "refeeding",
    "alcohol",
    "sepsis",
    "diabetic_ketoacidosis",
    "respiratory_alkalosis",
    "post_hepatectomy",
    "antacid",
    "post_transplant",
    "renal_tubular_acidosis",
    "antiresorptive_induced",
    "artefact",
    "other",
}


def name_of(file: Path) -> str:
    return str(file.relative_to(FOLDER))


def tables(content: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a TOML file with its path, the file itself first."""
    yield path, content
    for key, value in content.items():
        if isinstance(value, dict):
            yield from tables(value, f"{path}.{key}".lstrip("."))
        elif isinstance(value, list):
            for number, entry in enumerate(value):
                if isinstance(entry, dict):
                    yield from tables(entry, f"{path}.{key}[{number}]".lstrip("."))


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_value_has_unit_source_date_and_how_far_it_was_checked(file: Path) -> None:
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    for path, table in tables(content):
        if "value" in table and not isinstance(table["value"], dict):
            for field in ("unit", "source", "date", "provenance"):
                assert field in table, f"[{path}] lacks {field}"
        if "provenance" in table:
            assert table["provenance"] in {p.value for p in Provenance}, path
            # a code system is its own source
            assert any(table.get(field) for field in ("source", "text", "system")), f"[{path}] is checked against nothing"
        if "date" in table:
            assert isinstance(table["date"], date), path


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_web_address_stands_in_a_source_or_text(file: Path) -> None:
    """Sources are journals, DOI and PMID. Code systems of FHIR are names that look like addresses: they stand in lists of codes."""
    code_systems = {"codes_analytes.toml", "omop_words.toml"}
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        assert not re.search(r"mirror|pypi|/wor[k]/|/tm[p]/", line, re.I), f"{file.name}:{number}"
        if file.name not in code_systems or re.match(r"\s*(source|text|note)\b", line):
            assert not re.search(r"https?:|www\.", line, re.I), f"{file.name}:{number}"


def test_every_cause_of_the_contract_has_a_file_and_other_stands_last() -> None:
    assert set(causes()) >= CAUSES_OF_THE_CONTRACT
    assert list(causes())[-1] == "other"


@pytest.mark.parametrize("cause", causes().values(), ids=lambda c: c.cause)
def test_every_figure_of_a_cause_is_a_probability_within_its_range_with_a_source(cause: CauseKnowledge) -> None:
    assert cause.title
    assert cause.mechanism
    assert cause.onset
    assert cause.unit == "share of patients"
    assert cause.date >= date(2026, 11, 21)
    figures: dict[str, Figure] = {"prior": cause.prior, **cause.findings}
    for name, figure in figures.items():
        assert figure.odds_within > 1, name
        for share in figure.shares:
            assert 0 < figure.low(share) < share < figure.high(share) < 1, name
        assert name == "prior" or sum(figure.shares) == pytest.approx(1), name
        assert figure.source, name
        assert figure.provenance in Provenance, name


def test_a_figure_called_an_estimate_of_ours_is_not_called_read() -> None:
    for cause in causes().values():
        for figure in (cause.prior, *cause.findings.values()):
            if figure.source.startswith(("own ", "our ")):
                assert figure.provenance is Provenance.PROPOSED, (cause.cause, figure)


def test_priors_are_shares_of_one_whole() -> None:
    """They are normalised when used; what is left out of one must stay small."""
    assert 0.8 < sum(cause.prior.shares[0] for cause in causes().values()) <= 1


@pytest.mark.parametrize(
    ("system", "pattern"), [("ORPHA", r"\d+"), ("OMIM", r"\d{6}"), ("HPO", r"HP:\d{7}"), ("ICD10", r"[A-Z]\d\d.*")]
)
def test_codes_of_causes_have_the_shape_of_their_system(system: str, pattern: str) -> None:
    for cause in causes().values():
        assert all(cause.codes.values()), cause.cause
        for one in cause.codes.get(system, "").replace(" ", "").split(","):
            assert not one or re.fullmatch(pattern, one), (cause.cause, one)


def test_every_setting_loads_as_a_number_and_days_are_whole() -> None:
    for name, setting in default_settings().items():
        assert isinstance(setting.value, Decimal), name
        assert setting.number >= 0, name
        if setting.unit == "day":
            assert setting.number == setting.days, name
        if setting.provenance is Provenance.READ:
            assert not setting.source.startswith("own choice"), name


def test_a_setting_can_be_chosen_and_a_wrong_choice_is_explained() -> None:
    settings = Settings.default()
    chosen = settings.changed({"urgent_below": "0.40"})
    assert (chosen.number("urgent_below"), settings.number("urgent_below")) == (Decimal("0.40"), Decimal("0.32"))
    assert (chosen.values["urgent_below"].source, chosen.values["urgent_below"].provenance) == ("chosen for this run", "proposed")
    assert chosen.values["urgent_below"].unit == "mmol/L"
    with pytest.raises(ValueError, match=r"there is no setting 'urgent_bellow'; there are: .*urgent_below"):
        settings.changed({"urgent_bellow": "1"})
    with pytest.raises(ValueError, match=r"setting 'urgent_below' must be a number \(mmol/L\), got 'low'"):
        settings.changed({"urgent_below": "low"})


def test_every_setting_is_used_by_a_rule() -> None:
    """A threshold that nothing asks for would be changed in vain."""
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for room in ("guideline", "screen", "report", "sources")
        for file in (FOLDER.parent / room).rglob("*.py")
    )
    assert [name for name in default_settings() if f'"{name}"' not in code] == []


def test_windows_load_and_are_opened_by_things_that_exist() -> None:
    stays = {"outpatient", "emergency", "inpatient", "intensive_care", "other"}
    for window in window_kinds().values():
        assert window.title
        assert window.source
        assert window.days_before >= 0
        assert window.days_after >= 0
        assert window.kind in {"stay", "condition", "drug", "procedure", "blood_gas"}, window.name
        for concept in window.concepts:
            assert concept in stays if window.kind == "stay" else concepts()[concept].kind == window.kind, (window.name, concept)


def test_no_fact_opens_two_windows() -> None:
    pairs = [(w.kind, concept) for w in window_kinds().values() for concept in w.concepts]
    assert len(pairs) == len(set(pairs)) == len(window_kinds_by_concept())


def test_drugs_load_are_drugs_and_stand_for_a_cause_that_exists() -> None:
    for name, drug in drug_causes().items():
        assert drug.drug == name
        assert concepts()[name].kind == "drug", name
        assert drug.cause in causes(), name
        assert drug.least_days >= 0, name
        assert drug.after_days > 0, name
        assert drug.title, name
        assert drug.mechanism, name
        assert drug.source, name


def test_statements_load_with_source_and_audience() -> None:
    for name, statement in statements().items():
        assert statement.id == name
        assert statement.text.endswith("."), name
        assert statement.source, name
        assert statement.audience, name


def test_no_statement_that_was_not_looked_up_is_called_read() -> None:
    for statement in statements().values():
        if statement.source in ("general knowledge", "own rule") or statement.source.startswith("own proposal"):
            assert statement.provenance is not Provenance.READ, statement.id


def test_a_value_without_its_source_is_refused() -> None:
    entry = {"value": 5, "unit": "day", "date": date(2026, 11, 21), "provenance": "read"}
    with pytest.raises(ValueError, match="'rest_days' lacks source: every disputable value carries them"):
        sourced("rest_days", entry)
    whole = sourced("rest_days", {**entry, "source": "somebody"})
    assert (whole.number, whole.days) == (5, 5)
    with pytest.raises(TypeError, match="unit is 'week', not day"):
        _ = sourced("rest_days", {**entry, "source": "somebody", "unit": "week"}).days
    with pytest.raises(TypeError, match="'soon' is not a number"):
        _ = sourced("rest_days", {**entry, "source": "somebody", "value": "soon"}).number


def test_an_unknown_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="no_such_topic"):
        knowledge_file("no_such_topic")
