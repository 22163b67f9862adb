"""Whom or what does a reference name? SQL from the many ways of writing one to the id of the resource.

Relative (Patient/7), absolute (https://…/Patient/7), versioned (Patient/7/_history/2), within a Bundle (urn:uuid:…), within the
resource (#7), by identifier (Patient?identifier=system|7, or `identifier` beside no reference).
"""

from culprit.sources.fhir.words import TEXT, Shape, read_json

_ID = "[A-Za-z0-9_.-]+"

# whoever may be a person or an organisation: `type` and `reference` tell which
PERFORMERS: list[Shape] = [{"reference": TEXT, "type": TEXT, "identifier": {"value": TEXT}, "display": TEXT}]


def person_of(subject: str) -> str:
    """The id of the patient whom a `subject` or `patient` names; NULL when it names something else or nothing.

    A group, a device or a place is nobody; a bare id is taken for a patient's.
    """
    reference = f"{subject}.reference"
    plain = f"starts_with({reference}, 'Patient/') AND NOT contains(substr({reference}, 9), '/')"
    pattern = f"^(?:(?:.*/)?Patient/|urn:(?:uuid|oid):|)({_ID})(?:/_history/.*)?$"
    return (
        f"CASE WHEN {plain} AND NOT contains({reference}, '?') THEN nullif(substr({reference}, 9), '') "
        f"ELSE nullif(regexp_extract({reference}, '{pattern}', 1), '') END"
    )


def person_identifier_of(subject: str) -> str:
    """The identifier by which a `subject` names a patient without an id; NULL when it has one."""
    reference = f"{subject}.reference"
    return (
        f"CASE WHEN {reference} IS NULL THEN {subject}.identifier->>'value' "
        f"WHEN contains({reference}, 'Patient?identifier=') "
        f"THEN nullif(regexp_extract({reference}, 'Patient\\?identifier=(?:.*\\|)?([^|&]+)$', 1), '') END"
    )


def id_of(reference: str) -> str:
    """The id of any other resource; NULL for one that is contained (#7) or named by a search."""
    plain = f"regexp_full_match({reference}, '[A-Za-z]+/{_ID}')"
    other = f"nullif(regexp_extract({reference}, '(?:^|[/:])({_ID})(?:/_history/.*)?$', 1), '')"
    return (
        f"CASE WHEN {plain} THEN split_part({reference}, '/', 2) "
        f"WHEN contains({reference}, '?') OR starts_with({reference}, '#') THEN NULL ELSE {other} END"
    )


def contained(reference: str, resource_type: str, shape: Shape) -> str:
    """The resource of that type inside the present one which `reference` (#7) names; NULL when it names none."""
    return (
        f"CASE WHEN starts_with({reference}, '#') THEN list_filter({read_json('r.contained', [shape])}, "
        f"lambda x: x.resourceType = '{resource_type}' AND x.id = ltrim({reference}, '#'))[1] END"
    )


def organisation_of(performer: str) -> str:
    """The name of the organisation among the performers (a JSON list), else its identifier, else its id; several in order.

    NULL where none is said to be an organisation: a name alone may be a person's.
    """
    is_one = "coalesce(x.type = 'Organization', false) OR coalesce(regexp_matches(x.reference, '(^|/)Organization/'), false)"
    named = f"coalesce(x.display, x.identifier.value, {id_of('x.reference')})"
    organisations = f"list_filter({read_json(performer, PERFORMERS)}, lambda x: {is_one})"
    names = f"array_to_string(list_sort(list_distinct(list_transform({organisations}, lambda x: {named}))), '; ')"
    return f"CASE WHEN contains({performer}, 'Organization') THEN nullif({names}, '') END"
