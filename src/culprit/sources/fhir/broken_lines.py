"""Why can this line not be used? Each answer is one row of quarantine: reason, explanation, file, line, and the line itself."""

from dataclasses import dataclass
from typing import Any

import msgspec

from culprit.sources.fhir.contained import contained_observations
from culprit.sources.fhir.lines import LONGEST_LINE_BYTES
from culprit.sources.fhir.resource import ResourceType, misshapen
from culprit.sources.reasons import Reason

LONGEST_ROW_KEPT = 2000


@dataclass(frozen=True)
class Quarantined:
    """One row of the quarantine table. The explanation never holds a clinical value; `row` may."""

    reason: Reason
    explanation: str
    source_file: str
    source_row: int
    row: str


@dataclass(frozen=True)
class SecondLook:
    """What a closer look at a doubtful line found.

    Whether its row is used, its real type when another, what is wrong with it, and the results it holds inside.
    """

    used: bool = True
    other_type: str | None = None
    wrong: Quarantined | None = None
    inside: tuple[bytes, ...] = ()


def cut(line: bytes) -> str:
    """The line as text of at most 2,000 characters; what is no UTF-8 shows as �."""
    return line[: LONGEST_ROW_KEPT * 4].decode("utf-8", "replace").rstrip("\r\n")[:LONGEST_ROW_KEPT]


def bad_bytes(file: str, row: int, line: bytes) -> Quarantined:
    """A line with bytes that are no UTF-8."""
    try:
        line.decode("utf-8")
        place = 0
    except UnicodeDecodeError as error:
        place = error.start + 1
    return Quarantined(
        Reason.BAD_ENCODING,
        f"Byte {place} of the line is no UTF-8, so its letters are not known. FHIR is UTF-8: export again, or convert the file.",
        file,
        row,
        cut(line),
    )


def too_long(file: str, row: int, start: bytes) -> Quarantined:
    """A line past the longest that is read."""
    return Quarantined(
        Reason.TOO_LONG,
        f"The line is longer than {LONGEST_LINE_BYTES >> 20} MB, which no result or diagnosis is; probably a document is embedded. "
        "Leave attachments out of the export.",
        file,
        row,
        cut(start),
    )


def packed_badly(file: str, row: int, start: bytes) -> Quarantined:
    """The place behind which a gzip file cannot be unpacked."""
    return Quarantined(
        Reason.BROKEN_LINE,
        "The gzip file ends early or is damaged here; all lines before this one were read, none behind it. Copy it again.",
        file,
        row,
        cut(start),
    )


def unusable(file: str, row: int, line: bytes) -> Quarantined:
    """Why a line or entry is no resource at all: broken JSON, something else than an object, or without a resourceType."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _broken(file, row, line, error)
    if not isinstance(found, dict):
        said = "This is JSON but no object, so it is no FHIR resource."
    elif "resourceType" not in found:
        said = "The object has no resourceType, so nobody can tell what it is."
    else:
        said = "resourceType is no text, so nobody can tell what this is."
    return Quarantined(Reason.WRONG_TYPE, f"{said} Leave it out of the folder, or export it again.", file, row, cut(line))


def second_look(file: str, row: int, line: bytes, resource: ResourceType, own_id: str | None) -> SecondLook:
    """A slow, exact look at one line in which DuckDB found something amiss."""
    try:
        found: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if not line.strip():
            return SecondLook(used=False)
        return SecondLook(used=False, wrong=_broken(file, row, line, error))
    if not isinstance(found, dict) or not isinstance(found.get("resourceType"), str):
        return SecondLook(used=False, wrong=unusable(file, row, line))
    if found["resourceType"] != resource.name:
        return SecondLook(used=False, other_type=found["resourceType"])
    if resource.name == "Patient" and not (found.get("id") or own_id):
        said = "A Patient without an id: no result or diagnosis can belong to it. Export the id too."
        return SecondLook(used=False, wrong=Quarantined(Reason.NO_ID, said, file, row, cut(line)))
    needed = {name: shape for name, shape in resource.whole_shape.items() if name not in resource.optional}
    for shape, used in ((needed, False), (resource.whole_shape, True)):
        if wrong := misshapen(found, shape):
            return SecondLook(used, wrong=_misshapen(file, row, line, wrong, used))
    return SecondLook(inside=contained_observations(line))


def _broken(file: str, row: int, line: bytes, error: Exception) -> Quarantined:
    if isinstance(error, UnicodeDecodeError):
        return bad_bytes(file, row, line)
    said = "nested too deeply" if isinstance(error, RecursionError) else str(error).removeprefix("JSON is malformed: ")
    return Quarantined(
        Reason.BROKEN_LINE,
        f"The line is no complete JSON ({said}), so nothing of it can be trusted. Export the file again, or mend the line.",
        file,
        row,
        cut(line),
    )


def _misshapen(file: str, row: int, line: bytes, wrong: tuple[str, str, str], used: bool) -> Quarantined:
    path, wanted, met = wrong
    rest = "The rest of the row was read." if used else "The row was not read."
    return Quarantined(
        Reason.WRONG_TYPE,
        f"{path} is {met} where FHIR R4 has {wanted}. {rest} Perhaps this is another version of FHIR: export R4.",
        file,
        row,
        cut(line),
    )
