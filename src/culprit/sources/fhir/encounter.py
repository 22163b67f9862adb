"""Where was the patient, from when to when? Encounter → raw facts: the stay, and each spell in intensive care within it."""

from culprit.knowledge.omop import admitted_after_hours
from culprit.sources.fhir.references import id_of, person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CODING, CONCEPT, META, PERIOD, REFERENCE, SUBJECT, TEXT, joined, words

# words and codes (HL7 v3 ServiceDeliveryLocationRoleType, SNOMED CT 309904001) of a place where intensive care is given
INTENSIVE_CARE = (
    r"(?i)intensiv|critical care|\bcoronary care|\b[mscntp]{0,2}icu\b|\bcvicu\b|\btsicu\b|\bccu\b|\bpedn?icu\b|\b309904001\b"
    r"|реанимац|интенсивн|重症|监护"
)

# the clock of an admission often starts later than the patient lay in its first place, the emergency room
_FIRST_PLACE = "list_min(list_transform(r.location, lambda x: x.period.start))"
_ARRIVED = f"CASE WHEN {_FIRST_PLACE} < r.period.start THEN {_FIRST_PLACE} ELSE coalesce(r.period.start, r.period.end) END"
_START, _END = (f"TRY_CAST(left({moment}, 19) AS TIMESTAMP)" for moment in (_ARRIVED, "r.period.end"))
_LASTED = f"date_diff('minute', {_START}, {_END})"
_URGENT = "r.priority.coding[1].code IN ('UR', 'EM', 'S', 'A')"
# the class often says by which door somebody came in; whoever then stayed, or was admitted in haste, was in hospital
_ADMITTED = (
    f"(({_LASTED} > {60 * admitted_after_hours()} "
    "AND (r.class.code IN ('EMER', 'OBSENC', 'SS') OR (r.class.code = 'AMB' AND r.hospitalization IS NOT NULL))) "
    f"OR (r.class.code = 'AMB' AND r.hospitalization IS NOT NULL AND coalesce({_URGENT}, false)))"
)
_PRIORITY = joined("r.priority.coding[1].code", "coalesce(r.priority.text, r.priority.coding[1].display)")

# a short stay (SS) is one "for a predetermined length of time": arranged, unless its priority says otherwise
_PLANNED = (
    "CASE WHEN r.class.code = 'SS' AND coalesce(r.priority.coding[1].code, 'R') = 'R' THEN 'planned' "
    f"ELSE coalesce({_PRIORITY}, CASE WHEN r.class.code = 'EMER' THEN 'emergency' END) END"
)

ENCOUNTER = ResourceType(
    name="Encounter",
    shape={
        "id": TEXT,
        "meta": {"lastUpdated": TEXT, "profile": [TEXT]},
        "status": TEXT,
        "class": CODING[0],
        "type": [CONCEPT],
        "serviceType": CONCEPT,
        "priority": CONCEPT,
        "subject": SUBJECT,
        "period": PERIOD,
        "location": [{"location": REFERENCE, "physicalType": CONCEPT, "period": PERIOD}],
    },
    seldom={"hospitalization": {}},
    columns={
        "fact_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        "codings": "flatten(list_transform(r.type, lambda x: x.coding))",
        "text": joined(words("r.type[1]"), words("r.serviceType"), separator=", "),
        "at": _ARRIVED,
        "until": "r.period.end",
        "status": "r.status",
        "detail": f"CASE WHEN {_ADMITTED} THEN 'inpatient' ELSE {joined('r.class.code', 'r.class.display')} END",
        "admitted": f"coalesce(r.class.code IN ('IMP', 'ACUTE', 'NONAC') OR {_ADMITTED}, false)",
        "intensive": (
            f"regexp_matches(concat_ws(' ', array_to_string(r.meta.profile, ' '), {words('r.type[1]')}, "
            f"{words('r.serviceType')}, r.class.display), '{INTENSIVE_CARE}')"
        ),
        "planned": _PLANNED,
        "places": (
            f"list_transform(r.location, lambda x: {{'id': {id_of('x.location.reference')}, "
            f"'words': concat_ws(' ', x.location.display, {words('x.physicalType')}), "
            "'at': x.period.start, 'until': x.period.end})"
        ),
        "updated": "r.meta.lastUpdated",
    },
    blanks=frozenset(("id", "subject.reference", "period.start", "period.end", "meta.lastUpdated")),
    computed="r.class.code IN ('EMER', 'OBSENC', 'SS') OR r.hospitalization IS NOT NULL OR r.location IS NOT NULL",
    doubtful="r.subject.reference IS NULL OR coalesce(r.period.start, r.period.end) IS NULL",
    optional=frozenset(("meta", "type", "serviceType", "priority", "location", "hospitalization")),
)

LOCATION = ResourceType(
    name="Location",
    shape={
        "id": TEXT,
        "meta": META,
        "name": TEXT,
        "alias": [TEXT],
        "description": TEXT,
        "type": [CONCEPT],
        "physicalType": CONCEPT,
    },
    columns={
        "id": "coalesce(r.id, own_id)",
        "intensive": (
            f"regexp_matches(concat_ws(' ', r.name, array_to_string(r.alias, ' '), r.description, {words('r.physicalType')}, "
            f"array_to_string(list_transform(r.type, lambda x: concat_ws(' ', {words('x')}, x.coding[1].code)), ' ')), "
            f"'{INTENSIVE_CARE}')"
        ),
    },
)


def stays_select() -> str:
    """SELECT of raw facts: each Encounter, and each of its spells in an intensive care unit that has dates of its own."""
    table, places = ENCOUNTER.table, LOCATION.table
    spells = f"SELECT *, unnest(range(1, len(places) + 1)) AS place, unnest(places) AS p FROM {table} WHERE len(places) > 0"
    known = (
        f"SELECT s.*, coalesce(l.intensive, false) OR regexp_matches(s.p.words, '{INTENSIVE_CARE}') AS icu "
        f"FROM ({spells}) s LEFT JOIN (SELECT id, bool_or(intensive) AS intensive FROM {places} GROUP BY id) l ON l.id = s.p.id"
    )
    whole = f'SELECT fact_id FROM ({known}) WHERE icu AND p."at" IS NULL GROUP BY fact_id'
    whose = "person_id, person_identifier, codings, text, status, planned, updated, source_file, source_row"
    return (
        f"SELECT 'stay' AS kind, fact_id, {whose}, \"at\", until, "
        f"concat_ws(' ', detail, CASE WHEN intensive OR fact_id IN ({whole}) THEN 'ICU' END) AS detail FROM {table} "
        f"UNION ALL BY NAME SELECT 'stay' AS kind, fact_id || '#' || place AS fact_id, {whose}, "
        'p."at" AS "at", coalesce(p.until, until) AS until, '
        f"concat_ws(' ', detail, 'ICU') AS detail FROM ({known}) "
        'WHERE icu AND NOT coalesce(intensive, false) AND p."at" IS NOT NULL'
    )
