"""The case library: facts with citations, nothing else, and the same files every time."""

import importlib.util
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from culprit.cases import PublishedCase, library
from culprit.cases.expected import expectation
from culprit.domain.record import Sex
from culprit.published.case_packet import published_case
from tests.shared_data import shared

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "src" / "culprit" / "cases" / "library"


def case(name: str) -> PublishedCase:
    return next(each for each in library() if each.id == name)


@pytest.fixture(scope="module")
def carrying() -> ModuleType:
    sys.path.insert(0, str(ROOT / "tools"))
    spec = importlib.util.spec_from_file_location("carry_cases", ROOT / "tools" / "carry_cases.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_library_is_what_the_dossier_gives(carrying: ModuleType, tmp_path: Path) -> None:
    carried, left_out = carrying.carry(shared("cases"), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in LIBRARY.iterdir())
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (LIBRARY / path.name).read_bytes(), path.name
    assert len(carried) == len(library())
    assert not set(carried) & set(left_out)


def test_every_case_is_cited_and_carries_no_address() -> None:
    for path in LIBRARY.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?:|www\.|\burl\b|licen[cs]e", text), path.name
        reference = json.loads(text)["metaData"]["externalReferences"][0]
        assert reference["description"], path.name
        assert re.fullmatch(r"(DOI:10\.\S+|PMID:\d+|PMC:PMC\d+)?", reference.get("id", "")), path.name


def test_no_sentence_of_a_source_came_along() -> None:
    for path in LIBRARY.iterdir():
        packet = json.loads(path.read_text(encoding="utf-8"))
        del packet["metaData"]
        labels = re.findall(r'"(?:label|description|summary)": "([^"]*)"', json.dumps(packet, ensure_ascii=False))
        assert max((len(label) for label in labels), default=0) < 120, path.name
        assert not any(re.search(r"[a-z]\. [A-Z]", label) for label in labels), path.name


def test_phenopackets_have_their_parts() -> None:
    for path in LIBRARY.iterdir():
        packet = json.loads(path.read_text(encoding="utf-8"))
        assert packet["id"] == packet["subject"]["id"] == path.stem
        assert packet["metaData"]["phenopacketSchemaVersion"] == "2.0"
        prefixes = {resource["namespacePrefix"] for resource in packet["metaData"]["resources"]}
        used = set(re.findall(r'"id": "([A-Z]+):', json.dumps({**packet, "metaData": {}})))
        assert used <= prefixes, path.name
        for found in packet.get("measurements", ()):
            assert found["value"].keys() & {"quantity", "ontologyClass"}, path.name


def test_a_case_reads_as_published() -> None:
    tan = case("tan-2014-01")
    assert (tan.diagnosis, tan.sex, tan.age_years, tan.age_onset_years, tan.delay_months) == ("TIO", Sex.FEMALE, 61, 56, 60)
    phosphate = tan.known_phosphates[0]
    assert (phosphate.value, phosphate.unit, phosphate.low, phosphate.loinc) == (
        Decimal("0.43"),
        "mmol/L",
        Decimal("0.81"),
        "14879-1",
    )
    assert tan.earlier_labels == ("severe osteoporosis",)
    assert [drug.label for drug in tan.earlier_treatments] == ["analgesics", "calcium"]
    assert "Muscle weakness" in [finding.label for finding in tan.findings]


def test_what_came_after_treatment_is_kept_apart() -> None:
    capozza = case("capozza-2024-01")
    assert [str(lab.value) for lab in capozza.known_phosphates] == ["1.2", "1.0"]
    assert {lab.stage.value for lab in capozza.labs if lab not in capozza.known_labs} == {"followup"}
    assert capozza.known_phosphates[1].remark == "on oral phosphate"


def test_words_stay_words_and_comparators_stay() -> None:
    words = {lab.words for each in library() for lab in each.labs if lab.value is None}
    assert {"low", "severely low", "normal"} <= words
    assert any(lab.comparator for each in library() for lab in each.labs)


def test_family_history_is_denied_only_where_the_source_denies_it() -> None:
    stated = [each.family_history for each in library() if each.family_history]
    assert 0 < stated.count("none") < len(stated) < len(library())


@pytest.mark.parametrize(
    ("name", "low", "listed"),
    [
        ("tan-2014-01", True, True),
        ("gonzalez-hidalgo-2022-01", True, True),  # infusions again and again: lasting and mendable
        ("bishay-2015-03", True, False),  # twelve days after a single infusion
        ("bakir-siu-01", True, False),  # alcohol, acute
        ("aace-200857-01", True, False),  # known and on phosphate
        ("pmj-coeliac-t1-04", True, False),  # the record already names coeliac disease
        ("lijia-2018-01", True, True),  # a wrong label on record is no reason to look away
        ("iqbal-2017-coeliac-01", False, False),
    ],
)
def test_expectation(name: str, low: bool, listed: bool) -> None:
    expected = expectation(case(name))
    assert (expected.phosphate_low, expected.expected_listed) == (low, listed)
    assert expected.because


def test_without_a_number_nothing_is_expected() -> None:
    silent = next(each for each in library() if not each.known_phosphates)
    with pytest.raises(ValueError, match="no number for serum phosphate"):
        expectation(silent)


def test_a_broken_phenopacket_is_not_read_as_an_empty_one() -> None:
    with pytest.raises(KeyError):
        published_case({"id": "x", "subject": {}, "metaData": {"externalReferences": [{"description": "A"}]}})
