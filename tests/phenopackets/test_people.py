"""Who is whom: one packet, copies, families, cohorts, and subjects called "proband" by everybody."""

import json
from pathlib import Path
from typing import Any

from tests.phenopackets.reading import measurement, packet, read, said


def of(subject: str, name: str, **parts: Any) -> dict[str, Any]:
    return packet(id=name, subject={"id": subject, "sex": "MALE", **parts}, measurements=[measurement()])


def test_many_probands_are_many_people(tmp_path: Path) -> None:
    found = read(tmp_path, of("proband", "PMID_1"), of("proband", "PMID_2"), of("carl", "PMID_3"))
    people = {said(row, "person_id", "identifier") for row in found.table("people")}
    assert people == {("PMID_1", "proband"), ("PMID_2", "proband"), ("carl", None)}
    assert any(note.startswith("1 subject ids stand in several packets") for note in found.raw.notes)


def test_packets_of_one_birth_and_sex_are_one_person(tmp_path: Path) -> None:
    born = {"dateOfBirth": "1970-03-09T00:00:00Z"}
    found = read(tmp_path, of("carl", "visit-1", **born), of("carl", "visit-2", **born))
    assert [row["person_id"] for row in found.table("people")] == ["carl"]
    assert len(found.table("results")) == 2


def test_the_same_packet_twice_says_nothing_twice(tmp_path: Path) -> None:
    found = read(tmp_path, of("carl", "visit-1"), of("carl", "visit-1"))
    assert len(found.table("people")) == len(found.table("results")) == 1


def test_of_two_versions_of_a_packet_the_newer_stands(tmp_path: Path) -> None:
    old, new = of("carl", "visit-1"), of("carl", "visit-1")
    new["measurements"] = [measurement(0.61)]
    new["metaData"] = {"created": "2025-01-01T00:00:00Z", "phenopacketSchemaVersion": "2.0"}
    assert [row["printed_value"] for row in read(tmp_path, new, old).table("results")] == ["0.61"]


def test_families_cohorts_lists_and_lines(tmp_path: Path) -> None:
    family = {
        "id": "f",
        "proband": of("daughter", "p1"),
        "relatives": [of("father", "p2")],
        "pedigree": {"persons": []},
        "metaData": packet()["metaData"],
    }
    cohort = {"id": "c", "members": [of("m1", "p3"), of("m2", "p4")], "metaData": packet()["metaData"]}
    lines = "\n".join(json.dumps(of(name, name)) for name in ("l1", "l2")) + "\n"
    listed = json.dumps([of("e1", "e1"), of("e2", "e2")])
    found = read(tmp_path, family, cohort, lines__jsonl=lines, listed__json=listed)
    places = {row["person_id"]: said(row, "source_file", "source_row") for row in found.table("people")}
    assert places == {
        "daughter": ("packet1.json", 1),
        "father": ("packet1.json", 2),
        "m1": ("packet2.json", 1),
        "m2": ("packet2.json", 2),
        "l1": ("lines.jsonl", 1),
        "l2": ("lines.jsonl", 2),
        "e1": ("listed.json", 1),
        "e2": ("listed.json", 2),
    }
    assert len(found.table("results")) == 8
