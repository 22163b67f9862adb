"""Broken lines are set aside one by one; no good line is lost behind them."""

import gzip
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from culprit.sources.laboratory_files.lines import LONGEST_LINE, Broken, Record, physical_lines, records


def parsed(path: Path, width: int | None = None, encoding: str = "utf-8") -> tuple[list[Record], list[tuple[int, str]]]:
    """(records, (line, reason) of what was set aside)."""
    everything = list(records(physical_lines(path, encoding), ",", width))
    good = [record for record in everything if not isinstance(record, Broken)]
    return good, [(record.line, record.reason) for record in everything if isinstance(record, Broken)]


def test_a_quoted_field_may_run_over_lines(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text('a,b\n1,"x\ny"\n2,z\n')
    assert parsed(path, 2) == ([(1, ["a", "b"]), (2, ["1", "x\ny"]), (4, ["2", "z"])], [])


def test_an_open_quotation_mark_costs_one_line(tmp_path: Path) -> None:
    rows = "".join(f"{n},x\n" for n in range(500))
    (path := tmp_path / "x.csv").write_text('a,b\n1,"open\n' + rows)
    good, broken = parsed(path, 2)
    assert len(good) == 501
    assert broken == [(2, "a quotation mark is not closed")]


def test_two_open_quotation_marks_do_not_swallow_what_is_between(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text('a,b\n1,"open\n2,x\n3,"open\n4,x\n')
    good, broken = parsed(path, 2)
    assert [line for line, _ in good] == [1, 3, 5]
    assert [line for line, _ in broken] == [2, 4]


def test_a_line_of_megabytes_costs_itself(tmp_path: Path) -> None:
    (path := tmp_path / "x.csv").write_text("a,b\n1," + "x" * (3 * LONGEST_LINE) + "\n2,y\n")
    good, broken = parsed(path)
    assert good == [(1, ["a", "b"]), (3, ["2", "y"])]
    assert broken[0][0] == 2
    assert "longer" in broken[0][1]


def test_a_gzip_file_cut_off_gives_what_it_holds_and_says_so(tmp_path: Path) -> None:
    content = "".join(f"{n},{n * n}\n" for n in range(400_000)).encode()
    (path := tmp_path / "x.csv.gz").write_bytes(gzip.compress(content)[:-100_000])
    good, broken = parsed(path)
    assert len(good) > 100_000
    assert len(broken) == 1
    assert "cannot be read" in broken[0][1]


def test_all_line_ends(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        (path := tmp_path / "x.csv").write_bytes(end.join(("a,b", "1,2", "", "3,4")).encode())
        assert parsed(path)[0] == [(1, ["a", "b"]), (2, ["1", "2"]), (4, ["3", "4"])]


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le", "cp1252", "cp1251", "koi8-r"]))
def test_no_bytes_raise(tmp_path_factory: object, content: bytes, encoding: str) -> None:
    path = tmp_path_factory.mktemp("bytes") / "x.csv"  # type: ignore[attr-defined]
    path.write_bytes(content)
    parsed(path, 3, encoding)


@given(st.lists(st.text('ab,"\n ', max_size=12), max_size=12), st.integers(0, 12))
def test_a_good_line_after_any_rubbish_is_read(tmp_path_factory: object, rubbish: list[str], place: int) -> None:
    path = tmp_path_factory.mktemp("lines") / "x.csv"  # type: ignore[attr-defined]
    lines = [line.replace("\n", " ") for line in rubbish]
    lines.insert(min(place, len(lines)), "good,row,here")
    path.write_text("\n".join(lines) + "\n")
    good, _ = parsed(path, 3)
    in_a_record_of_its_own = ["good", "row", "here"] in [fields for _, fields in good]
    # a quotation mark before and one after make it the inside of a quoted field, which nobody can tell from a good one
    assert in_a_record_of_its_own or any("good,row,here" in field for _, fields in good for field in fields)
