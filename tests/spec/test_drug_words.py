"""How a drug's words tell of dose and time. Read a line as `day of the row | words → dose | uses`, each use as start..end; an end
that is not known is left out, and so is a start. Two uses: begun so long ago, and still taken on the day of the row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.moment import Moment
from culprit.sources.intake.drug_times import moments_of
from culprit.sources.intake.read_drug_words import read_dose, read_drug_time

MANUAL = """
2020-06-15 | adefovir                                    →                 | 2020-06-15..
2020-06-15 | adefovir 10 mg/day for 4 years              → 10 mg/day       | 2016..2020-06-15 2020-06-15..
2020-06-15 | adefovir 10 mg/day for about 4 years        → 10 mg/day       | 2016..2020-06-15 2020-06-15..
2020-06-15 | adefovir 10 mg/day 54 months                → 10 mg/day       | 2015-12..2020-06-15 2020-06-15..
2020-06-15 | adefovir 10 mg/day since 2009               → 10 mg/day       | 2009..2020-06-15 2020-06-15..
2020-06-15 | tenofovir since March 2015                  →                 | 2015-03..2020-06-15 2020-06-15..
2020-06-15 | tenofovir 2-3 years                         →                 | 2018..2020-06-15 2020-06-15..
2020-06-15 | tenofovir from 2012 to 2016                 →                 | 2012..2016
2020-06-15 | tenofovir 2012-2016                         →                 | 2012..2016
2020-06-15 | tenofovir until 2016                        →                 | ..2016
2020-06-15 | tenofovir stopped 3 months ago              →                 | ..2020-03
2020-06-15 | tenofovir for 5 years until 3 months ago    →                 | 2015..2020-03
2020-06-15 | stopped tenofovir 2 years ago               →                 | ..2018
2020-06-15 | off tenofovir for 2 years                   →                 | ..2018
2020-06-15 | stopped tenofovir in 2016                   →                 | ..2016
2020-06-15 | stopped tenofovir after 4 years             →                 | 2020-06-15..
2020-06-15 | тенофовир с 2016 г., отменён в 2018         →                 | 2016..2018
2020-06-15 | ferric carboxymaltose 6 days before         →                 | 2020-06-09..
2020-06-15 | denosumab single dose two weeks before      →                 | 2020-06..
2020-06-15 | ferric carboxymaltose 2 x 500 mg            → 2 x 500 mg      | 2020-06-15..
2020-06-15 | ferric carboxymaltose every 8 weeks for 4 years →             | 2016..2020-06-15 2020-06-15..
2020-06-15 | ferric carboxymaltose every three months    →                 | 2020-06-15..
2020-06-15 | ferric carboxymaltose (27 g over 3 years)   → 27 g            | 2017..2020-06-15 2020-06-15..
2020-06-15 | deferasirox 30 mg/kg daily                  → 30 mg/kg daily  | 2020-06-15..
2020-06-15 | alendronate 70 mg tablet                    →                 | 2020-06-15..
2020-06-15 | levothyroxine 1 hour before breakfast       →                 | 2020-06-15..
2020-06-15 | valproate since 14 years of age             →                 | 2020-06-15..
2020-06    | tenofovir 3 months                          →                 | 2020-03..2020-06 2020-06..
2020       | tenofovir 3 months                          →                 | 2020..
2020-06-15 | tenofovir since 2031                        →                 | 2020-06-15..
2020-06-15 | 阿德福韦酯10mg/日，4年                       → 10mg/日         | 2016..2020-06-15 2020-06-15..
2020-06-15 | 阿德福韦酯 10mg 每日一次 4 年                → 10mg 每日一次   | 2016..2020-06-15 2020-06-15..
2020-06-15 | 自2015年3月起服用替诺福韦                    →                 | 2015-03..2020-06-15 2020-06-15..
2020-06-15 | 3年前停用阿德福韦                            →                 | ..2017
2020-06-15 | 6天前输注羧基麦芽糖铁                        →                 | 2020-06-09..
2020-06-15 | адефовир 10 мг/сут в течение 4 лет          → 10 мг/сут       | 2016..2020-06-15 2020-06-15..
2020-06-15 | тенофовир с 2015 года                       →                 | 2015..2020-06-15 2020-06-15..
2020-06-15 | тенофовир отменен 3 месяца назад            →                 | ..2020-03
2020-06-15 | карбоксимальтозат железа 6 дней назад       →                 | 2020-06-09..
2020-06-15 | Adefovir 10 mg/Tag seit 2012                → 10 mg/Tag       | 2012..2020-06-15 2020-06-15..
"""

LINES = [line for line in MANUAL.splitlines() if line.strip()]


@pytest.mark.parametrize("line", LINES, ids=[" ".join(line.split()) for line in LINES])
def test_manual(line: str) -> None:
    said, meant = line.split("→")
    day, words = (cell.strip() for cell in said.split("|"))
    dose, uses = (cell.strip() for cell in meant.split("|"))
    found = moments_of(read_drug_time(words), Moment.parse(day))
    assert " ".join(f"{start or ''}..{end or ''}" for start, end in found) == uses
    assert read_dose(words) == dose


@given(st.text(max_size=60), st.dates().map(lambda day: Moment.parse(day.isoformat())))
def test_any_words_are_survived_and_nothing_lies_after_the_row(words: str, own: Moment) -> None:
    for start, end in moments_of(read_drug_time(words), own):
        assert start is None or start.earliest <= own.latest
        assert end is None or end.earliest <= own.latest
        assert start is None or end is None or start.earliest <= end.latest


@given(
    st.integers(1, 60),
    st.sampled_from(["years", "months", "weeks", "days", "лет", "месяцев", "年", "个月"]),
    st.dates(min_value=Moment.parse("1900").earliest).map(lambda day: Moment.parse(day.isoformat())),
)
def test_longer_is_never_later(number: int, unit: str, own: Moment) -> None:
    begun = [moments_of(read_drug_time(f"adefovir {n} {unit}"), own)[0][0] for n in (number, number + 1)]
    assert begun[0] is not None
    assert begun[1] is not None
    assert begun[1].start <= begun[0].start <= own.start
