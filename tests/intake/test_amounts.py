"""The fast way to read and convert a number in SQL gives what exact decimals give, or leaves it to them."""

from decimal import Decimal

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.knowledge.units import as_stored, conversion
from culprit.sources.intake.amounts_sql import amount_sql, plain_sql
from culprit.sources.intake.moments_sql import offset_sql, precision_sql, start_sql
from culprit.sources.intake.read_moment import read_moment

PRINTED = (("phosphate_serum", "mg/dL"), ("creatinine_serum", "mg/dL"), ("ctx", "ug/L"), ("crp", "mg/L"))
FACTORS = [conversion(analyte, unit) for analyte, unit in PRINTED]

numbers = st.one_of(
    st.decimals(min_value=-999999, max_value=999999, allow_nan=False, allow_infinity=False, places=7).map(str),
    st.integers(0, 10**9).map(lambda n: str(Decimal(n) / 10_000_000)),
    # halves of the sixth decimal, where a double could round the wrong way
    st.integers(0, 10**7).map(lambda n: str((Decimal(n) * 2 + 1) / 2_000_000)),
    st.text(max_size=12),
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbers, st.sampled_from([found.factor for found in FACTORS if found is not None]))
def test_sql_agrees_with_decimals_or_leaves_it_to_them(text: str, factor: Decimal) -> None:
    number = f"CASE WHEN {plain_sql('x.text')} THEN x.text::DOUBLE END"
    (found,) = _connection.execute(
        f"SELECT {amount_sql(number, 'x.factor')} FROM (SELECT ? AS text, ?::DOUBLE AS factor) x", [text, float(factor)]
    ).fetchall()[0]
    assert found is None or found == as_stored(Decimal(text) * factor)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.datetimes().map(lambda at: at.isoformat(timespec="seconds")),
    st.sampled_from(["", "Z", "+08:00", "-04:30", ".123Z", ".123+01:00", ".1", "x", " UTC"]),
    st.booleans(),
)
def test_sql_reads_a_date_as_python_does_or_leaves_it(written: str, tail: str, day_only: bool) -> None:
    text = written[:10] if day_only else written + tail
    start, precision, offset = _connection.execute(
        f"SELECT {start_sql('x.text')}, {precision_sql('x.text')}, {offset_sql('x.text')} FROM (SELECT ? AS text) x", [text]
    ).fetchall()[0]
    if start is not None:
        read = read_moment(text)
        assert (start, precision, offset) == (read.start, read.precision, read.utc_offset_minutes)
    else:
        assert not day_only
        assert tail in (".1", "x", " UTC")


_connection = duckdb.connect()
