"""Source text can never become markup."""

from hypothesis import given
from hypothesis import strategies as st

from culprit.report.markup import Markup, element, joined, shortened, source_words, unbroken, visible


def test_text_is_escaped_and_markup_is_not() -> None:
    assert element("p", "<b>", Markup("<i>x</i>")) == "<p>&lt;b&gt;<i>x</i></p>"


def test_attributes_are_escaped() -> None:
    assert element("a", "x", title='"><script>') == '<a title="&quot;&gt;&lt;script&gt;">x</a>'


def test_empty_attributes_are_left_out_and_floats_are_short() -> None:
    assert element("rect", x=1.0, y=2.25, class_="", hidden=None) == '<rect x="1" y="2.2"/>'


def test_what_a_reader_cannot_see_is_made_visible() -> None:
    assert visible("a\u202eb\x00c\x1b[31m\ud800") == "a\ufffdb\ufffdc\ufffd[31m\ufffd"


def test_a_long_text_says_how_much_is_left_out() -> None:
    assert shortened("x" * 10_000, 100).endswith("… (and 9,900 more characters)")
    assert "…" not in shortened("x" * 100, 100)


def test_words_of_the_source_stand_apart_from_the_direction_around_them() -> None:
    assert source_words("דוח <script>") == "<bdi>דוח &lt;script&gt;</bdi>"


@given(st.text())
def test_no_text_ever_opens_a_tag(text: str) -> None:
    assert "<" not in joined(text)
    assert joined(text).encode("utf-8").decode("utf-8") == joined(text)


def test_no_line_ends_inside_a_date() -> None:
    words = "low since 2025-07-29 (<0.80), and in 2024-05; not 2024-05-061 nor 12"
    dates = '<span class="day">2025-07-29</span>', '<span class="day">2024-05</span>'
    assert unbroken(words) == f"low since {dates[0]} (&lt;0.80), and in {dates[1]}; not 2024-05-061 nor 12"
