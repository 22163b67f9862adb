"""The mapping file: what it may say, how a mistake is told, and that the proposed one can be used."""

import tomllib
from pathlib import Path

import pytest

from culprit.sources.check import check
from culprit.sources.errors import SourceError
from culprit.sources.laboratory_files.mapping_file import parse_mapping, read_mapping
from culprit.sources.laboratory_files.mapping_proposal import propose_mapping, suggestions
from culprit.sources.laboratory_files.shipped import shipped_mapping_for, shipped_mappings


def test_everything_a_mapping_file_may_say() -> None:
    mapping = parse_mapping(
        """
        [files]
        encoding = "cp1251"
        delimiter = ";"
        header_line = 3
        decimal = ","
        date_order = "day_first"
        [files."old*.csv"]
        encoding = "cp866"
        [columns]
        "Код" = "person_id"
        "X1" = "Phosphate (mg/dL)"
        "Геном" = "ignore"
        [fixed]
        taken = "2018"
        [fixed."urine*"]
        specimen = "urine"
        [words.sex]
        1 = "male"
        [names]
        "Phos-X" = "phosphate_serum"
        [codes]
        "http://lab|77" = "pth"
        "78" = "pth"
        [units.phosphate_serum]
        "mM/l" = "mmol/L"
        "" = "mg/dL"
        [facts]
        "HIP" = { yes = ["1", "y"], text = "hip fracture" }
        """,
        "m.toml",
    )
    assert mapping.analyte_of_name("phos x") == "phosphate_serum"
    assert mapping.analyte_of_code("http://lab", "77") == mapping.analyte_of_code("any", "78") == "pth"
    assert mapping.unit_of("phosphate_serum", "") == "mg/dL"
    assert mapping.fixed["date_order"] == "day_first"
    assert mapping.files.for_file("old 3.csv").encoding == "cp866"
    assert mapping.files.for_file("new.csv").encoding == "cp1251"
    assert mapping.files.fixed_for("urine_2024.csv") == {"taken": "2018", "specimen": "urine"}
    assert mapping.files.facts["HIP"].yes == ("1", "y")


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ('[columns]\n"A" = "persn_id"', "line 2, key 'A'", "person_id"),
        ('[names]\n\n"X" = "phosphat_serum"', "line 3, key 'X'", "phosphate_serum"),
        ("[unit]", "line 1, key 'unit'", "units"),
        ('[files]\nencoding = "utf9"', "line 2, key 'encoding'", "gb18030"),
        ('[files]\ndelimiter = ";;"', "line 2, key 'delimiter'", '";"'),
        ('[files]\nheader_line = "3"', "line 2, key 'header_line'", "first line"),
        ('[files]\ndate_order = "DMY"', "line 2, key 'date_order'", "day_first"),
        ('[units.phosphate_serum]\n"a" = "mmolar"', "line 2, key 'a'", "mmol/L"),
        ('[fixed]\nspecimn = "urine"', "line 2, key 'specimn'", "specimen"),
        ("Фосфор = 3", "not valid TOML", "quotation marks"),
        ('[facts]\n"HIP" = { text = "hip" }', "line 2, key 'HIP'", "yes"),
    ],
)
def test_a_mistake_is_told_with_line_key_and_what_to_write(text: str, place: str, hint: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_mapping(text, "m.toml")
    assert place in caught.value.message
    assert hint in caught.value.hint


def test_a_missing_mapping_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_mapping(tmp_path / "none.toml")


def test_the_proposed_mapping_says_nothing_until_it_is_edited(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_text(
        "id;date;test;value;unit\n1;15.01.2024;Phosfate;0,52;mmoll/x\n1;15.01.2024;Phosphate;1;\n"
    )
    proposed = propose_mapping(check(path))
    mapping = parse_mapping(proposed, "proposed.toml")
    assert (mapping.names, mapping.codes, mapping.units, mapping.columns, mapping.files.encoding) == ({}, {}, {}, {}, "")
    assert '# "Phosfate" = "phosphate_serum"        # 1 rows, not recognised; is it this?' in proposed
    assert '# "Phosphate" = "phosphate_serum"        # 1 rows, recognised' in proposed


def test_every_line_of_the_proposed_mapping_can_be_uncommented(tmp_path: Path) -> None:
    (path := tmp_path / "lab.csv").write_bytes(
        'id;дата;Фосфор (ммоль/л);Гл"юк\\оза;Нечто (ммоль/л)\n1;15.01.2024;0,52;5;1\n'.encode("cp1251")
    )
    before = check(path)
    lines = propose_mapping(before).splitlines()
    active = [
        line.removeprefix("# ")
        if line.startswith(('# "', "# [files.", "# encoding", "# delimiter", "# header", "# decimal", "# date_order"))
        else line
        for line in lines
    ]
    text = "\n".join(
        line for line in active if '" or "' not in line and '""' not in line and not line.startswith('encoding = "utf-8"  ')
    )
    tomllib.loads(text)
    after = check(path, mapping=parse_mapping(text, "m.toml"))
    assert [(row.analyte, row.rows) for row in after.analytes] == [(row.analyte, row.rows) for row in before.analytes]


def test_the_proposal_for_a_file_nobody_understands_lists_its_columns(tmp_path: Path) -> None:
    (path := tmp_path / "odd.csv").write_text("Kode;Wann;Was;Wieviel\n17;15.01.2024;Phosphat;0,52\n")
    report = check(path)
    assert report.exit_status == 3
    proposed = propose_mapping(report)
    for header in ("Kode", "Wann", "Was", "Wieviel"):
        assert f'# "{header}" = "…"' in proposed


def test_the_proposal_for_a_table_without_patient_numbers_says_what_is_known_of_it(tmp_path: Path) -> None:
    (path := tmp_path / "odd.csv").write_text("Krankenkasse;Abnahme;Messwert\n17;15.01.2024;0,52\n")
    proposed = propose_mapping(check(path))
    assert '# "Krankenkasse" = "…"        # odd.csv, not known' in proposed
    assert '# "Abnahme" = "taken"        # odd.csv, recognised' in proposed


def test_suggestions_are_near_or_none() -> None:
    assert suggestions("Phosfate") == ["phosphate_serum"]
    assert suggestions("Hepatitis B surface antigen") == []


def test_shipped_mappings_are_valid_and_are_recognised() -> None:
    assert [name for name, _ in shipped_mappings()] == ["nhanes.toml"]
    found = shipped_mapping_for(["SEQN", "LBXSPH"])
    assert found is not None
    assert found[0] == "nhanes.toml"
    assert shipped_mapping_for(["ID", "LBXSPH"]) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("phosphat", "phosphate_serum"),
        ("calcium", "calcium_serum"),
        ("phosphate_urin", "phosphate_urine"),
        ("potasium", "potassium_serum"),
    ],
)
def test_of_equally_near_analytes_the_one_in_the_blood_is_proposed(written: str, meant: str) -> None:
    with pytest.raises(SourceError) as told:
        parse_mapping(f'[names]\n"P" = "{written}"', "lab.toml")
    assert told.value.hint == f"Did you mean '{meant}'?"
