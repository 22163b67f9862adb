"""What was found? SQL for value, unit, limits and flags of an Observation or one of its components, in the source's letters."""

from culprit.sources.fhir.words import CONCEPT, QUANTITY, TEXT, Shape, code_or_words, json_words
from culprit.sources.value_with_unit import MARK, RANGE, UNIT, VALUE, part_sql

_LIMIT: Shape = {"value": TEXT, "unit": TEXT}
VALUE_SHAPE: Shape = {
    "code": CONCEPT,
    "valueQuantity": QUANTITY,
    "valueString": TEXT,
    "valueInteger": TEXT,
    "valueDecimal": TEXT,
    "valueBoolean": TEXT,
    "valueDateTime": TEXT,
    "valueTime": TEXT,
    "interpretation": [CONCEPT],
    "referenceRange": [{"low": _LIMIT, "high": _LIMIT, "type": "JSON", "text": TEXT}],
}
SELDOM_VALUE_SHAPE: Shape = {
    "valueCodeableConcept": CONCEPT,
    "dataAbsentReason": CONCEPT,
    "valueRange": {"low": QUANTITY, "high": QUANTITY},
    "valueRatio": {"numerator": QUANTITY, "denominator": QUANTITY},
}

# "1.10" must stay "1.10": the JSON reader gives 1.1, so the letters are taken from the line and held against its number.
# Only a zero behind the last digit can get lost, or all of a very large or small number, which comes back with an exponent.
_READ = "r.valueQuantity.value"
LOSES_LETTERS = f"(contains({_READ}, '.') AND contains(line, {_READ} || '0')) OR contains({_READ}, 'e')"
# units may have braces of their own: {INR}
PRINTED_NUMBER = r"""'"valueQuantity"\s*:\s*\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*?"value"\s*:\s*(-?[0-9][0-9.eE+-]*)'"""


def value_columns(p: str, printed: str, limits: str) -> dict[str, str]:
    """Columns of sources/raw.py that an Observation (`p` = r) and a component share.

    `printed` is SQL for the number's own letters, `limits` for the one normal range (see `normal_range`).
    """
    quantity, ratio, span = f"{p}.valueQuantity", f"{p}.valueRatio", f"{p}.valueRange"
    above, below, low, high = f"{ratio}->'numerator'", f"{ratio}->'denominator'", f"{span}->'low'", f"{span}->'high'"
    same_number = f"TRY_CAST({printed} AS DOUBLE) = TRY_CAST({quantity}.value AS DOUBLE)"

    def said(part: int) -> str:
        """A part of "112 pg/ml (10-50)": everything in one text."""
        return f"CASE WHEN {quantity}.value IS NULL THEN {part_sql(f'{p}.valueString', part)} END"

    values = (
        f"CASE WHEN {printed} IS NOT NULL AND {quantity}.value IS NOT NULL AND {same_number} THEN {printed} END",
        f"{quantity}.value",
        said(VALUE),
        f"{p}.valueString",
        json_words(f"{p}.valueCodeableConcept"),
        *(f"{p}.value{kind}" for kind in ("Integer", "Decimal", "Boolean", "DateTime", "Time")),
        f"CASE WHEN {ratio} IS NOT NULL "
        f"THEN coalesce(({above}->>'comparator'), '') || ({above}->>'value') || ':' || ({below}->>'value') END",
        f"CASE WHEN {span} IS NOT NULL THEN ({low}->>'value') || '-' || ({high}->>'value') END",
    )
    flags = f"{p}.interpretation"
    ranges = f"{p}.referenceRange"
    all_ranges = f"list_transform({ranges}, lambda x: coalesce(x.text, concat_ws('-', x.low.value, x.high.value)))"
    return {
        "codings": f"{p}.code.coding",
        "name": f"{p}.code.text",
        "value": f"coalesce({', '.join(values)})",
        "comparator": f"{quantity}.comparator",
        "unit": f"CASE WHEN {span} IS NOT NULL THEN {low}->>'unit' ELSE coalesce({quantity}.unit, {said(UNIT)}) END",
        "unit_code": f"CASE WHEN {span} IS NOT NULL THEN {low}->>'code' ELSE {quantity}.code END",
        "low": f"{limits}.low.value",
        "high": f"{limits}.high.value",
        "range_unit": f"coalesce({limits}.low.unit, {limits}.high.unit)",
        "range_text": (
            f"CASE WHEN len({ranges}) = 1 THEN {ranges}[1].text "
            f"WHEN len({ranges}) > 1 THEN nullif(array_to_string({all_ranges}, '; '), '') ELSE {said(RANGE)} END"
        ),
        "interpretation": (
            f"CASE WHEN len({flags}) = 1 THEN {code_or_words(f'{flags}[1]')} "
            f"WHEN len({flags}) > 1 THEN array_to_string(list_transform({flags}, lambda x: {code_or_words('x')}), ' ') "
            f"ELSE {said(MARK)} END"
        ),
        "absent_reason": json_words(f"{p}.dataAbsentReason", code_first=True),
    }


def normal_range(p: str) -> str:
    """The one normal range. Where several differ (by age, sex, pregnancy) none is chosen here; all stand in `range_text`."""
    ranges = f"{p}.referenceRange"
    normals = (
        f"list_filter({ranges}, lambda x: coalesce(x.type->>'$.coding[0].code', 'normal') = 'normal' "
        "AND coalesce(x.low.value, x.high.value) IS NOT NULL)"
    )
    alike = f"len(list_distinct(list_transform({normals}, lambda x: concat_ws('-', x.low.value, x.high.value)))) = 1"
    return (
        f"CASE WHEN len({ranges}) = 1 AND ({ranges}[1].type IS NULL OR {ranges}[1].type->>'$.coding[0].code' = 'normal') "
        f"THEN {ranges}[1] "
        f"WHEN len({ranges}) > 1 AND {alike} THEN {normals}[1] END"
    )
