"""Bad packets and bad parts cost only themselves, and are set aside with place and reason."""

import copy
import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.sources.errors import SourceError
from culprit.sources.phenopackets import looks_like_phenopackets, read_phenopackets
from tests.phenopackets.reading import measurement, packet, read, reading, said


def test_a_truncated_packet_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    whole = json.dumps(packet(measurements=[measurement()], phenotypicFeatures=[]))
    found = read(tmp_path, packet(measurements=[measurement()]), cut__json=whole[:-1])
    assert said(found.table("quarantine")[0], "reason", "source_file", "source_row") == ("broken_line", "cut.json", 1)
    assert len(found.table("results")) == 1
    early = read(tmp_path / "early", packet(), cut__json=whole[: whole.index('"metaData"')])
    assert early.reasons == ["broken_line"]


def test_a_truncated_line_costs_itself(tmp_path: Path) -> None:
    lines = [json.dumps(packet(measurements=[measurement()])), '{"id": "x", "subject": {"id": "b"}, "phenotypicFeatures": [', "7"]
    found = read(tmp_path, lines__jsonl="\n".join(lines))
    assert [said(row, "reason", "source_row") for row in found.table("quarantine")] == [("broken_line", 2), ("wrong_type", 3)]
    assert len(found.table("results")) == 1


@pytest.mark.parametrize("subject", [{}, {"id": ""}, {"id": None}, None])
def test_without_a_subject_id_nothing_belongs_to_anybody(tmp_path: Path, subject: object) -> None:
    found = read(tmp_path, packet(subject=subject, measurements=[measurement()]))
    assert found.reasons == ["no_id"]
    assert found.table("people") == found.table("results") == []


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"measurements": [measurement(value="high?")]}, "measurements[0].value.quantity.value is text"),
        ({"measurements": [measurement(value=True)]}, "measurements[0].value.quantity.value is true or false"),
        ({"measurements": [measurement(value={"a": 1})]}, "measurements[0].value.quantity.value is an object"),
        ({"measurements": ["low"]}, "measurements[0] is text"),
        ({"measurements": [measurement(assay="phosphate")]}, "measurements[0].assay is text"),
        ({"measurements": {"assay": {}}}, "measurements is an object"),
        ({"phenotypicFeatures": [{"type": {"id": 7}}]}, "phenotypicFeatures[0].id is a number"),
        ({"phenotypicFeatures": [{"type": {"id": "HP:1"}, "excluded": "yes"}]}, "phenotypicFeatures[0].excluded is text"),
        ({"diseases": [{"term": []}]}, "diseases[0].term is a list"),
        ({"medicalActions": [{"treatment": {"agent": {"label": "x"}, "doseIntervals": [3]}}]}, "doseIntervals[0] is a number"),
    ],
)
def test_a_part_of_another_kind_costs_itself(tmp_path: Path, parts: dict[str, Any], place: str) -> None:
    good = {"type": {"id": "HP:0002653", "label": "Bone pain"}}
    whole = {"diseases": [{"term": {"label": "osteoporosis"}}], "phenotypicFeatures": [good], **parts}
    found = read(tmp_path, packet(**whole))
    row = found.table("quarantine")[0]
    assert found.reasons == ["wrong_type"]
    assert place in row["explanation"]
    assert "yes" not in row["explanation"]
    assert len(found.table("facts")) >= 1


def test_a_misshapen_subject_costs_the_packet(tmp_path: Path) -> None:
    for number, subject in enumerate(([], {"id": 7}, {"id": "a", "sex": {}}, {"id": "a", "dateOfBirth": 1970})):
        assert read(tmp_path / str(number), packet(subject=subject, measurements=[measurement()])).reasons == ["wrong_type"]


def test_an_unknown_unit_is_kept_flagged_and_told(tmp_path: Path) -> None:
    one = measurement()
    one["value"] = {"quantity": {"unit": {"label": "mg per glass"}, "value": 3}}
    found = read(tmp_path, packet(measurements=[one]))
    assert said(found.table("results")[0], "value", "flags") == (None, "unit_unknown")
    assert [row["what"] for row in found.table("unmapped")] == ["unit"]


def test_a_bad_time_is_set_aside_by_the_intake(tmp_path: Path) -> None:
    wrong = [measurement(at={"timestamp": "yesterday"}), measurement(at={"age": {"iso8601duration": "P45"}})]
    assert read(tmp_path, packet(measurements=wrong)).reasons == ["unreadable_date", "unreadable_date"]


def test_packed_and_badly_encoded_files(tmp_path: Path) -> None:
    whole = json.dumps(packet(measurements=[measurement()], phenotypicFeatures=[])).encode()
    found = read(
        tmp_path,
        good__json__gz=gzip.compress(whole),
        latin__json=whole.replace(b"packet-1", b"p\xe4cket"),
    )
    assert len(found.table("results")) == 1
    assert found.reasons == ["bad_encoding"]


def test_a_line_with_other_bytes_and_a_gzip_file_cut_off_cost_what_they_hold(tmp_path: Path) -> None:
    lines = [json.dumps(packet(id=name, subject={"id": name}, phenotypicFeatures=[])).encode() for name in ("a", "b", "c")]
    bad = b"\n".join((lines[0], lines[1].replace(b'"b"', b'"\xe4"'), lines[2]))
    found = read(tmp_path / "bytes", lines__jsonl=bad)
    assert [row["person_id"] for row in found.table("people")] == ["a", "c"]
    assert [said(row, "reason", "source_row") for row in found.table("quarantine")] == [("bad_encoding", 2)]
    packed = gzip.compress(b"\n".join(lines * 2000))
    found = read(tmp_path / "gzip", lines__jsonl__gz=packed[: len(packed) // 2])
    assert {"broken_line"} == set(found.reasons)
    assert len(found.table("people")) == 3


def test_a_document_laid_out_over_lines_is_one_whatever_its_name(tmp_path: Path) -> None:
    whole = json.dumps(packet(measurements=[measurement()], phenotypicFeatures=[]), indent=2)
    assert len(read(tmp_path, one__jsonl=whole).table("results")) == 1


def test_what_is_no_phenopacket_is_ignored_or_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"resourceType": "Patient", "id": "x"}')
    (tmp_path / "b.txt").write_text("phenotypicFeatures")
    assert not looks_like_phenopackets(tmp_path)
    with pytest.raises(SourceError, match="no phenopackets"):
        read_phenopackets(duckdb.connect(), [tmp_path])
    found = read(tmp_path, packet())
    assert looks_like_phenopackets(tmp_path)
    assert {name for name, _ in found.raw.ignored} == {"a.json", "b.txt"}


WHOLE = packet(
    measurements=[measurement()],
    phenotypicFeatures=[{"type": {"id": "HP:0002653", "label": "Bone pain"}, "onset": {"age": {"iso8601duration": "P40Y"}}}],
    diseases=[{"term": {"id": "OMIM:307800", "label": "XLH"}, "primarySite": {"label": "femur"}}],
    biosamples=[
        {
            "id": "s",
            "sampleType": {"label": "Urine"},
            "timeOfCollection": {"timestamp": "2023-10-04T00:00:00Z"},
            "measurements": [
                {"assay": {"label": "x"}, "complexValue": {"typedQuantities": [{"type": {"label": "y"}, "quantity": {"value": 1}}]}}
            ],
        }
    ],
    medicalActions=[
        {"treatment": {"agent": {"label": "iron"}, "doseIntervals": [{"interval": {"start": "2022-01-01T00:00:00Z"}}]}},
    ],
)
ODD = st.sampled_from((None, 7, "x", True, [], {}, [[]], {"a": {"b": 1}}, "P900000Y", 1e300, "9999-12-31T00:00:00Z"))


def _places(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [path, *(place for key, value in inner for place in _places(value, (*path, key)))] if path or inner else [path]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_put_anywhere_in_a_packet_never_stops_the_reading(data: st.DataObject) -> None:
    one = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from([path for path in _places(one) if path]))
        holder = one
        for key in place[:-1]:
            holder = holder[key]
        # a list put into two places would be one list, and could hold itself
        holder[place[-1]] = copy.deepcopy(data.draw(ODD))
    other = packet(id="packet-2", subject={"id": "bert"}, measurements=[measurement()])
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "one.json").write_text(json.dumps(one))
        (Path(folder) / "other.json").write_text(json.dumps(other))
        found = reading(Path(folder))
    assert "bert" in {row["person_id"] for row in found.table("people")}
    assert any(row["source_file"] == "other.json" for row in found.table("results"))
