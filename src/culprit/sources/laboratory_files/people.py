"""Who are the people in these files? One row per patient number, put together from every file that says something of them.

Sex and birth may stand on each result, in a file of their own, or not at all. Where files contradict each other the fact is left
out and said to be so. Where only an age is known, the year of birth follows from the year of the sample.
"""

import re
from collections.abc import Mapping

import duckdb
import pyarrow

from culprit.sources.intake.read_moment import read_moment
from culprit.sources.intake.read_words import read_sex
from culprit.sources.laboratory_files.layout import Layout
from culprit.sources.laboratory_files.load import LoadedTable
from culprit.sources.laboratory_files.sql import column, quoted, sampled_at
from culprit.sources.reasons import EXPLANATIONS, Reason

SEEN = {
    "person_id": "VARCHAR",
    "sex": "VARCHAR",
    "birth": "VARCHAR",
    "death": "VARCHAR",
    "deceased": "VARCHAR",
    "age": "VARCHAR",
    "sampled_in": "INTEGER",
    "file_number": "INTEGER",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}

_AGE = re.compile(r"(?P<number>\d{1,3}(?:[.,]\d+)?)\s*(?P<unit>\D*)")
_MONTHS = re.compile(r"^(?:m|mo|mon|month|months|月|个月|мес|месяц|месяца|месяцев|monat|monate)\b\.?|^[个月]", re.I)
_DAYS = re.compile(r"^(?:d|day|days|w|week|weeks|天|日|周|дн|день|дней|дня|нед|tag|tage|woche|wochen)\b\.?|^[天日周]", re.I)


def age_in_years(text: str) -> int | None:
    """Whole years of "45", "45 岁", "45 лет", "8 months" (0); None for what is no age."""
    matched = _AGE.fullmatch(text.strip())
    if matched is None:
        return None
    number = float(matched["number"].replace(",", "."))
    unit = matched["unit"].strip()
    if _DAYS.search(unit):
        return 0
    years = int(number / 12) if _MONTHS.search(unit) else int(number)
    return years if 0 <= years < 130 else None


def see_people(connection: duckdb.DuckDBPyConnection, loaded: LoadedTable, layout: Layout, number: int, into: str) -> None:
    """Appends what one table says of its people to `into` (columns SEEN), each different saying once."""
    if layout.kind == "":
        return
    # a year with four digits anywhere in the date, or before month and day without separators (20240115)
    four_digits = "'(?:^|\\D)((?:1[89]|2[0-9])\\d\\d)(?:\\D|$|[01]\\d[0-3]\\d)'"
    year = f"TRY_CAST(regexp_extract({sampled_at(layout)}, {four_digits}, 1) AS INTEGER)"
    age = column(layout, "age")
    connection.execute(
        f'INSERT INTO "{into}" SELECT {column(layout, "person_id")} AS person_id, '
        f"{column(layout, 'sex')}, {column(layout, 'birth')}, {column(layout, 'death')}, {column(layout, 'deceased')}, {age}, "
        f"{year if age != 'NULL' else 'NULL'}, {number}, {quoted(loaded.table.label)}, min(source_row) "
        f'FROM "{loaded.relation}" WHERE person_id IS NOT NULL GROUP BY ALL'
    )


def gather_people(connection: duckdb.DuckDBPyConnection, seen: str, into: str, quarantine: str) -> None:
    """Puts one row per person into the raw relation `into`, and contradictions into the quarantine."""
    texts = {name: _texts(connection, seen, name) for name in ("sex", "birth", "death", "age")}
    _register(connection, "laboratory_sexes", {text: str(read_sex(text) or "") for text in texts["sex"]})
    _register(connection, "laboratory_births", {text: _day(text) for text in texts["birth"]})
    _register(
        connection, "laboratory_ages", {text: "" if (age := age_in_years(text)) is None else str(age) for text in texts["age"]}
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE laboratory_persons AS
        SELECT person_id,
               count(DISTINCT nullif(s.meaning, '')) AS sexes,
               arg_min(sex, (s.meaning = '', file_number, source_row)) FILTER (sex IS NOT NULL) AS sex,
               count(DISTINCT substr(b.meaning, 1, 4)) FILTER (b.meaning <> '') AS birth_years,
               count(DISTINCT b.meaning) FILTER (length(b.meaning) = 10) AS birth_days,
               arg_min(birth, (-length(b.meaning), file_number, source_row)) FILTER (birth IS NOT NULL) AS birth,
               -- a person aged 45 in 2020 was born in 1974 or 1975
               min(sampled_in - TRY_CAST(a.meaning AS INTEGER)) AS latest_birth,
               max(sampled_in - TRY_CAST(a.meaning AS INTEGER)) - 1 AS earliest_birth,
               arg_min(death, (file_number, source_row)) FILTER (death IS NOT NULL) AS death,
               arg_min(deceased, (file_number, source_row)) FILTER (deceased IS NOT NULL) AS deceased,
               arg_min({{'file': source_file, 'row': source_row}}, (file_number, source_row)) AS place
        FROM "{seen}"
        LEFT JOIN laboratory_sexes s ON s.text = sex
        LEFT JOIN laboratory_births b ON b.text = birth
        LEFT JOIN laboratory_ages a ON a.text = age
        GROUP BY person_id
        """
    )
    connection.execute(
        f"""
        INSERT INTO "{into}"
        SELECT person_id, NULL, CASE WHEN sexes <= 1 THEN sex END,
               CASE WHEN birth IS NULL THEN CASE WHEN earliest_birth <= latest_birth THEN latest_birth::VARCHAR END
                    WHEN birth_years <= 1 AND birth_days <= 1 THEN birth END,
               death, deceased, place.file, place.row
        FROM laboratory_persons ORDER BY person_id
        """
    )
    for what, condition in (
        ("sex", "sexes > 1"),
        ("date of birth", "birth IS NOT NULL AND (birth_years > 1 OR birth_days > 1)"),
        ("age", "birth IS NULL AND earliest_birth > latest_birth"),
    ):
        connection.execute(
            f"""INSERT INTO "{quarantine}" SELECT ?, ?, place.file, place.row, person_id FROM laboratory_persons
                WHERE {condition} ORDER BY person_id""",
            [
                Reason.PERSON_DISAGREES.value,
                f"One patient number stands with more than one {what}. {EXPLANATIONS[Reason.PERSON_DISAGREES]}",
            ],
        )
    connection.execute("DROP TABLE laboratory_persons")
    for name in ("laboratory_sexes", "laboratory_births", "laboratory_ages"):
        connection.unregister(name)


def _texts(connection: duckdb.DuckDBPyConnection, seen: str, name: str) -> list[str]:
    return [
        row[0] for row in connection.execute(f'SELECT DISTINCT {name} FROM "{seen}" WHERE {name} IS NOT NULL ORDER BY 1').fetchall()
    ]


def _register(connection: duckdb.DuckDBPyConnection, name: str, meanings: Mapping[str, str]) -> None:
    texts, found = pyarrow.array(list(meanings), pyarrow.string()), pyarrow.array(list(meanings.values()), pyarrow.string())
    connection.register(name, pyarrow.table({"text": texts, "meaning": found}))


def _day(text: str) -> str:
    """The date as far as it is printed (2019, 2019-06 or 2019-06-16); '' for what is no date."""
    read = read_moment(text)
    if read.start is None or read.precision is None:
        return ""
    return read.start.isoformat()[: {"year": 4, "month": 7}.get(read.precision, 10)]
