"""What must hold of the differential for everybody: what does not matter changes nothing, no result speaks the wrong way."""

from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from culprit.domain.assessment import Assessment
from culprit.domain.moment import Moment
from culprit.domain.quantity import Quantity
from culprit.domain.record import PatientRecord
from culprit.domain.result import Interpretation, Result
from culprit.guideline.assess import QUESTIONS, assess
from culprit.guideline.observed import observed_findings
from culprit.guideline.situation import Situation
from culprit.knowledge.settings import Settings
from culprit.knowledge.units import conversion
from tests.spec.drawn import patients
from tests.spec.generated import in_other_order, rebuilt, records

ON = date(2027, 3, 1)
SETTINGS = Settings.default()
often = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def probabilities(assessment: Assessment) -> dict[str, float]:
    return {cause.cause: cause.probability for cause in assessment.differential}


def everything_of(record: PatientRecord) -> list[Result]:
    return [result for results in record.results.values() for result in results]


def levels(record: PatientRecord) -> dict[str, tuple[str, ...]]:
    drawn = Situation(record, ON, SETTINGS)
    verdicts = {name: question(drawn) for name, question in QUESTIONS.items()}
    return {finding.finding: finding.bands for finding in observed_findings(drawn, verdicts)}


@often
@given(records(), st.randoms(use_true_random=False), st.text(min_size=1, max_size=12))
def test_the_order_of_the_rows_and_the_name_of_the_patient_change_nothing(record: PatientRecord, order: object, name: str) -> None:
    told_again = in_other_order(msgspec.structs.replace(record, patient_id=name, identifier=name), order)  # type: ignore[arg-type]
    one, other = assess(record, ON), assess(told_again, ON)
    assert (one.differential, one.contributors, one.would_change) == (other.differential, other.contributors, other.would_change)


@often
@given(st.integers(20, 120), st.integers(150, 320), st.integers(10, 400), st.integers(5, 300))
def test_changing_units_changes_nothing(phosphate: int, calcium: int, vitamin_d: int, hormone: int) -> None:
    """Phosphate and calcium in mg/dL, 25-OH vitamin D in ng/mL, PTH in pg/mL: the same differential."""
    amounts = {
        "serum phosphate": (Decimal(phosphate) / 100, "mmol/L", "phosphate_serum", "mg/dL"),
        "calcium": (Decimal(calcium) / 100, "mmol/L", "calcium_serum", "mg/dL"),
        "25-OH vitamin D": (Decimal(vitamin_d), "nmol/L", "vitd25", "ng/mL"),
        "pth": (Decimal(hormone) / 10, "pmol/L", "pth", "pg/mL"),
    }
    tables = {"own": "", "other": ""}
    for what, (value, own, analyte, other) in amounts.items():
        known = conversion(analyte, other)
        assert known is not None
        tables["own"] += f"anna | 0 | {what} | {value} {own}\n"
        tables["other"] += f"anna | 0 | {what} | {value / known.factor:.9f} {other}\n"
    one, other = (
        assess(patients(f"patient | day | what | value\n{table}anna | 0 | bone pain |")["anna"]) for table in tables.values()
    )
    # nine printed decimals do not hit a limit exactly: such a draw is no difference of units
    assume(all(value not in _LIMITS for value, *_ in amounts.values()))
    assert probabilities(one) == probabilities(other)


_LIMITS = {Decimal(text) for text in ("0.32", "0.6", "0.8", "0.88", "2.2", "2.6", "30", "50", "1.6", "6.9", "20.7")}


@often
@given(records(), st.sampled_from(["glucose_serum", "glucose_urine"]), st.integers(0, 400))
def test_a_normal_glucose_never_raises_fanconi(record: PatientRecord, analyte: str, day: int) -> None:
    """Neither the disease, nor both kinds together; where cystinosis is on record, it may move some of it to the drug's."""
    at = Moment.on(date.fromordinal(date(2026, 1, 1).toordinal() + day))
    quantity = Quantity(Decimal("5.0"), "mmol/L") if analyte == "glucose_serum" else None
    normal = Result(analyte, at, quantity, "normal", Interpretation.NORMAL, source="added")
    before, after = assess(record, ON), assess(rebuilt(record, results=[*everything_of(record), normal]), ON)
    assume(before.differential and after.differential)
    assume(not record.of_analyte("glucose_urine") or analyte == "glucose_serum")
    later, earlier = probabilities(after), probabilities(before)
    assert later["Fanconi"] <= earlier["Fanconi"] + 1e-6
    assert later["Fanconi"] + later["drug_induced_fanconi"] <= earlier["Fanconi"] + earlier["drug_induced_fanconi"] + 1e-6


@often
@given(st.integers(20, 79), st.integers(10, 99), st.integers(10, 99))
def test_a_lower_trp_at_the_same_phosphate_never_lowers_renal_wasting(phosphate: int, one: int, other: int) -> None:
    """Neither the level of the finding nor the share of the causes that waste."""
    order = ["conserving", "between", "wasting"]

    def found(trp: int) -> tuple[int, float]:
        table = f"patient | day | what | value\nanna | 0 | serum phosphate | 0.{phosphate} mmol/L\nanna | 0 | trp | {trp} %"
        record = patients(table)["anna"]
        given_causes = probabilities(assess(record))
        (level,) = levels(record)["renal_handling"]
        return order.index(level), sum(given_causes[name] for name in ("TIO", "XLH", "ADHR", "anti_phex", "cancer_fgf23"))

    low, high = sorted((one, other))
    assert found(low)[0] >= found(high)[0]
    assert found(low)[1] >= found(high)[1] - 1e-6


@often
@given(records(), st.data())
def test_deleting_a_result_never_makes_a_finding_surer_than_what_is_left_says(record: PatientRecord, data: st.DataObject) -> None:
    """What only the deleted result told is unknown afterwards: no finding appears for an analyte that is gone."""
    analytes = sorted(name for name in record.results if name in _ALONE)
    assume(analytes)
    analyte = data.draw(st.sampled_from(analytes))
    kept = [result for result in everything_of(record) if result.analyte != analyte]
    assert _ALONE[analyte] not in levels(rebuilt(record, results=kept, conditions=(), drugs=()))


_ALONE = {
    "pth": "pth",
    "vitd25": "vitd25",
    "vitd125": "vitd125",
    "creatinine_serum": "creatinine_raised",
    "bicarbonate": "bicarbonate",
    "potassium_serum": "potassium_low",
    "urate_serum": "urate_low",
    "glucose_urine": "glucosuria",
    "ferritin": "iron_deficiency",
    "phosphate_serum": "phosphate",
}


@often
@given(records(), st.data())
def test_deleting_a_result_never_turns_unknown_into_met(record: PatientRecord, data: st.DataObject) -> None:
    """Taking a test away cannot prove a tubulopathy or an FGF23 that was open with it, unless it spoke against."""
    open_before = [
        q for q in ("generalised_tubulopathy", "low_phosphate") if assess(record, ON).findings[q].answer.value == "unknown"
    ]
    present = [name for name in _SIGNS if record.of_analyte(name)]
    assume(open_before and present)
    gone = data.draw(st.sampled_from(present))
    after = assess(rebuilt(record, results=[r for r in everything_of(record) if r.analyte != gone]), ON).findings
    assert all(after[question].answer.value != "met" for question in open_before)


_SIGNS = ("glucose_urine", "bicarbonate", "urate_serum", "potassium_serum", "amino_acids_urine", "trp", "fepi", "fgf23_intact")


@often
@given(records())
def test_probabilities_sum_to_one_and_intervals_hold_them(record: PatientRecord) -> None:
    for cause in assess(record, ON).differential:
        assert cause.interval[0] <= cause.probability <= cause.interval[1]
    found = probabilities(assess(record, ON))
    assert not found or abs(sum(found.values()) - 1) < 1e-4
