"""A text without the spaces around it is the same text, whichever way it was taken."""

import duckdb
from hypothesis import example, given
from hypothesis import strategies as st

from culprit.sources.trimmed_sql import trimmed

AROUND = st.text(alphabet=" \t\n\u00a0\u2003\u3000!~ax\u00e9\u00fc\u5c0f\x7f", max_size=6)
INSIDE = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=8)


@given(st.lists(st.none() | st.tuples(AROUND, INSIDE, AROUND).map("".join)))
@example([None, "", " ", " a", "a ", "~a", "~a ", "\u00a0a", "a\u00a0", "a\u0301", "a\u0301 ", "3.5", "\u5c0f\u4e8e0.3 "])
def test_it_says_what_trim_says(texts: list[str | None]) -> None:
    both = f"SELECT {trimmed('x')}, trim(x) FROM (SELECT unnest($texts::VARCHAR[]) AS x)"
    rows = duckdb.execute(both, {"texts": texts}).fetchall()
    assert [row[0] for row in rows] == [row[1] for row in rows]
    assert len(rows) == len(texts)
