"""How the intake understands what a laboratory wrote. Each example: rows in the source's letters, then what the store will hold."""

from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from culprit.sources.intake.local_mapping import LocalMapping
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


def results(connection: duckdb.DuckDBPyConnection, text: str, **said: object) -> Understood:
    """Anna's results, understood. What a table leaves out: serum phosphate in mmol/L on a day in June."""
    usual = {"person_id": "anna", "at": "2019-06-16", "name": "Phosphate", "specimen": "serum", "unit": "mmol/L"}
    rows = [{**usual, **row} for row in table(text)]
    return understand(connection, raw_relations(connection, ANNA, rows), **said)  # type: ignore[arg-type]


def test_units_become_the_analytes_own_and_the_printed_letters_stay(connection: duckdb.DuckDBPyConnection) -> None:
    results(
        connection,
        """value | unit
           0.52  | mmol/L
           1.6   | mg/dL
           1,6   | MG/DL
           0,52  | ммоль/л
           0.52  | 毫摩尔/升""",
    )
    assert drawn(connection, "intake_result", "printed_value, printed_unit, value", "source_row") == plain(
        """printed | unit      | value
           0.52    | mmol/L    | 0.520000
           1.6     | mg/dL     | 0.516566
           1,6     | MG/DL     | 0.516566
           0,52    | ммоль/л   | 0.520000
           0.52    | 毫摩尔/升 | 0.520000"""
    )


def test_comparators_and_words_are_data(connection: duckdb.DuckDBPyConnection) -> None:
    results(
        connection,
        """value       | comparator | interpretation
           <0.3        |            |
           0.2         | <          | LL
           ≤ 0,3       |            | ↓
           haemolysed  |            |
           negative    |            |
           0.61 L      |            |""",
    )
    assert drawn(connection, "intake_result", "printed_value, comparator, value, interpretation", "source_row") == plain(
        """printed    | comparator | value    | interpretation
           <0.3       | <          | 0.300000 |
           <0.2       | <          | 0.200000 | low
           ≤ 0,3      | <=         | 0.300000 | low
           haemolysed |            |          |
           negative   |            |          | negative
           0.61 L     |            | 0.610000 | low"""
    )
    assert "value |  |  | haemolysed |  | phosphate_serum | 1 | lab.csv | 5" in drawn(connection, "intake_unmapped", "*")


def test_a_unit_that_is_unknown_missing_or_unbelievable_is_flagged_and_never_repaired(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    understood = results(
        connection,
        """value | unit   | low | high
           0.52  | bogus  |     |
           0.52  |        |     |
           3.4   | mmol/L | 2.5 | 4.5
           9.9   | mmol/L |     |
           NaN   | mmol/L |     |""",
    )
    assert drawn(connection, "intake_result", "printed_value, printed_unit, value, flags", "source_row") == plain(
        """printed | unit   | value    | flags
           0.52    | bogus  |          | unit_unknown
           0.52    |        |          | unit_missing
           3.4     | mmol/L | 3.400000 | unit_suspect
           9.9     | mmol/L | 9.900000 | unit_suspect
           NaN     | mmol/L |          | not_a_number"""
    )
    assert understood.counts.flags == {"not_a_number": 1, "unit_missing": 1, "unit_suspect": 2, "unit_unknown": 1}
    assert drawn(connection, "intake_unmapped", "what, unit, name, analyte, rows, example_row") == plain(
        """what  | unit  | name | analyte         | rows | line
           unit  |       |      | phosphate_serum | 1    | 3
           unit  | bogus |      | phosphate_serum | 1    | 2
           value |       | NaN  | phosphate_serum | 1    | 6"""
    )


def test_the_printed_unit_wins_over_a_molar_code_and_it_is_said(connection: duckdb.DuckDBPyConnection) -> None:
    understood = results(
        connection,
        """code   | name    | value | unit  | unit_code
           2000-8 | Calcium | 9.0   | mg/dL | mmol/L""",
    )
    assert drawn(connection, "intake_result", "analyte, value, printed_unit, flags") == "calcium_serum | 2.245621 | mg/dL | "
    assert [note.what for note in understood.notes] == ["unit_against_code", "unit_and_unit_code_disagree"]


def test_the_laboratorys_own_limits_come_in_the_analytes_unit(connection: duckdb.DuckDBPyConnection) -> None:
    results(
        connection,
        """value | unit   | low  | high | range_unit | range_text
           0.61  | mmol/L | 0.81 | 1.45 |            |
           0.62  | mmol/L | 2.5  | 4.5  | mg/dL      |
           0.63  | mmol/L |      |      |            | 0,81–1,45
           0.64  | mmol/L |      |      |            | > 0.80
           0.65  | mmol/L |      |      |            | 2.5-4.5 mg/dl
           0.66  | mmol/L |      |      |            | see leaflet""",
    )
    assert drawn(connection, "intake_result", "printed_value, limit_low, limit_high, flags", "source_row") == plain(
        """printed | low      | high     | flags
           0.61    | 0.810000 | 1.450000 |
           0.62    | 0.807135 | 1.452843 |
           0.63    | 0.810000 | 1.450000 |
           0.64    | 0.800000 |          |
           0.65    | 0.807135 | 1.452843 |
           0.66    |          |          |"""
    )


def test_dates_keep_the_wall_clock_and_their_precision(connection: duckdb.DuckDBPyConnection) -> None:
    results(
        connection,
        """value | at
           0.51  | 2019-06-16T23:30:00-04:00
           0.52  | 2019-06-16
           0.53  | 2019-06
           0.54  | 16.06.2019
           0.55  | 2019年6月16日
           0.56  | 06/16/2019
           0.57  | 2019-06-16 23:59:59.999999""",
    )
    assert drawn(connection, "intake_result", 'printed_value, "at", precision, utc_offset_minutes', "source_row") == plain(
        """printed | at                  | precision | offset
           0.51    | 2019-06-16 23:30:00 | minute    | -240
           0.52    | 2019-06-16 00:00:00 | day       |
           0.53    | 2019-06-01 00:00:00 | month     |
           0.54    | 2019-06-16 00:00:00 | day       |
           0.55    | 2019-06-16 00:00:00 | day       |
           0.56    | 2019-06-16 00:00:00 | day       |
           0.57    | 2019-06-16 23:59:59 | minute    |"""
    )


def test_what_cannot_be_used_goes_to_quarantine_with_place_and_reason(connection: duckdb.DuckDBPyConnection) -> None:
    understood = results(
        connection,
        """person_id | at         | value
           ''        | 2019-06-16 | 0.51
           nobody    | 2019-06-16 | 0.52
           anna      | ''         | 0.53
           anna      | 06/07/2019 | 0.54
           anna      | yesterday  | 0.55
           anna      | 2030-01-01 | 0.56
           anna      | 2019-06-16 | 0.57""",
        on=date(2026, 11, 20),
    )
    assert drawn(connection, "intake_quarantine", "reason, source_file, source_row", "source_row") == plain(
        """reason          | file    | line
           no_patient      | lab.csv | 2
           unknown_patient | lab.csv | 3
           no_date         | lab.csv | 4
           ambiguous_date  | lab.csv | 5
           unreadable_date | lab.csv | 6
           future_date     | lab.csv | 7"""
    )
    assert drawn(connection, "intake_result", "printed_value") == "0.57"
    assert understood.counts.results.kept == 1
    assert understood.counts.results.accounted == understood.counts.results.read == 7


def test_without_a_day_of_assessment_no_date_is_in_the_future(connection: duckdb.DuckDBPyConnection) -> None:
    results(
        connection,
        """value | at
           0.51  | 2180-05-06""",
    )
    assert drawn(connection, "intake_result", 'printed_value, "at"') == "0.51 | 2180-05-06 00:00:00"


def test_of_two_versions_the_newer_stands_and_a_withdrawn_one_is_gone(connection: duckdb.DuckDBPyConnection) -> None:
    understood = results(
        connection,
        """result_id | value | updated              | status
           one       | 0.51  | 2019-06-18T00:00:00Z | corrected
           one       | 0.91  | 2019-06-17T00:00:00Z | final
           two       | 0.52  |                      | final
           two       | 0.52  |                      | final
           three     | 0.53  | 2019-06-17T00:00:00Z | final
           three     |       | 2019-06-18T00:00:00Z | entered-in-error
           four      | 0.54  | 2019-06-19T00:00:00Z | final
           four      | 0.54  | 2019-06-18T00:00:00Z | entered-in-error
           five      |       |                      | cancelled
           six       | 0.56  |                      | preliminary""",
    )
    assert drawn(connection, "intake_result", "result_id, printed_value", "source_row") == plain(
        """id   | printed
           one  | 0.51
           two  | 0.52
           four | 0.54
           six  | 0.56"""
    )
    tally = understood.counts.results
    assert (tally.kept, tally.superseded, tally.duplicate, tally.withdrawn) == (4, 1, 1, 4)
    assert tally.accounted == tally.read == 10


def test_rows_without_an_id_that_say_the_same_are_one_row(connection: duckdb.DuckDBPyConnection) -> None:
    understood = results(
        connection,
        """value | at               | specimen_id
           0.51  | 2019-06-16 08:00 |
           0.51  | 2019-06-16 08:00 |
           0.51  | 2019-06-16 09:00 |
           0.51  | 2019-06-16 08:00 | tube 7""",
    )
    assert drawn(connection, "intake_result", '"at", specimen_id, source_row', "source_row") == plain(
        """at                  | tube   | line
           2019-06-16 08:00:00 |        | 2
           2019-06-16 09:00:00 |        | 4
           2019-06-16 08:00:00 | tube 7 | 5"""
    )
    assert understood.counts.results.duplicate == 1


def test_what_is_no_analyte_is_counted_by_its_code(connection: duckdb.DuckDBPyConnection) -> None:
    understood = results(
        connection,
        """code   | name        | value | unit | specimen
           8302-2 | Body height | 170   | cm   |
           8302-2 | Body height | 171   | cm   |""",
    )
    assert understood.counts.results.not_an_analyte == 2
    assert drawn(connection, "intake_unmapped", "what, code, name, unit, rows, example_row") == plain(
        """what    | code   | name        | unit | rows | line
           analyte | 8302-2 | Body height | cm   | 2    | 2"""
    )


def test_a_value_that_is_absent_is_no_measurement(connection: duckdb.DuckDBPyConnection) -> None:
    understood = results(
        connection,
        """value | absent_reason
                 | not-performed
           ___   |
           ''    |""",
    )
    assert understood.counts.results.without_value == 3
    assert understood.counts.results.kept == 0


def test_a_mapping_file_adds_what_is_not_known(connection: duckdb.DuckDBPyConnection) -> None:
    mapping = LocalMapping(
        codes=({("", "PHOS-7")}.__class__() and {}) or {("", "PHOS-7"): "phosphate_serum"},
        units={("phosphate_serum", "bogus"): "mg/dL"},
        fixed={"date_order": "month_first"},
    )
    results(
        connection,
        """code   | name | at         | value | unit
           PHOS-7 | Px 7 | 06/07/2019 | 1.6   | bogus""",
        mapping=mapping,
    )
    assert drawn(connection, "intake_result", 'analyte, "at", value') == "phosphate_serum | 2019-06-07 00:00:00 | 0.516566"


def test_one_person_in_two_files_is_one_person(connection: duckdb.DuckDBPyConnection) -> None:
    people = table(
        """person_id | sex    | birth      | death      | source_file | source_row
           anna      | female | 1961       |            | a.csv       | 2
           anna      |        | 1961-03-05 |            | b.csv       | 2
           anna      | m      |            | 2020-01-01 | c.csv       | 2
           boris     | 男     | 1970-01    |            | c.csv       | 3"""
    )
    understood = understand(connection, raw_relations(connection, people))
    assert drawn(connection, "intake_person", "person_id, sex, birth::DATE, birth_precision, death::DATE, deceased") == plain(
        """person | sex | birth      | precision | death      | deceased
           anna   | M   | 1961-03-05 | day       | 2020-01-01 | True
           boris  | M   | 1970-01-01 | month     |            | False"""
    )
    assert [(note.what, note.rows, note.example) for note in understood.notes] == [("sex_contradicted", 1, "a.csv:2")]
    assert understood.counts.people.accounted == understood.counts.people.read == 4


def test_whether_somebody_is_dead_may_be_answered_with_the_day(connection: duckdb.DuckDBPyConnection) -> None:
    people = table(
        """person_id | deceased
           anna      | 2024-03-01
           bela      | yes
           cleo      | no
           dora      | perhaps"""
    )
    understood = understand(connection, raw_relations(connection, people))
    assert drawn(connection, "intake_person", "person_id, death::DATE, deceased") == plain(
        """person | death      | deceased
           anna   | 2024-03-01 | True
           bela   |            | True
           cleo   |            | False
           dora   |            | False"""
    )
    assert [(note.what, note.rows) for note in understood.notes] == [("deceased_not_told", 1)]


def test_where_nobody_is_named_whoever_has_a_row_is_a_person(connection: duckdb.DuckDBPyConnection) -> None:
    rows = table(
        """person_id | at         | name      | value | unit
           anna      | 2019-06-16 | Phosphate | 0.52  | mmol/L"""
    )
    understand(connection, raw_relations(connection, (), rows))
    assert drawn(connection, "intake_person", "person_id, sex, birth, deceased") == "anna |  |  | False"


def test_facts_become_one_row_per_concept_and_undated_ones_stay(connection: duckdb.DuckDBPyConnection) -> None:
    facts = table(
        """kind      | text                 | at         | until | status                    | detail | planned
           condition | hip fracture         | 2019-06-16 |       | confirmed                 |        |
           condition | osteoporosis         |            |       | refuted                   |        |
           condition | hip fracture         | 2019-06-17 |       | entered-in-error          |        |
           condition | growing pains        | 2019       |       |                           |        |
           drug      | burosumab            | 2019-06    |       | administration completed  |        |
           drug      | alendronate          | 2019-06    |       | order cancelled           |        |
           stay      |                      | 2019-06-16 | 2019-06-20 | finished             | IMP    | elective
           condition | rickets              | sometime   |       |                           |        |"""
    )
    hers = [{"person_id": "anna", **fact} for fact in facts]
    understood = understand(connection, raw_relations(connection, ANNA, (), hers))
    assert drawn(
        connection, "intake_fact", 'kind, concept, "at"::DATE, at_precision, status, detail, planned', "source_row"
    ) == plain(
        """kind      | concept      | at         | precision | status         | detail    | planned
           condition | fracture_hip | 2019-06-16 | day       | present        |           |
           condition | osteoporosis |            |           | refuted        |           |
           condition |              | 2019-01-01 | year      | present        |           |
           drug      | burosumab    | 2019-06-01 | month     | administration |           |
           stay      |              | 2019-06-16 | day       |                | inpatient | True"""
    )
    assert drawn(connection, "intake_quarantine", "reason, source_row") == "unreadable_date | 9"
    assert drawn(connection, "intake_unmapped", "what, name, rows") == "concept | growing pains | 1"
    assert understood.counts.facts.withdrawn == 2
    assert understood.counts.facts.accounted == understood.counts.facts.read == 8
