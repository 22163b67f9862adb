"""Patients drawn as small tables, so that a clinician can read a test aloud.

    patient | day     | what                 | value
    anna    | 0       | serum phosphate      | 0.52 mmol/L
    anna    | 40      | serum phosphate      | 0.55 mmol/L (0.80-1.45)
    boris   | 0       | serum phosphate      | <0.3 mmol/L
    boris   | -2..5   | intensive care       |
    boris   | 10..    | oral phosphate       | 1 g/day
    clara   | 1950    | born                 | F

Day 0 is 2026-01-01. `10..` has no end, `-2..5` starts on day -2 and ends on day 5; a day may also be a printed date (2019-06,
2019). No day at all is an undated fact. Everybody is a woman born on 1980-01-01 unless a `born` row says otherwise; `born | ?`
leaves birth and sex unknown; `died` without a day is a death of unknown date. Brackets hold the laboratory's range; words such as
low, positive are interpretations; `[unit_suspect]` flags; `#A` names the specimen. A `no` before a diagnosis refutes it, `perhaps`
makes it provisional, `family` gives it to a parent.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from culprit.domain.answer import Answer
from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Relative, Report, Stay, StayKind
from culprit.domain.moment import Moment
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.result import Interpretation, Result
from culprit.guideline.assess import assess
from culprit.guideline.situation import Situation
from culprit.knowledge.analytes import analytes
from culprit.knowledge.concepts import concepts
from culprit.knowledge.settings import Settings
from culprit.knowledge.units import conversion

DAY_0 = date(2026, 1, 1)
FRIENDLY = {
    "serum phosphate": "phosphate_serum",
    "urine phosphate": "phosphate_urine",
    "serum creatinine": "creatinine_serum",
    "urine creatinine": "creatinine_urine",
    "calcium": "calcium_serum",
    "blood pH": "ph_blood",
    "blood pCO2": "pco2_blood",
    "urine glucose": "glucose_urine",
    "glucose": "glucose_serum",
    "intact FGF23": "fgf23_intact",
    "C-terminal FGF23": "fgf23_cterminal",
    "25-OH vitamin D": "vitd25",
    "1,25-(OH)2 vitamin D": "vitd125",
}
STAYS = {
    "ward": (StayKind.INPATIENT, None),
    "planned ward": (StayKind.INPATIENT, True),
    "acute ward": (StayKind.INPATIENT, False),
    "intensive care": (StayKind.INTENSIVE_CARE, None),
    "emergency": (StayKind.EMERGENCY, None),
    "outpatient": (StayKind.OUTPATIENT, None),
}


def day(number: int) -> date:
    """The calendar day of a drawn day number."""
    return DAY_0 + timedelta(days=number)


def patients(table: str) -> dict[str, PatientRecord]:
    """The records drawn in `table`, by name."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines() if "|" in line]
    header, *lines = rows
    assert header[:3] == ["patient", "day", "what"], f"the table must begin with patient | day | what, got {header}"
    drawn: dict[str, list[list[str]]] = {}
    for number, line in enumerate(lines, start=2):
        drawn.setdefault(line[0], []).append([*line[1:], *[""] * (4 - len(line)), f"drawn:{number}"])
    return {name: _record(name, of_one) for name, of_one in drawn.items()}


def situation(table: str, on: int | None = None, settings: Settings | None = None) -> Situation:
    """The situation of the only patient drawn, on day `on` (default: the newest fact)."""
    (record,) = patients(table).values()
    return of_record(record, on, settings)


def of_record(record: PatientRecord, on: int | None = None, settings: Settings | None = None) -> Situation:
    """The situation of a record on a drawn day."""
    when = day(on) if on is not None else record.newest_fact() or DAY_0
    return Situation(record, when, settings or Settings.default())


def answers(question: object, table: str, on: int | None = None, settings: Settings | None = None) -> str:
    """`anna met · boris unknown`: the answer to one question for everybody drawn."""
    found = []
    for name, record in patients(table).items():
        verdict = question(of_record(record, on, settings))  # type: ignore[operator]
        assert isinstance(verdict.answer, Answer)
        assert verdict.because, f"{name}: a verdict without a reason"
        found.append(f"{name} {verdict.answer.value}")
    return " · ".join(found)


def because(question: object, table: str, on: int | None = None, settings: Settings | None = None) -> str:
    """The reason, in words, of the answer for the only patient drawn."""
    words = question(situation(table, on, settings)).because  # type: ignore[operator]
    assert isinstance(words, str)
    return words


def listed(table: str, on: int | None = None, settings: Settings | None = None) -> str:
    """`anna chronic_low_phosphate 3 · boris -`: the worklist's reasons with their urgency, for everybody drawn."""
    found = []
    for name, record in patients(table).items():
        reasons = assess(record, day(on) if on is not None else None, settings).listings
        found.append(f"{name} {', '.join(f'{r.reason} {r.urgency}' for r in reasons) or '-'}")
    return " · ".join(found)


def near_miss(table: str, on: int | None = None) -> str:
    """What spared the only patient drawn a place on the worklist; '' for somebody listed."""
    (record,) = patients(table).values()
    return assess(record, day(on) if on is not None else None).near_miss


def _record(name: str, rows: list[list[str]]) -> PatientRecord:
    sex: Sex | None = Sex.FEMALE
    birth: Moment | None = Moment.parse("1980-01-01")
    death, deceased = None, False
    facts: dict[str, list[object]] = {}
    for when, what, value, source in rows:
        if what == "born":
            birth = Moment.parse(when) if when else None
            sex = None if value in ("", "?") else Sex(value)
        elif what == "died":
            death, deceased = _start(when), True
        else:
            kind, fact = _fact(when, what, value, source)
            facts.setdefault(kind, []).append(fact)
    return PatientRecord.of(name, sex=sex, birth=birth, death=death, deceased=deceased, **facts)  # type: ignore[arg-type]


def _fact(when: str, what: str, value: str, source: str) -> tuple[str, object]:
    start, end = _start(when), _end(when)
    if what in STAYS:
        kind, planned = STAYS[what]
        return "stays", Stay(kind, start, end, planned, what, source)
    analyte = FRIENDLY.get(what, what.replace(" ", "_"))
    if analyte in analytes():
        assert start is not None, f"{source}: a result needs a day"
        return "results", _result(analyte, start, value, source)
    doubt = next((w for w in _DOUBTS if what.startswith(f"{w} ")), "")
    concept = concepts().get(what.removeprefix("family ").removeprefix(f"{doubt} ").replace(" ", "_"))
    assert concept is not None, f"{source}: '{what}' is neither an analyte, a stay nor a concept"
    text = value or what
    if what.startswith("family "):
        return "relatives", Relative(concept.name, "parent", text, source=source)
    if concept.kind == "drug":
        kind = "administration" if value == "once" else "order"
        return "drugs", DrugUse(concept.name, start, end, text, dose=value, kind=kind, source=source)
    if concept.kind == "procedure":
        return "procedures", Procedure(concept.name, start, end, text, source=source)
    if concept.kind == "report":
        return "reports", Report(concept.name, start, text, source=source)
    status = _DOUBTS.get(doubt, ConditionStatus.PRESENT)
    return "conditions", Condition(concept.name, start, end, text, status=status, source=source)


_DOUBTS = {"no": ConditionStatus.REFUTED, "perhaps": ConditionStatus.PROVISIONAL}


_RESULT = re.compile(
    r"(?:(?P<comparator>[<>]=?)?(?P<number>-?\d+(?:\.\d+)?) ?(?P<unit>[^\s(\[]*)?)?\s*(?P<words>[a-z ]*)?"
    r"\s*(?:\((?P<low>[\d.]*)-(?P<high>[\d.]*)\))?\s*(?:\[(?P<flags>[a-z_ ]+)\])?\s*(?:#(?P<specimen>\w+))?"
)


def _result(analyte: str, at: Moment, value: str, source: str) -> Result:
    matched = _RESULT.fullmatch(value)
    assert matched, f"{source}: '{value}' cannot be read as a result"
    part = matched.groupdict()
    own = analytes()[analyte].unit
    factor = Decimal(1)
    if part["unit"]:
        found = conversion(analyte, part["unit"])
        assert found, f"{source}: unit '{part['unit']}' is unknown for {analyte}"
        factor = found.factor

    def amount(text: str | None) -> Decimal | None:
        return round(Decimal(text) * factor, 6) if text else None

    number = amount(part["number"])
    quantity = Quantity(number, own, Comparator(part["comparator"] or "")) if number is not None else None
    words = (part["words"] or "").strip()
    interpretation = Interpretation(words) if words in set(Interpretation) else Interpretation.NONE
    flags = tuple((part["flags"] or "").split())
    limits = amount(part["low"]), amount(part["high"])
    specimen = part["specimen"] or ""
    return Result(analyte, at, quantity, value, interpretation, *limits, specimen_id=specimen, flags=flags, source=source)


def _start(when: str) -> Moment | None:
    return _moment(when.split("..")[0].strip())


def _end(when: str) -> Moment | None:
    return _moment(when.split("..")[1].strip()) if ".." in when else None


def _moment(text: str) -> Moment | None:
    if not text:
        return None
    is_year = re.fullmatch(r"(19|20)\d\d", text)
    return Moment.on(day(int(text))) if re.fullmatch(r"-?\d+", text) and not is_year else Moment.parse(text)
