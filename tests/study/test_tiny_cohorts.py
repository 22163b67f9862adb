"""Edge cases of tiny cohorts: nobody, one patient, a level absent in one group, all ties, no event, everybody with an event."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from culprit.domain.moment import Moment
from culprit.study.cohort import Operation, StudyPatient
from culprit.study.statistics.competing import aalen_johansen
from culprit.study.statistics.proportion import Proportion, clopper_pearson, wilson
from culprit.study.statistics.ranks import mann_whitney, shift, student, welch
from culprit.study.statistics.survival import kaplan_meier, log_rank
from culprit.study.statistics.two_by_two import chi_square, risk_difference, risk_ratio
from culprit.study.study import Study, study_of
from culprit.study.write import write_study
from tests.study.made import COMPARED, OPERATED, patient, protocol

COHORTS: dict[str, list[StudyPatient]] = {
    "nobody": [],
    "one patient": [patient("1")],
    "one patient of whom nothing is known": [StudyPatient("1", operations=(Operation(OPERATED),))],
    "all persistent": [patient(str(n), "persistent") for n in range(3)],
    "all ties, all in remission": [patient(str(n), tissue=("bone", "soft_tissue")[n % 2]) for n in range(6)],
    "everybody recurs": [patient(str(n), "recurrence", ("bone", "soft_tissue")[n % 2]) for n in range(4)],
    "one level absent": [patient("1", "remission"), patient("2", "persistent"), patient("3", "unknown")],
    "death competes": [patient("1", death=Moment.parse("2022-01-01")), patient("2", "recurrence")],
}


def _table(study: Study, name: str) -> Sequence[tuple[str, ...]]:
    return next((table.rows for table in study.tables if table.name == name), ())


@pytest.mark.parametrize("name", COHORTS)
def test_every_tiny_cohort_is_written(name: str, tmp_path: Path) -> None:
    study = study_of(protocol(COMPARED), COHORTS[name])
    files = write_study(study, tmp_path, {"culprit": "test"})
    assert {"study.html", "study.docx", "tables/flow.csv"} <= set(files)
    page = (tmp_path / "study.html").read_text(encoding="utf-8")
    for wrong in ("nan", "inf ", "None", "Traceback"):
        assert f">{wrong}" not in page


def test_nobody_is_said() -> None:
    assert study_of(protocol(), []).results == ("No patient met the criteria: see the flow of exclusions.",)


def test_a_level_absent_in_one_group_has_a_difference_only_where_both_exist() -> None:
    study = study_of(protocol(COMPARED), COHORTS["one level absent"])
    (first, second, third) = _table(study, "comparisons")
    assert first[1:3] == ("1/2 (50.0 %)", "–")
    assert "nobody in one of the groups" in first[4]
    assert second[6] == third[6] == "–"


def test_all_ties_have_no_p_and_a_shift_of_nothing() -> None:
    study = study_of(protocol(COMPARED), COHORTS["all ties, all in remission"])
    (_, second, _) = _table(study, "comparisons")
    assert second[4].startswith("shift 0.00")
    assert second[6] == "–"


def test_zero_events_are_a_share_with_an_interval() -> None:
    study = study_of(protocol(COMPARED), COHORTS["all persistent"])
    rows = {row[0]: row for row in _table(study, "outcomes")}
    assert rows["Remission"][1] == "0/3 (0.0 %)"
    assert rows["Recurrence among remitters"][1] == "–"
    assert "recurrence_free" not in [figure.name for figure in study.figures]


def test_the_arithmetic_of_next_to_nothing() -> None:
    assert wilson(0, 0) is clopper_pearson(0, 0) is None
    assert wilson(0, 5)[0] == 0.0 and wilson(5, 5)[1] == 1.0  # type: ignore[index]  # noqa: PT018
    assert chi_square(0, 5, 0, 5) is None
    assert chi_square(0, 0, 1, 5) is None
    assert risk_difference(0, 0, 1, 5).estimate is None
    assert risk_ratio(0, 4, 1, 5).why_not == "no event in one of the groups"
    assert risk_ratio(4, 4, 5, 5).interval is None
    assert risk_ratio(0, 0, 1, 5).why_not == "nobody in one of the groups"
    assert mann_whitney([], [1.0]) is mann_whitney([1, 1], [1]) is None
    assert mann_whitney([1], [2]) == 1.0
    assert shift([], [1]).estimate is None
    assert shift([1], [2]).why_not == "too few values for an interval"
    assert welch([1], [1, 2]) is welch([1, 1], [2, 2]) is None
    assert student(1, 0, 1, 2, 0, 1) is student(1, 0, 2, 2, 0, 2) is None
    assert kaplan_meier([], []).median is None
    assert kaplan_meier([5], [True]).steps[0].free == 0.0
    assert kaplan_meier([5], [False]).median_interval == (None, None)
    assert log_rank(([1], [False]), ([2], [False])) is log_rank(([], []), ([2], [True])) is None
    assert log_rank(([1], [True]), ([1], [True])) is None
    assert aalen_johansen([], []) == ()
    assert aalen_johansen([3], [1])[0].incidence == 1.0
    with pytest.raises(ValueError, match="cannot be"):
        Proportion(3, 2)


def test_a_large_study_prints_its_p_values() -> None:
    many = [patient(str(n), ("remission", "persistent")[n % 3 == 0], ("bone", "soft_tissue")[n % 2]) for n in range(60)]
    assert "not tested" not in " ".join(next(t for t in study_of(protocol(COMPARED), many).tables if t.name == "comparisons").notes)
