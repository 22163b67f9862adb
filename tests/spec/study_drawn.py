"""Study patients from small drawn tables: every row one thing after the operation on day 0."""

from datetime import date, timedelta
from decimal import Decimal

from culprit.domain.moment import Moment
from culprit.domain.quantity import Comparator, Quantity
from culprit.domain.record import Sex
from culprit.knowledge.study import default_definitions
from culprit.study.cohort import Measured, Operation, Scan, StudyPatient, Treatment, Visit
from culprit.study.outcome import Outcome, outcome
from tests.spec.tables import rows

OPERATED = date(2020, 1, 1)


def _day(text: str) -> date:
    return OPERATED + timedelta(days=int(text))


def drawn_patients(table: str) -> dict[str, StudyPatient]:
    """patient | day | what | value: phosphate (with `off`, `on` or nothing known, `fed`), alp, FGF23, TmP/GFR, supplement, scan,
    operation, visit.
    """
    facts: dict[str, dict[str, list[object]]] = {}
    for row in rows(table):
        own = facts.setdefault(
            row["patient"], {"results": [], "operations": [Operation(OPERATED)], "scans": [], "treatments": [], "visits": []}
        )
        what, value = row["what"], row["value"]
        if what in _UNITS:
            own["results"].append(_measured(what, row["day"], value))
        elif what == "scan":
            own["scans"].append(Scan(Moment.on(_day(row["day"])), "sstr_pet", value))
        elif what == "visit":
            own["visits"].append(Visit(_day(row["day"])))
        elif what == "operation":
            own["operations"].append(Operation(_day(row["day"])))
        else:
            first, _, last = row["day"].partition("..")
            stop = Moment.on(_day(last)) if last else None
            own["treatments"].append(Treatment(what.replace(" ", "_"), Moment.on(_day(first)), stop))
    return {
        name: StudyPatient(
            name,
            sex=Sex.FEMALE,
            birth=Moment.parse("1970"),
            treatments_recorded=bool(own["treatments"]),
            **{k: tuple(v) for k, v in own.items()},
        )  # type: ignore[arg-type]
        for name, own in facts.items()
    }


def _measured(what: str, day: str, value: str) -> Measured:
    number, *marks = value.split()
    comparator = Comparator.LESS if number.startswith("<") else Comparator.EQUAL
    unit, low, high = _UNITS[what]
    quantity = Quantity(Decimal(number.lstrip("<")), unit, comparator)
    supplemented = True if "on" in marks else False if "off" in marks else None
    return Measured(what, _day(day), quantity, low, high, fasting=False if "fed" in marks else None, on_supplement=supplemented)


_UNITS = {
    "phosphate": ("mmol/L", Decimal("0.80"), Decimal("1.45")),
    "alp": ("U/L", None, Decimal(120)),
    "fgf23_intact": ("ng/L", Decimal(20), Decimal(70)),
    "tmp_gfr": ("mmol/L", Decimal("0.80"), Decimal("1.35")),
}


def outcomes(table: str, **definitions: Decimal | str) -> dict[str, Outcome]:
    """The outcome of each patient under the default definitions, some of them changed."""
    chosen = default_definitions().changed(definitions)
    return {name: outcome(patient, OPERATED, chosen) for name, patient in drawn_patients(table).items()}


def states(table: str, **definitions: Decimal | str) -> str:
    """`anna remission · boris persistent`."""
    return " · ".join(f"{name} {one.state.replace('_', ' ')}" for name, one in outcomes(table, **definitions).items())
