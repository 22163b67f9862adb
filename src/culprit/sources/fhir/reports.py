"""What did imaging and the pathologist say? ImagingStudy and DiagnosticReport → raw facts.

A laboratory report only groups Observations, which are read themselves; it gives a row when it has a conclusion.
"""

from culprit.sources.fhir.references import person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import (
    CODING,
    CONCEPT,
    META,
    PERIOD,
    SUBJECT,
    TEXT,
    code_or_words,
    joined,
    moment_of,
    not_empty,
    words,
)

_MODALITIES = (
    "list_distinct(list_filter(list_concat(r.modality, list_transform(r.series, lambda x: x.modality)), lambda x: x IS NOT NULL))"
)
_SITES = (
    "list_distinct(list_filter(list_transform(r.series, lambda x: coalesce(x.bodySite.display, x.bodySite.code)), "
    "lambda x: x IS NOT NULL))"
)

IMAGING = ResourceType(
    name="ImagingStudy",
    shape={
        "id": TEXT,
        "meta": META,
        "status": TEXT,
        "subject": SUBJECT,
        "started": TEXT,
        "modality": CODING,
        "procedureCode": [CONCEPT],
        "description": TEXT,
        "series": [{"modality": CODING[0], "bodySite": CODING[0], "description": TEXT}],
    },
    columns={
        "fact_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        "codings": not_empty(
            f"list_concat(flatten(list_transform(r.procedureCode, lambda x: x.coding)), list_sort({_MODALITIES}))"
        ),
        "text": joined(
            "r.description",
            f"array_to_string(list_transform(r.procedureCode, lambda x: {words('x')}), ', ')",
            f"array_to_string(list_sort(list_transform({_MODALITIES}, lambda x: coalesce(x.display, x.code))), ', ')",
            f"array_to_string(list_sort({_SITES}), ', ')",
            separator=", ",
        ),
        "at": "r.started",
        "status": "r.status",
        "updated": "r.meta.lastUpdated",
    },
    doubtful="r.subject.reference IS NULL",
    optional=frozenset(("meta", "series", "modality", "procedureCode")),
)

# HL7 table 0074 sections that are pictures, and LOINC's class of them
_IMAGING_SECTIONS = "('RAD', 'IMG', 'CT', 'CUS', 'NMR', 'NMS', 'OUS', 'RUS', 'RX', 'VUS', 'XRC', 'LP29684-5', 'imaging')"

REPORT = ResourceType(
    name="DiagnosticReport",
    shape={
        "id": TEXT,
        "meta": META,
        "status": TEXT,
        "category": [CONCEPT],
        "code": CONCEPT,
        "subject": SUBJECT,
        "effectiveDateTime": TEXT,
        "effectivePeriod": PERIOD,
        "issued": TEXT,
        "conclusion": TEXT,
        "conclusionCode": [CONCEPT],
    },
    columns={
        "fact_id": "coalesce(r.id, own_id)",
        "person_id": person_of("r.subject"),
        "person_identifier": person_identifier_of("r.subject"),
        "codings": not_empty("list_concat(r.code.coding, flatten(list_transform(r.conclusionCode, lambda x: x.coding)))"),
        "text": joined(
            words("r.code"),
            "r.conclusion",
            f"array_to_string(list_transform(r.conclusionCode, lambda x: {words('x')}), ', ')",
            separator=": ",
        ),
        "at": f"coalesce({moment_of('effective')}, r.issued)",
        "status": "r.status",
        "says_something": (
            "r.conclusion IS NOT NULL OR len(r.conclusionCode) > 0 OR "
            f"len(list_filter(r.category, lambda x: {code_or_words('x')} IN {_IMAGING_SECTIONS})) > 0"
        ),
        "updated": "coalesce(r.meta.lastUpdated, r.issued)",
    },
    seldom={"contained": [{"resourceType": TEXT, "id": TEXT}]},
    doubtful=(
        "r.subject.reference IS NULL OR r.status IS NULL "
        "OR CASE WHEN r.contained IS NOT NULL THEN contains(r.contained, '\"Observation\"') END"
    ),
    optional=frozenset(("meta", "category", "contained")),
)
