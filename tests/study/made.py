"""Small cohorts made for tests: patients with given outcomes, and the sheets of the worked example in other forms."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from openpyxl import load_workbook

from culprit.domain.moment import Moment
from culprit.domain.quantity import Quantity
from culprit.domain.record import Sex
from culprit.knowledge.study_sheets import sheets
from culprit.study.cohort import Measured, Operation, StudyPatient
from culprit.study.protocol import Protocol, parse_protocol
from culprit.study.template import write_workbook

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "hip-study"
OPERATED = date(2020, 1, 1)
_COURSES = {
    "remission": ((-5, "0.45"), (3, "0.70"), (7, "0.95"), (60, "1.05"), (400, "1.10")),
    "persistent": ((-5, "0.45"), (7, "0.50"), (60, "0.52")),
    "recurrence": ((-5, "0.45"), (7, "0.95"), (60, "1.05"), (700, "0.60"), (730, "0.58")),
    "unknown": ((-5, "0.45"),),
}


def patient(name: str, course: str = "remission", tissue: str = "bone", region: str = "hip", **known: object) -> StudyPatient:
    """One operated patient whose phosphate takes that course."""
    results = tuple(
        Measured(
            "phosphate",
            OPERATED + timedelta(days=day),
            Quantity(Decimal(value), "mmol/L"),
            Decimal("0.80"),
            Decimal("1.45"),
            on_supplement=False,
        )
        for day, value in _COURSES[course]
    )
    given = {
        "sex": Sex.FEMALE,
        "birth": Moment.parse("1970"),
        "proven": True,
        "results": results,
        "operations": (Operation(OPERATED),),
    }
    return StudyPatient(name, tissue=tissue, region=region, **{**given, **known})  # type: ignore[arg-type]


def protocol(more: str = "") -> Protocol:
    """A protocol with a title and what `more` adds."""
    return parse_protocol(f'[study]\ntitle = "A study"\n{more}')


COMPARED = """
[[comparisons]]
of = "refractory"
by = "tissue"
test = "fisher"
primary = true
[[comparisons]]
of = "phosphate"
by = "tissue"
test = "mann_whitney"
[[comparisons]]
of = "recurrence_free"
by = "tissue"
test = "log_rank"
"""


def example_rows(sheet: str) -> Iterable[dict[str, str]]:
    """The rows of one sheet of the worked example."""
    with (EXAMPLE / "cohort" / f"{sheet}.csv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def example_as_workbook(path: Path) -> None:
    """The worked example typed into the template."""
    write_workbook(path)
    book = load_workbook(path)
    for name, sheet in sheets().items():
        for row in example_rows(name):
            book[name].append([row.get(column.name) or None for column in sheet.columns])
    book.save(path)


def example_as_redcap(path: Path) -> None:
    """The worked example as a REDCap project exports it."""
    fields = ["patient_id", "redcap_repeat_instrument", "redcap_repeat_instance"]
    for name, sheet in sheets().items():
        fields += [
            column.name if name == "patients" else f"{name}_{column.name}"
            for column in sheet.columns
            if column.name != "patient_id"
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, restval="")
        writer.writeheader()
        for name in sheets():
            for instance, row in enumerate(example_rows(name), 1):
                own = {
                    (key if name in ("patients",) or key == "patient_id" else f"{name}_{key}"): cell for key, cell in row.items()
                }
                again = {} if name == "patients" else {"redcap_repeat_instrument": name, "redcap_repeat_instance": instance}
                writer.writerow({**own, **again})
