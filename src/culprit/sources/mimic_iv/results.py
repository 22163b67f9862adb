"""Laboratory values out of labevents, with label and fluid out of d_labitems."""

import duckdb

from culprit.sources.mimic_iv.tables import Loaded
from culprit.sources.raw import RAW_RESULT

LAB_ITEMS = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-d-labitems"
"""The code system that the FHIR form of MIMIC-IV gives to its local laboratory codes."""

_HIDDEN = "'___'"


def build_results(connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """Creates and names the relation of raw results (columns: sources/raw.RAW_RESULT).

    De-identification has overwritten some values with ___: then the number beside it stands, and where there is none, the comment
    (which is where words such as "NEGATIVE." are).
    """
    target = f"{loaded.prefix}_results"
    columns = {
        "result_id": "labevent_id",
        "person_id": "subject_id",
        "codings": f"[{{'system': '{LAB_ITEMS}', 'code': l.itemid, 'display': d.label}}]",
        "name": "d.label",
        "specimen": "d.fluid",
        "at": "charttime",
        "value": f"coalesce(NULLIF(value, {_HIDDEN}), valuenum, NULLIF(comments, {_HIDDEN}))",
        "unit": "valueuom",
        "low": "ref_range_lower",
        "high": "ref_range_upper",
        "interpretation": "flag",
        "specimen_id": "specimen_id",
        "updated": "storetime",
        "source_file": "l.source_file",
        "source_row": "l.source_row",
    }
    listed = ", ".join(f'CAST({columns.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in RAW_RESULT.items())
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {target} AS SELECT {listed} FROM {loaded.relation('labevents')} l"
        f" LEFT JOIN (SELECT itemid, min(label) AS label, min(fluid) AS fluid FROM {loaded.relation('d_labitems')}"
        " GROUP BY itemid) d ON l.itemid = d.itemid"
    )
    return target
