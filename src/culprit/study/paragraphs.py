"""The methods and the results in words. No number is computed here: each is read from a cell of a table."""

from collections.abc import Mapping

from culprit.study.protocol import Protocol
from culprit.study.tables.comparisons import TESTS
from culprit.study.tables.definitions import changed_definitions
from culprit.study.tables.table import Table
from culprit.study.variables import title
from culprit.study.written import NOT_KNOWN, words


def methods(protocol: Protocol, tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Design, patients, definitions and statistics, in two or three paragraphs."""
    found = []
    centre = f" at {protocol.centre}" if protocol.centre else ""
    period = ""
    if protocol.period_from or protocol.period_to:
        period = f" between {protocol.period_from or 'the first record'} and {protocol.period_to or 'the last record'}"
    chosen = [*(words(name) for name in protocol.tissues), *(f"{words(name)} region" for name in protocol.regions)]
    tumours = f" ({', '.join(chosen)})" if chosen else ""
    done = "operated for" if protocol.operated else "seen with"
    found.append(
        f"This retrospective cohort study included every patient {done} tumour-induced osteomalacia{tumours}{centre}{period}"
        f"{', whose disease was proven' if protocol.proven else ''}{_limits(protocol)}. Patients left out were counted "
        f"at the first reason that "
        f"applied.{f' {protocol.ethics}' if protocol.ethics else ''}"
    )
    value = {row[0]: row[1] for row in tables["definitions"].rows}
    required = "phosphate and ALP" if value["remission_needs_alkaline_phosphatase"] == "yes" else "phosphate"
    lows = f"{value['low_again_least_values']} below the limit, at least {value['low_again_days_apart']} apart"
    changed = changed_definitions(protocol)
    found.append(
        f"Remission was {required} within the limits off supplements, seen to be maintained for {value['remission_days']}; "
        f"persistent disease, never a remission and {lows}, the last of them {value['persistence_from_day']} after the operation "
        f"or later; recurrence, {lows}, after remission (events: {value['recurrence_counted']} recurrences). Refractory is "
        "persistent or recurrent. What followed a further operation did not count for the one before it. A value drawn on "
        "phosphate, active vitamin D or burosumab, or within the wash-out after the last dose (at least "
        f"{value['off_supplements_days']}; active vitamin D {value['washout_active_vitamin_d']}, burosumab "
        f"{value['washout_burosumab']}), never proved a normal phosphate. Lower limits were the laboratory's own, else "
        + ("by age, sex and country." if protocol.phosphate_low is None else f"{value['phosphate_low']}.")
        + (f" Chosen by this protocol in place of the defaults: {'; '.join(changed)}." if changed else "")
    )
    small = value["small_study"]
    named = sorted({TESTS[one.test] for one in protocol.comparisons if one.test != "none"})
    comparing = ""
    if protocol.comparisons:
        comparing = (
            f" The comparisons ({len(tables['comparisons'].rows)}) and their tests ({', '.join(named) or 'none'}) were "
            f"written into the protocol; with fewer "
            f"than {small} only the primary one is given a p-value. Shares are compared by difference (Newcombe) and "
            f"ratio (Katz), values by the "
            "Hodges–Lehmann shift."
        )
    found.append(
        "Numbers are medians with quartiles, shares have Wilson's interval. Times were estimated after Kaplan and "
        "Meier with intervals on the "
        "log(−log) scale, recurrence with death as competing event after Aalen and Johansen; without an event patients "
        "were watched until the last "
        f"phosphate. Missing values were counted and never filled.{comparing}"
    )
    return tuple(found)


def _limits(protocol: Protocol) -> str:
    parts = []
    if protocol.least_age is not None:
        parts.append(f"aged {protocol.least_age} years or more")
    if protocol.most_age is not None:
        parts.append(f"aged {protocol.most_age} years or less")
    if protocol.least_follow_up_months:
        parts.append(f"followed for {protocol.least_follow_up_months:g} months or more")
    return f", {', '.join(parts)}" if parts else ""


def results(protocol: Protocol, tables: Mapping[str, Table]) -> tuple[str, ...]:
    """Who they were, what was found, what became of them: every number from a cell."""
    flow, who = tables["flow"], tables["characteristics"]
    n = flow.cell("In the study", "remain")
    if n == "0":
        return ("No patient met the criteria: see the flow of exclusions.",)
    everybody = who.columns[1]
    sentences = [
        f"Of {flow.cell('Considered', 'remain')} patients considered, {n} met the criteria.",
        _sentence("Median age at operation was {} years", who.cell(title("age"), everybody)),
        _sentence("{} were female", who.cell(title("female"), everybody)),
        _sentence("the delay from first symptom to operation was {} months", who.cell(title("delay_months"), everybody)),
    ]
    symptoms = [(title(name).lower(), who.cell(title(name), everybody)) for name in protocol.symptoms]
    told = [f"{name} in {cell}" for name, cell in symptoms if cell != NOT_KNOWN]
    sentences.append(f"Before the operation there was {', '.join(told)}" if told else "")
    sentences.append(_sentence("phosphate was low in {}", who.cell(title("low_phosphate"), everybody)))
    first = _joined(sentences)
    return tuple(one for one in (first, _found(tables), _became(tables), _compared(tables)) if one)


def _found(tables: Mapping[str, Table]) -> str:
    laboratory, scans = tables["biochemistry"], tables["localisation"]
    sentences = []
    for row in laboratory.rows:
        if row[0].startswith(("Phosphate,", "FGF23")) and row[3] != NOT_KNOWN:
            name, _, unit = row[0].partition(", ")
            sentences.append(
                f"{row[0] if name == 'FGF23' else name} before the operation was "
                f"{row[3]}{'' if name == 'FGF23' else ' ' + unit} (n = {row[1]})"
            )
    for row in scans.rows:
        sentences.append(f"{row[0]} was positive in {row[1]} scanned")
    return _joined(sentences)


def _became(tables: Mapping[str, Table]) -> str:
    outcomes, normal, later = tables["outcomes"], tables["time_to_normal"], tables["recurrence_free"]
    column = outcomes.columns[1]
    sentences = []
    for row, words_ in (("remission", "remission was reached by {}"), ("refractory", "disease was refractory in {}")):
        cell = outcomes.cell(title(row), column)
        unsaid = outcomes.cell(title(row), "cannot be said")
        if cell != NOT_KNOWN:
            sentences.append(words_.format(cell) + (f" (cannot be said of {unsaid})" if unsaid != "0" else ""))
    row = "Days to normal, median (Kaplan–Meier)"
    if normal.cell(row, "value") != NOT_KNOWN:
        interval = normal.columns[2]
        sentences.append(
            f"phosphate was normal after a median of {normal.cell(row, 'value')} days ({interval} {normal.cell(row, interval)})"
        )
    cell = outcomes.cell(title("recurrence"), column)
    if cell != NOT_KNOWN:
        sentences.append(f"among remitters, disease recurred in {cell}")
        sentences += [
            f"free of recurrence at month {name.removeprefix('Month ')} were {free}"
            for name, _, free, _ in later.rows
            if name in ("Month 24", "Month 60")
        ]
    return _joined(sentences)


def _compared(tables: Mapping[str, Table]) -> str:
    sentences = []
    for row in tables["comparisons"].rows if "comparisons" in tables else ():
        tested = row[6].replace(" (primary)", "")
        p = "" if tested == NOT_KNOWN else f"; {row[5]}, p {tested}" if tested.startswith("<") else f"; {row[5]}, p = {tested}"
        of, _, groups = row[0].rpartition(": ")
        first, _, second = groups.partition(" / ")
        effect = f"; {row[4]}" if "(" in row[4] else ""
        sentences.append(f"{of}: {first} {row[1]}, {second} {row[2]}{effect}{p}")
    return _joined(sentences)


def _sentence(form: str, cell: str) -> str:
    return "" if cell == NOT_KNOWN else form.format(cell)


def _joined(sentences: list[str]) -> str:
    shown = [sentence.rstrip(".") for sentence in sentences if sentence]
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in shown)
