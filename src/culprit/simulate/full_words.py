"""With which words does a hospital's export dress what Culprit reads? Names, addresses, organisations, codes beside the codes.

All of it is invented, or a standard's own code (HL7, LOINC, UCUM; the SNOMED CT codes of routes and specimens are recalled): it
makes lines long, as real ones are, and says nothing about a patient's illness that the bare lines do not say.
"""

import json
from collections.abc import Sequence
from typing import Any

from culprit.simulate.laboratories import LABORATORIES, Print, prints
from culprit.simulate.vocabulary import ANALYTES, ATC, CONDITIONS, DRUGS, ICD10, PROCEDURES, STAYS, AnalyteName

FAMILY_NAMES = (
    *("Adler", "Bakker", "Castel", "Dvorak", "Eklund", "Ferrante", "Gruber", "Hansson", "Iversen", "Jansen", "Kovacs", "Lindt"),
    *("Moreau", "Novak", "Okafor", "Petrov", "Quint", "Rossi", "Sandoval", "Takeda", "Urban", "Vasquez", "Weiss", "Zhang"),
)
WOMEN = ("Anna", "Beate", "Clara", "Dilara", "Elena", "Frida", "Greta", "Hanna", "Ines", "Judit", "Katja", "Lin", "Mira", "Nora")
MEN = ("Anton", "Boris", "Carlo", "David", "Emil", "Felix", "Georg", "Hugo", "Ivan", "Jonas", "Karim", "Liang", "Marek", "Nils")
STREETS = (
    "Mill Lane",
    "Station Road",
    "Church Street",
    "Garden Way",
    "Bridge Street",
    "Harbour Road",
    "Meadow Close",
    "High Street",
)
CITIES = (("Altenau", "10215"), ("Brookfield", "20417"), ("Carden", "30619"), ("Dunmere", "40821"), ("Eastholm", "51023"))
HOSPITAL = "University Hospital of Altenau"
LABORATORY_NAMES = tuple(f"{HOSPITAL}, laboratory {position + 1}" for position in range(len(LABORATORIES)))
PRACTITIONERS = tuple(f"Dr. {given} {family}" for family in FAMILY_NAMES for given in (WOMEN[len(family)], MEN[len(family)]))

LOCAL = "urn:oid:2.16.840.1.113883.3.9999"
SNOMED = "http://snomed.info/sct"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
PROFILE = "http://hl7.org/fhir/us/core/StructureDefinition"
_CATALOGUE = f"{LOCAL}.30"
_UNITS = f"{LOCAL}.31"
_ROUTES = {
    "oral": ("26643006", "Oral route"),
    "intravenous": ("47625008", "Intravenous route"),
    "subcutaneous": ("34206005", "Subcutaneous route"),
}
_DIRECTIONS = {
    "oral": "Take by mouth with a glass of water, as written on the plan of medication",
    "intravenous": "Give slowly into a vein, as written on the plan of medication",
    "subcutaneous": "Give under the skin, as written on the plan of medication",
}
_CLASS_WORDS = {"AMB": "ambulatory", "EMER": "emergency", "IMP": "inpatient encounter"}
_PERFORMS = "primary performer"


def written(value: Any) -> str:
    """JSON without spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def members(value: dict[str, Any]) -> str:
    """The members of a JSON object, without its braces."""
    return written(value)[1:-1]


def coding(system: str, code: str, display: str) -> dict[str, str]:
    """One FHIR Coding."""
    return {"system": system, "code": code, "display": display}


def concept(text: str, *codings: dict[str, str]) -> dict[str, Any]:
    """One FHIR CodeableConcept."""
    return {"coding": list(codings), "text": text}


def category(system: str, code: str, display: str) -> str:
    """The member "category", one concept of an HL7 code system."""
    return members({"category": [concept(display, coding(f"{TERMINOLOGY}/{system}", code, display))]})


def analyte_codes() -> list[str]:
    """JSON of `code`, as `prints()` numbers them."""
    return test_codes(prints(), ANALYTES, 0)


def test_codes(table: list[Print], tests: Sequence[AnalyteName], before: int) -> list[str]:
    """JSON of `code` of each print: two codings, the bare line's own first where it has one, then the house's.

    `before` tests have numbers of the house already.
    """
    codes = []
    for number, each in enumerate(table):
        bare = json.loads(each.code)
        laboratory, place = divmod(number, len(tests))
        text, test = bare["text"], tests[place]
        own = [{**one, "display": one.get("display", text)} for one in bare.get("coding", [])]
        house = coding(f"{LOCAL}.{11 + laboratory}", f"{before * len(LABORATORIES) + number:05d}", text)
        catalogue = coding(_CATALOGUE, f"CHEM-{before + place:03d}", f"{test.english} (chemistry)")
        codes.append(written(concept(text, *[*own, house, catalogue][:2])))
    return codes


def unit_members(each: Print) -> str:
    """Members unit, system and code of a quantity; a unit without a UCUM code has the house's code, which is its letters."""
    unit = json.loads(f"{{{each.unit}}}")
    return members({"system": _UNITS, "code": unit["unit"], **unit} if "code" not in unit else unit)


def unknown_unit() -> str:
    """Members of a quantity in a unit nobody knows."""
    return members({"unit": "arb.u/bag", "system": _UNITS, "code": "arb.u/bag"})


def unit_words(each: Print) -> str:
    """The unit as it is printed."""
    return str(json.loads(f"{{{each.unit}}}")["unit"])


def interpretation(code: str, display: str) -> str:
    """The member "interpretation" with a comma before it."""
    found = coding(f"{TERMINOLOGY}/v3-ObservationInterpretation", code, display)
    return "," + members({"interpretation": [concept(display, found)]})


def condition_members() -> list[str]:
    """Members of a Condition from clinicalStatus to code, one text per condition."""
    states = {
        "clinicalStatus": concept("Active", coding(f"{TERMINOLOGY}/condition-clinical", "active", "Active")),
        "verificationStatus": concept("Confirmed", coding(f"{TERMINOLOGY}/condition-ver-status", "confirmed", "Confirmed")),
    }
    kind = category("condition-category", "encounter-diagnosis", "Encounter Diagnosis")
    found = []
    for number, (code, words) in enumerate(CONDITIONS.values()):
        house = coding(f"{LOCAL}.40", f"DX-{number:04d}", words)
        found.append(f"{members(states)},{kind},{members({'code': concept(words, coding(ICD10, code, words), house)})}")
    return found


def drug_members(administered: bool) -> list[str]:
    """Members of a drug order or administration from status to its directions, one text per drug.

    The directions name no amount: a dose would be a fact that the bare lines do not hold.
    """
    found = []
    for number, (atc, words, route, _) in enumerate(DRUGS.values()):
        code, display = _ROUTES[route]
        named = [coding(ATC, atc, words)] if atc else []
        drug = concept(words, *named, coding(f"{LOCAL}.41", f"RX-{number:04d}", words))
        directions: dict[str, Any] = {
            "text": _DIRECTIONS[route],
            "route": concept(route, coding(SNOMED, code, display)),
        }
        if administered:
            state: dict[str, Any] = {"status": "completed", "medicationCodeableConcept": drug, "dosage": directions}
            kind = members(
                {"category": concept("Inpatient", coding(f"{TERMINOLOGY}/medication-admin-category", "inpatient", "Inpatient"))}
            )
        else:
            daily = {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, "asNeededBoolean": False}
            instruction = {"sequence": 1, **directions, **daily}
            state = {"status": "active", "intent": "order", "medicationCodeableConcept": drug, "dosageInstruction": [instruction]}
            kind = category("medicationrequest-category", "community", "Community")
        found.append(f"{members(state)},{kind}")
    return found


def procedure_members() -> list[str]:
    """Members status and code of a Procedure, one text per procedure."""
    found = []
    for number, words in enumerate(PROCEDURES.values()):
        codes = (coding(f"{LOCAL}.42", f"OP-{number:04d}", words), coding(_CATALOGUE, f"PROC-{number:03d}", words))
        found.append(members({"status": "completed", "code": concept(words, *codes)}))
    return found


def encounter_members() -> list[str]:
    """Members status, class and type of an Encounter, and why the patient came, one text per kind of stay."""
    found = []
    for number, (code, words) in enumerate(STAYS.values()):
        codes = (coding(f"{LOCAL}.43", f"ENC-{number:02d}", words), coding(_CATALOGUE, f"VISIT-{number:03d}", words))
        stay = {
            "status": "finished",
            "class": coding(f"{TERMINOLOGY}/v3-ActCode", code, _CLASS_WORDS[code]),
            "type": [concept(words, *codes)],
        }
        reason = [concept("Seen as arranged", coding(f"{LOCAL}.44", f"WHY-{number:02d}", "Seen as arranged"))]
        found.append(f"{members(stay)},{members({'reasonCode': reason})}")
    return found


def specimen_members() -> list[str]:
    """Members status and type of a Specimen, one text per kind: serum or plasma, whole blood, urine."""
    kinds = (("119364003", "Serum specimen", "Serum or plasma"), ("258580003", "Whole blood specimen", "Whole blood"))
    return [
        members({"status": "available", "type": concept(text, coding(SNOMED, code, display))})
        for code, display, text in (*kinds, ("122575003", "Urine specimen", "Urine"))
    ]


def performs() -> str:
    """Members of an Encounter's participant that say what they do."""
    return members({"type": [concept(_PERFORMS, coding(f"{TERMINOLOGY}/v3-ParticipationType", "PPRF", _PERFORMS))]})
