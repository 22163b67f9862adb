"""A table whose rows were sorted while they were narrow stands in its order in the file."""

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from culprit.sources.intake.results import _ORDER
from culprit.store.schema import RESULTS, Narrow
from culprit.store.write import write_table

ROWS = 300_000


@pytest.fixture
def connection() -> Any:
    """Rows in no order, and what they share: few forms, and more people than rows."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(
            """CREATE TABLE intake_form AS SELECT i::INTEGER AS form_no, 'analyte ' || lpad((i % 40)::VARCHAR, 2, '0') AS analyte,
            'mmol/L' AS printed_unit, 0.8 AS limit_low, 1.5 AS limit_high,
            NULL::BOOLEAN AS fasting, 'code' AS code FROM range(400) t(i)"""
        )
        connection.execute(
            """CREATE TABLE intake_result_person AS SELECT i::INTEGER AS person_no, 'p' || lpad(i::VARCHAR, 7, '0') AS person_id
            FROM range(400_000) t(i) ORDER BY hash(i)"""
        )
        connection.execute(
            "CREATE TABLE intake_file AS SELECT i::INTEGER AS file_no, 'file ' || i AS source_file FROM range(3) t(i)"
        )
        connection.execute(
            f"""CREATE TABLE rows AS SELECT (form_no % 40)::SMALLINT AS analyte_no, (hash(i, 1) % 20_000)::INTEGER AS person_no,
            TIMESTAMP '2020-01-01' + INTERVAL (hash(i, 2) % 3000) DAY AS "at", 'day' AS precision,
            NULL::SMALLINT AS utc_offset_minutes, 1.5 AS value, '' AS comparator, '1.5' AS printed_value, '' AS interpretation,
            '' AS specimen_id, '' AS flags, i::VARCHAR AS result_id, (i % 3)::INTEGER AS file_no, i AS source_row,
            NULL::TIMESTAMP AS updated, form_no
            FROM (SELECT i, (hash(i, 3) % 400)::INTEGER AS form_no FROM range({ROWS}) t(i))"""
        )
        analytes = ", ".join(f"'analyte {number:02}'" for number in range(40))
        connection.execute(
            f"""CREATE VIEW narrow AS SELECT f.analyte::ENUM({analytes}) AS analyte, p.person_id, f.printed_unit, f.limit_low,
            f.limit_high, f.fasting, NULL AS laboratory, f.code,
            files.source_file::ENUM('file 0', 'file 1', 'file 2') AS source_file, n.*
            FROM rows n JOIN intake_form f USING (form_no) JOIN intake_result_person p USING (person_no)
            JOIN intake_file files USING (file_no)"""
        )
        yield connection


def test_the_file_is_in_the_order_of_the_table(connection: Any, tmp_path: Path) -> None:
    """Written several times: a join behind the sort exchanged two row groups only now and then."""
    order = ", ".join(f'"{name}"' for name in (*RESULTS.order, "source_file", "source_row"))
    for number in range(6):
        path = tmp_path / f"{number}.parquet"
        assert write_table(connection, RESULTS, Narrow("narrow", _ORDER), path) == ROWS
        read = f"(SELECT *, file_row_number AS place FROM read_parquet('{path}', file_row_number = true))"
        agreed = f"SELECT place, row_number() OVER (ORDER BY {order}) - 1 AS agreed FROM {read}"
        assert connection.execute(f"SELECT count(*) FROM ({agreed}) WHERE place <> agreed").fetchone() == (0,)


def test_every_row_has_what_its_form_person_and_file_say(connection: Any, tmp_path: Path) -> None:
    path = tmp_path / "results.parquet"
    write_table(connection, RESULTS, Narrow("narrow", _ORDER), path)
    assert connection.execute(
        f"""SELECT count(*) FROM read_parquet('{path}') w JOIN rows n ON n.result_id = w.result_id
        WHERE w.source_row = n.source_row AND w.source_file = 'file ' || n.file_no AND w."at" = n."at"
            AND w.person_id = 'p' || lpad(n.person_no::VARCHAR, 7, '0')
            AND w.analyte = 'analyte ' || lpad((n.form_no % 40)::VARCHAR, 2, '0')"""
    ).fetchone() == (ROWS,)


def test_few_texts_are_written_as_they_are_and_read_as_texts(connection: Any, tmp_path: Path) -> None:
    plain, few = tmp_path / "plain.parquet", tmp_path / "few.parquet"
    write_table(connection, RESULTS, Narrow("narrow", _ORDER), plain)
    write_table(connection, RESULTS, Narrow("narrow", _ORDER, ("analyte", "source_file")), few)
    plain_rows, few_rows = (f"read_parquet('{path}', file_row_number = true)" for path in (plain, few))
    assert connection.execute(f"SELECT count(*) FROM (FROM {plain_rows} EXCEPT ALL FROM {few_rows})").fetchone() == (0,)
    kinds = connection.execute(f"SELECT typeof(analyte), typeof(source_file) FROM {few_rows} LIMIT 1").fetchone()
    assert kinds == ("VARCHAR", "VARCHAR")


def test_row_groups_say_what_analytes_they_hold_though_these_are_few(connection: Any, tmp_path: Path) -> None:
    """A screen reads one analyte: the rows of the others are skipped by the statistics of each row group."""
    path = tmp_path / "results.parquet"
    write_table(connection, RESULTS, Narrow("narrow", _ORDER, ("analyte", "source_file")), path)
    file = pq.ParquetFile(path)
    place = RESULTS.names.index("analyte")
    assert file.num_row_groups > 1
    for number in range(file.num_row_groups):
        held = file.read_row_group(number, columns=["analyte"])["analyte"].to_pylist()
        said = file.metadata.row_group(number).column(place).statistics
        assert (said.min, said.max) == (min(held), max(held))
