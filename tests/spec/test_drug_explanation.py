"""Is the low phosphate explained by a drug, or by intravenous iron?"""

import msgspec
import pytest

from culprit.domain.answer import Answer
from culprit.guideline.drug_explanation import drug_suspects, explained_by_drug, unsettled_suspects
from culprit.guideline.observed.drugs import of_drugs
from culprit.knowledge.drug_causes import DrugCause, drug_causes
from tests.spec.drawn import answers, day, of_record, patients, situation

STRONG = sorted((d for d in drug_causes().values() if d.strong), key=lambda d: d.drug)
WEAK = sorted((d for d in drug_causes().values() if not d.strong), key=lambda d: d.drug)


def named(drug: DrugCause) -> str:
    return drug.drug


def long_enough(drug: DrugCause) -> int:
    """The first day on which it can explain a low, when it is given each day from day 0 on."""
    return max(drug.least_days, drug.course.least_days - 1 if drug.course else 0)


def on_drug(drug: str, days: str, low_day: int) -> str:
    """One low phosphate on `low_day`, and the drug on `days`."""
    return f"patient | day | what | value\n anna | {low_day} | serum phosphate | 0.50 mmol/L\n anna | {days} | {drug} |"


@pytest.mark.parametrize("drug", STRONG, ids=named)
def test_every_strong_drug_of_the_list_explains_a_low_when_taken_long_enough(drug: DrugCause) -> None:
    verdict = explained_by_drug(situation(on_drug(drug.drug, f"0..{long_enough(drug) + 20}", long_enough(drug))))
    assert verdict.answer is Answer.MET
    assert verdict.because == f"{drug.title} at the time of a low phosphate"
    (evidence,) = verdict.evidence
    if drug.course is None:
        assert (evidence.name, evidence.limit_source, evidence.provenance) == (drug.drug, drug.source, drug.provenance.value)
    else:
        assert evidence.limit_source == f"{drug.source}; course: {drug.course.source}"
        assert evidence.provenance == "proposed"
    if drug.dose is None:
        assert evidence.text == f"{drug.title}: {drug.mechanism}"
    else:
        assert evidence.text.endswith(f": {drug.mechanism}; dose unknown")
    assert str(verdict.since) == "2026-01-01"


@pytest.mark.parametrize("drug", [d for d in STRONG if d.least_days], ids=named)
def test_a_drug_not_yet_taken_long_enough_explains_nothing(drug: DrugCause) -> None:
    table = on_drug(drug.drug, f"0..{drug.least_days + 20}", drug.least_days - 1)
    assert answers(explained_by_drug, table) == "anna not met"


@pytest.mark.parametrize("drug", STRONG, ids=named)
def test_a_drug_stays_suspect_for_its_after_effect_and_no_longer(drug: DrugCause) -> None:
    last = drug.least_days + 10
    assert answers(explained_by_drug, on_drug(drug.drug, f"0..{last}", last + drug.after_days)) == "anna met"
    assert answers(explained_by_drug, on_drug(drug.drug, f"0..{last}", last + drug.after_days + 1)) == "anna not met"


@pytest.mark.parametrize("drug", WEAK, ids=named)
def test_common_weak_drugs_are_named_and_never_explain_alone(drug: DrugCause) -> None:
    verdict = explained_by_drug(situation(on_drug(drug.drug, f"0..{drug.least_days + 20}", drug.least_days)))
    assert verdict.answer is Answer.UNKNOWN
    assert verdict.because == f"{drug.title} may add to it, but rarely explain it alone"
    assert verdict.statements == ("review-iron-first" if drug.cause == "iron_infusion" else "review-drugs-first",)


def test_a_strong_drug_beside_a_weak_one_explains_it() -> None:
    verdict = explained_by_drug(
        situation(
            on_drug("tenofovir disoproxil", "0..", 100) + "\nanna | 50.. | thiazide |\nanna | 90 | ferric carboxymaltose | once"
        )
    )
    assert verdict.because == "ferric carboxymaltose, tenofovir disoproxil at the time of a low phosphate"
    assert verdict.statements == ("review-drugs-first", "review-iron-first")
    assert str(verdict.since) == "2026-01-01"


def test_iron_alone_cites_the_iron_statement_alone() -> None:
    verdict = explained_by_drug(situation(on_drug("ferric carboxymaltose", "0", 20)))
    assert verdict.statements == ("review-iron-first",)


def test_what_was_low_before_the_first_dose_is_not_the_drugs_work() -> None:
    table = """
    patient | day    | what                 | value
    anna    | -400   | serum phosphate      | 0.60 mmol/L
    anna    | 0..    | tenofovir disoproxil |
    anna    | 100    | serum phosphate      | 0.50 mmol/L
    boris   | -400   | serum phosphate      | 1.10 mmol/L
    boris   | 0..    | tenofovir disoproxil |
    boris   | 100    | serum phosphate      | 0.50 mmol/L
    clara   | -400   | serum phosphate      | 0.60 mmol/L
    clara   | -410..-395 | intensive care   |
    clara   | 0..    | tenofovir disoproxil |
    clara   | 100    | serum phosphate      | 0.50 mmol/L
    dora    | 0      | serum phosphate      | 0.60 mmol/L
    dora    | 0..    | tenofovir disoproxil |
    dora    | 100    | serum phosphate      | 0.50 mmol/L
    """
    assert answers(explained_by_drug, table) == "anna not met · boris met · clara met · dora met"


def test_a_low_before_the_drug_explains_no_low_even_where_the_drug_runs() -> None:
    assert answers(explained_by_drug, on_drug("denosumab", "50", 40)) == "anna not met"


def test_renewed_prescriptions_count_from_the_first_of_them() -> None:
    """Adefovir needs half a year: three prescriptions of ninety days make it."""
    table = """
    patient | day      | what            | value
    anna    | 0..89    | adefovir        |
    anna    | 90..179  | adefovir        |
    anna    | 180..269 | adefovir        |
    anna    | 200      | serum phosphate | 0.50 mmol/L
    boris   | 180..269 | adefovir        |
    boris   | 200      | serum phosphate | 0.50 mmol/L
    """
    assert answers(explained_by_drug, table) == "anna met · boris not met"


def test_a_drug_taken_years_ago_and_again_was_not_taken_in_between() -> None:
    """Adefovir needs half a year. What was renewed ninety days late is one treatment; five years later it begins anew."""
    table = """
    patient | day        | what            | value
    anna    | -2000..-1900 | adefovir      |
    anna    | 0..60      | adefovir        |
    anna    | 50         | serum phosphate | 0.50 mmol/L
    boris   | -200..-90  | adefovir        |
    boris   | 0..60      | adefovir        |
    boris   | 50         | serum phosphate | 0.50 mmol/L
    """
    assert answers(explained_by_drug, table) == "anna not met · boris met"


def test_a_renewal_after_the_low_does_not_hide_the_low_before_the_first_dose() -> None:
    table = """
    patient | day     | what            | value
    anna    | -20     | serum phosphate | 0.60 mmol/L
    anna    | 0..200  | adefovir        |
    anna    | 200..   | adefovir        |
    anna    | 300     | serum phosphate | 0.50 mmol/L
    """
    assert answers(explained_by_drug, table) == "anna not met"


def test_a_drug_known_only_by_name_may_have_run_at_any_time() -> None:
    verdict = explained_by_drug(situation(on_drug("adefovir", "", 0)))
    assert verdict.answer is Answer.MET
    assert verdict.since is None
    dated_too = explained_by_drug(situation(on_drug("adefovir", "", 0) + "\nanna | -300.. | tenofovir disoproxil |"))
    assert str(dated_too.since) == "2025-03-07"


def test_an_undated_drug_that_was_stopped_explains_nothing_long_after_its_end() -> None:
    """Nobody knows when it began; that it ended, and when, is on record. Adefovir stays suspect for a year."""
    table = """
    patient | day    | what            | value
    anna    | 0      | serum phosphate | 0.50 mmol/L
    anna    | ..-365 | adefovir        |
    boris   | 0      | serum phosphate | 0.50 mmol/L
    boris   | ..-366 | adefovir        |
    clara   | 0      | serum phosphate | 0.50 mmol/L
    clara   | ..30   | adefovir        |
    """
    assert answers(explained_by_drug, table) == "anna met · boris not met · clara met"


def test_no_drugs_on_record_is_unknown_and_a_harmless_list_is_not_met() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | serum phosphate | 0.50 mmol/L
    boris   | 0   | serum phosphate | 0.50 mmol/L
    boris   | -5..| paracetamol     |
    clara   | 0   | serum phosphate | 1.10 mmol/L
    clara   | -90.. | denosumab     |
    """
    assert answers(explained_by_drug, table) == "anna unknown · boris not met · clara not met"
    verdict = explained_by_drug(situation("patient | day | what | value\n anna | 0 | serum phosphate | 0.50 mmol/L"))
    assert verdict.because == "no drugs on record, over-the-counter ones least of all: ask"
    assert [e.kind for e in verdict.evidence] == ["absence"]


def test_each_drug_is_one_suspect_at_the_newest_low_it_may_have_caused_the_strong_first() -> None:
    drawn = situation("""
    patient | day    | what                 | value
    anna    | 30     | serum phosphate      | 0.60 mmol/L
    anna    | 60     | serum phosphate      | 0.55 mmol/L
    anna    | 0..100 | thiazide             |
    anna    | 0..100 | denosumab            |
    anna    | 10..12 | cisplatin            | first course
    anna    | 25..40 | denosumab            | second mention, shorter
    """)
    assert [(s.use.concept, str(s.low.at), s.use.text) for s in drug_suspects(drawn)] == [
        ("cisplatin", "2026-03-02", "first course"),
        ("denosumab", "2026-03-02", "second mention, shorter"),
        ("thiazide", "2026-03-02", "thiazide"),
    ]


def test_a_later_use_that_only_reached_an_older_low_does_not_hide_the_one_at_the_newest() -> None:
    (suspect,) = drug_suspects(
        situation("""
        patient | day      | what            | value
        anna    | 100      | serum phosphate | 0.60 mmol/L
        anna    | 400      | serum phosphate | 0.55 mmol/L
        anna    | 0..500   | acetazolamide   | at home
        anna    | 90..110  | acetazolamide   | on the ward
        """)
    )
    assert (suspect.use.text, str(suspect.low.at)) == ("at home", "2027-02-05")


def unsettled(table: str, on: int) -> str:
    found = []
    for name, record in patients(table).items():
        names = [s.use.concept for s in unsettled_suspects(of_record(record, on))]
        found.append(f"{name} {', '.join(names) or 'none'}")
    return " · ".join(found)


def test_a_suspect_is_settled_when_it_was_stopped_its_effect_is_over_and_phosphate_is_low_still() -> None:
    """Acetazolamide acts two weeks on: once past, a new low is not its work, and the old suspicion is settled."""
    table = """
    patient | day   | what            | value
    anna    | 20    | serum phosphate | 0.60 mmol/L
    anna    | 300   | serum phosphate | 0.55 mmol/L
    anna    | 0..30 | acetazolamide   | stopped
    boris   | 20    | serum phosphate | 0.60 mmol/L
    boris   | 300   | serum phosphate | 0.55 mmol/L
    boris   | 0..   | acetazolamide   | never recorded as stopped
    clara   | 20    | serum phosphate | 0.60 mmol/L
    clara   | 0..30 | acetazolamide   | stopped, but the newest low is its work
    dora    | 20    | serum phosphate | 0.60 mmol/L
    dora    | 300   | serum phosphate | 0.55 mmol/L
    dora    | 10    | acetazolamide   | once
    emil    | 20    | serum phosphate | 0.60 mmol/L
    emil    | 0..30 | thiazide        | weak
    frida   | 20    | serum phosphate | 0.60 mmol/L
    frida   |       | acetazolamide   | on the list without a day
    gustav  | 20    | serum phosphate | 0.60 mmol/L
    gustav  | 300   | serum phosphate | 0.55 mmol/L
    gustav  | 0..30 | ifosfamide      | acts for years
    """
    assert unsettled(table, on=310) == (
        "anna none · boris acetazolamide · clara acetazolamide · dora none · emil none · frida acetazolamide · gustav ifosfamide"
    )


def test_a_statement_without_an_end_says_that_the_drug_is_taken_still() -> None:
    """A medication list says "tenofovir since 2017": seven years on it runs. An order of 2017 is only an old order."""
    found = situation(
        "patient | day | what | value\nanna | 2500 | serum phosphate | 0.5 mmol/L\nanna | 0.. | tenofovir disoproxil |"
    )
    (order,) = found.drugs("tenofovir_disoproxil")
    statement = msgspec.structs.replace(order, kind="statement")
    assert found.running(statement, day(2500), 180)
    assert not found.running(order, day(2500), 180)
    assert not found.running(msgspec.structs.replace(statement, at=None), day(2500), 180)
    assert not found.running(statement, day(-1), 180), "not before it began"


def test_one_dose_of_an_aminoglycoside_explains_nothing_and_a_course_does_for_a_month() -> None:
    table = """
    patient | day    | what            | value
    anna    | 0      | aminoglycoside  | once
    anna    | 10     | serum phosphate | 0.50 mmol/L
    boris   | 0..3   | aminoglycoside  |
    boris   | 10     | serum phosphate | 0.50 mmol/L
    clara   | 0..4   | aminoglycoside  |
    clara   | 34     | serum phosphate | 0.50 mmol/L
    dora    | 0..4   | aminoglycoside  |
    dora    | 35     | serum phosphate | 0.50 mmol/L
    emil    | 0      | aminoglycoside  | once
    emil    | 1      | aminoglycoside  | once
    emil    | 2      | aminoglycoside  | once
    emil    | 3      | aminoglycoside  | once
    emil    | 4      | aminoglycoside  | once
    emil    | 10     | serum phosphate | 0.50 mmol/L
    fritz   | 0      | aminoglycoside  | once
    fritz   | 60     | aminoglycoside  | once
    fritz   | 70     | serum phosphate | 0.50 mmol/L
    """
    expected = "anna not met · boris not met · clara met · dora not met · emil met · fritz not met"
    assert answers(explained_by_drug, table) == expected
    words = "aminoglycoside: not taken at the time of a low phosphate, or not for long enough, or only after it was low"
    assert explained_by_drug(situation(on_drug("aminoglycoside", "0..2", 10))).because == words


def test_an_order_of_a_short_course_without_an_end_does_not_run_for_half_a_year() -> None:
    """Thirty days for the order, thirty for what it leaves behind."""
    assert answers(explained_by_drug, on_drug("aminoglycoside", "0..", 60)) == "anna met"
    assert answers(explained_by_drug, on_drug("aminoglycoside", "0..", 61)) == "anna not met"
    assert answers(explained_by_drug, on_drug("acetazolamide", "0..", 61)) == "anna met"


def test_one_cycle_of_chemotherapy_acts_for_weeks_and_several_for_years() -> None:
    table = """
    patient | day    | what            | value
    anna    | 0..4   | ifosfamide      |
    anna    | 34     | serum phosphate | 0.50 mmol/L
    boris   | 0..4   | ifosfamide      |
    boris   | 35     | serum phosphate | 0.50 mmol/L
    clara   | 0..4   | ifosfamide      |
    clara   | 21..25 | ifosfamide      |
    clara   | 1500   | serum phosphate | 0.50 mmol/L
    dora    | 0      | cisplatin       | once
    dora    | 21     | cisplatin       | once
    dora    | 300    | serum phosphate | 0.50 mmol/L
    """
    assert answers(explained_by_drug, table) == "anna met · boris not met · clara met · dora met"


def test_where_phosphate_was_never_measured_one_dose_is_no_suspect_either() -> None:
    table = """
    patient | day | what           | value
    anna    | 0   | aminoglycoside | once
    anna    | 3   | urine glucose  | positive
    """
    found = {finding.finding: finding for finding in of_drugs(situation(table))}
    assert found["tubular_drug"].bands == ("absent",)
    assert found["tubular_drug"].value == "aminoglycoside not at the time, or not for long enough"


def test_an_old_order_that_nobody_recorded_as_stopped_leaves_it_open() -> None:
    """One order of tenofovir, three years before: it may be taken still. One that ended, or came after the low, may not."""
    table = """
    patient | day        | what                 | value
    anna    | -1000..    | tenofovir disoproxil |
    anna    | 0          | serum phosphate      | 0.50 mmol/L
    boris   | -1000..-900 | tenofovir disoproxil |
    boris   | 0          | serum phosphate      | 0.50 mmol/L
    clara   | -1000..    | tenofovir disoproxil |
    clara   | -1100      | serum phosphate      | 0.60 mmol/L
    clara   | 0          | serum phosphate      | 0.50 mmol/L
    dora    | -1000..    | phosphate binder     |
    dora    | 0          | serum phosphate      | 0.50 mmol/L
    """
    assert answers(explained_by_drug, table) == "anna unknown · boris not met · clara not met · dora unknown"
    drawn = situation(on_drug("tenofovir disoproxil", "-1000..", 0))
    because = (
        "tenofovir disoproxil (ordered 2023-04-07): never recorded as stopped; whether it was taken still when phosphate was low"
    )
    assert explained_by_drug(drawn).because == f"{because} is not known: ask"
    assert [s.use.concept for s in unsettled_suspects(drawn)] == ["tenofovir_disoproxil"]
    assert unsettled_suspects(situation(on_drug("phosphate binder", "-1000..", 0))) == ()
    assert "tubular_drug" not in {finding.finding for finding in of_drugs(drawn)}
