"""Which fractures are fragility fractures, each counted once?"""

import pytest

from culprit.guideline.assess import assess
from culprit.guideline.fractures import FRAGILE_SITES, fragility_fractures
from culprit.knowledge.concepts import concepts, is_a
from culprit.knowledge.settings import Settings
from tests.spec.drawn import of_record, patients, situation


def sites(table: str, on: int | None = None) -> str:
    """`anna hip, rib · boris none`: the fragility fractures of everybody drawn."""
    found = []
    for name, record in patients(table).items():
        names = [f.site.removeprefix("fracture_") for f in fragility_fractures(of_record(record, on))]
        found.append(f"{name} {', '.join(names) or 'none'}")
    return " · ".join(found)


@pytest.mark.parametrize("site", sorted(FRAGILE_SITES))
def test_sites_that_break_from_weakness_count(site: str) -> None:
    assert sites(f"patient | day | what | value\n anna | 0 | {site} |") == f"anna {site.removeprefix('fracture_')}"
    assert is_a(site, "fracture")


def test_every_site_is_either_fragile_or_only_so_in_weak_bone() -> None:
    known = {name for name in concepts() if is_a(name, "fracture")}
    assert known - FRAGILE_SITES == {"fracture", "fracture_fragility", "fracture_other"}


def test_other_sites_count_only_in_bone_known_to_be_weak() -> None:
    table = """
    patient | day | what            | value
    anna    | 0   | fracture other  | ankle
    boris   | 0   | fracture other  | ankle
    boris   | 400 | osteoporosis    |
    clara   | 0   | fracture other  | ankle
    clara   | 400 | osteomalacia    |
    dora    | 0   | fracture other  | ankle
    dora    | 400 | no osteoporosis |
    """
    assert sites(table) == "anna none · boris other · clara other · dora none"


def test_a_fracture_called_one_of_fragility_counts_wherever_it_was_and_once_beside_its_site() -> None:
    table = """
    patient | day | what               | value
    anna    | 0   | fracture fragility | fragility fracture
    boris   | 0   | fracture fragility | fragility fracture of the hip
    boris   | 0   | fracture hip       | fragility fracture of the hip
    clara   | 0   | fracture fragility | low-trauma fracture
    clara   | 200 | fracture fragility | low-trauma fracture
    """
    assert sites(table) == "anna fragility · boris hip · clara fragility, fragility"
    (record,) = patients("patient | day | what | value\nanna | 1960 | born | F\nanna | 0 | fracture fragility |").values()
    found = assess(record)
    assert found.differential
    low, high = found.differential[0].interval
    assert high - low > 0.3
    assert found.next_steps[0].step == "measure_phosphate"


def test_children_break_bones_in_play() -> None:
    table = """
    patient | day        | what           | value
    anna    | 2010-05-01 | born           | F
    anna    | 0          | fracture wrist |
    boris   | 2007-12-31 | born           | M
    boris   | 0          | fracture wrist |
    clara   | 1980-01-01 | born           | F
    clara   | 1990-06-01 | fracture wrist |
    dora    |            | born           | ?
    dora    | 0          | fracture wrist |
    """
    assert sites(table, on=30) == "anna none · boris wrist · clara none · dora wrist"


def test_an_undated_fracture_is_taken_to_be_of_the_age_the_person_has_now() -> None:
    table = """
    patient | day        | what           | value
    anna    | 2010-05-01 | born           | F
    anna    |            | fracture wrist |
    boris   |            | fracture wrist |
    """
    assert sites(table, on=0) == "anna none · boris wrist"


def test_from_which_age_is_a_setting() -> None:
    table = "patient | day | what | value\n anna | 2006-01-01 | born | F\n anna | 0 | fracture wrist |"
    older = Settings.default().changed({"fragility_least_age": "21"})
    assert len(fragility_fractures(situation(table))) == 1
    assert fragility_fractures(situation(table, settings=older)) == ()


def test_a_violent_accident_around_that_day_explains_the_fracture() -> None:
    table = """
    patient | day | what               | value
    anna    | 10  | fracture hip       |
    anna    | 10  | high energy trauma | fell from a roof
    boris   | 10  | fracture hip       |
    boris   | 11  | high energy trauma | fell from a roof
    clara   | 10  | fracture hip       |
    clara   | 12  | high energy trauma | fell from a roof
    dora    | 10  | fracture hip       |
    dora    |     | high energy trauma | fell from a roof
    emil    |     | fracture hip       |
    emil    | 10  | high energy trauma | fell from a roof
    """
    assert sites(table) == "anna none · boris none · clara hip · dora hip · emil hip"


def test_the_same_site_coded_again_within_ninety_days_is_the_same_fracture() -> None:
    table = """
    patient | day | what         | value
    anna    | 0   | fracture hip |
    anna    | 90  | fracture hip |
    boris   | 0   | fracture hip |
    boris   | 91  | fracture hip |
    clara   | 0   | fracture hip |
    clara   | 10  | fracture rib |
    """
    assert sites(table) == "anna hip · boris hip, hip · clara hip, rib"


def test_a_fracture_coded_at_every_visit_stays_one_fracture() -> None:
    table = "patient | day | what | value\n" + "\n".join(f"anna | {day} | fracture hip |" for day in range(0, 400, 80))
    assert sites(table) == "anna hip"


def test_an_undated_mention_is_the_fracture_already_known_there() -> None:
    table = """
    patient | day  | what               | value
    anna    |      | fracture vertebral |
    anna    | 0    | fracture vertebral |
    boris   |      | fracture vertebral |
    boris   |      | fracture vertebral |
    clara   |      | fracture vertebral |
    clara   | 0    | fracture vertebral |
    clara   | 200  | fracture vertebral |
    """
    assert sites(table) == "anna vertebral · boris vertebral · clara vertebral, vertebral"


def test_a_year_alone_may_be_the_same_fracture() -> None:
    table = """
    patient | day        | what         | value
    anna    | 2024       | fracture hip |
    anna    | 2025-02-01 | fracture hip |
    boris   | 2024       | fracture hip |
    boris   | 2025-06-01 | fracture hip |
    """
    assert sites(table) == "anna hip · boris hip, hip"


def test_a_refuted_fracture_is_none_and_the_first_mention_is_kept() -> None:
    assert sites("patient | day | what | value\n anna | 0 | no fracture hip |") == "anna none"
    (fracture,) = fragility_fractures(
        situation("""
        patient | day | what         | value
        anna    | 5   | fracture hip | femoral neck
        anna    | 40  | fracture hip | follow-up
        """)
    )
    assert (fracture.first.text, str(fracture.first.at)) == ("femoral neck", "2026-01-06")
