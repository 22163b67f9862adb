"""What may others rely on? The JSON Schema of each file that a run writes or reads (`culprit schema NAME`)."""

from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from culprit.domain.assessment import Assessment
from culprit.domain.course import Course
from culprit.report.news import NewsLine
from culprit.report.run_summary import RunSummary

NAMES = ("assessment", "worklist", "news", "run", "quarantine", "decisions", "course")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class WorklistLine(msgspec.Struct, frozen=True, kw_only=True):
    """One row of worklist.csv and worklist.parquet: one patient and one reason."""

    patient_id: Annotated[str, msgspec.Meta(description="the source's id, or P-0001 … with --pseudonyms")]
    rank: Annotated[int, msgspec.Meta(ge=1, description="1 is seen first; all rows of one patient share it")]
    reason: str
    since: date | None
    last_phosphate: Annotated[
        Decimal | str | None, msgspec.Meta(description="newest usable serum phosphate; '<0.3' as printed in the CSV")
    ]
    lowest_phosphate: Annotated[Decimal | str | None, msgspec.Meta(description="lowest usable serum phosphate")]
    unit: Annotated[str, msgspec.Meta(description="unit of both; empty when phosphate was never measured")]
    most_likely_cause: str
    probability: Annotated[float, msgspec.Meta(ge=0, le=1)] | None
    next_step: str
    hazard: Annotated[str, msgspec.Meta(description="all hazards, separated by '; '")]
    assessed_on: date
    last_comparator: Annotated[str | None, msgspec.Meta(description="Parquet only: what stood before last_phosphate")] = None
    lowest_comparator: Annotated[str | None, msgspec.Meta(description="Parquet only")] = None


class QuarantineLine(msgspec.Struct, frozen=True, kw_only=True):
    """One row of quarantine.parquet: a line or row that could not be used, with the reason and the place."""

    reason: str
    explanation: Annotated[str, msgspec.Meta(description="what was found, why it matters, what to do; never a clinical value")]
    source_file: str
    source_row: Annotated[int, msgspec.Meta(ge=0)]
    row: Annotated[str | None, msgspec.Meta(description="the line or row itself, cut at 2,000 characters")]


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the file given to --reviewed: somebody looked at this patient, and what they decided."""

    patient_id: str
    decision: Literal["reviewed", "dismissed"]
    decided_on: Annotated[date, msgspec.Meta(description="day of the decision; a new fact after it brings the patient back")]
    by: Annotated[str, msgspec.Meta(description="who decided")] = ""
    note: str = ""


_TYPES: dict[str, tuple[type, str]] = {
    "assessment": (Assessment, "one line of assessments.jsonl, and of assess --format json"),
    "worklist": (WorklistLine, "one row of worklist.csv and worklist.parquet"),
    "news": (NewsLine, "one row of news.csv"),
    "run": (RunSummary, "run.json"),
    "quarantine": (QuarantineLine, "one row of quarantine.parquet"),
    "course": (Course, "one line of follow --format json"),
    "decisions": (Decision, "one line of the decisions file (--reviewed)"),
}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one of NAMES. Raises ValueError, naming them, for another name."""
    if name not in _TYPES:
        raise ValueError(f"there is no schema '{name}'; there are: {', '.join(NAMES)}")
    kind, title = _TYPES[name]
    found: dict[str, Any] = msgspec.json.schema(_as_written(kind))
    if name == "assessment":
        _differential_may_be_absent(found)
    return {"$schema": _DIALECT, "title": f"Culprit: {title}", **found}


def _as_written(kind: Any) -> Any:
    """The same type with a JSON number for every exact decimal, which is how they are written."""
    if kind is Decimal:
        return float
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct_as_written(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is None or origin is Literal:
        return kind
    if origin is Annotated:
        return Annotated[(_as_written(arguments[0]), *arguments[1:])]
    written = tuple(_as_written(argument) for argument in arguments)
    return Union[written] if origin in (Union, UnionType) else origin[written]  # noqa: UP007


@cache
def _struct_as_written(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    fields = [(field.name, _as_written(field.type), _same_default(field)) for field in msgspec.structs.fields(kind)]
    return msgspec.defstruct(kind.__name__, fields, kw_only=True, namespace={"__doc__": kind.__doc__})


def _same_default(field: msgspec.structs.FieldInfo) -> Any:
    if field.required:
        return msgspec.field(name=field.encode_name)
    if field.default is not msgspec.NODEFAULT:
        return msgspec.field(name=field.encode_name, default=field.default)
    return msgspec.field(name=field.encode_name, default_factory=field.default_factory)


def _differential_may_be_absent(found: dict[str, Any]) -> None:
    """Absent, never empty, when there is nothing to explain."""
    differential = found["$defs"]["Assessment"]["properties"]["differential"]
    differential.pop("default", None)
    differential["minItems"] = 1
