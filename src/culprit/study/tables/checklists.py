"""Which items of STROBE and RECORD does this report answer, and which must the authors?"""

from culprit.knowledge.study_checklists import Checklist, Item, checklists
from culprit.study.protocol import Protocol
from culprit.study.tables.table import Table


def checklist_tables(protocol: Protocol) -> tuple[Table, ...]:
    """One table for each guideline."""
    return tuple(_table(one, protocol) for one in checklists())


def _table(one: Checklist, protocol: Protocol) -> Table:
    rows = tuple((item.number, item.asks, "here" if _answered(item, protocol) else "the authors", item.where) for item in one.items)
    notes = (f"In our own words, after {one.source} ({one.provenance}); the lists themselves are to be sent to the journal.",)
    return Table(one.name, one.title, ("item", "the report says", "answered by", "where"), rows, notes)


def _answered(item: Item, protocol: Protocol) -> bool:
    if item.filled == "question":
        return bool(protocol.question)
    if item.filled == "period":
        return bool(protocol.centre and protocol.period_from and protocol.period_to)
    return item.filled == "filled"
