"""A protocol with faults is refused as a whole: each fault with its line and what to write instead."""

import pytest

from culprit.study.protocol import ProtocolError, parse_protocol

GOOD = """
[study]
title = "Hip, 2013 to 2023"
[period]
from = 2013-01-01
to = 2023-01-31
[eligibility]
regions = ["hip"]
"""


def faults(text: str) -> list[str]:
    """What the protocol is told."""
    with pytest.raises(ProtocolError) as told:
        parse_protocol(text, "hip.toml")
    return str(told.value).split("\n")


def test_a_good_protocol_is_read() -> None:
    protocol = parse_protocol(GOOD)
    assert (protocol.title, protocol.regions, str(protocol.period_to)) == ("Hip, 2013 to 2023", ("hip",), "2023-01-31")


def test_every_fault_is_told_at_once_with_its_line() -> None:
    told = faults("""
[study]
titel = "Hip"
[period]
from = "2013-01-01"
[eligibilty]
[eligibility]
regions = ["hips"]
[definitions]
remission_needs_alkaline_phosphatase = "alp"
persistence_from_days = 30
""")
    assert [line.split(": ")[0] for line in told] == [f"hip.toml, line {line}" for line in (2, 3, 5, 6, 8, 10, 11)]
    assert "Did you mean 'title'?" in told[1]
    assert "Write a date without quotes, as in 2013-01-01" in told[2]
    assert "Did you mean 'eligibility'?" in told[3]
    assert "head_neck" in told[4]
    assert "Write true or false" in told[5]
    assert "Did you mean 'persistence_from_day'?" in told[6]


def test_a_test_must_fit_its_variable() -> None:
    (told,) = faults(GOOD + '[[comparisons]]\nof = "size_mm"\nby = "tissue"\ntest = "fisher"\n')
    assert told == "hip.toml, line 12: fisher does not fit 'size_mm', which is a number. Write one of: mann_whitney, welch, none"


def test_groups_must_be_two_and_known() -> None:
    (told,) = faults(GOOD + '[[comparisons]]\nof = "refractory"\nby = "margin"\ngroups = ["wide", "narrow"]\ntest = "fisher"\n')
    assert "line 12" in told
    assert "wide, marginal, intralesional, unknown" in told


def test_only_one_comparison_is_primary() -> None:
    one = '[[comparisons]]\nof = "refractory"\nby = "tissue"\ntest = "fisher"\nprimary = true\n'
    (told,) = faults(GOOD + one + one)
    assert told.startswith("hip.toml, line 18: two comparisons are primary")


def test_a_file_that_is_no_toml_says_where() -> None:
    (told,) = faults("[study]\ntitle = Hip\n")
    assert told.startswith("hip.toml, line 2: this is no TOML")


def test_a_period_that_ends_before_it_begins() -> None:
    (told,) = faults('[study]\ntitle = "x"\n[period]\nfrom = 2023-01-01\nto = 2013-01-01\n')
    assert "line 5" in told
