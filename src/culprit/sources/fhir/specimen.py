"""From what was it measured? Specimen: words for blood or urine, the time of drawing, fasting."""

from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CONCEPT, META, PERIOD, TEXT, code_or_words, words

SPECIMEN = ResourceType(
    name="Specimen",
    shape={
        "id": TEXT,
        "meta": META,
        "type": CONCEPT,
        "collection": {
            "collectedDateTime": TEXT,
            "collectedPeriod": PERIOD,
            "fastingStatusCodeableConcept": CONCEPT,
            "fastingStatusDuration": {"value": TEXT, "unit": TEXT},
        },
    },
    columns={
        "id": "coalesce(r.id, own_id)",
        "words": words("r.type"),
        "at": "coalesce(r.collection.collectedDateTime, r.collection.collectedPeriod.start)",
        "fasting": (
            f"coalesce({code_or_words('r.collection.fastingStatusCodeableConcept')}, "
            "r.collection.fastingStatusDuration.value || ' ' || r.collection.fastingStatusDuration.unit)"
        ),
        "updated": "r.meta.lastUpdated",
    },
    blanks=frozenset(("id", "meta.lastUpdated", "collection.collectedDateTime", "collection.collectedPeriod.start")),
)
