"""By which definitions was all this counted, and where do they come from?"""

from decimal import Decimal

from culprit.knowledge.load import Sourced
from culprit.knowledge.study import default_definitions
from culprit.study.protocol import Protocol
from culprit.study.tables.table import Table


def definitions_table(protocol: Protocol) -> Table:
    """Every setting with its value; those the protocol changed say so and keep the default beside them."""
    rows = []
    for name, one in protocol.definitions.values.items():
        default = default_definitions().values[name].sourced
        source = one.sourced.source + (f" (default: {in_words(default)})" if one.sourced.value != default.value else "")
        rows.append((name, in_words(one.sourced), one.words, source, str(one.sourced.provenance)))
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


def in_words(one: Sourced) -> str:
    """The value with its unit, as people write it: `30 days`, `no`, `suspected`."""
    if one.unit == "1 = yes, 0 = no":
        return "yes" if one.value else "no"
    unit = one.unit
    if unit in _PLAIN:
        unit = unit if one.value == 1 else f"{unit}s"
    written = f"{one.number:f}" if isinstance(one.value, Decimal) else str(one.value)
    return written.replace("_", " ") if unit in ("word", "1") else f"{written} {unit}"


def changed_definitions(protocol: Protocol) -> tuple[str, ...]:
    """What the protocol changed, in words: `remission_days: 90 days instead of 30 days`."""
    found = []
    for name, one in protocol.definitions.values.items():
        default = default_definitions().values[name].sourced
        if one.sourced.value != default.value:
            found.append(f"{name}: {in_words(one.sourced)} instead of {in_words(default)}")
    return tuple(found)


_PLAIN = ("day", "result", "patient")
