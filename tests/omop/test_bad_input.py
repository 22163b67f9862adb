"""Bad input never loses good input, and what cannot be used says file, line and what to do."""

from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from culprit.sources.delimited import append_delimited, read_header
from culprit.sources.errors import SourceError
from culprit.sources.omop import looks_like_omop, read_omop
from tests.omop.mini_cdm import PERSON, TABLES, Read, write_csv

HEADER = "measurement_id,person_id,measurement_concept_id,measurement_date,value_source_value,unit_source_value\n"


def test_broken_lines_are_set_aside_and_good_ones_kept_with_their_numbers(tmp_path: Path) -> None:
    write_csv(tmp_path, {"person": PERSON})
    (tmp_path / "measurement.csv").write_bytes(
        HEADER.encode()
        + b'1,1,3003458,2020-01-05,"words\nover two lines",\n'  # lines 2 and 3
        + b"2,1,3003458\n"  # 4: too few
        + b"3,1,3003458,2020-01-07,0.5,mmol/L\n"  # 5
        + b"4,1,3003458,2020-01-08,0.5,mmol/L,extra\n"  # 6: too many
        + b"5,1,3003458,2020-01-09,\xff\xfe,mmol/L\n"  # 7: no UTF-8
        + b"\n"  # 8: empty
        + b"6,1,3003458,2020-01-10,0.6,mmol/L\n"  # 9
        + b'7,1,3003458,2020-01-11,"0.7,mmol/L\n'  # 10: never closed
        + b"8,1,3003458,2020-01-12,0.8,mmol/L\n"  # 11
    )
    read = Read(tmp_path)
    assert read.ask("SELECT result_id, source_row FROM {results} ORDER BY source_row") == [("1", 2), ("3", 5), ("6", 9), ("8", 11)]
    found = read.ask("SELECT source_row, reason, source_file FROM {quarantine} ORDER BY source_row")
    assert found == [(line, "broken_line", "measurement.csv") for line in (4, 6, 7, 10)]


@settings(max_examples=60, deadline=None)
@given(broken=st.lists(st.sampled_from(["good", "few", "many", "empty", "two lines", "bytes"]), min_size=1, max_size=30))
def test_whatever_is_broken_each_good_line_is_read_once_at_its_number(
    tmp_path_factory: pytest.TempPathFactory, broken: list[str]
) -> None:
    texts = {
        "good": b"x,y\n",
        "few": b"x\n",
        "many": b"x,y,z\n",
        "empty": b"\n",
        "two lines": b'"x\nx",y\n',
        "bytes": b"\xe9,y\n",
    }
    path = tmp_path_factory.mktemp("lines") / "t.csv"
    path.write_bytes(b"a,b\n" + b"".join(texts[kind] for kind in broken))
    expected, line = [], 2
    for kind in broken:
        if kind in ("good", "two lines"):
            expected.append(line)
        line += texts[kind].count(b"\n")
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (a VARCHAR, b VARCHAR, source_file VARCHAR, source_row BIGINT)")
    header = read_header(path)
    assert header is not None
    rejects = append_delimited(connection, "t", ("a", "b"), path, "t.csv", header)
    assert [row[0] for row in connection.execute("SELECT source_row FROM t ORDER BY ALL").fetchall()] == expected
    assert len(rejects) == sum(kind in ("few", "many", "bytes") for kind in broken)


def test_a_table_without_needed_columns_names_file_and_columns(tmp_path: Path) -> None:
    write_csv(tmp_path, {"person": PERSON, "measurement": "measurement_id,value_as_number\n1,0.5\n"})
    with pytest.raises(
        SourceError, match=r"measurement\.csv, line 1: .*lacks person_id; .*measurement_date or measurement_datetime"
    ):
        read_omop(duckdb.connect(), tmp_path)


def test_cut_off_gzip_keeps_what_can_be_read(tmp_path: Path) -> None:
    import gzip

    write_csv(tmp_path, {"person": PERSON})
    lines = HEADER + "".join(f"{i},1,3003458,2020-01-05,0.{i % 9}{i * 7919 % 1000},mmol/L\n" for i in range(200_000))
    packed = gzip.compress(lines.encode())
    (tmp_path / "measurement.csv.gz").write_bytes(packed[: len(packed) // 2])
    read = Read(tmp_path)
    (count, last) = read.ask("SELECT count(*), max(source_row) FROM {results}")[0]
    assert count > 20_000
    assert last == count + 1
    assert len(read.ask("FROM {quarantine}")) == 1


def test_an_empty_file_and_strange_files_are_named(tmp_path: Path) -> None:
    write_csv(tmp_path, {"person": PERSON, "death": "", "note": "note_id\n1\n", "extract_of_kim": "a\n"})
    read = Read(tmp_path)
    assert dict(read.raw.ignored) == {
        "death.csv": "empty file",
        "note.csv": "OMOP table that Culprit does not need",
        "extract_of_kim.csv": "its name is no table of the OMOP CDM",
    }
    assert read.raw.files == ("person.csv",)
    assert any("no laboratory values" in note for note in read.raw.notes)


def test_without_person_nothing_can_be_read(tmp_path: Path) -> None:
    write_csv(tmp_path, {name: text for name, text in TABLES.items() if name != "person"})
    with pytest.raises(SourceError, match="person was not found"):
        read_omop(duckdb.connect(), tmp_path)


def test_a_broken_parquet_file_is_named(tmp_path: Path) -> None:
    write_csv(tmp_path, {"person": PERSON})
    (tmp_path / "measurement.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(SourceError, match=r"measurement\.parquet cannot be read"):
        read_omop(duckdb.connect(), tmp_path)


def test_other_folders_do_not_look_like_omop(tmp_path: Path) -> None:
    write_csv(tmp_path / "a", {"person": "name,phosphate\nanna,0.5\n", "measurement": "x\n1\n"})
    write_csv(tmp_path / "b", {"laboratory": "person_id\n1\n"})
    assert not looks_like_omop(tmp_path / "a")
    assert not looks_like_omop(tmp_path / "b")
    assert not looks_like_omop(tmp_path / "nowhere")
    assert looks_like_omop(write_csv(tmp_path / "c", TABLES))
