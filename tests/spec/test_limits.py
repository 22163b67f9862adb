"""The manual of reference limits: what is low for whom, on which day, in which country, and who says so."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culprit.domain.moment import Moment, Precision
from culprit.domain.quantity import Quantity
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.result import Result
from culprit.knowledge.analytes import analytes
from culprit.knowledge.load import Provenance, knowledge_file
from culprit.physiology.limits import (
    PRINTED,
    Band,
    Limit,
    age_in_years,
    bands,
    highest_lower_limit_of_all_ages,
    limit_at_age,
    limit_for,
    limit_of,
    lowest_limit_of_all_ages,
    threshold,
)
from tests.spec.tables import rows

# serum phosphate in mmol/L; born on 2000-05-05
SERUM_PHOSPHATE = """
person                               | day        | country | low  | high
newborn                              | 2000-05-05 |         | 1.25 | 2.50
newborn, China                       | 2000-05-05 | CN      | 1.51 | 2.84
8 days old, China                    | 2000-05-13 | CN      | 1.59 | 2.81
28 days old, China                   | 2000-06-02 | CN      | 1.46 | 2.61
29 days old, China: general limits   | 2000-06-03 | CN      | 1.25 | 2.50
infant                               | 2000-08-01 |         | 1.15 | 2.15
toddler on the first birthday        | 2001-05-05 |         | 1.00 | 1.95
three years old                      | 2004-05-04 |         | 1.00 | 1.95
four years old                       | 2004-05-05 |         | 1.05 | 1.80
seven years old                      | 2007-05-05 |         | 0.95 | 1.75
ten years old                        | 2010-05-05 |         | 1.05 | 1.85
thirteen years old                   | 2013-05-05 |         | 0.95 | 1.65
the day before the 16th birthday     | 2016-05-04 |         | 0.95 | 1.65
sixteen                              | 2016-05-05 |         | 0.85 | 1.60
the day before the 18th birthday     | 2018-05-04 |         | 0.85 | 1.60
the 18th birthday                    | 2018-05-05 |         | 0.80 | 1.45
nineteen, China: general limits      | 2020-05-04 | CN      | 0.80 | 1.45
twenty, China                        | 2020-05-05 | CN      | 0.85 | 1.51
seventy-nine, China                  | 2080-05-04 | CN      | 0.85 | 1.51
eighty, China: general limits        | 2080-05-05 | CN      | 0.80 | 1.45
ninety, anywhere else                | 2090-05-05 | DE      | 0.80 | 1.45
"""

BIRTH = Moment.parse("2000-05-05")


@pytest.mark.parametrize("row", rows(SERUM_PHOSPHATE), ids=lambda row: row["person"])
def test_serum_phosphate_by_age_and_country(row: dict[str, str]) -> None:
    limit = limit_for("phosphate_serum", BIRTH, date.fromisoformat(row["day"]), None, row["country"])
    assert limit is not None
    assert (limit.low, limit.high, limit.unit) == (Decimal(row["low"]), Decimal(row["high"]), "mmol/L")
    assert limit.provenance is Provenance.READ


# TmP/GFR in mmol/L; between two printed bands the nearer one, marked as our own choice
TMP_GFR = """
age  | sex | low  | high | provenance
0    |     | 1.43 | 3.43 | read
0.3  |     | 1.48 | 3.30 | read
1    |     | 1.15 | 2.60 | read
8    |     | 1.15 | 2.44 | read
17   |     | 1.15 | 2.44 | proposed
22   | M   | 1.00 | 1.35 | proposed
30   | M   | 1.00 | 1.35 | read
30   | F   | 0.96 | 1.44 | read
38   | F   | 0.96 | 1.44 | proposed
42   | F   | 0.88 | 1.42 | proposed
50   | M   | 0.90 | 1.35 | read
58   | M   | 0.90 | 1.35 | proposed
62   | M   | 0.80 | 1.35 | proposed
70   | F   | 0.80 | 1.35 | read
90   | F   | 0.80 | 1.35 | proposed
"""


@pytest.mark.parametrize("row", rows(TMP_GFR), ids=lambda row: f"{row['age']} years {row['sex']}")
def test_tmp_gfr_by_age_and_sex(row: dict[str, str]) -> None:
    limit = limit_at_age("tmp_gfr", float(row["age"]), Sex(row["sex"]) if row["sex"] else None)
    assert limit is not None
    assert (limit.low, limit.high) == (Decimal(row["low"]), Decimal(row["high"]))
    assert limit.provenance == row["provenance"]


def test_without_a_known_sex_the_wider_limits_hold_and_say_so() -> None:
    limit = limit_at_age("tmp_gfr", 30)
    assert limit is not None
    assert (limit.low, limit.high) == (Decimal("0.96"), Decimal("1.44"))
    assert "sex not known" in limit.note
    upper_only = limit_at_age("ggt", 40)
    assert upper_only is not None
    assert (upper_only.low, upper_only.high) == (None, Decimal(60))


# ---- the laboratory's own limits first

PRINTED_LIMITS = """
report                          | analyte              | age | prints low | prints high | used low | used high | whose
both printed                    | phosphate_serum      | 50  | 0.87       | 1.45        | 0.87     | 1.45      | laboratory
none printed                    | phosphate_serum      | 50  |            |             | 0.80     | 1.45      | Bosman
only the lower one printed      | phosphate_serum      | 50  | 0.87       |             | 0.87     | 1.45      | laboratory; Bosman
only the upper one printed      | phosphate_serum      | 50  |            | 1.50        | 0.80     | 1.50      | laboratory; Bosman
mg/dL limits stored as mmol/L   | phosphate_serum      | 50  | 2.7        | 4.5         | 0.80     | 1.45      | Bosman
limits the wrong way round      | phosphate_serum      | 50  | 1.45       | 1.10        | 0.80     | 1.45      | Bosman
a lower limit of 0 says nothing | phosphate_serum      | 50  | 0          | 1.50        | 0.80     | 1.50      | laboratory; Bosman
0 and nothing else              | phosphate_serum      | 50  | 0          |             | 0.80     | 1.45      | Bosman
adult limits of a child         | phosphate_serum      | 5   | 0.80       | 1.45        | 1.05     | 1.80      | DiaSys
a child's own limits            | phosphate_serum      | 5   | 1.00       | 1.90        | 1.00     | 1.90      | laboratory
adult limits at sixteen         | phosphate_serum      | 16  | 0.80       | 1.45        | 0.80     | 1.45      | laboratory
upper limit of an enzyme        | alkaline_phosphatase | 50  |            | 120         | 30       | 120       | laboratory; UK
printed, no limit of ours       | osteocalcin          | 50  | 14         | 42          | 14       | 42        | laboratory
only upper, no limit of ours    | osteocalcin          | 50  |            | 42          |          | 42        | laboratory
"""


@pytest.mark.parametrize("row", rows(PRINTED_LIMITS), ids=lambda row: row["report"])
def test_the_laboratorys_own_limits_come_first(row: dict[str, str]) -> None:
    record = PatientRecord.of("anna", sex=None, birth=Moment.parse(f"{2020 - int(row['age'])}-01-01"))
    limit = limit_of(result(row["analyte"], row["prints low"], row["prints high"]), record)
    assert limit is not None
    assert (limit.low, limit.high) == (number(row["used low"]), number(row["used high"]))
    whose, _, side = row["whose"].partition("; ")
    assert (PRINTED if whose == "laboratory" else whose) in limit.source
    assert side in limit.source
    assert limit.printed is (whose == "laboratory" and row["prints low"] not in ("", "0"))


def test_a_childs_limit_says_that_the_printed_one_was_an_adults() -> None:
    child = PatientRecord.of("ben", birth=Moment.parse("2015-01-01"))
    limit = limit_of(result("phosphate_serum", "0.80", "1.45"), child)
    assert limit is not None
    assert "adult" in limit.note


def test_the_country_only_matters_where_nothing_is_printed() -> None:
    adult = PatientRecord.of("chen", birth=Moment.parse("1970-01-01"))
    assert lower(limit_of(result("phosphate_serum"), adult, "CN")) == Decimal("0.85")
    assert lower(limit_of(result("phosphate_serum", "0.81", "1.45"), adult, "CN")) == Decimal("0.81")


# ---- nobody guesses an age


def test_without_a_birth_date_only_printed_limits_count() -> None:
    unknown = PatientRecord.of("nobody")
    assert limit_of(result("phosphate_serum"), unknown) is None
    assert limit_of(result("phosphate_serum", "2.7", "4.5"), unknown) is None
    printed = limit_of(result("phosphate_serum", "0.80", "1.45"), unknown)
    assert printed is not None
    assert printed.printed


def test_some_amounts_are_low_or_not_low_at_any_age() -> None:
    assert lowest_limit_of_all_ages("phosphate_serum") == Decimal("0.80")
    assert highest_lower_limit_of_all_ages("phosphate_serum") == Decimal("1.59")
    with pytest.raises(KeyError, match="no lower limit of crp"):
        lowest_limit_of_all_ages("crp")


def test_there_is_no_limit_before_birth_or_before_the_first_band() -> None:
    assert limit_for("phosphate_serum", BIRTH, date(2000, 5, 4), None) is None
    assert limit_for("chloride_serum", BIRTH, date(2010, 1, 1), None) is None
    assert limit_for("fgf23_intact", BIRTH, date(2040, 1, 1), None) is None, "FGF23 limits belong to the assay"


def test_an_adult_limit_on_a_childs_report_without_a_limit_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("culprit.physiology.limits._limit_at", lambda *_: None)
    child = PatientRecord.of("ben", birth=Moment.parse("2015-01-01"))
    assert limit_of(result("phosphate_serum", "0.80", "1.45"), child) is None


AGES = """
born       | day        | whole years
2000-05-05 | 2000-05-05 | 0
2000-05-05 | 2018-05-04 | 17
2000-05-05 | 2018-05-05 | 18
2000-02-29 | 2018-02-28 | 17
2000-02-29 | 2018-03-01 | 18
2000-02-29 | 2020-02-29 | 20
2000       | 2018-06-30 | 17
2000       | 2018-07-01 | 18
2000       | 2000-03-01 | 0
2000-05    | 2018-05-01 | 18
"""


@pytest.mark.parametrize("row", rows(AGES), ids=lambda row: f"{row['born']} {row['day']}")
def test_age_counts_birthdays(row: dict[str, str]) -> None:
    age = age_in_years(Moment.parse(row["born"]), date.fromisoformat(row["day"]))
    assert age is not None
    assert int(age) == int(row["whole years"])


@given(born=st.dates(date(1900, 1, 1), date(2020, 12, 31)), days=st.integers(0, 40000))
def test_age_in_years_agrees_with_the_records_age(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    age = age_in_years(Moment.on(born), on)
    assert age is not None
    assert int(age) == PatientRecord.of("x", birth=Moment.on(born)).age_on(on)


@given(born=st.dates(date(1900, 1, 1), date(2020, 12, 30)), days=st.integers(0, 40000))
def test_nobody_grows_younger(born: date, days: int) -> None:
    today, tomorrow = (age_in_years(Moment.on(born), born + timedelta(days=n)) for n in (days, days + 1))
    assert today is not None
    assert tomorrow is not None
    assert today <= tomorrow


def test_birth_moments_keep_their_precision() -> None:
    assert Moment.parse("2000").precision is Precision.YEAR
    assert age_in_years(None, date(2020, 1, 1)) is None


# ---- the knowledge behind it


@given(age=st.floats(0, 110), sex=st.sampled_from([None, Sex.FEMALE, Sex.MALE]), country=st.sampled_from(["", "CN", "GB"]))
def test_every_age_has_one_phosphate_limit_between_the_extremes(age: float, sex: Sex | None, country: str) -> None:
    limit = limit_at_age("phosphate_serum", age, sex, country)
    assert limit is not None
    assert limit.low is not None
    assert lowest_limit_of_all_ages("phosphate_serum") <= limit.low <= highest_lower_limit_of_all_ages("phosphate_serum")


@pytest.mark.parametrize("analyte", sorted(knowledge_file("limits")["bands"]))
def test_every_band_is_sound(analyte: str) -> None:
    for band in bands(analyte):
        limit = band.limit
        assert band.from_years < band.to_years
        assert limit.source
        assert limit.date
        assert limit.unit == analytes()[analyte].unit
        assert limit.low is not None or limit.high is not None
        if limit.low is not None and limit.high is not None:
            assert limit.low < limit.high
        window = analytes()[analyte].printed_low
        if window is not None and limit.low is not None:
            assert limit.low in window, "a limit of ours must be one that we would believe if it were printed"


def test_an_analyte_without_bands_has_none() -> None:
    assert bands("osteocalcin") == ()


def test_after_the_last_closed_band_there_is_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    only = Band(1.0, 10.0, None, "", Limit(Decimal(1), Decimal(2), "mmol/L", "made up", Provenance.PROPOSED))
    monkeypatch.setattr("culprit.physiology.limits.bands", lambda _: (only,))
    assert lower(limit_at_age("of children only", 9.99)) == 1
    assert limit_at_age("of children only", 10) is None


def test_thresholds_have_names_and_sources() -> None:
    assert threshold("vitd25_deficient").number == 30
    assert threshold("vitd25_deficient").provenance == "recalled"
    with pytest.raises(KeyError, match="nonsense"):
        threshold("nonsense")


def result(analyte: str, low: str = "", high: str = "") -> Result:
    quantity = Quantity(Decimal(1), analytes()[analyte].unit)
    return Result(analyte, Moment.parse("2020-06-01"), quantity, limit_low=number(low), limit_high=number(high))


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def lower(limit: object) -> Decimal | None:
    return getattr(limit, "low", None)
