"""Who is it, and when was the last encounter? The subject of a packet → a raw person, a visit, and the clock of the packet.

`subject.id` names a person within the packet only: journals call many people "proband". Where one id stands in several packets
that do not plainly tell of the same person, each packet's own id names its person, and the subject's id stays as the number on the
papers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from culprit.sources.phenopackets.shape import MisshapenError, Packet, part, parts, text
from culprit.sources.phenopackets.times import Clock, age_in, age_of, born_before, day_of, day_text

_ENUM = {"0": None, "1": "FEMALE", "2": "MALE", "3": "OTHER_SEX", "UNKNOWN_SEX": None, "": None}
_LAST = ("timeAtLastEncounter", "timeAtEncounter", "ageAtCollection")
AGES_ALONE = "tell ages and no date of birth"


def subject_of(packet: Packet) -> str:
    """The subject's id, '' when there is none. Raises MisshapenError."""
    return text(part(packet, "subject"), "id", "subject")


def names(packets: Iterable[Packet]) -> dict[str, bool]:
    """For each subject id whether it names one person wherever it stands: one packet, copies of it, or the same birth and sex."""
    told: dict[str, set[tuple[str, str, str]]] = {}
    for packet in packets:
        subject = part(packet, "subject")
        born = text(subject, "dateOfBirth", "subject")
        told.setdefault(subject_of(packet), set()).add((text(packet, "id"), born, str(subject.get("sex", ""))))
    return {name: _one_person(said) for name, said in told.items()}


def _one_person(said: set[tuple[str, str, str]]) -> bool:
    packets = {packet for packet, _, _ in said}
    born_and_sex = {(born, sex) for _, born, sex in said}
    return len(packets) == 1 or (len(born_and_sex) == 1 and all(born for born, _ in born_and_sex))


def person(packet: Packet, unique: Mapping[str, bool]) -> dict[str, Any]:
    """person_id and identifier. Raises MisshapenError."""
    subject = subject_of(packet)
    others = [item for _, item in parts(part(packet, "subject"), "alternateIds") if isinstance(item, str)]
    own = text(packet, "id")
    if unique[subject] or not own:
        return {"person_id": subject, "identifier": others[0] if others else None}
    return {"person_id": own, "identifier": subject}


def clock_and_person(packet: Packet, notes: Counter[str]) -> tuple[Clock, dict[str, Any], str | None]:
    """The clock, the person's row (sex, birth, death), and the day of the last encounter where the packet tells of one.

    Raises MisshapenError.
    """
    subject = part(packet, "subject")
    status = part(subject, "vitalStatus", "subject")
    dead = text(status, "status", "subject.vitalStatus") == "DECEASED"
    born = day_text(text(subject, "dateOfBirth", "subject"))
    last = next((part(subject, name, "subject") for name in _LAST if subject.get(name) is not None), {})
    clock = _clock(packet, born, last, notes)
    told = born or (clock.birth.isoformat() if clock.birth else None)
    death = clock.span(part(status, "timeOfDeath", "subject.vitalStatus"), "subject.vitalStatus.timeOfDeath")[0]
    row = {"sex": _sex(subject), "birth": told, "death": death, "deceased": "true" if dead else None}
    return clock, row, clock.last if last else None


def _sex(subject: Packet) -> str | None:
    found = subject.get("sex")
    if isinstance(found, dict | list | bool):
        raise MisshapenError("subject.sex is no word of the schema")
    plain = str(found if found is not None else "").strip()
    return _ENUM.get(plain, plain)


def _clock(packet: Packet, born: str, last: Packet, notes: Counter[str]) -> Clock:
    birth = day_of(born)
    printed = age_in(last, "subject.timeAtLastEncounter")
    if birth is not None or not printed:
        at = Clock(birth, None, None).span(last, "subject.timeAtLastEncounter")[0]
        return Clock(birth, at, day_of(at or ""))
    age, written = age_of(printed), _newest_day(packet) or day_of(day_text(text(part(packet, "metaData"), "created", "metaData")))
    if age is None or written is None:
        return Clock(None, None, None)
    notes[AGES_ALONE] += 1
    try:
        return Clock(born_before(age, written), written.isoformat(), written)
    except (ValueError, OverflowError) as error:
        raise MisshapenError("subject.timeAtLastEncounter.age lies before the calendar") from error


def _newest_day(found: Any) -> date | None:
    """The newest timestamp anywhere in the clinical parts of a packet."""
    if isinstance(found, dict):
        inner = [
            day_of(day_text(value))
            for name, value in found.items()
            if name in ("timestamp", "start", "end") and isinstance(value, str)
        ]
        inner += [_newest_day(value) for name, value in found.items() if name != "metaData"]
    else:
        inner = [_newest_day(item) for item in found] if isinstance(found, list) else []
    return max((day for day in inner if day), default=None)
