"""Which words of published patients are understood, which in part, which not at all?

    python tools/words_understood.py [SHARED_CASES] [--list]

Reads the texts of *.jsonl (history, drugs, earlier labels and treatments, family, symptoms, notes) and of the FHIR bundles
below fhir/, and prints per field how many different texts name a concept wholly, in part, or not; `--list` prints each text with
what was made of it, for a doctor to read. What is wrong only a reader can tell.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from culprit.sources.intake.read_mentions import Mentions
from culprit.sources.intake.recognise_concept import recognise_mentions

SHARED_CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
_FIELDS = {
    "history": "condition",
    "symptoms": "condition",
    "prior_misdiagnoses": "condition",
    "note": "condition",
    "age_note": "condition",
    "family_history": "relative",
    "drugs": "drug",
    "prior_treatments": "drug",
}
_RESOURCES = {"Condition": "condition", "MedicationStatement": "drug", "MedicationRequest": "drug"}


def texts_of_cases(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(field, kind of fact, text) of every text of the JSON lines and of the bundles' facts that have words alone."""
    for name in ("tio.jsonl", "mimics.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for field, kind in _FIELDS.items():
                said = case.get(field, ())
                yield from ((field, kind, text) for text in ([said] if isinstance(said, str) else said))
    for path in sorted(folder.glob("fhir/*/*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]:
            yield from _of_resource(entry["resource"])


def _of_resource(resource: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    name = resource["resourceType"]
    if name == "FamilyMemberHistory":
        yield from (("fhir family", "relative", each["code"]["text"]) for each in resource.get("condition", ()))
    concept = resource.get("code") or resource.get("medicationCodeableConcept") or {}
    if name in _RESOURCES and concept.get("text") and not concept.get("coding"):
        yield f"fhir {name}", _RESOURCES[name], concept["text"]


def how_well(mentions: Mentions) -> str:
    """understood, in part, or not."""
    if not mentions.found:
        return "not"
    return "in part" if mentions.rest else "understood"


def main() -> int:
    """Prints the table; exit status 3 when the dossier is not there."""
    places = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = Path(places[0]) if places else SHARED_CASES
    if not folder.is_dir():
        print(f"{folder} is not there", file=sys.stderr)
        return 3
    different = sorted(set(texts_of_cases(folder)))
    made = {(field, kind, text): recognise_mentions(kind, (), text) for field, kind, text in different}
    counts = Counter((field, how_well(mentions)) for (field, _, _), mentions in made.items())
    print(f"{'field':24} {'texts':>6} {'understood':>11} {'in part':>8} {'not':>5}")
    for field in (*dict.fromkeys(field for field, _, _ in different), "all"):
        fields = {f for f, _, _ in different} if field == "all" else {field}
        each = [sum(counts[f, word] for f in fields) for word in ("understood", "in part", "not")]
        print(f"{field:24} {sum(each):6} {each[0]:11} {each[1]:8} {each[2]:5}")
    if "--list" in sys.argv:
        for (field, _, text), mentions in made.items():
            found = " ".join(f"{m.concept}={m.status.value}" + (f"({m.relation})" if m.relation else "") for m in mentions.found)
            print(f"{field} | {text} | {found or '-'} | {mentions.rest}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
