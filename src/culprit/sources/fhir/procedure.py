"""What was done? Procedure → raw facts; where it has no date, that of its Encounter."""

from culprit.sources.fhir.references import id_of, person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CONCEPT, META, PERIOD, REFERENCE, SUBJECT, TEXT, joined, moment_of, words

_SITES = f"array_to_string(list_transform(r.bodySite, lambda x: {words('x')}), ', ')"

PROCEDURE = ResourceType(
    name="Procedure",
    shape={
        "id": TEXT,
        "meta": META,
        "status": TEXT,
        "code": CONCEPT,
        "bodySite": [CONCEPT],
        "subject": SUBJECT,
        "encounter": REFERENCE,
        "performedDateTime": TEXT,
        "performedPeriod": PERIOD,
    },
    columns={
        "fact_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        "codings": "r.code.coding",
        "text": joined("coalesce(r.code.text, r.code.coding[1].display)", f"nullif({_SITES}, '')", separator=", "),
        "at": moment_of("performed"),
        "until": "r.performedPeriod.end",
        "status": "r.status",
        "encounter_id": id_of("r.encounter.reference"),
        "updated": "r.meta.lastUpdated",
    },
    doubtful="r.subject.reference IS NULL OR r.status IS NULL OR coalesce(r.code.coding[1].code, r.code.text) IS NULL",
    blanks=frozenset(
        (
            *(
                "id",
                "subject.reference",
                "encounter.reference",
                "performedDateTime",
                "performedPeriod.start",
                "performedPeriod.end",
            ),
            "meta.lastUpdated",
        )
    ),
    optional=frozenset(("meta", "bodySite")),
)
