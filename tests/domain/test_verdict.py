"""What a verdict rests on, as the outside sees it."""

from decimal import Decimal

import msgspec
import pytest

from culprit.domain.answer import Answer
from culprit.domain.assessment import Need
from culprit.domain.facts import Condition, DrugUse, Procedure, Relative, Report, Stay, StayKind
from culprit.domain.moment import Moment
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence, Verdict, evidence_of_fact, evidence_of_result

DAY = Moment.parse("2026-01-02")
LATER = Moment.parse("2026-02")


def result(**fields: object) -> Result:
    quantity = Quantity(Decimal("0.52"), "mmol/L")
    return msgspec.structs.replace(Result("phosphate_serum", DAY, quantity, "0.52 mmol/L", source="lab.csv:3"), **fields)


def test_a_value_is_evidence_with_its_unit_limits_and_row() -> None:
    evidence = evidence_of_result(result(), Decimal("0.80"), "printed", "read", "fasting", Decimal("1.45"))
    assert evidence == Evidence(
        "result", "phosphate_serum", Decimal("0.52"), "mmol/L", Decimal("0.80"), Decimal("1.45"), "printed", "2026-01-02",
        text="fasting", source="lab.csv:3", provenance="read",
    )  # fmt: skip


def test_a_comparator_stays_with_its_number_and_words_stand_where_there_is_no_number() -> None:
    assert evidence_of_result(result(quantity=Quantity(Decimal("0.30"), "mmol/L", Comparator.LESS))).value == "<0.30"
    words = evidence_of_result(result(quantity=None, printed="haemolysed"))
    assert (words.value, words.unit) == ("haemolysed", "")
    assert evidence_of_result(result(quantity=None, printed="")).value is None


@pytest.mark.parametrize(
    ("fact", "evidence"),
    [
        (Condition("rickets", DAY, LATER, "E55.0", source="c:1"), ("condition", "rickets", "E55.0", "2026-01-02", "2026-02")),
        (DrugUse("calcium", DAY, None, "Calcium 500", source="c:1"), ("drug", "calcium", "Calcium 500", "2026-01-02", "")),
        (Procedure("dialysis", None, None, "HD", source="c:1"), ("procedure", "dialysis", "HD", "", "")),
        (Stay(StayKind.INPATIENT, DAY, LATER, source="c:1"), ("stay", "inpatient", "", "2026-01-02", "2026-02")),
        (Report("mri", DAY, "knee", source="c:1"), ("report", "mri", "knee", "2026-01-02", "")),
        (Relative("xlh", "son", "XLH", source="c:1"), ("relative", "xlh", "XLH", "", "")),
    ],
)
def test_a_fact_is_evidence_with_its_days_and_row(
    fact: Condition | DrugUse | Procedure | Stay | Report | Relative, evidence: tuple[str, str, str, str, str]
) -> None:
    found = evidence_of_fact(fact)
    assert (found.kind, found.name, found.text, found.on, found.until) == evidence
    assert found.source == "c:1"


def test_words_of_ours_stand_before_those_of_the_source() -> None:
    assert evidence_of_fact(Report("mri", DAY, "knee"), "a lump").text == "a lump"


def test_a_verdict_is_written_as_the_contract_says_and_empty_fields_of_evidence_are_left_out() -> None:
    verdict = Verdict(Answer.NOT_MET, "because", (Evidence("absence", analyte="pth"),))
    assert msgspec.json.decode(msgspec.json.encode(verdict)) == {
        "verdict": "not met",
        "because": "because",
        "evidence": [{"kind": "absence", "analyte": "pth"}],
        "statements": [],
        "since": None,
    }
    assert msgspec.json.encode(Need("pth", ("fgf23_dependent",))) == b'{"need":"pth","for":["fgf23_dependent"]}'


@pytest.mark.parametrize(
    ("fields", "usable"),
    [({}, True), ({"quantity": None}, False), ({"flags": ("unit_suspect",)}, False)],
)
def test_a_number_is_usable_when_there_is_one_and_nothing_speaks_against_it(fields: dict[str, object], usable: bool) -> None:
    assert result(**fields).usable is usable


def test_nobody_changes_a_fact_once_it_is_built() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        result().printed = "0.9"  # type: ignore[misc]
