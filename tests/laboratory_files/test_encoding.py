"""Encodings are found out from the bytes; a doubtful guess says that it is one."""

import gzip
from pathlib import Path

import pytest

from culprit.sources.laboratory_files.encoding import detect_encoding, open_bytes

CHINESE = "患者编号,采样时间,项目名称,结果,单位\n001,2024-01-15,血清无机磷,0.52,mmol/L\n"
RUSSIAN = "Пациент;Дата взятия;Показатель;Результат;Ед. изм.\n17;15.01.2024;Фосфор неорганический;0,52;ммоль/л\n"
GERMAN = "Patientennummer;Entnahmedatum;Ergebnis;Einheit\n17;15.01.2024;Hämoglobin für Männer;µmol/l\nMüller;Ärzte;;\n"


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "cp866"),
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN.upper(), "cp1251", "cp1251"),
        (GERMAN, "cp1252", "cp1252"),
        ("id,unit\n1,µmol/L\n", "cp1252", "cp1252"),
        ("id,unit\n1,mmol/L\n", "ascii", "utf-8"),
    ],
)
def test_encoding_is_found(tmp_path: Path, text: str, written: str, found: str) -> None:
    path = tmp_path / "lab.csv"
    path.write_bytes(text.encode(written))
    assert detect_encoding(path).name == found


def test_letters_far_down_in_the_file_count(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_bytes(b"id,test\n" + b"1,phosphate\n" * 400_000 + "2,血清无机磷\n".encode("gb18030") * 3)
    assert detect_encoding(path).name == "gb18030"


def test_a_few_broken_lines_leave_utf_8_a_guess(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_bytes(RUSSIAN.encode() * 10 + b"18;\xff\xfe;x\n")
    guess = detect_encoding(path)
    assert (guess.name, guess.sure) == ("utf-8", False)
    assert "not valid" in guess.because


def test_one_russian_word_is_no_sure_sign(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    path.write_bytes("id;дата\n".encode("cp1251"))
    assert not detect_encoding(path).sure


def test_gzip_is_known_by_its_bytes_and_a_cut_off_one_does_not_stop_the_guess(tmp_path: Path) -> None:
    path = tmp_path / "lab.csv"
    packed = gzip.compress((RUSSIAN * 2000).encode("cp1251"))
    path.write_bytes(packed)
    with open_bytes(path) as stream:
        assert stream.read(7) == "Пациент".encode("cp1251")
    path.write_bytes(packed[: len(packed) // 2])
    assert detect_encoding(path).name in ("cp1251", "utf-8")
