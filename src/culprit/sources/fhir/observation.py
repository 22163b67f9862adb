"""Which laboratory values does the source hold? Observation → raw results, one for each value, components too."""

from culprit.sources.fhir.observation_value import (
    LOSES_LETTERS,
    PRINTED_NUMBER,
    SELDOM_VALUE_SHAPE,
    VALUE_SHAPE,
    normal_range,
    value_columns,
)
from culprit.sources.fhir.references import PERFORMERS, contained, id_of, organisation_of, person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CONCEPT, META, PERIOD, REFERENCE, SUBJECT, TEXT, Shape, joined, json_words, read_json, words

_CONTAINED: Shape = {"resourceType": TEXT, "id": TEXT, "type": CONCEPT}
_COMPONENT_SHAPE: Shape = {**VALUE_SHAPE, **dict.fromkeys(SELDOM_VALUE_SHAPE, "JSON")}
_EMPTY = "value IS NULL AND absent_reason IS NULL"

_EFFECTIVE = "r.effectivePeriod->>'start', r.effectivePeriod->>'end', r.effectiveTiming->>'$.event[0]'"

OBSERVATION = ResourceType(
    name="Observation",
    shape={
        "id": TEXT,
        "meta": META,
        "status": TEXT,
        "subject": SUBJECT,
        "effectiveDateTime": TEXT,
        "effectiveInstant": TEXT,
        "issued": TEXT,
        **VALUE_SHAPE,
        "specimen": REFERENCE,
    },
    seldom={
        **SELDOM_VALUE_SHAPE,
        "effectivePeriod": PERIOD,
        "method": CONCEPT,
        "device": REFERENCE,
        "effectiveTiming": {"event": [TEXT]},
        "hasMember": [REFERENCE],
        "performer": PERFORMERS,
        "component": [{**VALUE_SHAPE, **SELDOM_VALUE_SHAPE}],
        "contained": [_CONTAINED],
    },
    derived={
        "limits": normal_range("r"),
        "printed": f"CASE WHEN {LOSES_LETTERS} THEN regexp_extract(line, {PRINTED_NUMBER}, 1) END",
    },
    columns={
        "result_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        **value_columns("r", "printed", "limits"),
        "specimen": f"coalesce({words(contained('r.specimen.reference', 'Specimen', _CONTAINED) + '.type')}, r.specimen.display)",
        "specimen_id": id_of("r.specimen.reference"),
        "laboratory": organisation_of("r.performer"),
        "method": joined(json_words("r.method"), "r.device->>'display'"),
        "at": f"coalesce(r.effectiveDateTime, r.effectiveInstant, {_EFFECTIVE})",
        "issued": "r.issued",
        "status": "r.status",
        "updated": "coalesce(r.meta.lastUpdated, r.issued)",
        "is_panel": "r.hasMember IS NOT NULL OR r.component IS NOT NULL",
        "component": "r.component",
        "component_numbers": f"CASE WHEN r.component IS NOT NULL THEN regexp_extract_all(line, {PRINTED_NUMBER}, 1) END",
    },
    doubtful=(
        "r.subject.reference IS NULL OR r.status IS NULL OR coalesce(r.code.coding[1].code, r.code.text) IS NULL "
        "OR (r.valueQuantity.value IS NULL AND r.valueString IS NULL AND r.valueCodeableConcept IS NULL "
        "AND r.dataAbsentReason IS NULL AND r.hasMember IS NULL AND r.component IS NULL) "
        f"OR coalesce(r.effectiveDateTime, r.effectiveInstant, {_EFFECTIVE}) IS NULL "
        "OR (r.valueQuantity.value IS NOT NULL AND NOT coalesce(isfinite(TRY_CAST(r.valueQuantity.value AS DOUBLE)), false)) "
        "OR CASE WHEN r.component IS NOT NULL THEN json_type(r.component) <> 'ARRAY' END "
        "OR CASE WHEN r.contained IS NOT NULL THEN contains(r.contained, '\"Observation\"') END "
        "OR CASE WHEN r.referenceRange IS NULL THEN contains(line, '\"referenceRange\"') END "
        "OR CASE WHEN r.interpretation IS NULL THEN contains(line, '\"interpretation\"') END"
    ),
    blanks=frozenset(
        (
            *("id", "subject.reference", "effectiveDateTime", "effectiveInstant", "issued", "meta.lastUpdated"),
            *("valueQuantity.value", "specimen.reference"),
        )
    ),
    moments=frozenset(("effectiveDateTime", "effectiveInstant", "issued", "meta.lastUpdated")),
    # the letters of a number are those of the line only where they are found by the same pattern
    computed=(
        f"r.valueQuantity.value IS NOT NULL AND regexp_extract(line, {PRINTED_NUMBER}, 1) IS DISTINCT FROM r.valueQuantity.value"
    ),
    # its numbers are found in the whole line
    apart=frozenset(("component",)),
    # by these a newer version of a result is known, whatever it is of
    always=frozenset(("id", "meta.lastUpdated", "issued")),
    optional=frozenset(
        ("referenceRange", "interpretation", "method", "device", "specimen", "meta", "contained", "hasMember", "performer")
    ),
    organisations=frozenset(("performer[]",)),
)

_COMPONENT_NUMBER = "list_filter(component_numbers, lambda x: TRY_CAST(x AS DOUBLE) = TRY_CAST(c.valueQuantity.value AS DOUBLE))[1]"


def results_select(with_components: bool, table: str = OBSERVATION.table) -> str:
    """SELECT of one row per value over the staging relation, still without what Specimen and Patient resources add.

    A panel that only groups others (hasMember, component) has no value of its own and gives no row.
    """
    own = ", ".join(f'"{name}"' for name in value_columns("r", "", ""))
    person, made = "person_id, person_identifier", 'specimen, specimen_id, laboratory, method, "at", issued, status, updated'
    shared = f"{person}, {made}, source_file, source_row"
    select = f"SELECT result_id, {own}, {shared} FROM {table} WHERE NOT (coalesce(is_panel, false) AND {_EMPTY})"
    if not with_components:
        return select
    parts = ", ".join(f'{sql} AS "{name}"' for name, sql in value_columns("c", "printed", "limits").items())
    read = f"SELECT *, {read_json('component', [_COMPONENT_SHAPE])} AS cs FROM {table} WHERE component IS NOT NULL"
    components = f"SELECT *, unnest(range(1, len(cs) + 1)) AS place, unnest(cs) AS c FROM ({read}) WHERE len(cs) > 0"
    numbered = f"SELECT *, {_COMPONENT_NUMBER} AS printed, {normal_range('c')} AS limits FROM ({components})"
    # one that repeats the code and value of its parent is the same value twice
    same_value = "TRY_CAST(coalesce(c.valueQuantity.value, c.valueString) AS DOUBLE) = TRY_CAST(value AS DOUBLE)"
    repeated = f"coalesce(c.code.coding IS NOT DISTINCT FROM codings AND {same_value}, false)"
    return (
        f"{select} UNION ALL BY NAME SELECT result_id || '#' || place AS result_id, {parts}, {shared} FROM ({numbered}) "
        f"WHERE NOT ({repeated})"
    )
