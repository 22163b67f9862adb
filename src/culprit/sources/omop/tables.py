"""Which tables and columns of the OMOP Common Data Model (5.3 and 5.4) are read, and what must be there.

Names are the standard's. A column that only one of the versions has is simply NULL in the other. `concept` also takes the custom
concepts that a site keeps beside the vocabulary (`2b_concept` in the MIMIC-IV demo).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CdmTable:
    """One table: the columns read, its key, and what it cannot do without.

    Each entry of `required` is a set of alternatives of which at least one column must be there.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]


def _event(name: str, stem: str, *more: str, start: str = "", end: bool = True) -> CdmTable:
    """A clinical event table: `stem`_concept_id, `stem`_source_value … and its dates."""
    start = start or f"{stem}_start"
    dates = [f"{start}_date", f"{start}_datetime"]
    if end:
        dates += [f"{stem}_end_date", f"{stem}_end_datetime"]
    coded = (f"{stem}_concept_id", f"{stem}_source_value", f"{stem}_source_concept_id")
    return CdmTable(
        name,
        f"{name}_id",
        (f"{name}_id", "person_id", *coded, *dates, *more),
        (("person_id",), coded, (f"{start}_date", f"{start}_datetime")),
    )


_TABLES = (
    CdmTable(
        "person",
        "person_id",
        (
            "person_id",
            "gender_concept_id",
            "gender_source_value",
            "year_of_birth",
            "month_of_birth",
            "day_of_birth",
            "birth_datetime",
            "person_source_value",
        ),
        (("person_id",), ("year_of_birth", "birth_datetime"), ("gender_concept_id", "gender_source_value")),
    ),
    CdmTable(
        "death", "person_id", ("person_id", "death_date", "death_datetime"), (("person_id",), ("death_date", "death_datetime"))
    ),
    _event(
        "measurement",
        "measurement",
        "measurement_time",
        "operator_concept_id",
        "value_as_number",
        "value_as_concept_id",
        "value_source_value",
        "unit_concept_id",
        "unit_source_value",
        "range_low",
        "range_high",
        start="measurement",
        end=False,
    ),
    _event(
        "observation",
        "observation",
        "value_as_number",
        "value_as_string",
        "value_as_concept_id",
        "qualifier_concept_id",
        "qualifier_source_value",
        "unit_concept_id",
        "unit_source_value",
        start="observation",
        end=False,
    ),
    _event(
        "condition_occurrence",
        "condition",
        "condition_status_concept_id",
        "condition_status_source_value",
        "visit_occurrence_id",
    ),
    _event(
        "drug_exposure",
        "drug",
        "drug_exposure_start_date",
        "drug_exposure_start_datetime",
        "drug_exposure_end_date",
        "drug_exposure_end_datetime",
        "verbatim_end_date",
        "drug_type_concept_id",
        "quantity",
        "days_supply",
        "sig",
        "route_concept_id",
        "route_source_value",
        "dose_unit_source_value",
        "visit_occurrence_id",
        start="drug_exposure_start",
        end=False,
    ),
    _event("procedure_occurrence", "procedure", start="procedure"),
    _event("visit_occurrence", "visit", "care_site_id"),
    _event("visit_detail", "visit_detail", "care_site_id", "visit_occurrence_id"),
    CdmTable("care_site", "care_site_id", ("care_site_id", "care_site_name", "care_site_source_value"), (("care_site_id",),)),
    CdmTable(
        "concept",
        "concept_id",
        ("concept_id", "concept_name", "vocabulary_id", "concept_code"),
        (("concept_id",), ("concept_name",), ("vocabulary_id",), ("concept_code",)),
    ),
    CdmTable(
        "cdm_source",
        "cdm_source_name",
        ("cdm_source_name", "cdm_source_abbreviation", "cdm_version"),
        (("cdm_source_name", "cdm_source_abbreviation"),),
    ),
)


def _unique(table: CdmTable) -> CdmTable:
    return CdmTable(table.name, table.key, tuple(dict.fromkeys(table.columns)), table.required)


TABLES: dict[str, CdmTable] = {table.name: _unique(table) for table in _TABLES}

# fmt: off
OTHER_TABLES = frozenset((
    "observation_period", "specimen", "note", "note_nlp", "device_exposure", "fact_relationship", "location",
    "provider", "payer_plan_period", "cost", "drug_era", "dose_era", "condition_era", "episode", "episode_event",
    "metadata", "cohort", "cohort_definition", "cohort_attribute", "attribute_definition", "concept_relationship",
    "concept_synonym", "concept_ancestor", "concept_class", "vocabulary", "domain", "relationship",
    "source_to_concept_map", "drug_strength", "2b_concept_relationship", "2b_vocabulary",
))
# fmt: on
"""Tables of the CDM that are known and not needed."""


def missing_columns(table: CdmTable, present: set[str]) -> list[str]:
    """What `table` cannot do without and does not have, as words: `a` or `a or b`."""
    return [" or ".join(group) for group in table.required if not present & set(group)]
