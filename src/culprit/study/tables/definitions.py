"""By which definitions was all this counted, and where do they come from?"""

from culprit.knowledge.study import default_definitions
from culprit.study.protocol import Protocol
from culprit.study.tables.table import Table


def definitions_table(protocol: Protocol) -> Table:
    """Every setting with its value; those the protocol changed say so and keep the default beside them."""
    rows = []
    for name, one in protocol.definitions.values.items():
        value = one.sourced.value
        default = default_definitions().values[name].sourced.value
        unit = "" if one.sourced.unit in ("word", "1") else f" {one.sourced.unit}{'s' if value != 1 else ''}"
        source = one.sourced.source + (f" (default: {default})" if value != default else "")
        rows.append((name, f"{value}{unit}".replace("_", " "), one.words, source, str(one.sourced.provenance)))
    if protocol.phosphate_low is not None:
        rows.append(
            (
                "phosphate_low",
                f"{protocol.phosphate_low} mmol/L",
                "lower limit where the laboratory printed none",
                "chosen by the protocol",
                "proposed",
            )
        )
    else:
        words = "lower limit where the laboratory printed none"
        rows.append(("phosphate_low", "by age, sex and country", words, "knowledge/limits.toml", "read"))
    columns = ("", "value", "meaning", "source", "checked")
    return Table(
        "definitions",
        "Definitions",
        columns,
        tuple(rows),
        ("read: seen in the source named; recalled: from memory of the field; proposed: our own choice.",),
    )
