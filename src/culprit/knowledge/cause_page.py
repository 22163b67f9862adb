"""What does the manual say of each cause? Its figures, where each comes from, how far it was checked, and its neighbours."""

import math
from collections.abc import Iterator

from culprit.knowledge.causes import CauseKnowledge, Figure, causes
from culprit.knowledge.findings import FindingKnowledge, findings
from culprit.knowledge.load import Provenance
from culprit.knowledge.windows import window_kinds

_NEIGHBOURS = 3
_SEPARATING = 4


def standing_out(provenance: Provenance) -> str:
    """`read`, or **recalled** and **proposed** in bold: what was not read stands out."""
    return provenance.value if provenance is Provenance.READ else f"**{provenance.value}**"


def cause_page(cause: CauseKnowledge) -> str:
    """The Markdown of one cause below its title: facts, neighbours, and one row for each level of each finding."""
    parts = [f"{cause.title[:1].upper()}{cause.title[1:]}: {cause.mechanism}.\n\n"]
    codes = ", ".join(f"{system} {code}" for system, code in cause.codes.items())
    for label, words in (
        ("Codes", codes),
        ("Onset", cause.onset),
        ("Named only with", _event(cause)),
        ("What separates it", cause.separates),
        ("What to do", cause.to_do),
    ):
        if words:
            parts.append(f"- {label}: {words}\n")
    parts.append(_neighbours(cause))
    parts.append(f"\n## Figures\n\nIn {cause.unit}. A finding that is not here has the figure of [other](other.md).\n\n")
    parts.append("| finding | level | share | range | source | checked |\n| --- | --- | ---: | --- | --- | --- |\n")
    parts.extend(_row("*starting share*", "", cause.prior.shares[0], cause.prior))
    for name, figure in cause.findings.items():
        parts.extend(_rows(findings()[name], figure))
    read = sum(figure.provenance is Provenance.READ for figure in cause.findings.values())
    parts.append(f"\n{read} of {len(cause.findings)} figures were read; the others are recalled or proposed and stand out.\n")
    return "".join(parts)


def _event(cause: CauseKnowledge) -> str:
    if cause.event is None:
        return ""
    titles = [findings()[name].title for name in cause.event.findings]
    windows = dict.fromkeys(window_kinds()[name].title for name in cause.event.windows)
    return f"{', '.join(titles)} on record; or a low phosphate in one of the windows: {', '.join(windows)}"


def _rows(finding: FindingKnowledge, figure: Figure) -> Iterator[str]:
    for level, share in zip(finding.bands, figure.shares, strict=True):
        if finding.graded or level == "present":
            yield from _row(finding.title, level.replace("_", " "), share, figure)


def _row(name: str, level: str, share: float, figure: Figure) -> Iterator[str]:
    spread = f"{figure.low(share):.2g} to {figure.high(share):.2g}"
    yield f"| {name} | {level} | {share:g} | {spread} | {figure.source} | {standing_out(figure.provenance)} |\n"


def _neighbours(cause: CauseKnowledge) -> str:
    """The causes whose figures are nearest, and the findings that tell them apart most."""
    others = [other for other in causes().values() if other.cause not in (cause.cause, "other")]
    if cause.cause == "other":
        return ""
    nearest = sorted(others, key=lambda other: (math.fsum(_apart(cause, other).values()), other.cause))[:_NEIGHBOURS]
    lines = ["\n## Nearest neighbours\n\n| it is rather | than | when |\n| --- | --- | --- |\n"]
    for other in nearest:
        apart = _apart(cause, other)
        telling = sorted(apart, key=lambda name: (-apart[name], name))[:_SEPARATING]
        lines.append(
            f"| {cause.cause} | [{other.cause}]({other.cause}.md) | {'; '.join(_says(n, cause, other) for n in telling)} |\n"
        )
    return "".join(lines)


def _apart(cause: CauseKnowledge, other: CauseKnowledge) -> dict[str, float]:
    """How far two causes lie apart in each finding: the mean log ratio of its levels in both directions, as far as it counts."""
    found = {}
    for name, finding in findings().items():
        mine, theirs = _shares(cause, name), _shares(other, name)
        found[name] = finding.counts * math.fsum((p - q) * math.log(p / q) for p, q in zip(mine, theirs, strict=True))
    return found


def _says(name: str, cause: CauseKnowledge, other: CauseKnowledge) -> str:
    """The level of a finding that speaks most for the cause against the other, with its ratio."""
    finding = findings()[name]
    ratios = [p / q for p, q in zip(_shares(cause, name), _shares(other, name), strict=True)]
    best = max(range(len(ratios)), key=lambda i: ratios[i] if finding.graded or ratios[i] > 1 else 0.0)
    level = finding.bands[best].replace("_", " ")
    ratio = f"{ratios[best]:.0f}" if ratios[best] >= 10 else f"{ratios[best]:.1f}"
    return f"{finding.title}: {level} ({ratio} times)"


def _shares(cause: CauseKnowledge, name: str) -> tuple[float, ...]:
    return (cause.findings.get(name) or causes()["other"].findings[name]).shares
