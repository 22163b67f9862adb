"""What every source hands over: raw rows in the source's own letters, all text.

A format's file (fhir, omop, laboratory files …) only finds the rows; it understands nothing. Dates, numbers, units, codes and
words are understood once, for all formats, in `sources/intake`. Each raw relation is a DuckDB view or table with these columns.
A value that is absent is NULL. `source_file` and `source_row` are never NULL.
"""

RAW_PERSON: dict[str, str] = {
    "person_id": "VARCHAR",
    "identifier": "VARCHAR",
    "sex": "VARCHAR",  # F, female, 8532, 女, жен …
    "birth": "VARCHAR",  # any date text
    "death": "VARCHAR",  # any date text
    "deceased": "VARCHAR",  # true/false where the source says so
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}

CODINGS = "STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)[]"

RAW_RESULT: dict[str, str] = {
    "result_id": "VARCHAR",
    "person_id": "VARCHAR",
    "codings": CODINGS,  # in the source's order
    "name": "VARCHAR",  # the words beside the code: code.text, test name, column header
    "specimen": "VARCHAR",  # words: Blood, Urine, 24h urine, 血清, моча …
    "method": "VARCHAR",  # words: assay, platform
    "at": "VARCHAR",  # when the sample was taken
    "value": "VARCHAR",  # number or words as printed, without the unit
    "comparator": "VARCHAR",  # where the format keeps it apart from the number
    "unit": "VARCHAR",  # as printed for people
    "unit_code": "VARCHAR",  # UCUM or other code, where the format has both
    "low": "VARCHAR",  # reference range, lower limit as printed
    "high": "VARCHAR",
    "range_unit": "VARCHAR",  # NULL: the same as the value's
    "range_text": "VARCHAR",  # "0.81-1.45", where only words are given
    "interpretation": "VARCHAR",  # L, LL, H, low, ↓, abnormal …
    "status": "VARCHAR",  # final, entered-in-error …; NULL: final
    "absent_reason": "VARCHAR",
    "fasting": "VARCHAR",
    "specimen_id": "VARCHAR",
    "laboratory": "VARCHAR",  # who made the result: a name, else an id
    "updated": "VARCHAR",  # meta.lastUpdated or issued: of two rows with one id the newer stands
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}

# what millions of results share with each other: everything but their person, moment, number and place
FORM_COLUMNS = (
    "codings",
    "name",
    "specimen",
    "method",
    "comparator",
    "unit",
    "unit_code",
    "low",
    "high",
    "range_unit",
    "range_text",
    "interpretation",
    "status",
    "absent_reason",
    "fasting",
    "laboratory",
)

RAW_FACT: dict[str, str] = {
    "kind": "VARCHAR",  # condition drug procedure stay report relative
    "fact_id": "VARCHAR",
    "person_id": "VARCHAR",
    "codings": CODINGS,
    "text": "VARCHAR",
    "at": "VARCHAR",
    "until": "VARCHAR",
    "status": "VARCHAR",  # the format's own words, several joined with a space: confirmed refuted entered-in-error completed …
    "detail": "VARCHAR",  # stays: the format's class words; drugs: route; relatives: relation
    "planned": "VARCHAR",  # stays: elective / emergency words
    "dose": "VARCHAR",
    "updated": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
}

# what many facts share
FACT_FORM_COLUMNS = ("kind", "codings", "text", "status", "detail", "planned")
