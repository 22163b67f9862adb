"""How long is a FHIR line? Mean bytes by type of resource for each folder given, as a Markdown table.

`python tools/line_lengths.py FOLDER …` reads every .ndjson and every Bundle (.json) below each folder, packed with gzip or not.
A line counts as it stands, without its line end; a resource of a Bundle counts as it would stand in NDJSON, without spaces.
"""

import gzip
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

TYPES = ("Observation", "Condition", "MedicationRequest", "Encounter", "Patient")


class _Typed(msgspec.Struct, rename={"resource_type": "resourceType"}):
    resource_type: str = ""


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = msgspec.Raw(b"{}")


class _Bundle(msgspec.Struct):
    entry: list[_Entry] = []


def resources(folder: Path) -> Iterator[bytes]:
    """Every resource below a folder as the bytes of its line; what cannot be read as JSON is passed over."""
    for file in sorted(folder.rglob("*")):
        name = file.name.removesuffix(".gz")
        if not file.is_file() or not name.endswith((".ndjson", ".json")):
            continue
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as opened:
            if name.endswith(".ndjson"):
                yield from (line.rstrip(b"\r\n") for line in opened if line.strip())
            else:
                bundle = msgspec.json.decode(opened.read(), type=_Bundle)
                yield from (msgspec.json.format(bytes(entry.resource), indent=-1) for entry in bundle.entry)


def mean_lengths(folder: Path) -> dict[str, tuple[int, int]]:
    """Type of resource → (how many lines, mean bytes of one)."""
    lines: Counter[str] = Counter()
    total: Counter[str] = Counter()
    decoder = msgspec.json.Decoder(_Typed)
    for line in resources(folder):
        try:
            kind = decoder.decode(line).resource_type
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        lines[kind] += 1
        total[kind] += len(line)
    return {kind: (lines[kind], round(total[kind] / lines[kind])) for kind in lines}


def table(folders: list[Path]) -> str:
    """One row per folder: mean bytes and, in brackets, the number of lines."""
    rows = ["| | " + " | ".join(TYPES) + " |", "| --- |" + " ---: |" * len(TYPES)]
    for folder in folders:
        found = mean_lengths(folder)
        cells = [f"{found[kind][1]:,} ({found[kind][0]:,})" if kind in found else "none" for kind in TYPES]
        rows.append(f"| {folder} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table([Path(argument) for argument in sys.argv[1:]]))
