"""Was as much of a drug taken as does harm, or clearly less?"""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from culprit.domain.answer import Answer
from culprit.domain.moment import Moment
from culprit.guideline.assess import QUESTIONS
from culprit.guideline.contributors import contributing
from culprit.guideline.differential import differential
from culprit.guideline.drug_dose import Exposure, exposure
from culprit.guideline.drug_explanation import explained_by_drug, unsettled_suspects
from culprit.guideline.observed import observed_findings
from culprit.guideline.picture import pictured
from culprit.guideline.situation import Situation
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.settings import Settings
from tests.spec.drawn import DAY_0, answers, day, patients, situation

often = settings(max_examples=60, deadline=None)
HEAD = "patient | day | what | value\nanna | 0 | serum phosphate | 0.50 mmol/L\n"


def taken(drug: str, *lines: str) -> Exposure:
    """How much of the drug anna had taken by day 0."""
    return exposure(situation(HEAD + "\n".join(lines), on=0), drug_causes()[drug.replace(" ", "_")], Moment.on(DAY_0))


@pytest.mark.parametrize(
    ("lines", "answer", "words"),
    [
        (("anna | -1461.. | adefovir | 10 mg/day",), "unknown", "adefovir 10 mg/day for 6 months"),
        (("anna | -1461..0 | adefovir | 10 mg/day",), "met", "adefovir 10 mg/day for 4 years"),
        (("anna | 2022..0 | adefovir | 10 mg/day",), "met", "adefovir 10 mg/day for about 4 years"),
        (("anna | -700..0 | adefovir | 10 mg/day",), "unknown", "adefovir 10 mg/day for 23 months"),
        (("anna | -700..0 | adefovir | 30 mg/day",), "met", "adefovir 30 mg/day for 23 months"),
        (("anna | -1461..0 | adefovir | 2 mg/day",), "not met", "adefovir 2 mg/day for 4 years"),
        (("anna | -1461..0 | adefovir | 5 mg/day",), "unknown", "adefovir 5 mg/day for 4 years"),
        (("anna | -1461..0 | adefovir |",), "unknown", "adefovir for 4 years"),
        (("anna | -1461..0 | adefovir | 10 mg",), "unknown", "adefovir for 4 years"),
        (("anna | | adefovir | 10 mg/day",), "unknown", "adefovir 10 mg/day"),
        (("anna | | adefovir | 2 mg/day",), "not met", "adefovir 2 mg/day"),
        (
            ("anna | -1461..-700 | adefovir | 10 mg/day", "anna | -700..0 | adefovir | 10 mg qd"),
            "met",
            "adefovir 10 mg/day for 4 years",
        ),
        (
            ("anna | -1461..-700 | adefovir | 30 mg/day", "anna | -700..0 | adefovir | 2 mg/day"),
            "unknown",
            "adefovir 2 to 30 mg/day for 4 years",
        ),
        (("anna | -1461..-700 | adefovir |", "anna | -700..0 | adefovir | 2 mg/day"), "unknown", "adefovir for 4 years"),
        (("anna | -1461..0 | adefovir | 10 mg/day", "anna | 5.. | adefovir | 2 mg/day"), "met", "adefovir 10 mg/day for 4 years"),
        (
            ("anna | -50..0 | tenofovir disoproxil | 300 mg every 72 hours",),
            "not met",
            "tenofovir disoproxil 100 mg/day for 50 days",
        ),
        (("anna | -1..0 | tenofovir disoproxil | 300 mg daily",), "unknown", "tenofovir disoproxil 300 mg/day for 1 day"),
        (("anna | -1461..0 | valproate | 1500 mg/day",), "unknown", "valproate for 4 years"),
        (("anna | -1461..0 | valproate | 25 mg/kg/day",), "met", "valproate 25 mg/kg/day for 4 years"),
        (("anna | 0..0 | tenofovir disoproxil | 300 mg daily",), "unknown", "tenofovir disoproxil 300 mg/day"),
        # of how much of it does harm nothing is known: then nobody asks how much was taken
        (("anna | -400..0 | cisplatin | 100 mg/day",), "unknown", "cisplatin"),
    ],
)
def test_drugs_taken_each_day(lines: tuple[str, ...], answer: str, words: str) -> None:
    drug = lines[0].split("|")[2].strip()
    found = taken(drug, *lines)
    assert (found.answer.value, found.words) == (answer, words)
    assert bool(found.harm) == (answer != "unknown")


@pytest.mark.parametrize(
    ("lines", "answer", "words"),
    [
        (("anna | -14 | ferric carboxymaltose | 1000 mg",), "met", "1000 mg"),
        (("anna | -14 | ferric carboxymaltose | 2 x 500 mg",), "met", "1000 mg"),
        (("anna | -14 | ferric carboxymaltose | 100 mg",), "not met", "100 mg"),
        (("anna | -14 | ferric carboxymaltose | 300 mg",), "unknown", "300 mg"),
        (("anna | -14 | ferric carboxymaltose | 300 mg", "anna | -21 | ferric carboxymaltose | 300 mg"), "met", "600 mg"),
        (("anna | -14 | ferric carboxymaltose | 300 mg", "anna | -14 | ferric carboxymaltose | 300 mg"), "unknown", "300 mg"),
        (("anna | -14 | ferric carboxymaltose | 100 mg", "anna | -21 | ferric carboxymaltose |"), "unknown", "at least 100 mg"),
        (("anna | -14 | ferric carboxymaltose | 500 mg weekly",), "unknown", "at least 71.4 mg"),
        (("anna | -14 | ferric carboxymaltose |",), "unknown", ""),
        (("anna | -150 | ferric carboxymaltose | 1000 mg",), "unknown", "1000 mg"),
        (("anna | -150..-20 | ferric carboxymaltose | 1000 mg",), "met", "1000 mg"),
        (("anna | -150 | ferric carboxymaltose | 100 mg",), "not met", "100 mg"),
        (("anna | -14 | ferric carboxymaltose | 27 g over 3 years",), "unknown", ""),
        (
            ("anna | -14 | ferric carboxymaltose | 27 g over 3 years", "anna | -7 | ferric carboxymaltose | 600 mg"),
            "met",
            "at least 600 mg",
        ),
        (("anna | | ferric carboxymaltose | 1000 mg",), "unknown", "1000 mg"),
        (("anna | -14 | ferric carboxymaltose | 100 mg", "anna | -500 | ferric carboxymaltose | 1000 mg"), "not met", "100 mg"),
    ],
)
def test_infusions_near_the_low_count_together(lines: tuple[str, ...], answer: str, words: str) -> None:
    found = taken("ferric carboxymaltose", *lines)
    assert (found.answer.value, found.words) == (answer, f"ferric carboxymaltose {words}".strip())


def test_an_infusion_given_counts_and_its_order_no_more() -> None:
    drawn = situation(HEAD + "anna | -15 | ferric carboxymaltose | 400 mg\nanna | -14 | ferric carboxymaltose | 400 mg", on=0)
    order, given = drawn.record.drugs
    record = msgspec.structs.replace(drawn.record, drugs=(order, msgspec.structs.replace(given, kind="administration")))
    cause = drug_causes()["ferric_carboxymaltose"]
    assert exposure(drawn, cause, Moment.on(DAY_0)).answer is Answer.MET
    assert exposure(Situation(record, DAY_0, drawn.settings), cause, Moment.on(DAY_0)).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("lines", "answer", "words"),
    [
        (("anna | -400 | ifosfamide | cumulative dose 72 g/m2",), "met", "72 g/m2 in all"),
        (("anna | -400 | ifosfamide | cumulative dose 12 g/m2",), "not met", "12 g/m2 in all"),
        (("anna | -400 | ifosfamide | cumulative dose 40 g/m2",), "unknown", "40 g/m2 in all"),
        (("anna | -400 | ifosfamide | 9 g/m2",), "unknown", "at least 9 g/m2 in all"),
        (("anna | -400 | ifosfamide | 9 g/m2 over 5 days",), "unknown", "at least 9 g/m2 in all"),
        (("anna | -400 | ifosfamide | 35 g/m2", "anna | -300 | ifosfamide | 35 g/m2"), "met", "at least 70 g/m2 in all"),
        (("anna | -400 | ifosfamide | total 12 g/m2", "anna | -300 | ifosfamide |"), "unknown", "at least 12 g/m2 in all"),
        (("anna | -400 | ifosfamide | 9 g",), "unknown", ""),
    ],
)
def test_what_was_ever_given_is_known_only_where_somebody_wrote_the_sum(lines: tuple[str, ...], answer: str, words: str) -> None:
    found = taken("ifosfamide", *lines)
    assert (found.answer.value, found.words) == (answer, f"ifosfamide {words}".strip())


def test_one_row_that_tells_of_two_times_gave_its_amount_once() -> None:
    drawn = situation(HEAD + "anna | -60 | ferric carboxymaltose | 300 mg", on=0)
    (first,) = drawn.record.drugs
    later = Moment.on(day(-10))
    both = (msgspec.structs.replace(first, until=later), msgspec.structs.replace(first, at=later, source="drawn:9"))
    twice = msgspec.structs.replace(drawn.record, drugs=both)
    assert exposure(Situation(twice, DAY_0, drawn.settings), drug_causes()["ferric_carboxymaltose"], Moment.on(DAY_0)).words == (
        "ferric carboxymaltose 300 mg"
    )


def test_a_statement_without_an_end_lasts_until_the_low() -> None:
    drawn = situation(HEAD + "anna | -1461.. | adefovir | 10 mg/day", on=0)
    (order,) = drawn.record.drugs
    record = msgspec.structs.replace(drawn.record, drugs=(msgspec.structs.replace(order, kind="statement"),))
    assert exposure(Situation(record, DAY_0, drawn.settings), drug_causes()["adefovir"], Moment.on(DAY_0)).answer is Answer.MET


def test_the_rule_names_dose_and_time_and_a_little_explains_nothing_alone() -> None:
    table = """
    patient | day      | what                  | value
    anna    | 0        | serum phosphate       | 0.50 mmol/L
    anna    | -1461..0 | adefovir              | 10 mg/day
    boris   | 0        | serum phosphate       | 0.50 mmol/L
    boris   | -1461..0 | adefovir              | 2 mg/day
    clara   | 0        | serum phosphate       | 0.50 mmol/L
    clara   | -1461..0 | adefovir              |
    dora    | 0        | serum phosphate       | 0.50 mmol/L
    dora    | -1461..0 | adefovir              | 2 mg/day
    dora    | -20      | ferric carboxymaltose | 1000 mg
    """
    assert answers(explained_by_drug, table) == "anna met · boris unknown · clara met · dora met"
    verdicts = {name: explained_by_drug(Situation(record, DAY_0, Settings.default())) for name, record in patients(table).items()}
    assert verdicts["anna"].because == "adefovir 10 mg/day for 4 years at the time of a low phosphate"
    (said,) = verdicts["anna"].evidence
    assert said.text == (
        "adefovir 10 mg/day for 4 years: proximal tubulopathy; as much as does harm (from 10 mg/day for 1095 days on)"
    )
    assert said.limit_source.startswith("Zhu 2018")
    assert said.provenance == "proposed", "the weaker of the two figures"
    assert verdicts["boris"].because == (
        "adefovir 2 mg/day for 4 years, clearly less than does harm (from 10 mg/day for 1095 days on)"
    )
    assert verdicts["boris"].statements == ("review-drugs-first",)
    assert verdicts["clara"].because == "adefovir at the time of a low phosphate"
    assert verdicts["clara"].evidence[0].text == "adefovir for 4 years: proximal tubulopathy; dose unknown"
    assert verdicts["dora"].because == "ferric carboxymaltose 1000 mg at the time of a low phosphate"


def test_a_dose_between_is_shown_and_said_to_be_open() -> None:
    (said,) = explained_by_drug(situation(HEAD + "anna | -700..0 | adefovir | 10 mg/day")).evidence
    assert said.text == "adefovir 10 mg/day for 23 months: proximal tubulopathy; whether so much does harm is open"


def test_a_little_is_reviewed_before_imaging_all_the_same() -> None:
    drawn = situation(HEAD + "anna | -1461..0 | adefovir | 2 mg/day")
    assert [s.use.concept for s in unsettled_suspects(drawn)] == ["adefovir"]


def probability(cause: str, *lines: str) -> float:
    drawn = situation(HEAD + "\n".join(lines), on=0)
    seen = observed_findings(drawn, {name: question(drawn) for name, question in QUESTIONS.items()})
    return next(found.probability for found in differential(pictured(seen, drawn.settings), seen) if found.cause == cause)


@pytest.mark.parametrize(
    ("drug", "cause", "when", "little", "enough"),
    [
        ("adefovir", "drug_induced_fanconi", "-1461..0", "2 mg/day", "10 mg/day"),
        ("tenofovir disoproxil", "drug_induced_fanconi", "-1461..0", "100 mg/day", "300 mg/day"),
        ("ifosfamide", "drug_induced_fanconi", "-400", "total 10 g/m2", "total 90 g/m2"),
        ("valproate", "drug_induced_fanconi", "-1461..0", "5 mg/kg/day", "30 mg/kg/day"),
        ("antacid aluminium magnesium", "antacid", "-300..0", "500 mg/day", "6 g/day"),
        ("ferric carboxymaltose", "iron_infusion", "-14", "100 mg", "1000 mg"),
    ],
)
def test_little_weakens_enough_strengthens_and_the_unknown_lies_between(
    drug: str, cause: str, when: str, little: str, enough: str
) -> None:
    low, unknown, high = (probability(cause, f"anna | {when} | {drug} | {dose}") for dose in (little, "", enough))
    assert low < unknown < high
    assert low > probability(cause, "anna | -9.. | paracetamol |"), "a little is still more than none"


@often
@given(
    drug=some.sampled_from(["adefovir", "tenofovir disoproxil", "antacid aluminium magnesium"]),
    less=some.integers(1, 8000),
    more=some.integers(0, 8000),
    days=some.integers(200, 4000),
)
def test_more_of_a_drug_in_the_same_time_never_makes_it_less_likely(drug: str, less: int, more: int, days: int) -> None:
    cause = "antacid" if drug.startswith("antacid") else "drug_induced_fanconi"
    low, high = (probability(cause, f"anna | -{days}..0 | {drug} | {dose} mg/day") for dose in (less, less + more))
    assert low <= high
    unknown = probability(cause, f"anna | -{days}..0 | {drug} |")
    assert probability(cause, f"anna | -{days}..0 | {drug} | 1 mg/day") < unknown
    assert unknown <= probability(cause, f"anna | -{days}..0 | {drug} | 8 g/day")


@often
@given(amounts=some.lists(some.integers(1, 1500), min_size=1, max_size=4), more=some.integers(0, 1500))
def test_another_infusion_never_makes_iron_less_likely(amounts: list[int], more: int) -> None:
    lines = [f"anna | -{10 + 9 * n} | ferric carboxymaltose | {amount} mg" for n, amount in enumerate(amounts)]
    larger = [lines[0].replace(f"{amounts[0]} mg", f"{amounts[0] + more} mg"), *lines[1:]]
    assert probability("iron_infusion", *lines) <= probability("iron_infusion", *larger)


@often
@given(dose=some.integers(1, 60), days=some.integers(200, 4000))
def test_a_dose_that_is_taken_out_of_the_record_makes_nothing_known(dose: int, days: int) -> None:
    with_dose = taken("adefovir", f"anna | -{days}..0 | adefovir | {dose} mg/day", f"anna | -{days}..0 | adefovir | 10 mg/day")
    without = taken("adefovir", f"anna | -{days}..0 | adefovir |", f"anna | -{days}..0 | adefovir | 10 mg/day")
    assert without.answer is Answer.UNKNOWN
    assert with_dose.answer in (Answer.UNKNOWN, Answer.MET)


def test_the_dose_moves_a_contributor_too() -> None:
    def beside(dose: str) -> float:
        drawn = situation(HEAD + f"anna | -14 | ferric carboxymaltose | {dose}", on=0)
        seen = observed_findings(drawn, {name: question(drawn) for name, question in QUESTIONS.items()})
        return {c.cause: c.probability for c in contributing(pictured(seen, drawn.settings), seen, "TIO")}.get("iron_infusion", 0.0)

    assert beside("100 mg") < beside("") < beside("1000 mg")


def test_of_two_drugs_one_of_unknown_dose_says_nothing_and_one_that_was_enough_does() -> None:
    def dose(*lines: str) -> str:
        drawn = situation(HEAD + "\n".join(lines), on=0)
        seen = observed_findings(drawn, {name: question(drawn) for name, question in QUESTIONS.items()})
        return next((" ".join(f.bands) for f in seen if f.finding == "tubular_drug_dose"), "unknown")

    little, other = "anna | -1461..0 | adefovir | 2 mg/day", "anna | -1461..0 | tenofovir disoproxil |"
    assert dose(little) == "little"
    assert dose(little, other) == "unknown"
    assert dose(little, f"{other} 300 mg/day") == "enough"


def test_ward_orders_years_apart_are_no_treatment_of_years() -> None:
    """Two days of an antacid, and two days of it four years later: two days. Again and again, months apart: on and off."""
    apart = ("anna | -1461..-1459 | antacid aluminium magnesium | 6 g/day", "anna | -2..0 | antacid aluminium magnesium | 6 g/day")
    assert taken("antacid aluminium magnesium", *apart).words == "aluminium or magnesium antacid 6000 mg/day for 2 days"
    often = [f"anna | {day}..{day + 2} | antacid aluminium magnesium | 6 g/day" for day in range(-400, 0, 80)]
    found = taken("antacid aluminium magnesium", *often)
    assert found.words == "aluminium or magnesium antacid 6000 mg/day on and off over 11 months"
    assert found.answer is Answer.UNKNOWN, "ten days in all are not thirty"


def test_a_total_over_years_is_no_single_infusion() -> None:
    """Written at each infusion of a published patient, it would count as 27 g every month."""
    found = taken("ferric_carboxymaltose", *(f"anna | {day} | ferric carboxymaltose | 27 g over 3 years" for day in (-60, -30, -7)))
    assert (found.answer, found.words) == (Answer.UNKNOWN, "ferric carboxymaltose")


def test_the_share_that_is_clearly_less_is_a_setting() -> None:
    table = HEAD + "anna | -1461..0 | adefovir | 6 mg/day"
    at, cause = Moment.on(date(2026, 1, 1)), drug_causes()["adefovir"]
    assert exposure(situation(table, on=0), cause, at).answer is Answer.UNKNOWN
    strict = Settings.default().changed({"little_dose_below": "0.7"})
    assert exposure(situation(table, on=0, settings=strict), cause, at).answer is Answer.NOT_MET


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ("valproate | 1500 mg/day", "dose printed in milligrams, harm known by the kilogram, weight unknown"),
        ("deferasirox | 20 mg/kg/day", "whether so much does harm is open"),
        ("ifosfamide | 72 g", "dose printed in milligrams, harm known by the square metre, body surface unknown"),
        ("adefovir | 0.2 mg/kg daily", "dose printed by the kilogram, harm known in milligrams, weight unknown"),
        ("valproate |", "dose unknown"),
    ],
)
def test_a_dose_by_body_size_is_not_held_against_milligrams_and_it_is_said_why(line: str, because: str) -> None:
    found = taken(line.split(" |")[0], f"anna | -20..0 | {line}")
    assert (found.answer, found.because) == (Answer.UNKNOWN, because)
