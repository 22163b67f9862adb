"""Where, how given, how sure: the small words around a fact."""

import pytest

from culprit.domain.facts import ConditionStatus, StayKind
from culprit.sources.intake.read_route import Route, read_route, route_in_name
from culprit.sources.intake.read_status import condition_status
from culprit.sources.intake.read_stay import planned, stay_kind

STAYS = """
AMB ambulatory          |                                                  | outpatient
AMB                     | Encounter for check up (procedure)               | outpatient
VR                      |                                                  | outpatient
HH                      |                                                  | outpatient
FLD                     |                                                  | outpatient
SS short stay           |                                                  | outpatient
EMER emergency          |                                                  | emergency
OBSENC                  |                                                  | emergency
IMP inpatient encounter |                                                  | inpatient
NONAC                   |                                                  | inpatient
ACUTE                   | Neuro Stepdown                                   | inpatient
ACUTE                   | Medical Intensive Care Unit (MICU)               | intensive_care
inpatient               | EW EMER.                                         | inpatient
I                       |                                                  | inpatient
O                       |                                                  | outpatient
E                       |                                                  | emergency
9201                    |                                                  | inpatient
9202                    |                                                  | outpatient
9203                    |                                                  | emergency
262                     |                                                  | inpatient
32037                   |                                                  | intensive_care
                        | Neuro Surgical Intensive Care Unit (Neuro SICU)  | intensive_care
                        | Trauma SICU (TSICU)                              | intensive_care
                        | Coronary Care Unit (CCU)                         | intensive_care
                        | Cardiac Vascular Intensive Care Unit (CVICU)     | intensive_care
                        | Medical/Surgical Intensive Care Unit (MICU/SICU) | intensive_care
                        | Neuro Intermediate                               | other
IMP                     | Intermediate Care Unit                           | inpatient
                        | Surgery/Vascular/Intermediate                    | other
                        | 重症医学科                                       | intensive_care
                        | 急诊科                                           | emergency
住院                    |                                                  | inpatient
门诊                    |                                                  | outpatient
                        | ОРИТ                                             | intensive_care
                        | отделение реанимации и интенсивной терапии       | intensive_care
стационар               |                                                  | inpatient
амбулаторно             |                                                  | outpatient
                        | Intensivstation 2                                | intensive_care
stationär               |                                                  | inpatient
ambulant                |                                                  | outpatient
                        |                                                  | other
"""


@pytest.mark.parametrize("line", [line for line in STAYS.splitlines() if line.strip()], ids=lambda line: " ".join(line.split()))
def test_where_the_patient_was(line: str) -> None:
    words, ward, kind = (cell.strip() for cell in line.split("|"))
    assert stay_kind(words or None, ward or None) is StayKind(kind)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        *[
            (words, True)
            for words in (
                "ELECTIVE",
                "EL elective",
                "SURGICAL SAME DAY ADMISSION",
                "择期",
                "плановая",
                "elektiv",
                "Non-urgent orthopedic admission",
            )
        ],
        *[
            (words, False)
            for words in ("EW EMER.", "DIRECT EMER.", "URGENT", "EM emergency", "UR urgent", "急诊", "экстренная", "Notfall")
        ],
        *[(words, None) for words in ("OBSERVATION ADMIT", "EU OBSERVATION", "", None)],
    ],
)
def test_planned_or_not(words: str | None, answer: bool | None) -> None:
    assert planned(words) is answer


@pytest.mark.parametrize(
    ("words", "route"),
    [
        *[
            (words, Route.ENTERAL)
            for words in ("PO", "PO/NG", "NG", "ORAL", "26643006 Oral route", "4132161", "口服", "внутрь", "PO as needed", "per os")
        ],
        *[
            (words, Route.PARENTERAL)
            for words in ("IV", "IV DRIP", "IV BOLUS", "i.v.", "SC", "IM", "4171047", "Intravenous route", "静脉滴注", "в/в")
        ],
        *[(words, Route.RECTAL) for words in ("PR", "Rectal", "4290759")],
        *[(words, Route.LOCAL) for words in ("TP", "BOTH EYES", "OS", "IH", "NAS", "DIALYS", "4263689", "外用", "местно")],
        *[(words, Route.UNKNOWN) for words in ("", None, "?", "as directed")],
    ],
)
def test_how_it_was_given(words: str | None, route: Route) -> None:
    assert read_route(words) is route


def test_a_name_may_tell_the_route() -> None:
    assert route_in_name("Alendronic acid 10 MG Oral Tablet") is Route.ENTERAL
    assert route_in_name("复合磷酸氢钾注射液") is Route.PARENTERAL
    assert route_in_name("Hydrocortisone 10 MG/ML Topical Cream") is Route.LOCAL
    assert route_in_name("Sodium Phosphate") is Route.UNKNOWN


@pytest.mark.parametrize(
    ("words", "status"),
    [
        *[
            (words, ConditionStatus.PRESENT)
            for words in ("active confirmed", "resolved", "inactive", "confirmed", "", None, "Z", "G", "final diagnosis")
        ],
        *[
            (words, ConditionStatus.PROVISIONAL)
            for words in (
                "active provisional",
                "differential",
                "unconfirmed",
                "preliminary diagnosis",
                "疑似",
                "предварительный",
                "Verdacht",
                "V",
            )
        ],
        *[(words, ConditionStatus.REFUTED) for words in ("refuted", "ruled out", "已排除", "исключен", "ausgeschlossen", "A")],
        *[(words, None) for words in ("entered-in-error", "active entered-in-error", "录入错误")],
    ],
)
def test_how_sure_the_source_is(words: str | None, status: ConditionStatus | None) -> None:
    assert condition_status(words) is status
