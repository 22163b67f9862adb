"""Rows whose words deny, doubt, speak of relatives, or tell how long a drug was taken: what the store will hold of them."""

from collections.abc import Iterator

import duckdb
import pytest

from culprit.sources.intake.fates import Stored
from culprit.sources.intake.understand import Understood, understand
from tests.intake.raw_tables import drawn, plain, raw_relations, table

ANNA = table(
    """person_id | sex    | birth
       anna      | female | 1961-03-05"""
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory DuckDB."""
    with duckdb.connect(config={"threads": 2}) as opened:
        yield opened


def facts(connection: duckdb.DuckDBPyConnection, text: str) -> Understood:
    """Anna's facts, understood."""
    rows = [{"person_id": "anna", **row} for row in table(text)]
    return understand(connection, raw_relations(connection, ANNA, facts=rows))


def test_what_is_denied_is_refuted_what_is_doubted_provisional_and_a_relatives_goes_to_the_relative(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    understood = facts(
        connection,
        """kind      | fact_id | text                         | status
           condition | c1      | no dental abscesses          | active
           condition | c2      | suspected osteomalacia       | active confirmed
           condition | c3      | osteomalacia                 | active provisional
           condition | c4      | no osteomalacia              | refuted
           condition | c5      | rickets; mother had XLH      | active
           condition | c6      | no family history of rickets | active
           condition | c7      | rickets in father            | entered-in-error
           relative  | r1      | none                         | completed""",
    )
    assert drawn(connection, "intake_fact", "kind, concept, status, detail, fact_id", "source_row, kind") == plain(
        """kind      | concept                 | status      | detail | id
           condition | dental_abscess          | refuted     |        | c1
           condition | osteomalacia            | provisional |        | c2
           condition | osteomalacia            | provisional |        | c3
           condition | osteomalacia            | refuted     |        | c4
           condition | rickets                 | present     |        | c5
           relative  | xlh                     | present     | mother | c5
           relative  | rickets                 | refuted     | family | c6
           relative  | hereditary_bone_disease | refuted     | family | r1"""
    )
    tally = understood.counts.facts
    assert (tally.read, tally.kept, tally.withdrawn) == (9, 8, 1)  # c5 speaks of two people
    assert tally.accounted == tally.read


def test_a_drug_is_dated_by_its_words_from_the_rows_own_day(connection: duckdb.DuckDBPyConnection) -> None:
    facts(
        connection,
        """kind | text                           | at         | until      | status    | dose
           drug | adefovir 10 mg/day for 4 years | 2020-06-15 |            | statement |
           drug | adefovir 10 mg/day for 4 years | 15.06.2020 |            | statement | 20 mg
           drug | adefovir 10 mg/day for 4 years |            |            | statement |
           drug | adefovir 10 mg/day for 4 years | 2020-06-15 |            | order     |
           drug | adefovir for 4 years           | 2020-06-15 | 2020-07-01 | statement |
           drug | tenofovir since 2015           | 2020-06-15 |            | order     |
           drug | tenofovir for 2 weeks          | 2020-06-15 |            |           |
           drug | tenofovir since 2015, then entecavir | 2020-06-15 |      | statement |""",
    )
    columns = """concept, left("at"::VARCHAR, 10), at_precision, left("until"::VARCHAR, 10), until_precision, dose"""
    assert drawn(connection, "intake_fact", columns, 'source_row, "at", concept') == plain(
        """concept              | at         |      | until      |     | dose
           adefovir             | 2016-01-01 | year | 2020-06-15 | day | 10 mg/day
           adefovir             | 2020-06-15 | day  |            |     | 10 mg/day
           adefovir             | 2016-01-01 | year | 2020-06-15 | day | 20 mg
           adefovir             | 2020-06-15 | day  |            |     | 20 mg
           adefovir             |            |      |            |     | 10 mg/day
           adefovir             | 2020-06-15 | day  |            |     | 10 mg/day
           adefovir             | 2020-06-15 | day  | 2020-07-01 | day |
           tenofovir_disoproxil | 2015-01-01 | year | 2020-06-15 | day |
           tenofovir_disoproxil | 2020-06-15 | day  |            |     |
           tenofovir_disoproxil | 2020-06-01 | month | 2020-06-15 | day |
           tenofovir_disoproxil | 2020-06-15 | day  |            |     |
           hepatitis_b_antiviral | 2020-06-15 | day  |            |     |
           tenofovir_disoproxil | 2020-06-15 | day  |            |     |"""
    )


def test_where_the_row_gives_the_start_no_words_count_back_from_it_and_somebody_is_told(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    """`started`: the day of the row is the one on which the drug was begun (effectivePeriod.start of a MedicationStatement)."""
    understood = facts(
        connection,
        """kind | text                           | at         | until      | status
           drug | adefovir 10 mg/day for 4 years | 2018-01-01 |            | statement active started
           drug | tenofovir since 2009           | 2018-01-01 |            | statement active started
           drug | tenofovir until 2020           | 2018-01-01 |            | statement active started
           drug | tenofovir                      | 2018-01-01 |            | statement active started
           drug | tenofovir for 2 years          | 2018-01-01 | 2019-01-01 | statement active started""",
    )
    columns = """concept, left("at"::VARCHAR, 10), at_precision, left("until"::VARCHAR, 10), until_precision"""
    assert drawn(connection, "intake_fact", columns, 'source_row, "at"') == plain(
        """concept              | at         |     | until      |
           adefovir             | 2018-01-01 | day |            |
           tenofovir_disoproxil | 2018-01-01 | day |            |
           tenofovir_disoproxil | 2018-01-01 | day | 2020-01-01 | year
           tenofovir_disoproxil | 2018-01-01 | day |            |
           tenofovir_disoproxil | 2018-01-01 | day | 2019-01-01 | day"""
    )
    (note,) = understood.notes
    assert note.what == "drugs whose words tell of another beginning than the start of the row, which counts"
    assert note.rows == 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("statement active", "statement"),
        ("statement completed", "order"),
        ("statement stopped started", "order"),
        ("administration completed", "administration"),
        ("order completed", "order"),
    ],
)
def test_a_statement_of_what_is_over_does_not_say_that_it_is_taken_still(
    connection: duckdb.DuckDBPyConnection, status: str, kind: str
) -> None:
    facts(connection, f"kind | text | at | status\ndrug | tenofovir | 2018-01-01 | {status}")
    assert drawn(connection, "intake_fact", "status") == kind


def test_what_was_not_understood_is_listed_and_the_row_stays(connection: duckdb.DuckDBPyConnection) -> None:
    understood = facts(
        connection,
        """kind      | text
           drug      | warfarin
           drug      | warfarin, adefovir 10 mg/day for 4 years
           drug      | warfarin, adefovir for 2 years
           condition | gout and severe osteoporosis
           condition | severe osteoporosis""",
    )
    assert drawn(connection, "intake_unmapped", "what, system, name, rows, example_row") == plain(
        """what    | kind      | name     | rows | line
           concept | drug      | warfarin | 1    | 2
           words   | condition | gout     | 1    | 5
           words   | drug      | warfarin | 2    | 3"""
    )
    assert understood.counts.facts_unmapped == 1
    assert understood.counts.facts.kept == 5


def test_a_row_with_a_code_is_believed_by_its_code_and_has_no_rest(connection: duckdb.DuckDBPyConnection) -> None:
    row = {"person_id": "anna", "kind": "condition", "code": "ICD-10-CM|M81.0", "text": "osteoporosis of gout, no fracture"}
    understand(connection, raw_relations(connection, ANNA, facts=[row]))
    assert drawn(connection, "intake_fact", "concept, status") == "osteoporosis | present"
    assert drawn(connection, "intake_unmapped", "*") == ""


def test_loading_the_same_words_again_changes_nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """One row may have become several facts, of two people or at two times: a copy of it is still a copy."""
    text = """kind      | fact_id | text                                  | at         | status
              condition | c1      | rickets; mother had XLH               | 2020-01-01 | active
              condition |         | no dental abscess; father had rickets | 2020-01-01 | active
              drug      | d1      | adefovir 10 mg/day for 4 years        | 2020-06-15 | statement"""
    facts(connection, text)
    connection.execute("CREATE SCHEMA earlier")
    for relation, table_name in (("intake_person", "people"), ("intake_result", "results"), ("intake_fact", "facts")):
        connection.execute(
            f"CREATE TABLE earlier.{table_name} AS SELECT *, 0 AS part, row_number() OVER () - 1 AS part_row FROM {relation}"
        )
    connection.execute("CREATE TABLE earlier.withdrawn (what VARCHAR, id VARCHAR, updated TIMESTAMP)")
    for what in ("results", "facts"):
        connection.execute(f"CREATE TABLE earlier.waiting_{what} AS SELECT * FROM intake_waiting_{what}")
    connection.execute("CREATE TABLE earlier.links AS SELECT * FROM intake_links")
    rows = [{"person_id": "anna", **row} for row in table(text)]
    again = understand(connection, raw_relations(connection, ANNA, facts=rows), stored=Stored("earlier"))
    assert (again.counts.facts.read, again.counts.facts.duplicate, again.counts.facts.kept) == (5, 5, 0)
    assert drawn(connection, "intake_fact", "*") == drawn(connection, "intake_replaced_facts", "*") == ""
