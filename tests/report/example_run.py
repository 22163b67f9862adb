"""The summary of an invented run, as run.json holds it."""

RUN: dict[str, object] = {
    "culprit": "0.1.0",
    "rulebook": "2026.1",
    "source": "hospital/",
    "source_kind": "FHIR NDJSON",
    "assessed_on": None,
    "read": {"people": 20000, "results": 1284331, "facts": 301882, "files": 14},
    "attrition": {
        "people": 20000,
        "with_serum_phosphate": 12304,
        "ever_below_limit": 1012,
        "shortlisted": 431,
        "assessed": 431,
        "listed": 63,
        "fracture_never_measured": 37,
    },
    "listed_by_reason": {
        "chronic_low_phosphate": 34,
        "never_measured": 17,
        "low_phosphate_unattended": 9,
        "hazard": 12,
        "known_untreated": 3,
    },
    "quarantined": [
        {
            "reason": "broken_line",
            "rows": 4,
            "explanation": "The line ends in the middle of a resource; ask the exporting system for the file again.",
            "example": "Observation.ndjson:18411",
        },
        {
            "reason": "no_patient",
            "rows": 12,
            "explanation": "The result names nobody, so it can be nobody's.",
            "example": "Observation.ndjson:7",
        },
    ],
    "unmapped": [
        {"what": "unit", "rows": 210, "unit": "mg%", "analyte": "phosphate_serum", "example": "Observation.ndjson:99"},
        {
            "what": "analyte",
            "rows": 1880,
            "system": "urn:lab",
            "code": "PHOSX",
            "name": "Phos <special> 无机磷",
            "example": "Observation.ndjson:12",
        },
    ],
    "settings": [
        {
            "name": "chronic_least_days_apart",
            "value": 14,
            "unit": "day",
            "source": "case-finding rule, at least 14 days apart",
            "provenance": "proposed",
        },
        {
            "name": "urgent_below",
            "value": 0.32,
            "unit": "mmol/L",
            "source": "severe hypophosphataemia, 1.0 mg/dL",
            "provenance": "recalled",
        },
        {"name": "renal_conservation_fepi", "value": 5, "unit": "%", "source": "South Med J 1987;80:831", "provenance": "read"},
    ],
    "versions": {"duckdb": "2.0.0"},
    "number_needed_to_assess": 2.4,
}
