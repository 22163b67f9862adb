"""Carries the facts of published patients from ../shared/cases into the project's case library, as GA4GH phenopackets (v2).

    python tools/carry_cases.py [SHARED_CASES] [LIBRARY]

Facts only, with their citation: no sentence, address or licence text of a source comes along. The same input always gives the
same files. What cannot be cited by DOI, PMID or a named journal is left out and printed.
"""

import json
import sys
from pathlib import Path
from typing import Any

from culprit.published.terms import HPO, REMARKS, UCUM, analyte_of, atc_of, is_operation, loinc_of

ROOT = Path(__file__).resolve().parents[1]
SHARED_CASES = ROOT.parent / "shared" / "cases"
LIBRARY = ROOT / "src" / "culprit" / "cases" / "library"
CREATED = "2026-11-21T00:00:00Z"

_NO_JOURNAL = {
    "antpedia repost",
    "case report abstract",
    "institutional report",
    "journal not shown in the text read",
    "not shown in excerpt",
    "podiatry trade journal case study",
}
_JOURNALS = {
    "Beijing Jishuitan Hospital report, reposted journal page": "Beijing Jishuitan Hospital report",
    "Brazilian radiology case journal (brad.org.br, ISSN 2965-1980)": "Brazilian radiology case journal, ISSN 2965-1980",
    "SIU School of Medicine case page": "SIU School of Medicine case",
    "journal record s43162-022-00101-3": "",
    "journal site journals.ke-i.org (mra)": "",
}
_NO_AUTHORS = "not shown"
_DISEASES = {"TIO": "ORPHA:352540", "XLH": "OMIM:307800"}
_CONFIRMATIONS = ("histology", "genetic", "biochemical", "drug_withdrawal", "imaging", "clinical")
_RESOURCES = (
    ("hp", "Human Phenotype Ontology", "HP", "2026-08"),
    ("loinc", "Logical Observation Identifiers Names and Codes", "LOINC", "not stated"),
    ("ucum", "Unified Code for Units of Measure", "UCUM", "not stated"),
    ("atc", "Anatomical Therapeutic Chemical classification", "ATC", "not stated"),
    ("ordo", "Orphanet", "ORPHA", "not stated"),
    ("omim", "Online Mendelian Inheritance in Man", "OMIM", "not stated"),
    ("culprit", "Culprit: names of analytes, causes and stages", "CULPRIT", "1"),
)


def citation(source: dict[str, Any]) -> dict[str, str] | None:
    """An ExternalReference: DOI, PMID or PMC number as its id, and the printed citation; None when there is nothing to cite by."""
    journal = source.get("journal", "")
    journal = "" if journal in _NO_JOURNAL else _JOURNALS.get(journal, journal)
    names = (("DOI", "doi"), ("PMID", "pmid"), ("PMC", "pmcid"))
    identifier = next((f"{prefix}:{source[key]}" for prefix, key in names if source.get(key)), "")
    if not journal and not identifier:
        return None
    authors = source.get("authors", "")
    parts = ["" if _NO_AUTHORS in authors else authors, source.get("title", ""), journal, str(source.get("year", ""))]
    return {**({"id": identifier} if identifier else {}), "description": ". ".join(part for part in parts if part)}


def term(label: str, identifier: str = "") -> dict[str, str]:
    """An OntologyClass; without a code it is its words alone."""
    return {"id": identifier, "label": label} if identifier else {"label": label}


def measurement(lab: dict[str, Any]) -> dict[str, Any] | None:
    """One laboratory value as a Measurement, or None when the source gives neither number nor word."""
    name, specimen = lab["analyte"], lab.get("specimen")
    unit = lab.get("unit") or ""
    analyte = analyte_of(name, specimen, unit)
    code = loinc_of(analyte, unit)
    carried: dict[str, Any] = {"assay": term(analyte, f"LOINC:{code}" if code else f"CULPRIT:{analyte}")}
    remarks = [REMARKS[lab["note"]]] if lab.get("note") in REMARKS else []
    if lab.get("comparator"):
        remarks.insert(0, f"comparator {lab['comparator']}")
    if remarks:
        carried["description"] = "; ".join(remarks)
    if lab.get("value") is not None:
        quantity: dict[str, Any] = {"unit": term(unit, f"UCUM:{UCUM[unit]}" if unit in UCUM else "")} if unit else {}
        quantity["value"] = lab["value"]
        bounds = {name: lab[key] for name, key in (("low", "ref_low"), ("high", "ref_high")) if lab.get(key) is not None}
        if bounds:
            quantity["referenceRange"] = {**({"unit": quantity["unit"]} if unit else {}), **bounds}
        carried["value"] = {"quantity": quantity}
    elif lab.get("value_text"):
        carried["value"] = {"ontologyClass": term(lab["value_text"])}
    else:
        return None
    carried["timeObserved"] = {"ontologyClass": term(lab["when"], f"CULPRIT:{lab['when']}")}
    if name.startswith("bmd_"):
        carried["procedure"] = {"code": term("bone densitometry"), "bodySite": term(name.rsplit("_", 1)[1])}
    return carried


def imaging(study: dict[str, Any]) -> dict[str, Any] | None:
    """One imaging study as a Measurement whose value is its result."""
    if not study.get("result"):
        return None
    procedure: dict[str, Any] = {"code": term(study["modality"])}
    if study.get("site"):
        procedure["bodySite"] = term(study["site"])
    return {
        "assay": term("imaging", "CULPRIT:imaging"),
        "value": {"ontologyClass": term(study["result"], f"CULPRIT:{study['result']}")},
        "procedure": procedure,
    }


def features(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Symptoms, fractures and the family's history as PhenotypicFeatures; excluded only where the source says so."""
    carried: list[dict[str, Any]] = []
    for symptom in case.get("symptoms", ()):
        identifier, label = HPO.get(symptom.replace(" ", "_"), ("", symptom.replace("_", " ")))
        carried.append({"type": term(label, identifier)})
    for fracture in case.get("fractures", ()):
        looser = fracture.get("kind") == "looser_zone"
        kind = term("Pseudo-fractures", "HP:0100036") if looser else term("Bone fracture", "HP:0020110")
        modifiers = [
            term(f"{key}: {str(fracture[key]).replace('_', ' ')}") for key in ("site", "kind", "count") if fracture.get(key)
        ]
        carried.append({"type": kind, "modifiers": modifiers} if modifiers else {"type": kind})
    if case.get("height_loss_cm"):
        carried.append({"type": term("height loss"), "modifiers": [term(f"cm: {case['height_loss_cm']}")]})
    if case.get("pregnant"):
        carried.append({"type": term("pregnancy")})
    family = case.get("family_history", "")
    if family == "none":
        carried.append({"type": term("Family history", "HP:0032316"), "excluded": True})
    elif family:
        carried.append({"type": term("Family history", "HP:0032316"), "description": family})
    return carried


def actions(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Drugs and operations as MedicalActions, each with the stage at which it was known."""
    carried = []
    for stage, words in (("history", case.get("drugs", ())), ("earlier_treatment", case.get("prior_treatments", ()))):
        carried += [_action(text, stage) for text in words]
    for treatment in case.get("treatment", ()):
        carried.append(_action(treatment["kind"].replace("_", " "), "after_diagnosis", treatment.get("dose", "")))
    return carried


def _action(text: str, stage: str, dose: str = "") -> dict[str, Any]:
    intent = {"treatmentIntent": term(stage, f"CULPRIT:{stage}")}
    label = f"{text}, {dose}" if dose else text
    if is_operation(text):
        return {"procedure": {"code": term(label)}, **intent}
    code = atc_of(text)
    return {"treatment": {"agent": term(label, f"ATC:{code}" if code else "")}, **intent}


def diseases(case: dict[str, Any]) -> list[dict[str, Any]]:
    """The diagnosis with its tumour's site, then what was on record: history, and labels later found wrong."""
    diagnosis: dict[str, Any] = {"term": _diagnosis(case)}
    if case.get("age_onset_years") is not None and _delay_follows(case):
        diagnosis["onset"] = {"age": {"iso8601duration": _duration(case["age_onset_years"])}}
    elif case.get("delay_months"):
        diagnosis["onset"] = {"ontologyClass": term(f"{case['delay_months']} months before the diagnosis")}
    tumour = case.get("tumour", {})
    if tumour.get("site"):
        diagnosis["primarySite"] = term(tumour["site"])
    if tumour.get("side"):
        diagnosis["laterality"] = term({"L": "left", "R": "right"}[tumour["side"]])
    carried = [diagnosis]
    for stage, words in (("history", case.get("history", ())), ("earlier_label", case.get("prior_misdiagnoses", ()))):
        carried += [{"term": term(text), "onset": {"ontologyClass": term(stage, f"CULPRIT:{stage}")}} for text in words]
    return carried


def _delay_follows(case: dict[str, Any]) -> bool:
    """Whether the two ages say the printed delay too; where they do not, the delay is what is kept."""
    if not case.get("delay_months"):
        return True
    if case.get("age_diagnosis_years") is None:
        return False
    return round(12 * (case["age_diagnosis_years"] - case["age_onset_years"])) == int(case["delay_months"])


def _diagnosis(case: dict[str, Any]) -> dict[str, str]:
    name = case["diagnosis"]
    if name.startswith("other:"):
        return term(name.removeprefix("other:"), "CULPRIT:other")
    return term(name, _DISEASES.get(name, f"CULPRIT:{name}"))


def _duration(years: float) -> str:
    whole = int(years)
    months = round((years - whole) * 12)
    return f"P{whole}Y{months}M" if months else f"P{whole}Y"


def phenopacket(case: dict[str, Any]) -> dict[str, Any] | None:
    """One published patient as a phenopacket; None when it cannot be cited."""
    reference = citation(case["citation"])
    if reference is None:
        return None
    subject: dict[str, Any] = {"id": case["id"]}
    if case.get("age_diagnosis_years") is not None:
        subject["timeAtLastEncounter"] = {"age": {"iso8601duration": _duration(case["age_diagnosis_years"])}}
    subject["sex"] = {"F": "FEMALE", "M": "MALE"}.get(case.get("sex", ""), "UNKNOWN_SEX")
    studies = [imaging(study) for study in case.get("imaging", ())]
    values = [measurement(lab) for lab in case["labs"]]
    packet: dict[str, Any] = {
        "id": case["id"],
        "subject": subject,
        "phenotypicFeatures": features(case),
        "measurements": [found for found in [*values, *studies] if found],
        "diseases": diseases(case),
        "medicalActions": actions(case),
        "interpretations": [
            {
                "id": f"{case['id']}-diagnosis",
                "progressStatus": "SOLVED" if case.get("confirmation") in _CONFIRMATIONS else "UNKNOWN_PROGRESS",
                "diagnosis": {"disease": _diagnosis(case)},
                "summary": case.get("confirmation", ""),
            }
        ],
        "metaData": {
            "created": CREATED,
            "createdBy": "tools/carry_cases.py",
            "resources": [dict(zip(("id", "name", "namespacePrefix", "version"), each, strict=True)) for each in _RESOURCES],
            "phenopacketSchemaVersion": "2.0",
            "externalReferences": [reference],
        },
    }
    return {key: value for key, value in packet.items() if value}


def carry(shared_cases: Path, library: Path) -> tuple[list[str], list[str]]:
    """Writes one JSON file per citable case; returns the ids carried and those left out."""
    library.mkdir(parents=True, exist_ok=True)
    carried, left_out = [], []
    for name in ("tio.jsonl", "mimics.jsonl"):
        for line in (shared_cases / name).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            packet = phenopacket(case)
            if packet is None:
                left_out.append(case["id"])
                continue
            text = json.dumps(packet, ensure_ascii=False, indent=1) + "\n"
            (library / f"{case['id']}.json").write_text(text, encoding="utf-8")
            carried.append(case["id"])
    return sorted(carried), sorted(left_out)


def main() -> int:
    """Runs the carrying; exit status 3 when the dossier is not there."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED_CASES
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else LIBRARY
    if not source.is_dir():
        print(f"{source} is not there: the library stays as it is", file=sys.stderr)
        return 3
    carried, left_out = carry(source, target)
    print(f"{len(carried)} published patients carried; left out, nothing to cite them by: {', '.join(left_out) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
