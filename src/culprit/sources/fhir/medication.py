"""Which drugs were ordered, given, handed out or taken? Four MedicationX resources → raw facts, with the words of Medication.

Many exports write only a local number beside the drug; its words then stand in the Medication resource, in its identifiers, in its
ingredients, or in the request that an administration or a dispense carries out. All of them are fetched.
"""

from culprit.sources.fhir.references import contained, id_of, person_identifier_of, person_of
from culprit.sources.fhir.resource import ResourceType, one_each
from culprit.sources.fhir.words import CONCEPT, META, PERIOD, REFERENCE, SUBJECT, TEXT, Shape, joined, not_empty, words
from culprit.sources.intake.read_words import STARTED

_IDENTIFIER: list[Shape] = [{"system": TEXT, "value": TEXT}]
_INGREDIENTS: list[Shape] = [{"itemCodeableConcept": CONCEPT, "itemReference": REFERENCE}]
# categories of an order that is to be carried out in hospital, and of one that goes home with the patient
_ON_THE_WARD, _GOES_HOME = "(?i)inpatient", "(?i)discharge|community|outpatient"
_CONTAINED: Shape = {"resourceType": TEXT, "id": TEXT, "code": CONCEPT, "ingredient": _INGREDIENTS}
_DOSE: Shape = {"value": TEXT, "unit": TEXT, "code": TEXT}
_REPEAT: Shape = {
    "boundsPeriod": PERIOD,
    **dict.fromkeys(("frequency", "frequencyMax", "period", "periodMax", "periodUnit"), TEXT),
    "dayOfWeek": [TEXT],
}
_DOSAGE: Shape = {
    "text": TEXT,
    "route": CONCEPT,
    "method": CONCEPT,
    "timing": {"code": CONCEPT, "repeat": _REPEAT},
    "asNeededBoolean": TEXT,
    "asNeededCodeableConcept": "JSON",
    "doseAndRate": [{"doseQuantity": _DOSE, "doseRange": {"low": _DOSE, "high": _DOSE}}],
}

# an identifier system that says it holds names; otherwise all identifiers are shown, numbers too
_NAMES = "list_filter(r.identifier, lambda x: regexp_matches(x.system, '(?i)name|description|display'))[1].value"

MEDICATION = ResourceType(
    name="Medication",
    shape={"id": TEXT, "meta": META, "code": CONCEPT, "identifier": _IDENTIFIER, "ingredient": _INGREDIENTS},
    columns={
        "id": "coalesce(r.id, own_id)",
        "codings": (
            "list_concat(r.code.coding, list_transform(list_filter(r.identifier, "
            "lambda x: NOT coalesce(list_contains(list_transform(r.code.coding, lambda y: y.code), x.value), false)), "
            "lambda x: {'system': x.system, 'code': x.value, 'display': NULL::VARCHAR}), "
            "flatten(list_transform(r.ingredient, lambda x: x.itemCodeableConcept.coding)))"
        ),
        "own_words": "coalesce(r.code.text, r.code.coding[1].display)",
        "ingredient_words": f"array_to_string(list_transform(r.ingredient, lambda x: {words('x.itemCodeableConcept')}), ' + ')",
        "identifier_words": f"coalesce({_NAMES}, array_to_string(list_transform(r.identifier, lambda x: x.value), ', '))",
        "parts": f"list_transform(r.ingredient, lambda x: {id_of('x.itemReference.reference')})",
        "updated": "r.meta.lastUpdated",
    },
)


def _how_often(dosage: str, dosages: str) -> str:
    """ "2 times every 1 d" (knowledge/doses.py reads it). NULL for what is not so simple: bounds, weekdays, several dosages."""
    repeat = f"{dosage}.timing.repeat"
    return (
        f"CASE WHEN {repeat}.frequencyMax IS NULL AND {repeat}.periodMax IS NULL AND {repeat}.dayOfWeek IS NULL "
        f"AND len({dosages}) = 1 "
        # a frequency that is not said is one
        f"THEN coalesce({repeat}.frequency, '1') || ' times every ' || {repeat}.period || ' ' || {repeat}.periodUnit END"
    )


def _as_needed(dosage: str) -> str:
    return f"CASE WHEN {dosage}.asNeededBoolean = 'true' OR {dosage}.asNeededCodeableConcept IS NOT NULL THEN 'as needed' END"


def _dose(dosage: str, dosages: str) -> str:
    quantity, span = f"{dosage}.doseAndRate[1].doseQuantity", f"{dosage}.doseAndRate[1].doseRange"
    return joined(
        f"{quantity}.value",
        f"coalesce({quantity}.unit, {quantity}.code)",
        f"{span}.low.value || '-' || {span}.high.value",
        f"coalesce({span}.high.unit, {span}.high.code)",
        _how_often(dosage, dosages),
        _as_needed(dosage),
        f"{dosage}.text",
        words(f"{dosage}.timing.code"),
    )


_INSIDE = contained("r.medicationReference.reference", "Medication", _CONTAINED)


def _drug(
    name: str,
    kind: str,
    shape: Shape,
    *,
    at: str,
    until: str,
    request: str,
    dosage: str,
    status: str = "NULL",
    encounter: str = "context",
    dose: str = "",
    stays_in_hospital: str = "false",
) -> ResourceType:
    return ResourceType(
        name=name,
        shape={
            "id": TEXT,
            "meta": META,
            "status": TEXT,
            "subject": SUBJECT,
            "medicationCodeableConcept": CONCEPT,
            "medicationReference": REFERENCE,
            encounter: REFERENCE,
            **shape,
        },
        seldom={"contained": [_CONTAINED]},
        derived={"inside": _INSIDE, "dosage": dosage},
        columns={
            "fact_id": "coalesce(r.id, own_id)",
            "person_id": person_of("r.subject"),
            "person_identifier": person_identifier_of("r.subject"),
            "codings": (
                "coalesce(r.medicationCodeableConcept.coding, list_concat(inside.code.coding, "
                "flatten(list_transform(inside.ingredient, lambda x: x.itemCodeableConcept.coding))))"
            ),
            "text": (
                "coalesce(r.medicationCodeableConcept.text, r.medicationCodeableConcept.coding[1].display, "
                "r.medicationReference.display, inside.code.text, inside.code.coding[1].display)"
            ),
            "at": at,
            "until": until,
            "status": joined(f"'{kind}'", "r.status", status),
            "detail": joined(words("dosage.route"), words("dosage.method")),
            "dose": dose or _dose("dosage", dosage.removesuffix("[1]")),
            "medication_id": id_of("r.medicationReference.reference"),
            "request_id": id_of(request),
            "encounter_id": id_of(f"r.{encounter}.reference"),
            "stays_in_hospital": stays_in_hospital,
            "updated": "r.meta.lastUpdated",
        },
        doubtful=(
            "r.subject.reference IS NULL OR r.status IS NULL "
            "OR coalesce(r.medicationCodeableConcept.text, r.medicationCodeableConcept.coding[1].code, "
            "r.medicationReference.reference) IS NULL"
        ),
        optional=frozenset(("meta", "contained", encounter, *shape)) - {"intent", "doNotPerform"},
        blanks=frozenset(
            (
                *("id", "subject.reference", "meta.lastUpdated", f"{encounter}.reference", "request.reference"),
                *("authoredOn", "effectiveDateTime", "effectivePeriod.start", "effectivePeriod.end", "dateAsserted"),
                *("whenHandedOver", "whenPrepared", "dispenseRequest.validityPeriod.start", "dispenseRequest.validityPeriod.end"),
            )
        ),
    )


_CATEGORY = f"array_to_string(list_transform(r.category, lambda x: concat_ws(' ', x.coding[1].code, {words('x')})), ' ')"
_TIMED = "dosage.timing.repeat.boundsPeriod"

REQUEST = _drug(
    "MedicationRequest",
    "order",
    {
        "intent": TEXT,
        "doNotPerform": TEXT,
        "category": [CONCEPT],
        "authoredOn": TEXT,
        "dosageInstruction": [_DOSAGE],
        "dispenseRequest": {"validityPeriod": PERIOD},
    },
    at=f"coalesce({_TIMED}.start, r.dispenseRequest.validityPeriod.start, r.authoredOn)",
    until=f"coalesce({_TIMED}.end, r.dispenseRequest.validityPeriod.end)",
    # a proposal or plan is not yet an order; "not to be given" is its contrary
    status=(
        "CASE WHEN r.doNotPerform = 'true' THEN 'not-done' WHEN r.intent IN ('proposal', 'plan') THEN 'proposed' ELSE r.intent END"
    ),
    request="NULL::VARCHAR",
    encounter="encounter",
    # true, false, or NULL where the order does not say
    stays_in_hospital=(
        f"CASE WHEN regexp_matches({_CATEGORY}, '{_GOES_HOME}') THEN false "
        f"WHEN regexp_matches({_CATEGORY}, '{_ON_THE_WARD}') THEN true END"
    ),
    dosage="r.dosageInstruction[1]",
)
ADMINISTRATION = _drug(
    "MedicationAdministration",
    "administration",
    {
        "effectiveDateTime": TEXT,
        "effectivePeriod": PERIOD,
        "request": REFERENCE,
        "dosage": {"text": TEXT, "route": CONCEPT, "method": CONCEPT, "dose": _DOSE},
    },
    at="coalesce(r.effectiveDateTime, r.effectivePeriod.start)",
    until="r.effectivePeriod.end",
    request="r.request.reference",
    dosage="r.dosage",
    dose=joined("dosage.dose.value", "coalesce(dosage.dose.unit, dosage.dose.code)", "dosage.text"),
)
STATEMENT = _drug(
    "MedicationStatement",
    "statement",
    {"effectiveDateTime": TEXT, "effectivePeriod": PERIOD, "dateAsserted": TEXT, "dosage": [_DOSAGE], "basedOn": [REFERENCE]},
    at=f"coalesce(r.effectiveDateTime, r.effectivePeriod.start, {_TIMED}.start, r.dateAsserted)",
    until=f"coalesce(r.effectivePeriod.end, {_TIMED}.end)",
    # the day is then the one on which the drug was begun, not the one on which somebody said so
    status=(
        "CASE WHEN r.effectiveDateTime IS NULL AND coalesce(r.effectivePeriod.start, "
        f"{_TIMED}.start) IS NOT NULL THEN '{STARTED}' END"
    ),
    request="r.basedOn[1].reference",
    dosage="r.dosage[1]",
)
DISPENSE = _drug(
    "MedicationDispense",
    "dispense",
    {"whenHandedOver": TEXT, "whenPrepared": TEXT, "dosageInstruction": [_DOSAGE], "authorizingPrescription": [REFERENCE]},
    at=f"coalesce(r.whenHandedOver, r.whenPrepared, {_TIMED}.start)",
    until=f"{_TIMED}.end",
    request="r.authorizingPrescription[1].reference",
    dosage="r.dosageInstruction[1]",
    stays_in_hospital="NULL::BOOLEAN",
)
_BEGUN = 'left(coalesce(d."at", q."at"), 10)'
# what is ordered on the day of going home, and does not say for where, may be for home
_END_OF_STAY = (
    f"CASE WHEN e.admitted AND coalesce(d.stays_in_hospital, q.stays_in_hospital, {_BEGUN} < left(e.until, 10)) "
    f"AND {_BEGUN} <= left(e.until, 10) THEN e.until END"
)
DRUG_RESOURCES = (REQUEST, ADMINISTRATION, STATEMENT, DISPENSE)


def drugs_select(stays: str) -> str:
    """SELECT of raw facts: every drug row with its codes and words, from wherever they stand.

    Without a date of its own a row takes that of the request it carries out, else the start of its stay (`stays`, one row for each
    fact_id).
    An order of a stay in hospital that names no end is over when the patient goes home.
    """
    known = one_each(MEDICATION.table, "id")
    ingredients = (
        "SELECT m.id, flatten(list(p.codings ORDER BY m.place)) AS codings, "
        "string_agg(coalesce(p.own_words, p.identifier_words), ' + ' ORDER BY m.place) AS words "
        f"FROM (SELECT id, unnest(parts) AS part, unnest(range(1, len(parts) + 1)) AS place FROM {known} WHERE len(parts) > 0) m "
        f"JOIN {known} p ON p.id = m.part GROUP BY m.id"
    )
    medications = (
        "SELECT m.id, list_concat(m.codings, i.codings) AS codings, "
        "coalesce(m.own_words, i.words, nullif(m.ingredient_words, ''), nullif(m.identifier_words, '')) AS words "
        f"FROM {known} m LEFT JOIN ({ingredients}) i USING (id)"
    )
    requests = (
        "SELECT q.fact_id, coalesce(q.text, m.words) AS words, list_concat(q.codings, m.codings) AS codings, "
        'q.detail, q.dose, q."at", q.until, q.stays_in_hospital '
        f"FROM {one_each(REQUEST.table, 'fact_id')} q LEFT JOIN medications m ON m.id = q.medication_id"
    )
    every = " UNION ALL BY NAME ".join(f"SELECT * FROM {resource.table}" for resource in DRUG_RESOURCES)
    return (
        f"WITH medications AS MATERIALIZED ({medications}), requests AS MATERIALIZED ({requests}) "
        "SELECT 'drug' AS kind, d.fact_id, d.person_id, d.person_identifier, "
        # an order's codes and words are added, not put in the place of the row's own
        f"{not_empty('list_concat(d.codings, m.codings, CASE WHEN d.text IS NULL THEN q.codings END)')} AS codings, "
        'coalesce(d.text, m.words, q.words) AS text, coalesce(d."at", q."at", e."at") AS "at", '
        f'coalesce(d.until, CASE WHEN d."at" IS NULL THEN q.until END, {_END_OF_STAY}) AS until, '
        "d.status, coalesce(d.detail, q.detail) AS detail, coalesce(d.dose, q.dose) AS dose, "
        "d.updated, d.source_file, d.source_row "
        f"FROM ({every}) d LEFT JOIN medications m ON m.id = d.medication_id LEFT JOIN requests q ON q.fact_id = d.request_id "
        f"LEFT JOIN {stays} e ON e.fact_id = d.encounter_id"
    )
