"""What DuckDB does beside: in the order in which it was handed over, and nothing that fails there goes unnoticed."""

from typing import Any

import duckdb
import pytest

from culprit.sources.fhir.beside import beside


def test_work_is_done_in_order_on_the_same_tables_and_seen_by_all() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
        with beside(connection) as aside:
            for number in range(20):
                aside.do(lambda own, number: own.execute(f"INSERT INTO t SELECT {number} + count(*) * 0 FROM t"), number)
            last = aside.do(lambda own: own.execute("SELECT list(n ORDER BY rowid) FROM t").fetchall()[0][0])
            assert last.result() == list(range(20))
        assert connection.execute("SELECT count(*) FROM t").fetchall() == [(20,)]


def test_what_fails_beside_is_raised_at_the_end_though_nobody_asked() -> None:
    def fail(own: Any) -> None:
        raise OSError("the disk is full")

    with duckdb.connect() as connection, pytest.raises(OSError, match="the disk is full"), beside(connection) as aside:
        aside.do(fail)


def test_after_an_error_here_the_rest_is_given_up() -> None:
    done: list[int] = []

    def slowly(own: Any, number: int) -> None:
        own.execute("SELECT sum(range) FROM range(3_000_000)").fetchall()
        done.append(number)

    def interrupted(connection: duckdb.DuckDBPyConnection) -> None:
        with beside(connection) as aside:
            for number in range(50):
                aside.do(slowly, number)
            raise KeyboardInterrupt

    with duckdb.connect() as connection, pytest.raises(KeyboardInterrupt):
        interrupted(connection)
    assert len(done) < 50
