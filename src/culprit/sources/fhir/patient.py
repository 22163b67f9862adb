"""Who is it? Patient → raw people."""

from culprit.sources.fhir.references import id_of
from culprit.sources.fhir.resource import ResourceType
from culprit.sources.fhir.words import CODING, META, REFERENCE, TEXT

_BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"


def _identifier(condition: str) -> str:
    return f"list_filter(r.identifier, lambda x: x.value IS NOT NULL AND {condition})[1].value"


# the number a ward finds on paper: the medical record number, else the usual one, else the first
_IDENTIFIERS = (
    _identifier("list_contains(list_transform(x.type.coding, lambda y: y.code), 'MR')"),
    _identifier("x.use = 'usual'"),
    _identifier("x.use = 'official'"),
    _identifier("x.use IS DISTINCT FROM 'old'"),
    "r.identifier[1].value",
)
_SEX_AT_BIRTH = f"list_filter(r.extension, lambda x: x.url = '{_BIRTH_SEX}' AND x.valueCode IN ('F', 'M'))[1].valueCode"

_OTHER = id_of("x.other.reference")
_LINK = (
    "CASE WHEN x.type = 'replaces' "
    f"THEN {{'person_id': {_OTHER}, 'into_id': coalesce(r.id, own_id)}} "
    f"ELSE {{'person_id': coalesce(r.id, own_id), 'into_id': {_OTHER}}} END"
)

PATIENT = ResourceType(
    name="Patient",
    shape={
        "id": TEXT,
        "meta": META,
        "identifier": [{"use": TEXT, "type": {"coding": CODING}, "value": TEXT}],
        "gender": TEXT,
        "birthDate": TEXT,
        "deceasedBoolean": TEXT,
        "deceasedDateTime": TEXT,
        "extension": [{"url": TEXT, "valueCode": TEXT}],
        "link": [{"other": REFERENCE, "type": TEXT}],
    },
    columns={
        "person_id": "coalesce(r.id, own_id)",
        "identifier": f"coalesce({', '.join(_IDENTIFIERS)})",
        # limits depend on the sex at birth where the administrative gender says neither
        "sex": f"CASE WHEN r.gender IN ('female', 'male') THEN r.gender ELSE coalesce({_SEX_AT_BIRTH}, r.gender) END",
        "birth": "r.birthDate",
        "death": "r.deceasedDateTime",
        "deceased": "r.deceasedBoolean",
        "identifiers": "list_transform(r.identifier, lambda x: x.value)",
        "updated": "r.meta.lastUpdated",
        # whom this Patient names as a duplicate: (the patient who goes, the one who stays)
        "links": f"list_transform(list_filter(r.link, lambda x: x.type IN ('replaced-by', 'replaces')), lambda x: {_LINK})",
    },
    blanks=frozenset(("id", "birthDate", "deceasedDateTime", "meta.lastUpdated")),
    apart=frozenset(("link",)),
    doubtful="coalesce(r.id, own_id) IS NULL OR r.gender IS NULL OR r.birthDate IS NULL",
)
