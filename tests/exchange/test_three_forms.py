"""One case written as FHIR, as a phenopacket and in the library's own form is assessed the same, to the last digit."""

import json
import tempfile
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from culprit.cases import library
from culprit.cases.write import Form, write_cases, written
from culprit.domain.record import Sex
from culprit.published.case import Lab, PublishedCase, Stage
from culprit.published.case_line import DEFAULT_DAY, case_of_line
from culprit.published.known import known
from tests.exchange.drawn_cases import cases
from tests.exchange.forms import ANCHOR, assessments, comparable, in_every_form
from tests.shared_data import shared


@pytest.fixture(scope="module")
def of_the_library(tmp_path_factory: pytest.TempPathFactory) -> dict[Form, dict[str, str]]:
    return in_every_form(library(), tmp_path_factory.mktemp("library"))


@pytest.mark.parametrize("form", [Form.PHENOPACKETS, Form.PUBLISHED_CASES])
def test_the_whole_library_is_assessed_as_its_fhir_is(of_the_library: dict[Form, dict[str, str]], form: Form) -> None:
    fhir, other = of_the_library[Form.FHIR], of_the_library[form]
    assert set(fhir) == set(other) == {case.id for case in library()}
    assert [name for name in fhir if fhir[name] != other[name]] == []
    told = [words for words in fhir.values() if words.startswith("{")]
    assert len(told) >= 130
    assert sum('"probability"' in words for words in told) >= 70


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_so_is_any_case_that_can_be_drawn(drawn: tuple[PublishedCase, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = in_every_form(drawn, Path(folder))
    assert set(found[Form.FHIR]) == {case.id for case in drawn}
    assert found[Form.PHENOPACKETS] == found[Form.FHIR]
    assert found[Form.PUBLISHED_CASES] == found[Form.FHIR]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_own_form_gives_back_what_was_known(drawn: tuple[PublishedCase, ...]) -> None:
    for case in drawn:
        line = json.loads(written(case, Form.PUBLISHED_CASES, ANCHOR))
        assert known(case_of_line(line), ANCHOR) == known(case, ANCHOR)


def test_the_dossiers_lines_say_what_the_library_says() -> None:
    by_id = {case.id: case for case in library()}
    compared = 0
    for name in ("tio", "mimics"):
        for text in shared(f"cases/{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = case_of_line(json.loads(text))
            if case.id in by_id:
                compared += 1
                assert known(case, ANCHOR) == known(by_id[case.id], ANCHOR), case.id
    assert compared == len(by_id)


def test_the_same_case_and_day_give_the_same_bytes() -> None:
    case = library()[0]
    for form in Form:
        assert written(case, form, ANCHOR) == written(case, form, ANCHOR)


def test_only_the_place_of_a_row_of_evidence_is_passed_over() -> None:
    one = b'{"evidence": [{"kind": "result", "value": 0.50, "source": "a.json:3"}], "reasons": [{"finding": "x", "source": "s"}]}'
    other = one.replace(b"a.json:3", b"cases.jsonl:9")
    assert comparable(one) == comparable(other)
    for changed in (one.replace(b"0.50", b"0.5"), one.replace(b'"source": "s"', b'"source": "t"'), one.replace(b"result", b"drug")):
        assert comparable(changed) != comparable(one)


def test_two_values_of_one_day_stand_in_the_same_order(tmp_path: Path) -> None:
    """Equal in print, told apart only by their limits: the place where they stand must not decide which comes first."""
    others = tuple(Lab("pth", Stage.PRESENTATION, Decimal(number), unit="ng/L") for number in range(40, 48))
    alike = {"analyte": "phosphate_serum", "value": Decimal("0.5"), "unit": "mmol/L"}
    labs = (
        Lab(stage=Stage.PRESENTATION, low=Decimal("0.8"), **alike),
        *others,
        Lab(stage=Stage.PREOPERATIVE, low=Decimal("0.7"), **alike),
    )
    for number, ordered in enumerate((labs, labs[::-1])):
        case = PublishedCase("tie", "", "", "", sex=Sex.FEMALE, age_years=50.0, labs=ordered)
        found = in_every_form((case,), tmp_path / str(number))
        assert found[Form.FHIR] == found[Form.PHENOPACKETS] == found[Form.PUBLISHED_CASES]


def test_the_librarys_files_themselves_say_no_more(tmp_path: Path) -> None:
    """They name the cause and tell what came later; read as a source they give the same assessments."""
    itself = assessments(Path(str(resources.files("culprit.cases").joinpath("library"))))
    list(write_cases(tmp_path, Form.FHIR, DEFAULT_DAY))
    assert itself == assessments(tmp_path)
