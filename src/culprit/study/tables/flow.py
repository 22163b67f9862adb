"""Who was considered, who was left out and why?"""

from collections.abc import Sequence

from culprit.study.case import FlowStep
from culprit.study.tables.table import Table


def flow_table(flow: Sequence[FlowStep]) -> Table:
    """One row for each rule of the protocol, in its order."""
    rows = [("Considered", "", str(flow[0].remain))]
    rows += [(step.reason[0].upper() + step.reason[1:], str(step.left_out), str(step.remain)) for step in flow[1:]]
    rows.append(("In the study", "", str(flow[-1].remain)))
    return Table(
        "flow", "Flow of exclusions", ("", "left out", "remain"), tuple(rows), ("A patient is counted at the first reason.",)
    )
