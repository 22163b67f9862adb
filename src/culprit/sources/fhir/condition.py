"""Which diagnoses, problems and findings? Condition → raw facts; where it has no date, that of its Encounter."""

from culprit.sources.fhir.references import id_of, person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CONCEPT, META, PERIOD, REFERENCE, SUBJECT, TEXT, code_or_words, joined, words

_SITES = f"array_to_string(list_transform(r.bodySite, lambda x: {words('x')}), ', ')"

CONDITION = ResourceType(
    name="Condition",
    shape={
        "id": TEXT,
        "meta": META,
        "clinicalStatus": CONCEPT,
        "verificationStatus": CONCEPT,
        "code": CONCEPT,
        "bodySite": [CONCEPT],
        "subject": SUBJECT,
        "encounter": REFERENCE,
        "onsetDateTime": TEXT,
        "onsetPeriod": PERIOD,
        "abatementDateTime": TEXT,
        "abatementPeriod": PERIOD,
        "recordedDate": TEXT,
    },
    columns={
        "fact_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        "codings": "r.code.coding",
        "text": joined("coalesce(r.code.text, r.code.coding[1].display)", f"nullif({_SITES}, '')", separator=", "),
        "at": "coalesce(r.onsetDateTime, r.onsetPeriod.start, r.onsetPeriod.end, r.recordedDate)",
        "until": "coalesce(r.abatementDateTime, r.abatementPeriod.end, r.abatementPeriod.start)",
        "status": joined(code_or_words("r.verificationStatus"), code_or_words("r.clinicalStatus")),
        "encounter_id": id_of("r.encounter.reference"),
        "updated": "r.meta.lastUpdated",
    },
    doubtful=(
        "r.subject.reference IS NULL OR coalesce(r.code.coding[1].code, r.code.text) IS NULL "
        "OR CASE WHEN coalesce(r.verificationStatus.coding[1].code, r.verificationStatus.text) IS NULL "
        "THEN contains(line, '\"verificationStatus\"') END"
    ),
    blanks=frozenset(
        (
            *("id", "subject.reference", "encounter.reference", "onsetDateTime", "abatementDateTime", "recordedDate"),
            *("onsetPeriod.start", "onsetPeriod.end", "abatementPeriod.start", "abatementPeriod.end", "meta.lastUpdated"),
        )
    ),
    optional=frozenset(("meta", "bodySite")),
)
