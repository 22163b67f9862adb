# ruff: noqa: E501  (a drawn row is one line)
"""Rows on which engines, units and codes may go apart, drawn by hand: one person each, and whether the rows must travel.

`travels`: yes, the shortlist keeps this person; no, the rows stay where they are; gone, the person is no longer in the CDM.
"""

from typing import Any

PHOSPHATE_MMOL, PHOSPHATE_MASS, ENZYME = 3003458, 3011904, 3035995
MMOL, MG_DL, U_L = 8753, 8840, 8645
LESS, MORE = 4171756, 4172704

_MEASURED = """
why                                                   | travels | born | sex | code | source     | number | printed | sign | unit | unit printed | low  | high | day
plainly low                                           | yes     | 1960 | F   | mmol | PHOS       | 0.52   | 0.52    |      | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
plainly normal                                        | no      | 1960 | F   | mmol | PHOS       | 1.10   | 1.10    |      | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
on the limit is not below it                          | no      | 1960 | F   | mmol | PHOS       | 0.80   | 0.80    |      | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
printed as below the very limit                       | yes     | 1960 | F   | mmol | PHOS       | 0.80   |         | <    | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
the sign in the printed text alone                    | yes     | 1960 | F   | mmol | PHOS       |        | <0.30   |      | mmol | mmol/L       |      |      | 2024-01-05
low in mg/dL                                          | yes     | 1960 | M   | mass | PHOS       | 1.6    | 1.6     |      | mg   | mg/dL        | 2.5  | 4.5  | 2024-01-05
normal in mg/dL                                       | no      | 1960 | M   | mass | PHOS       | 3.4    | 3.4     |      | mg   | mg/dL        | 2.5  | 4.5  | 2024-01-05
mg/dL stored as mmol/L: not low as it stands          | no      | 1960 | M   | mmol | PHOS       | 3.1    | 3.1     |      | mmol | mmol/L       |      |      | 2024-01-05
converted by the ETL, low                             | yes     | 1960 | M   | mmol | PHOS       | 0.52   | 1.6     |      | mmol | mg/dL        |      |      | 2024-01-05
converted by the ETL, normal                          | no      | 1960 | M   | mmol | PHOS       | 1.10   | 3.4     |      | mmol | mg/dL        |      |      | 2024-01-05
converted into no unit: what was printed counts       | yes     | 1960 | M   | mmol | PHOS       | 520    | 1.6     |      |      | mg/dL        |      |      | 2024-01-05
the unit only in print, in Russian                    | yes     | 1960 | F   | mmol | PHOS       | 0.52   | 0.52    |      |      | ммоль/л      |      |      | 2024-01-05
an unknown unit                                       | no      | 1960 | F   | mmol | PHOS       | 0.52   | 0.52    |      |      | arb.u/bag    |      |      | 2024-01-05
a decimal comma, and no number beside it              | yes     | 1960 | F   | mmol | PHOS       |        | 0,52    |      | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
a word                                                | yes     | 1960 | F   | mmol | PHOS       |        | low     |      | mmol | mmol/L       |      |      | 2024-01-05
a word that is no value                               | no      | 1960 | F   | mmol | PHOS       |        | haemolysed, see comment |  | mmol | mmol/L |     |      | 2024-01-05
known by its name alone, in Chinese                   | yes     | 1960 | F   |      | 无机磷     | 0.52   | 0.52    |      |      | mmol/L       |      |      | 2024-01-05
known by its LOINC code alone                         | yes     | 1960 | F   |      | 14879-1    | 0.52   | 0.52    |      | mmol | mmol/L       |      |      | 2024-01-05
a phosphate in urine is another analyte               | no      | 1960 | F   |      | Phosphate, urine | 0.52 | 0.52 |     | mmol | mmol/L       |      |      | 2024-01-05
a laboratory's own higher limit                       | yes     | 1960 | F   | mmol | PHOS       | 0.95   | 0.95    |      | mmol | mmol/L       | 1.00 | 1.50 | 2024-01-05
a child's value above the adults' limit               | yes     | 2022 | F   | mmol | PHOS       | 0.95   | 0.95    |      | mmol | mmol/L       |      |      | 2024-01-05
the same value in an adult                            | no      | 1960 | F   | mmol | PHOS       | 0.95   | 0.95    |      | mmol | mmol/L       |      |      | 2024-01-05
no sex on record                                      | yes     | 1960 |     | mmol | PHOS       | 0.52   | 0.52    |      | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
no birth date on record                               | yes     |      | F   | mmol | PHOS       | 0.52   | 0.52    |      | mmol | mmol/L       |      |      | 2024-01-05
neither, and a value low at no age                    | no      |      |     | mmol | PHOS       | 1.20   | 1.20    |      | mmol | mmol/L       |      |      | 2024-01-05
the person was deleted, the rows were not             | gone    | 1960 | F   | mmol | PHOS       | 0.52   | 0.52    |      | mmol | mmol/L       | 0.80 | 1.45 | 2024-01-05
a day that is missing                                 | no      | 1960 | F   | mmol | PHOS       | 0.52   | 0.52    |      | mmol | mmol/L       | 0.80 | 1.45 |
a number as large as a bar code                       | no      | 1960 | F   | mmol | PHOS       | 4006381333931 |  |      | mmol | mmol/L       |      |      | 2024-01-05
a raised enzyme and no phosphate                      | yes     | 1960 | F   | alp  | AP         | 310    | 310     |      | ul   | U/L          |      |      | 2024-01-05
an enzyme printed as above its very limit             | yes     | 1960 | F   | alp  | AP         | 130    |         | >    | ul   | U/L          | 30   | 130  | 2024-01-05
a child's enzyme, high for an adult                   | no      | 2018 | F   | alp  | AP         | 250    | 250     |      | ul   | U/L          |      |      | 2024-01-05
""".strip()

# (why, travels, code of the diagnosis or text, its status, a normal phosphate beside it)
_BROKEN: tuple[tuple[str, str, str, str, bool], ...] = (
    ("a vertebra broke and no phosphate was measured", "yes", "M80.08", "", False),
    ("the same, with a normal phosphate", "no", "M80.08", "", True),
    ("known by its words alone", "yes", "Pathological fracture of femur", "", False),
    ("soft bones and no phosphate measured", "yes", "M83.9", "", False),
    ("a diagnosis that has no bone in it", "no", "I10", "", False),
    # the intake then drops it: what travels too much costs a journey and nothing else
    ("a diagnosis that was withdrawn", "yes", "M80.08", "entered-in-error", False),
)


def cells(line: str) -> list[str | None]:
    return [cell.strip() or None for cell in line.split("|")]


def edge_rows(first_person: int = 900_001) -> tuple[dict[str, list[dict[str, Any]]], dict[int, tuple[str, str]]]:
    """Rows for the CDM tables, and of each person why they are there and whether their rows must travel."""
    header, *lines = (cells(line) for line in _MEASURED.splitlines())
    tables: dict[str, list[dict[str, Any]]] = {"person": [], "measurement": [], "condition_occurrence": [], "drug_exposure": []}
    people: dict[int, tuple[str, str]] = {}
    for number, line in enumerate(lines, start=first_person):
        drawn = dict(zip((str(name) for name in header), line, strict=True))
        people[number] = (str(drawn["why"]), str(drawn["travels"]))
        if drawn["travels"] != "gone":
            tables["person"].append(_person(number, drawn["born"], drawn["sex"]))
        tables["measurement"].append(_measurement(number, drawn))
    for number, (why, travels, diagnosis, status, measured) in enumerate(_BROKEN, start=max(people) + 1):
        people[number] = (why, travels)
        tables["person"].append(_person(number, "1950", "F"))
        tables["condition_occurrence"].append(_condition(number, diagnosis, status))
        if measured:
            drawn = {
                "code": "mmol",
                "source": "PHOS",
                "number": "1.1",
                "unit": "mmol",
                "unit printed": "mmol/L",
                "day": "2024-01-05",
            }
            tables["measurement"].append(_measurement(number, drawn))
    burosumab = max(people) + 1
    people[burosumab] = ("burosumab alone", "yes")
    tables["person"].append(_person(burosumab, "1990", "M"))
    tables["drug_exposure"].append(
        {"drug_exposure_id": burosumab, "person_id": burosumab, "drug_concept_id": 0, "drug_source_value": "burosumab 30 mg",
         "drug_source_concept_id": 0, "drug_exposure_start_date": "2024-01-05", "drug_type_concept_id": 32838}
    )  # fmt: skip
    return tables, people


def _person(number: int, born: str | None, sex: str | None) -> dict[str, Any]:
    gender = {"F": 8532, "M": 8507}.get(sex or "", 0)
    return {"person_id": number, "gender_concept_id": gender, "year_of_birth": int(born) if born else None,
            "month_of_birth": 3 if born else None, "day_of_birth": 9 if born else None, "person_source_value": f"drawn-{number}"}  # fmt: skip


def _measurement(number: int, drawn: dict[str, str | None]) -> dict[str, Any]:
    code = {"mmol": PHOSPHATE_MMOL, "mass": PHOSPHATE_MASS, "alp": ENZYME}.get(drawn["code"] or "", 0)
    unit = {"mmol": MMOL, "mg": MG_DL, "ul": U_L}.get(drawn["unit"] or "", 0)
    sign = {"<": LESS, ">": MORE}.get(drawn.get("sign") or "")
    amounts = {name: float(text) if (text := drawn.get(column)) else None for name, column in _NUMBERS.items()}
    return {"measurement_id": number, "person_id": number, "measurement_concept_id": code, "measurement_date": drawn["day"],
            "operator_concept_id": sign, "unit_concept_id": unit, "measurement_source_value": drawn["source"],
            "measurement_source_concept_id": 0, "unit_source_value": drawn["unit printed"],
            "value_source_value": drawn.get("printed"), **amounts}  # fmt: skip


_NUMBERS = {"value_as_number": "number", "range_low": "low", "range_high": "high"}


def _condition(number: int, diagnosis: str, status: str) -> dict[str, Any]:
    coded = len(diagnosis) < 8
    return {"condition_occurrence_id": number, "person_id": number, "condition_concept_id": 0, "condition_start_date": "2024-02-01",
            "condition_source_value": diagnosis, "condition_source_concept_id": 2_100_000_000 + len(diagnosis) if coded else 0,
            "condition_status_source_value": status or None}  # fmt: skip


CONCEPTS = [
    {"concept_id": 2_100_000_006, "concept_name": "Age-related osteoporosis with current pathological fracture, vertebra",
     "vocabulary_id": "ICD10CM", "concept_code": "M80.08"},
    {"concept_id": 2_100_000_005, "concept_name": "Adult osteomalacia, unspecified", "vocabulary_id": "ICD10", "concept_code": "M83.9"},
    {"concept_id": 2_100_000_003, "concept_name": "Essential (primary) hypertension", "vocabulary_id": "ICD10", "concept_code": "I10"},
]  # fmt: skip
