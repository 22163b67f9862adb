"""The pages of the manual that a doctor reviews: windows, drugs and causes, printed from the knowledge."""

from culprit.knowledge.cause_page import cause_page, standing_out
from culprit.knowledge.causes import Figure, causes
from culprit.knowledge.contexts import Context, contexts
from culprit.knowledge.contributors import contributors
from culprit.knowledge.drug_causes import drug_causes
from culprit.knowledge.findings import findings
from culprit.knowledge.genes_and_scans import GeneOrScan, genes_and_scans
from culprit.knowledge.load import Provenance
from culprit.knowledge.windows import WindowKind, window_kinds
from culprit.knowledge.work_up import work_up_tests
from tools.manual_shape import noted, table, top


def windows_page() -> str:
    """The confounder windows."""
    rows = [
        (
            f"`{one.name}`",
            one.title,
            f"{one.kind}: {', '.join(one.concepts)}" if one.concepts else one.kind,
            _days(one),
            noted(one.source, one.note),
            standing_out(one.provenance),
        )
        for one in window_kinds().values()
    ]
    return top("Confounder windows", "windows") + table(("window", "reads", "opened by", "lasts", "source", "checked"), rows)


def _days(window: WindowKind) -> str:
    parts = [f"{window.days_before} d before to {window.days_after} d after"]
    if window.grace_days:
        parts.append(f"grace of {window.grace_days} d when planned or not said")
    if window.open_days:
        parts.append(f"without an end {window.open_days} d")
    if window.ph_above is not None and window.pco2_below is not None:
        parts.append(f"pH above {window.ph_above} with pCO₂ below {window.pco2_below}")
    return "; ".join(parts)


def drugs_page() -> str:
    """Drugs that lower phosphate."""
    rows = [
        (
            f"`{one.drug}`",
            one.title,
            one.mechanism,
            f"`{one.cause}`",
            f"{one.least_days} d",
            f"{one.after_days} d",
            "yes" if one.strong else "no",
            one.source,
            standing_out(one.provenance),
        )
        for one in drug_causes().values()
    ]
    head = ("drug", "reads", "mechanism", "cause", "after", "still suspect", "strong", "source", "checked")
    listed = top("Drugs that lower phosphate", "drugs") + table(head, rows)
    return f"{listed}\n{_COURSES}\n{_courses()}\n{_DOSES}\n{_doses()}"


_COURSES = """## Given in short courses

Given on fewer days than *at least* such a drug is suspect for the days under *else* only, where nothing stands there not at all.
An order or a statement without an end stands for the days under *without an end* at most.
"""


def _courses() -> str:
    rows = [
        (
            f"`{one.drug}`",
            f"{one.course.least_days} d",
            "" if one.course.brief_after_days is None else f"{one.course.brief_after_days} d",
            f"{one.course.open_days} d",
            one.course.source,
            standing_out(one.course.provenance),
        )
        for one in drug_causes().values()
        if one.course is not None
    ]
    return table(("drug", "at least", "else", "without an end", "source", "checked"), rows)


_DOSES = """## How much of it does harm

A dose is weighed where every use of the drug has one, and the time is known. From the amount here on, for so long, it is *enough*
and speaks for the drug; below half of the least amount (setting `little_dose_below`) it is *little* and speaks against it, and the
drug is named without explaining the low by itself. All between, and every dose that nobody wrote down, weighs nothing. A drug that
is not here may do harm in any dose.
"""


def _doses() -> str:
    rows = [
        (
            f"`{one.drug}`",
            f"{harm.amount} {one.dose.unit}",
            {"day": "a day", "infusions": "in all infusions together", "lifetime": "in all, ever"}[one.dose.per],
            f"taken for {harm.after_days} d" if harm.within_days is None else f"within {harm.within_days} d before the low",
            harm.source,
            standing_out(harm.provenance),
        )
        for one in drug_causes().values()
        if one.dose is not None
        for harm in one.dose.harms
    ]
    return table(("drug", "from", "counted", "time", "source", "checked"), rows)


def causes_page() -> str:
    """What may explain it."""
    rows = [
        (
            f"[{one.cause}](causes/{one.cause}.md)",
            one.title,
            one.mechanism,
            " ".join(f"{system} {code}" for system, code in one.codes.items()),
            f"{one.prior.shares[0]:g}",
            f"{sum(figure.provenance is Provenance.READ for figure in one.findings.values())} of {len(one.findings)}",
            standing_out(one.prior.provenance),
        )
        for one in causes().values()
    ]
    head = ("cause", "reads", "mechanism", "codes", "share", "figures read", "share checked")
    weighed = [
        (
            f"`{one.finding}`",
            one.title,
            ", ".join(one.bands).replace("_", " "),
            f"{one.counts:g}",
            f"`{one.test}`" if one.test else "",
        )
        for one in findings().values()
    ]
    places = [(f"`{one.context}`", one.title, _factors(one), one.source) for one in contexts().values()]
    beside = [
        (f"`{one.contributor}`", one.title, f"{one.share:g}", _ratios(one.ratios), one.source, standing_out(one.provenance))
        for one in contributors().values()
    ]
    tests = [(f"`{one.test}`", one.title, f"{one.burden:g}", standing_out(one.provenance)) for one in work_up_tests().values()]
    further = [
        (
            f"`{one.test}`",
            one.title,
            one.tier,
            f"{one.burden:g}",
            _gates(one),
            "; ".join(f"{cause} {_share_with_range(figure)}" for cause, figure in one.finds.items()),
            "; ".join(f"{cause}: {figure.source} ({standing_out(figure.provenance)})" for cause, figure in one.finds.items()),
        )
        for one in genes_and_scans().values()
    ]
    return "".join(
        (
            top("Causes", "causes"),
            table(head, rows),
            "\n## Findings\n\n*Counts* is how much of a finding's weight counts: companions would tell one fact several times.\n\n",
            table(("finding", "reads", "levels", "counts", "told by"), weighed),
            "\n## Where the patients come from\n\n`--context` multiplies the prior odds of causes; where nobody says "
            "the place, the prior is the mean of several.\n\n",
            table(("context", "reads", "factors", "source"), places),
            "\n## What may be there besides\n\n",
            table(("contributor", "reads", "share", "ratios", "source", "checked"), beside),
            "\n## Tests and their burden\n\n",
            table(("test", "reads", "burden", "checked"), tests),
            "\n## Genes and scans\n\n*Finds* is the share of people with a cause in whom it finds something, with its range.\n\n",
            table(("test", "reads", "tier", "burden", "not before", "finds", "sources"), further),
        )
    )


def _share_with_range(figure: Figure) -> str:
    share = figure.shares[0]
    return f"{share:g} ({figure.low(share):.2g} to {figure.high(share):.2g})"


def _factors(one: Context) -> str:
    if one.one_of:
        return f"the mean of {', '.join(f'`{place}`' for place in one.one_of)}"
    return ", ".join(f"{cause} x {factor:g}" for cause, factor in one.factors.items())


def _gates(one: GeneOrScan) -> str:
    settled = ["drugs and iron are settled"] if one.settled else []
    return "; ".join((*settled, *(f"`{name}`" for name in (*one.needs, *one.after)), *([one.only] if one.only else [])))


def _ratios(ratios: dict[str, dict[str, float]]) -> str:
    return "; ".join(f"{name}: " + ", ".join(f"{b} {r:g}" for b, r in levels.items()) for name, levels in ratios.items())


def one_cause_page(name: str) -> str:
    """One cause, for a doctor to review."""
    made = "This page is printed by `make manual`; a test holds it to the code. All causes: [causes](../causes.md)."
    return f"# {name}\n\n{made}\n\n{cause_page(causes()[name])}"
