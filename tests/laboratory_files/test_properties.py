"""The same table, however it is written, gives the same rows."""

import csv
import gzip
import io
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.sources.intake.read_value import read_value
from tests.laboratory_files.reading import read_files

Table = list[tuple[str, str, str, Decimal, str]]

# names, dates and units as four languages print them, with an encoding that has their letters
WORDS = {
    "en": (
        ["id", "date", "test", "result", "unit"],
        ["Phosphate", "ALP", "Calcium, total"],
        "mmol/L",
        ["utf-8", "cp1252", "utf-16"],
    ),
    "de": (
        ["Patientennummer", "Entnahmedatum", "Analyse", "Ergebnis", "Einheit"],
        ["Phosphat für Männer", "Hämoglobin", "Glukose (nüchtern)"],
        "µmol/l",
        ["utf-8", "cp1252", "utf-8-sig"],
    ),
    "ru": (
        ["Номер пациента", "Дата взятия", "Показатель", "Результат", "Ед. изм."],
        ["Фосфор неорганический", "Щелочная фосфатаза", 'Кальций "общий"'],
        "ммоль/л",
        ["utf-8", "cp1251", "koi8-r", "utf-16-le"],
    ),
    "zh": (
        ["患者编号", "采样时间", "项目名称", "结果", "单位"],
        ["血清无机磷", "碱性磷酸酶", "钙（总）"],
        "mmol/L",
        ["utf-8", "gb18030", "utf-16"],
    ),
}

numbers = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99.99"), places=2)
rows = st.lists(st.tuples(st.integers(1, 9999), st.dates(), st.integers(0, 2), numbers), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(WORDS)),
    rows,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([".", ","]),
    st.integers(0, 3),
    st.integers(0, 2),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.data(),
)
def test_delimiter_encoding_and_decimal_sign_do_not_matter(
    language: str,
    table: list[tuple[int, object, int, Decimal]],
    delimiter: str,
    sign: str,
    which: int,
    title_lines: int,
    line_end: str,
    packed: bool,
    data: st.DataObject,
) -> None:
    headers, tests, unit, encodings = WORDS[language]
    encoding = encodings[which % len(encodings)]
    text = io.StringIO(newline="")
    for number in range(title_lines):
        text.write(f"{tests[number]}{line_end}")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(headers)
    for patient, day, test, value, *_ in table:
        writer.writerow([f"P{patient}", day, tests[test], str(value).replace(".", sign), unit])
    content = text.getvalue().encode(encoding)
    read = read_files({"lab.csv.gz" if packed else "lab.csv": gzip.compress(content) if packed else content})
    found = [(person, at, name, read_value(str(value)).number, unit) for person, at, name, value, unit in read.results()]
    assert found == [(f"P{patient}", str(day), tests[test], value, unit) for patient, day, test, value in table]
    assert read.rows("quarantine", "reason") == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows)
def test_long_and_wide_say_the_same(table: list[tuple[int, object, int, Decimal]]) -> None:
    tests = ["Phosphate", "Creatinine", "Calcium"]
    long = "id;date;test;value;unit\n" + "".join(f"P{p};{day};{tests[test]};{value};mmol/L\n" for p, day, test, value in table)
    wide = "id;date;" + ";".join(f"{test} (mmol/L)" for test in tests) + "\n"
    for patient, day, test, value in table:
        cells = [str(value) if number == test else "" for number in range(3)]
        wide += f"P{patient};{day};{';'.join(cells)}\n"
    assert read_files({"a.csv": long}).results() == read_files({"a.csv": wide}).results()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows, st.lists(st.tuples(st.integers(0, 8), st.sampled_from(["x", "x;y;z;1;2;3;4", '1;2;"open', "9;\udcff;a;b;c"])), max_size=3)
)
def test_broken_rows_cost_only_themselves(table: list[tuple[int, object, int, Decimal]], broken: list[tuple[int, str]]) -> None:
    lines = [f"P{patient};{day};Phosphate;{value};mmol/L" for patient, day, _, value in table]
    for place, line in broken:
        lines.insert(min(place, len(lines)), line)
    content = "\n".join(["id;date;test;value;unit", *lines, ""]).encode("utf-8", "surrogateescape")
    read = read_files({"a.csv": content}, '[files]\nencoding = "utf-8"\n')
    assert [row[0] for row in read.results("person_id")] == [f"P{patient}" for patient, *_ in table]
    assert len(read.rows("quarantine", "reason")) == len(broken)
