"""How does the monitor do on patients whose outcome is known? The counts, by hand."""

from culprit.course.validation import RECURRED, WELL, KnownOutcome, validation
from tests.spec.course_drawn import course
from tests.spec.drawn import day

WELL_ROWS = ("7: 0.95", "75: 1.10", "180: 1.08", "360: 1.12", "540: 1.05")


def test_alarms_days_ahead_false_alarms_and_years_are_counted() -> None:
    ill = course(*WELL_ROWS, "720: 0.85", "755: 0.80", on=800)
    healthy = course(*WELL_ROWS, on=730)
    found = validation([(KnownOutcome("ill", RECURRED, day(800)), ill), (KnownOutcome("healthy", WELL, day(730)), healthy)])
    rules = {one.title: one for one in found.rules}
    assert (rules["Monitor"].alarmed, rules["Monitor"].recurred, rules["Monitor"].false_alarms) == (1, 1, 0)
    assert (rules["Below the limit once"].days_ahead, rules["Below the limit, and again"].days_ahead) == (80, 45)
    assert (rules["Monitor"].well, rules["Monitor"].years_well) == (1, 2.0)
    assert sum(band.visits for band in found.bands) == 6 + 4
    assert found.bands[-1].of_recurred >= 1
    assert found.left_out == ()


def test_who_cannot_be_judged_is_left_out_with_the_reason() -> None:
    known = KnownOutcome("anna", WELL, day(400))
    reasons = [
        validation([(known, one)]).left_out[0][1]
        for one in (
            course("2: 1.0", operations=""),
            course("60: 0.6", "90: 0.6"),
            course("1: 0.95", "31: 0.95"),
        )
    ]
    assert reasons == ["no operation on record", "no remission on record", "fewer than two values that the monitor may use"]
