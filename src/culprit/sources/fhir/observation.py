"""Which laboratory values does the source hold? Observation → raw results, one for each value, components too."""

from culprit.sources.fhir.observation_value import PRINTED_NUMBER, VALUE_SHAPE, normal_range, value_columns
from culprit.sources.fhir.references import contained, id_of, person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CONCEPT, META, PERIOD, REFERENCE, SUBJECT, TEXT, Shape, joined, moment_of, words

_CONTAINED: list[Shape] = [{"resourceType": TEXT, "id": TEXT, "type": CONCEPT}]
_EMPTY = "value IS NULL AND absent_reason IS NULL"

OBSERVATION = ResourceType(
    name="Observation",
    shape={
        "id": TEXT,
        "meta": META,
        "status": TEXT,
        "subject": SUBJECT,
        "effectiveDateTime": TEXT,
        "effectiveInstant": TEXT,
        "effectivePeriod": PERIOD,
        "effectiveTiming": {"event": [TEXT]},
        "issued": TEXT,
        **VALUE_SHAPE,
        "specimen": REFERENCE,
        "method": CONCEPT,
        "device": REFERENCE,
        "hasMember": [REFERENCE],
        "component": [VALUE_SHAPE],
        "contained": _CONTAINED,
    },
    extracted={"printed": f"regexp_extract(line, {PRINTED_NUMBER}, 1)"},
    derived={"limits": normal_range("r")},
    columns={
        "result_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        **value_columns("r", "printed", "limits"),
        "specimen": f"coalesce({words(contained('r.specimen.reference', 'Specimen') + '.type')}, r.specimen.display)",
        "specimen_id": id_of("r.specimen.reference"),
        "method": joined(words("r.method"), "r.device.display"),
        "at": f"coalesce({moment_of('effective')}, r.effectiveInstant, r.effectivePeriod.end, r.effectiveTiming.event[1])",
        "issued": "r.issued",
        "status": "r.status",
        "updated": "coalesce(r.meta.lastUpdated, r.issued)",
        "is_panel": "len(r.hasMember) > 0 OR len(r.component) > 0",
        "component": "r.component",
        "component_numbers": f"CASE WHEN len(r.component) > 0 THEN regexp_extract_all(line, {PRINTED_NUMBER}, 1) END",
    },
    doubtful=(
        "r.subject.reference IS NULL OR r.status IS NULL OR coalesce(r.code.coding[1].code, r.code.text) IS NULL "
        "OR (r.valueQuantity.value IS NULL AND r.valueString IS NULL AND r.valueCodeableConcept IS NULL "
        "AND r.dataAbsentReason IS NULL AND r.hasMember IS NULL AND r.component IS NULL) "
        "OR coalesce(r.effectiveDateTime, r.effectivePeriod.start, r.effectiveInstant) IS NULL "
        "OR CASE WHEN r.valueQuantity.value IS NOT NULL AND printed = '' "
        "THEN TRY_CAST(r.valueQuantity.value AS DECIMAL(38, 18)) IS NULL END "
        "OR CASE WHEN r.referenceRange IS NULL THEN contains(line, '\"referenceRange\"') END "
        "OR CASE WHEN r.interpretation IS NULL THEN contains(line, '\"interpretation\"') END"
    ),
    optional=frozenset(("referenceRange", "interpretation", "method", "device", "specimen", "meta", "contained", "hasMember")),
)

_COMPONENT_NUMBER = "list_filter(component_numbers, lambda x: TRY_CAST(x AS DOUBLE) = TRY_CAST(c.valueQuantity.value AS DOUBLE))[1]"


def results_select(with_components: bool) -> str:
    """SELECT of one row per value over fhir_observation, still without what Specimen and Patient resources add.

    A panel that only groups others (hasMember, component) has no value of its own and gives no row.
    """
    own = ", ".join(f'"{name}"' for name in value_columns("r", "", ""))
    shared = 'person_id, person_identifier, specimen, specimen_id, method, "at", issued, status, updated, source_file, source_row'
    select = f"SELECT result_id, {own}, {shared} FROM {OBSERVATION.table} WHERE NOT (coalesce(is_panel, false) AND {_EMPTY})"
    if not with_components:
        return select
    parts = ", ".join(f'{sql} AS "{name}"' for name, sql in value_columns("c", "printed", "limits").items())
    components = (
        "SELECT *, unnest(range(1, len(component) + 1)) AS place, unnest(component) AS c "
        f"FROM {OBSERVATION.table} WHERE len(component) > 0"
    )
    numbered = f"SELECT *, {_COMPONENT_NUMBER} AS printed, {normal_range('c')} AS limits FROM ({components})"
    repeated = (
        "c.code.coding IS NOT DISTINCT FROM codings AND coalesce(c.valueQuantity.value, c.valueString) IS NOT DISTINCT FROM value"
    )
    return (
        f"{select} UNION ALL BY NAME SELECT result_id || '#' || place AS result_id, {parts}, {shared} FROM ({numbered}) "
        f"WHERE NOT ({repeated})"
    )
