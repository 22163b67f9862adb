"""How do the words of a course read to a person? Presentation only."""

from culprit.domain.course import Course, CourseReading, Operation, Visit
from culprit.domain.record import PatientRecord
from culprit.report.words import SEX, analyte_title

FINDINGS = {
    "early_response": "Early response",
    "remission": "Remission",
    "persistence": "Persistence (non-remission)",
    "suspected_recurrence": "Recurrence suspected",
    "confirmed_recurrence": "Recurrence confirmed",
    "refractory": "Refractory",
}
SIMULATION = "Simulation only: no published series can validate the monitor; it has not been tried on patients"


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def who(course: Course, record: PatientRecord) -> str:
    """`anna, 54 years, female`."""
    age = record.age_on(course.followed_on)
    years = "age not known" if age is None else f"{age} years"
    return f"{course.patient_id}, {years}, {SEX[record.sex.value] if record.sex else 'sex not known'}"


def operation_words(one: Operation) -> str:
    """What is known of an operation, in one line; what is not known is not said."""
    procedure = one.procedure if one.procedure == "curettage" else f"{one.procedure} {one.kind}".strip()
    parts = [one.on, procedure, one.approach, one.side, one.site, one.tissue.replace("_", " ")]
    parts += [f"margin {one.margin}" if one.margin else "", one.completeness, one.histology]
    parts += [f"FGF23 stain {one.fgf23_stain}" if one.fgf23_stain else "", f"FN1 fusion {one.fn1_fusion}" if one.fn1_fusion else ""]
    if one.said_by == "caller":
        parts.append("the day as given on the command line")
    elif one.text:
        parts.append(f"“{one.text}”")
    return ", ".join(part for part in parts if part)


def tests_in_words(visit: Visit) -> str:
    """The tests of a visit, by their names."""
    return ", ".join(analyte_title(name) for name in visit.tests)


def reading_mark(one: CourseReading) -> str:
    """What a reading is called beside its value."""
    word = one.level if one.level != "unknown" else "not judged"
    another = f"another laboratory than before ({one.laboratory_before})" if one.laboratory_before is not None else ""
    return "; ".join(part for part in (word, one.because, another) if part)


def fasting_in_words(one: CourseReading) -> str:
    """Whether the patient fasted, as the record says."""
    return "not said" if one.fasting is None else "fasting" if one.fasting else "not fasting"
