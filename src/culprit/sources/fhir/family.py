"""What runs in the family? FamilyMemberHistory → raw facts, one for each condition of a relative."""

from culprit.sources.fhir.references import person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CONCEPT, META, SUBJECT, TEXT, words

FAMILY = ResourceType(
    name="FamilyMemberHistory",
    shape={
        "id": TEXT,
        "meta": META,
        "status": TEXT,
        "patient": SUBJECT,
        "relationship": CONCEPT,
        "date": TEXT,
        "condition": [{"code": CONCEPT}],
    },
    columns={
        "fact_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.patient"),
        "person_identifier": person_identifier_of("r.patient"),
        "condition": "r.condition",
        "at": "r.date",
        "status": "r.status",
        "detail": words("r.relationship"),
        "updated": "r.meta.lastUpdated",
    },
    doubtful="r.patient.reference IS NULL OR r.condition IS NULL",
    optional=frozenset(("meta", "relationship")),
)
