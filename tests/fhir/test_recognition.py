"""What is FHIR and what is not, told from the content; clear words when nothing is."""

import gzip
import json
from pathlib import Path

import duckdb
import pytest

from culprit.sources.errors import SourceError
from culprit.sources.fhir import looks_like_fhir, read_fhir
from tests.fhir.reading import Read, bundle, lines, observation, patient, read

SIDE_FILES = {
    "README.md": b"# an export",
    "log.ndjson": b'{"exportId": "1", "eventId": "kickoff"}\n',
    "manifest.json": json.dumps({"transactionTime": "2024", "output": [{"type": "Patient", "url": "x"}]}).encode(),
    "letter.pdf": b"%PDF-1.7\n...",
    "old.zip": b"PK\x03\x04....",
    "table.parquet": b"PAR1....",
    ".DS_Store": b"\0\0\0",
    "empty.ndjson": b"",
    "wide.ndjson": '{"resourceType": "Patient"}'.encode("utf-16"),
}


def test_side_files_are_named_with_the_reason(tmp_path: Path) -> None:
    found = Read(tmp_path, {**SIDE_FILES, "nested/deep/anything": lines(patient())})
    assert found.rows("people", "source_file") == ["nested/deep/anything"]
    assert found.relations.files == ("nested/deep/anything",)
    assert dict(found.relations.ignored) == {
        ".DS_Store": "a hidden file",
        "README.md": "no JSON",
        "empty.ndjson": "empty",
        "letter.pdf": "a PDF: Culprit reads data, not printed pages",
        "log.ndjson": "JSON, but nothing in it is a FHIR resource",
        "manifest.json": "JSON, but nothing in it is a FHIR resource",
        "old.zip": "a zip archive or Office file: unpack it first",
        "table.parquet": "Parquet, which FHIR exports do not use",
        "wide.ndjson": "UTF-16 text: FHIR is UTF-8; convert it first",
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ndjson", lines(patient(), observation())),
        ("a.ndjson.gz", gzip.compress(lines(patient(), observation()))),
        ("packed-but-not-named-so", gzip.compress(lines(patient(), observation()))),
        ("two-members.gz", gzip.compress(lines(patient())) + gzip.compress(lines(observation()))),
        ("a.json", bundle(patient(), observation())),
        ("a.json.gz", gzip.compress(bundle(patient(), observation()))),
        ("flat.json", json.dumps(json.loads(bundle(patient(), observation()))).encode()),
        ("list.json", json.dumps([patient(), observation()], indent=2).encode()),
        ("bundles.ndjson", lines(json.loads(bundle(patient())), json.loads(bundle(observation())))),
        ("within.json", bundle(json.loads(bundle(patient(), observation())), full_urls=["urn:uuid:inner"])),
    ],
)
def test_every_way_of_holding_two_resources(tmp_path: Path, name: str, content: bytes) -> None:
    found = Read(tmp_path, {name: content})
    assert looks_like_fhir(tmp_path)
    assert (found.rows("people", "person_id"), found.rows("results", "result_id")) == (["anna"], ["o1"])
    assert found.rows("quarantine", "reason") == []


def test_one_resource_in_one_file(tmp_path: Path) -> None:
    assert read(tmp_path, p__json=json.dumps(patient(), indent=2).encode()).rows("people", "person_id") == ["anna"]


def test_a_single_file_and_several_sources(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "data.ndjson").write_bytes(lines(patient()))
    (tmp_path / "two" / "data.ndjson").write_bytes(lines(observation()))
    with duckdb.connect() as connection:
        assert read_fhir(connection, tmp_path / "one" / "data.ndjson").files == ("data.ndjson",)
        both = read_fhir(connection, [tmp_path / "one", tmp_path / "two" / "data.ndjson"])
        assert both.files == ("data.ndjson", "one/data.ndjson")
        assert connection.execute("SELECT person_id, source_file FROM raw_people").fetchall() == [("anna", "one/data.ndjson")]
        assert connection.execute("SELECT person_id, source_file FROM raw_results").fetchall() == [("anna", "data.ndjson")]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "the folder is empty"),
        ({"a.pdf": b"%PDF-1.4", "b.pdf": b"%PDF-1.4"}, "2 × a PDF: Culprit reads data, not printed pages"),
        ({"results.csv": b"patient,phosphate\n1,0.5\n"}, "1 × no JSON"),
        ({"package.json": b'{"name": "x"}'}, "1 × JSON, but nothing in it is a FHIR resource"),
    ],
)
def test_nothing_of_fhir_is_said_in_words(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    with pytest.raises(SourceError) as raised:
        Read(tmp_path, files)
    assert said in raised.value.message
    assert raised.value.hint
    assert not looks_like_fhir(tmp_path)


def test_a_path_that_is_not_there() -> None:
    with duckdb.connect() as connection, pytest.raises(SourceError, match="is not there"):
        read_fhir(connection, "no/such/folder")


def test_what_is_missing_and_what_is_not_used_is_noted(tmp_path: Path) -> None:
    allergy = {"resourceType": "AllergyIntolerance", "id": "a"}
    notes = read(tmp_path, a__ndjson=lines(patient(), allergy, allergy)).relations.notes
    assert any("There is no Observation" in note for note in notes)
    assert "Types of resource that Culprit does not use: AllergyIntolerance 2." in notes


def test_settings_of_the_connection_are_left_as_they_were(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient()))
    assert found.connection.execute("SELECT current_setting('preserve_insertion_order')").fetchone() == (True,)


def test_reading_again_replaces_what_was_there(tmp_path: Path) -> None:
    found = read(tmp_path, a__ndjson=lines(patient(), observation()))
    read_fhir(found.connection, tmp_path)
    assert found.rows("results", "result_id") == ["o1"]
