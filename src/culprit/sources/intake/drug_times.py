"""When was each drug taken whose words tell of it? Counted from the row's own day, and no more exact than the words are.

Years give a year, months and weeks a month, days a day. Without a day of its own nothing is dated, and no date lies after that day.
"""

import calendar
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from culprit.domain.moment import Moment, Precision
from culprit.sources.intake.read_drug_words import DAYS, DrugTime
from culprit.sources.intake.read_moment import read_moment
from culprit.sources.intake.relations import store_arrow
from culprit.sources.intake.settings import IntakeSettings

_COLUMNS = pa.schema(
    {
        "form_no": pa.int32(),
        "at_text": pa.string(),
        "at": pa.timestamp("us"),
        "at_precision": pa.string(),
        "until": pa.timestamp("us"),
        "until_precision": pa.string(),
    }
)
_SAID = {"year": Precision.YEAR, "month": Precision.MONTH, "week": Precision.MONTH, "day": Precision.DAY}
_COARSEST_FIRST = (Precision.YEAR, Precision.MONTH, Precision.DAY, Precision.MINUTE)

Use = tuple[Moment | None, Moment | None]


def moments_of(time: DrugTime, own: Moment) -> tuple[Use, ...]:
    """(start, end) of each use that the words and the row's own day tell together: two of a drug that is still taken on that day.

    Prescriptions are renewed: what has been taken for four years was begun four years ago and is taken on the day of the row too.
    """
    start = own if time.begun else time.start or (_back(own, *time.start_back) if time.start_back else None)
    end = time.end or (_back(own, *time.end_back) if time.end_back else None)
    start = start if start is not None and start.earliest <= own.latest else None
    end = (
        end
        if end is not None and (time.begun or end.earliest <= own.latest) and (start is None or start.earliest <= end.latest)
        else None
    )
    if end is not None:
        return ((start, end),)
    if start is None or start.earliest >= own.earliest:
        return ((own, None),)
    return ((start, own), (own, None)) if time.through or time.start is not None else ((start, None),)


def store_drug_times(connection: Any, times: Mapping[int, DrugTime], settings: IntakeSettings) -> bool:
    """Creates intake_drug_time (form_no, at_text, at, until and their precision) for the forms of `times` on their days in
    intake_fact_raw; one row per use. False, and no table, when no words tell of time."""
    if not times:
        return False
    numbers = ", ".join(str(number) for number in times)
    days = connection.execute(
        f"SELECT DISTINCT form_no, at_text FROM intake_fact_raw WHERE form_no IN ({numbers}) AND at_text <> '' ORDER BY ALL"
    ).fetchall()
    rows: list[dict[str, Any]] = []
    for number, text in days:
        read = read_moment(text, settings.date_order, settings.excel_serials)
        if read.start is None or read.precision is None:
            continue
        for start, end in moments_of(times[number], Moment(read.start, read.precision)):
            rows.append({"form_no": number, "at_text": text, **_printed("at", start), **_printed("until", end)})
    store_arrow(connection, "intake_drug_time", pa.Table.from_pylist(rows, schema=_COLUMNS))
    return True


def _printed(name: str, moment: Moment | None) -> dict[str, Any]:
    return {name: moment and moment.start, f"{name}_precision": moment and moment.precision.value}


def _back(own: Moment, number: Decimal, unit: str) -> Moment | None:
    """The moment so long before `own`, as exact as the unit; None where `own` is less exact than that, and before the year 1."""
    if _COARSEST_FIRST.index(own.precision) < _COARSEST_FIRST.index(Precision.DAY if unit == "week" else _SAID[unit]):
        return None
    day = datetime(own.start.year, own.start.month, own.start.day)
    try:
        if unit in ("day", "week") or number != int(number):
            counted = day - timedelta(days=int(number * DAYS[unit]))
        else:
            months = day.year * 12 + day.month - 1 - int(number) * (12 if unit == "year" else 1)
            year, month = months // 12, months % 12 + 1
            counted = datetime(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None
    precision = _SAID[unit]
    month_and_day = {Precision.YEAR: (1, 1), Precision.MONTH: (counted.month, 1)}.get(precision, (counted.month, counted.day))
    return Moment(datetime(counted.year, *month_and_day), precision)
