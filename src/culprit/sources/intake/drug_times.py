"""When was each drug taken whose words tell of it? The few rows of such words, dated from their own day."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from culprit.domain.moment import Moment
from culprit.sources.intake.read_drug_words import DrugTime, moments_of
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
