"""How do phenopackets become raw relations? The one door: `read_phenopackets`."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from culprit.sources.errors import SourceError
from culprit.sources.json_documents import beginning, held_in
from culprit.sources.laboratory_files.find import files_below
from culprit.sources.phenopackets.facts import action, disease, feature
from culprit.sources.phenopackets.measurements import measured
from culprit.sources.phenopackets.packets import Found, is_packet, packets_of
from culprit.sources.phenopackets.people import AGES_ALONE, clock_and_person, names, person, subject_of
from culprit.sources.phenopackets.shape import MisshapenError, Packet, kind_of, part, parts, text, with_json_names
from culprit.sources.phenopackets.terms import words
from culprit.sources.phenopackets.times import Clock
from culprit.sources.raw_relations import RawRelations
from culprit.sources.raw_rows import RawRows
from culprit.sources.reasons import Reason

_KIND = "GA4GH phenopackets"
_MARKS = re.compile(r'"(?:phenotypicFeatures|phenotypic_features|phenopacketSchemaVersion|phenopacket_schema_version)"\s*:')
_SUBJECT = re.compile(r'"subject"\s*:\s*\{')
_ABOUT = re.compile(r'"meta(?:D|_d)ata"\s*:\s*\{')
_PASSED_OVER = ("interpretations", "files", "genes", "variants", "htsFiles")
_AGES = (
    "Their days are counted back from the day on which the packet was written, or from its newest date: "
    "distances are as printed, calendar days are not."
)


@dataclass(frozen=True)
class _Placed:
    file: str
    row: int
    found: Found
    letters: str


def looks_like_phenopackets(path: Path) -> bool:
    """True when a file holds a phenopacket, a Family or a Cohort. Reads only beginnings of files."""
    return any(_is_phenopackets(file) for _, file in files_below([path]))


def _is_phenopackets(path: Path, among_others: bool = False) -> bool:
    """Whether the file holds packets. `among_others`: in a source of packets one that was cut off early is one too."""
    start = beginning(path)
    if not start.startswith(("{", "[")) or '"resourceType"' in start:
        return False
    return bool(_MARKS.search(start) or (_SUBJECT.search(start) and (among_others or _ABOUT.search(start))))


def read_phenopackets(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> RawRelations:
    """The raw relations of files and folders of phenopackets: packet_people, packet_results, packet_facts, packet_quarantine.

    A packet that is broken, or names no subject, costs only itself; a part of another kind than the schema's costs only that part.
    Raises SourceError when no file holds a phenopacket.
    """
    rows, notes = RawRows(), Counter[str]()
    files: list[str] = []
    ignored: list[tuple[str, str]] = []
    placed: list[_Placed] = []
    for label, path in files_below(paths):
        if not _is_phenopackets(path, among_others=True):
            ignored.append((label, "no phenopacket"))
            continue
        files.append(label)
        placed.extend(_packets(rows, label, path))
    if not files:
        raise SourceError(
            f"{', '.join(map(str, paths))}: no phenopackets",
            "Name a file or folder of phenopackets in JSON (schema 2.0), one in a file or one on each line.",
        )
    unique = names(each.found.packet for each in placed)
    for each in placed:
        _read(rows, each, unique, notes)
    return RawRelations(*rows.store(connection, "packet"), _KIND, tuple(files), tuple(ignored), tuple(_told(unique, notes)))


def _packets(rows: RawRows, file: str, path: Path) -> Iterator[_Placed]:
    """The packets with a subject; whatever else the file holds is set aside."""
    for held in held_in(path):
        if held.found is None:
            rows.set_aside(held.reason or Reason.BROKEN_LINE, held.explanation, file, held.row, held.text)
            continue
        document = with_json_names(held.found)
        try:
            if not is_packet(document):
                raise MisshapenError("This is JSON, but no phenopacket, Family or Cohort")
            for found in packets_of(document):
                row = held.row if found.number == 1 and not found.part else held.row + found.number - 1
                placed = _Placed(file, row, found, held.text)
                # what `names` will look at
                if not subject_of(found.packet):
                    said = "The packet has no subject.id, so nobody can tell whose it is. Export the id too."
                    rows.set_aside(Reason.NO_ID, said, file, row, held.text)
                    continue
                text(found.packet, "id")
                text(part(found.packet, "subject"), "dateOfBirth", "subject")
                yield placed
        except MisshapenError as error:
            rows.set_aside(Reason.WRONG_TYPE, f"{error}. Nothing of it was read.", file, held.row, held.text)


def _read(rows: RawRows, placed: _Placed, unique: Mapping[str, bool], notes: Counter[str]) -> None:
    packet, place = placed.found.packet, {"source_file": placed.file, "source_row": placed.row}
    try:
        who = person(packet, unique)
        clock, row, encounter = clock_and_person(packet, notes)
        updated = text(part(packet, "metaData"), "created", "metaData") or None
    except MisshapenError as error:
        rows.set_aside(Reason.WRONG_TYPE, f"{error}. Nothing of the packet was read.", placed.file, placed.row, placed.letters)
        return
    rows.people.append({**who, **row, **place})
    shared = {"person_id": who["person_id"], "updated": updated, **place}
    prefix = f"{who['person_id']}/{text(packet, 'id')}"
    if encounter:
        rows.facts.append({**shared, "kind": "stay", "fact_id": f"{prefix}#last", "at": encounter, "status": "finished"})
    number = 0
    for kind, path, item, read in _elements(packet, clock, rows, placed):
        number += 1
        try:
            if not isinstance(item, dict):
                raise MisshapenError(f"{path} is {kind_of(item)} where the schema has an object")
            found = list(read(item, path, clock))
        except MisshapenError as error:
            said = f"{error}. The rest of the packet was read."
            rows.set_aside(Reason.WRONG_TYPE, said, placed.file, placed.row, json.dumps(item, default=str, ensure_ascii=False))
            continue
        for nth, each in enumerate(found):
            identifier = f"{prefix}#{number}" + (f".{nth}" if nth else "")
            target, key = (rows.results, "result_id") if kind == "result" else (rows.facts, "fact_id")
            target.append({key: identifier, **shared, **each})
        if not found:
            notes["medical actions that are neither procedure nor treatment"] += 1
    for name in _PASSED_OVER:
        notes[name] += len(packet[name]) if isinstance(packet.get(name), list) else 0


_Reader = Callable[[Packet, str, Clock], Iterator[dict[str, Any]]]


def _elements(packet: Packet, clock: Clock, rows: RawRows, placed: _Placed) -> Iterator[tuple[str, str, Any, _Reader]]:
    """(result or fact, path, element, what reads it) for everything in the packet that is read, in its order."""
    lists: list[tuple[str, str, _Reader]] = [
        ("result", "measurements", measured),
        ("fact", "phenotypicFeatures", feature),
        ("fact", "diseases", disease),
        ("fact", "medicalActions", action),
    ]
    for kind, name, read in lists:
        try:
            yield from ((kind, path, item, read) for path, item in parts(packet, name))
        except MisshapenError as error:
            rows.set_aside(Reason.WRONG_TYPE, f"{error}. It was not read.", placed.file, placed.row, str(packet.get(name)))
    yield from _of_samples(packet, clock)


def _of_samples(packet: Packet, clock: Clock) -> Iterator[tuple[str, str, Any, _Reader]]:
    samples = packet.get("biosamples")
    for number, sample in enumerate(samples if isinstance(samples, list) else ()):
        path = f"biosamples[{number}]"
        if not isinstance(sample, dict) or not isinstance(sample.get("measurements"), list):
            continue

        def read(item: Packet, place: str, time: Clock, sample: Packet = sample, path: str = path) -> Iterator[dict[str, Any]]:
            specimen = words(part(sample, "sampleType", path), path) or words(part(sample, "sampledTissue", path), path)
            collected = time.span(part(sample, "timeOfCollection", path), path)[0]
            return measured(item, place, time, specimen or None, collected)

        yield from (("result", f"{path}.{place}", item, read) for place, item in parts(sample, "measurements"))


def _told(unique: Mapping[str, bool], notes: Counter[str]) -> Iterator[str]:
    """What a person should know once."""
    if shared := sum(not one for one in unique.values()):
        yield (
            f"{shared:,} subject ids stand in several packets that do not plainly tell of one person: "
            "there each packet's own id names its person."
        )
    if ages := notes.pop(AGES_ALONE, 0):
        yield f"{ages:,} packets {AGES_ALONE}. {_AGES}"
    if passed := ", ".join(f"{name} {count:,}" for name, count in sorted(notes.items()) if count):
        yield f"Parts of packets that Culprit does not use: {passed}."
