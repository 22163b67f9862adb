"""Laboratory files: what goes in, what comes out. Each test is a page of the manual; the outcome is drawn with bars."""

from tests.laboratory_files.reading import read_files

RESULT = "person_id, at, name, value, unit, range_text, interpretation"


def drawn(text: str) -> str:
    """A drawn table without its indentation."""
    return "\n".join(line.strip() for line in text.strip().splitlines())


def test_english_one_row_per_result() -> None:
    read = read_files(
        {
            "lab.csv": """\
Patient ID,Collected,Test,Result,Units,Reference range,Flag
anna,2024-01-15 08:30,Phosphate,0.52,mmol/L,0.80-1.45,L
anna,2024-01-15 08:30,Alkaline phosphatase,210,U/L,30-120,H
boris,2024-02-01,Phosphate,<0.30,mmol/L,0.80-1.45,LL
"""
        }
    )
    assert read.drawn("results", RESULT) == drawn(
        """
        anna | 2024-01-15 08:30 | Phosphate | 0.52 | mmol/L | 0.80-1.45 | L
        anna | 2024-01-15 08:30 | Alkaline phosphatase | 210 | U/L | 30-120 | H
        boris | 2024-02-01 | Phosphate | <0.30 | mmol/L | 0.80-1.45 | LL
        """
    )


def test_russian_in_windows_1251_with_title_lines_decimal_commas_and_a_footer() -> None:
    read = read_files(
        {
            "выгрузка.csv": """\
Клиническая лаборатория. Выгрузка за 2024 год

Номер пациента;Пол;Дата рождения;Дата взятия;Показатель;Результат;Ед. изм.;Референсные значения;Отделение
17;Ж;01.02.1960;15.01.2024;Фосфор неорганический;0,52;ммоль/л;0,81-1,45;ОРИТ
17;Ж;01.02.1960;16.01.2024 8:30;Щелочная фосфатаза;1.210;Ед/л;40-150;Поликлиника
Всего строк: 2
""".encode("cp1251")
        }
    )
    # 1.210 is one thousand two hundred and ten: decimal commas in the same file prove it
    assert read.drawn("results", "person_id, at, name, value, unit, range_text, source_row") == drawn(
        """
        17 | 15.01.2024 | Фосфор неорганический | 0,52 | ммоль/л | 0,81-1,45 | 4
        17 | 16.01.2024 8:30 | Щелочная фосфатаза | 1210 | Ед/л | 40-150 | 5
        """
    )
    assert read.drawn("people", "person_id, sex, birth") == "17 | Ж | 01.02.1960"
    assert read.drawn("facts", "kind, person_id, at, until, text, detail") == drawn(
        """
        stay | 17 | 15.01.2024 | 15.01.2024 | ОРИТ | intensive_care
        stay | 17 | 16.01.2024 | 16.01.2024 | Поликлиника | outpatient
        """
    )


def test_chinese_in_gb18030_with_ages_and_diagnoses_on_each_row() -> None:
    read = read_files(
        {
            "检验.csv": """\
患者编号,性别,年龄,采样时间,项目名称,英文缩写,结果,单位,参考范围,提示,临床诊断
001,女,45岁,2024/1/15 08:30,血清无机磷,P,0.52,mmol/L,0.85-1.51,↓,骨质疏松；低磷血症
001,女,46岁,2024年12月15日,碱性磷酸酶,ALP,180,U/L,45-125,↑,
""".encode("gb18030")
        }
    )
    assert read.drawn("results", "person_id, at, codings[1].code, name, value, unit, interpretation") == drawn(
        """
        001 | 2024/1/15 08:30 | P | 血清无机磷 | 0.52 | mmol/L | ↓
        001 | 2024年12月15日 | ALP | 碱性磷酸酶 | 180 | U/L | ↑
        """
    )
    # 45 in January and 46 in December of 2024: born in 1978
    assert read.drawn("people", "person_id, sex, birth") == "001 | 女 | 1978"
    assert sorted(read.rows("facts", "kind, text")) == [("condition", "低磷血症"), ("condition", "骨质疏松")]


def test_german_one_column_per_analyte_units_in_the_headers() -> None:
    read = read_files(
        {
            "labor.csv": """\
Patientennummer;Entnahmedatum;Phosphat anorganisch (mmol/l);Kreatinin, µmol/l;AP U/l;Hämatokrit;Bemerkung
17;15.01.24;0,52;88;210;40;nüchtern
18;01.02.24;;71;95;39;
""".encode("cp1252")
        }
    )
    # empty cells are no results, two-digit years are this century's, a column that is no known test is left alone and reported
    assert read.drawn("results", "person_id, at, name, value, unit") == drawn(
        """
        17 | 2024-01-15 | Phosphat anorganisch | 0,52 | mmol/l
        17 | 2024-01-15 | Kreatinin | 88 | µmol/l
        17 | 2024-01-15 | AP | 210 | U/l
        18 | 2024-02-01 | Kreatinin | 71 | µmol/l
        18 | 2024-02-01 | AP | 95 | U/l
        """
    )
    assert "Hämatokrit" in read.raw.tables[0].layout.unused


def test_one_result_in_two_units_is_one_result() -> None:
    read = read_files(
        {
            "wide.csv": """\
MRN,Date,Phosphate (mg/dL),Phosphate (mmol/L)
anna,2024-01-15,1.6,0.52
boris,2024-01-15,3.9,0.52
clara,2024-01-15,,0.52
"""
        }
    )
    # anna's two columns agree within rounding: the first, as printed; boris's do not: neither; clara has only the second
    assert read.drawn("results", "person_id, value, unit") == drawn(
        """
        anna | 1.6 | mg/dL
        clara | 0.52 | mmol/L
        """
    )
    assert read.drawn("quarantine", "reason, source_file, source_row") == "columns_disagree | wide.csv | 3"


def test_several_files_belong_together_by_the_patient_number() -> None:
    read = read_files(
        {
            "patients.csv": "patient id,sex,date of birth\nanna,F,1960-02-01\nboris,M,1971\n",
            "results.tsv": "patient id\tdate\ttest\tvalue\tunit\nanna\t2024-01-15\tphosphate\t0.52\tmmol/L\n",
            "diagnoses.txt": """\
patient id|icd-10|diagnosis|diagnosis date
boris|E83.3; M81.0|Hypophosphataemia; Osteoporosis|2023-01-01
""",
            "drugs.csv": "patient id;drug;ATC;start;stop;route;dose\nboris;Zoledronic acid;M05BA08;2022-05-01;;iv;5 mg\n",
        }
    )
    assert read.drawn("people", "person_id, sex, birth, source_file") == drawn(
        """
        boris | M | 1971 | diagnoses.txt
        anna | F | 1960-02-01 | patients.csv
        """
    )
    assert read.drawn("facts", "kind, person_id, codings[1].code, codings[1].system, text, at, detail, dose") == drawn(
        """
        condition | boris | E83.3 | http://hl7.org/fhir/sid/icd-10 | Hypophosphataemia | 2023-01-01 |  |
        condition | boris | M81.0 | http://hl7.org/fhir/sid/icd-10 | Osteoporosis | 2023-01-01 |  |
        drug | boris | M05BA08 | http://www.whocc.no/atc | Zoledronic acid | 2022-05-01 | iv | 5 mg
        """
    )


def test_broken_rows_are_set_aside_with_their_line_and_every_good_row_is_read() -> None:
    lines = [
        b"patient id,date,test,value,unit",
        b"a,2024-01-01,phosphate,0.51,mmol/L",
        b"b,2024-01-01,phosphate,0,52,mmol/L",
        b"c,2024-01-01,phosphate",
        b'd,2024-01-01,"phosphate,0.54,mmol/L',
        "e,2024-01-01,phosphate,0.55,мmol/L".encode("cp1251"),
        b'f,2024-01-01,"phosphate\nin serum",0.56,mmol/L',
        b"",
        b"g,2024-01-01,phosphate,0.57,mmol/L",
    ]
    read = read_files({"lab.csv": b"\n".join(lines)}, '[files]\nencoding = "utf-8"\n')
    assert read.drawn("results", "person_id, value, source_row") == drawn(
        """
        a | 0.51 | 2
        f | 0.56 | 7
        g | 0.57 | 10
        """
    )
    assert read.drawn("quarantine", "reason, source_row") == drawn(
        """
        broken_line | 3
        broken_line | 4
        broken_line | 5
        bad_encoding | 6
        """
    )
    explanations = [row[0] for row in read.rows("quarantine", "explanation")]
    assert "6 values where the header names 5 columns" in str(explanations[0])
    assert "breaks off before 'value'" in str(explanations[1])
    assert "quotation mark" in str(explanations[2])
    assert "Column 'unit'" in str(explanations[3])


def test_day_and_month_are_told_apart_by_the_column_or_not_at_all() -> None:
    proven = read_files(
        {"lab.csv": "id,date,test,value\na,03/04/2024,phosphate,1\na,13/04/2024,phosphate,1\n"},
    )
    assert [row[0] for row in proven.results("at")] == ["2024-04-03", "13/04/2024"]
    american = read_files({"lab.csv": "id,date,test,value\na,03/04/2024,phosphate,1\na,04/13/2024,phosphate,1\n"})
    assert [row[0] for row in american.results("at")] == ["2024-03-04", "04/13/2024"]
    # nothing tells: the intake sets the row aside as ambiguous
    open_question = read_files({"lab.csv": "id,date,test,value\na,03/04/2024,phosphate,1\n"})
    assert [row[0] for row in open_question.results("at")] == ["03/04/2024"]
    answered = read_files({"lab.csv": "id,date,test,value\na,03/04/2024,phosphate,1\n"}, '[files]\ndate_order = "month_first"\n')
    assert [row[0] for row in answered.results("at")] == ["2024-03-04"]


def test_people_who_are_told_in_two_ways_are_told_apart_from_nobody() -> None:
    read = read_files(
        {
            "lab.csv": """\
id,sex,dob,date,test,value
a,F,1960-02-01,2024-01-01,phosphate,1
a,female,01.02.1960,2024-01-02,phosphate,1
b,F,1960-02-01,2024-01-01,phosphate,1
b,M,1960-02-01,2024-01-02,phosphate,1
"""
        }
    )
    assert read.drawn("people", "person_id, sex, birth") == "a | F | 1960-02-01\nb |  | 1960-02-01"
    assert read.drawn("quarantine", "reason, source_row, row") == "person_disagrees | 4 | b"


def test_a_mapping_file_names_what_was_not_recognised() -> None:
    read = read_files(
        {"odd.csv": "Kode;Wann;Was;Wieviel;G\n17;15.01.2024;Phosphat;0,52;1\n"},
        """
        [columns]
        "Kode" = "person_id"
        "Wann" = "taken"
        "Was" = "test"
        "Wieviel" = "value"
        "G" = "sex"
        [fixed]
        unit = "mmol/l"
        [words.sex]
        "1" = "male"
        """,
    )
    assert read.results() == [("17", "15.01.2024", "Phosphat", "0,52", "mmol/l")]
    assert read.rows("people", "person_id, sex") == [("17", "male")]


def test_a_start_in_a_column_stands_above_what_the_words_of_a_drug_say_of_time() -> None:
    """A table of start and stop says when a drug was begun; the day of a prescription, or of a sample, does not."""
    line = "a,adefovir 10 mg/day for 4 years,2018-01-01"
    periods = read_files({"drugs.csv": f"Patient,Drug,Start,Stop\n{line},\na,tenofovir,,2020-01-01\n"})
    assert periods.rows("facts", "text, at, status") == [
        ("adefovir 10 mg/day for 4 years", "2018-01-01", "started"),
        ("tenofovir", None, None),
    ]
    prescribed = read_files({"drugs.csv": f"Patient,Drug,Prescribed\n{line}\n"})
    assert prescribed.rows("facts", "text, at, status") == [("adefovir 10 mg/day for 4 years", "2018-01-01", None)]
