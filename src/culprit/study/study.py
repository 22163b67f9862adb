"""From a protocol and its patients to everything a study says: tables, figures, paragraphs. Pure: nothing is read or written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from culprit.study.case import Case, select
from culprit.study.cells import Correction
from culprit.study.cohort import StudyPatient
from culprit.study.compare import compare
from culprit.study.figures.body import body_figure
from culprit.study.figures.curves import competing_figure, normal_figure, recurrence_figure
from culprit.study.figures.flow import flow_figure
from culprit.study.figures.forest import forest_figure
from culprit.study.figures.frame import Figure
from culprit.study.figures.panels import panels_figure
from culprit.study.figures.phosphate import phosphate_figure
from culprit.study.figures.swimmer import swimmer_figure
from culprit.study.paragraphs import methods, results
from culprit.study.printed import Redone, redo
from culprit.study.protocol import Protocol
from culprit.study.protocol_fields import FIGURES, TABLES
from culprit.study.tables.biochemistry import biochemistry
from culprit.study.tables.characteristics import characteristics
from culprit.study.tables.checklists import checklist_tables
from culprit.study.tables.comparisons import comparisons
from culprit.study.tables.definitions import definitions_table
from culprit.study.tables.discrepancies import printed_table, stated_outcomes
from culprit.study.tables.flow import flow_table
from culprit.study.tables.localisation import localisation
from culprit.study.tables.operations import operations, outcomes
from culprit.study.tables.per_patient import per_patient
from culprit.study.tables.table import Table
from culprit.study.tables.times import normal_table, recurrence_table


@dataclass(frozen=True)
class Study:
    """One study carried out. `tables` and `figures` stand in the order in which they are printed."""

    protocol: Protocol
    cases: tuple[Case, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    methods: tuple[str, ...]
    results: tuple[str, ...]
    checklists: tuple[Table, ...]
    redone: tuple[Redone, ...]
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def disagreeing(self) -> int:
        """How many printed figures do not come out again."""
        return sum(one.agrees is False for one in self.redone)


def study_of(
    protocol: Protocol, patients: Sequence[StudyPatient], corrections: Sequence[Correction] = (), notes: Sequence[str] = ()
) -> Study:
    """Carries out a protocol on its patients."""
    selection = select(patients, protocol)
    cases = selection.cases
    by = protocol.comparisons[0].by if protocol.comparisons else ""
    done = [compare(cases, one, protocol) for one in protocol.comparisons]
    redone = tuple(redo(figure, cases) for figure in protocol.printed)
    everything = {
        "flow": flow_table(selection.flow),
        "characteristics": characteristics(cases, protocol, by),
        "biochemistry": biochemistry(cases, protocol),
        "localisation": localisation(cases, protocol),
        "operations": operations(cases, protocol),
        "outcomes": outcomes(cases, protocol),
        "time_to_normal": normal_table(cases, protocol),
        "recurrence_free": recurrence_table(cases, protocol),
        "definitions": definitions_table(protocol),
    }
    if done:
        everything["comparisons"] = comparisons(done, protocol)
    if len(cases) <= int(protocol.definitions.number("per_patient_up_to")):
        everything["per_patient"] = per_patient(cases, protocol)
    wanted = protocol.tables or TABLES
    tables = []
    for name in TABLES:
        if name == "discrepancies" and name in wanted:
            tables += [table for table in (printed_table(redone), stated_outcomes(cases)) if table.rows]
        elif name in wanted and name in everything:
            tables.append(everything[name])
    shown = protocol.figures or FIGURES
    drawn: dict[str, Callable[[], Figure | None]] = {
        "flow": lambda: flow_figure(selection.flow, "Flow of exclusions", protocol.synthetic),
        "phosphate": lambda: phosphate_figure(cases, protocol) if cases else None,
        "panels": lambda: panels_figure(cases, protocol),
        "time_to_normal": lambda: normal_figure(cases, protocol),
        "recurrence_free": lambda: recurrence_figure(cases, protocol),
        "competing": lambda: competing_figure(cases, protocol),
        "swimmer": lambda: swimmer_figure(cases, protocol),
        "forest": lambda: forest_figure(done, protocol),
        "body": lambda: body_figure(cases, protocol) if cases else None,
    }
    figures = tuple(figure for name in FIGURES if name in shown and (figure := drawn[name]()) is not None)
    return Study(
        protocol,
        cases,
        tuple(tables),
        figures,
        methods(protocol, everything),
        results(protocol, everything),
        checklist_tables(protocol),
        redone,
        tuple(corrections),
        tuple(notes),
    )
