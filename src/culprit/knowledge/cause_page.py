"""What does docs/causes.md say of each cause? Its numbers, where each comes from, and how far it was checked."""

from culprit.knowledge.causes import CauseKnowledge, Likelihood, causes
from culprit.knowledge.load import Provenance


def cause_sections() -> str:
    """One Markdown section for each cause, the same for the same knowledge files."""
    return "".join(_section(cause) for cause in causes().values())


def standing_out(provenance: Provenance) -> str:
    """`read`, or **recalled** and **proposed** in bold: what was not read stands out."""
    return provenance.value if provenance is Provenance.READ else f"**{provenance.value}**"


def _section(cause: CauseKnowledge) -> str:
    parts = [f"\n## {cause.cause}\n\n{cause.title[:1].upper()}{cause.title[1:]}: {cause.mechanism}.\n\n"]
    for label, words in (("Onset", cause.onset), ("What separates it", cause.separates), ("What to do", cause.to_do)):
        if words:
            parts.append(f"- {label}: {words}\n")
    parts.append(f"\n| finding | {cause.unit} | range | source | checked |\n| --- | --- | --- | --- | --- |\n")
    parts.append(_row("*starting share*", cause.prior))
    parts.extend(_row(f"`{name}`", figure) for name, figure in cause.findings.items())
    return "".join(parts)


def _row(name: str, figure: Likelihood) -> str:
    spread = f"{figure.low:g} to {figure.high:g}"
    return f"| {name} | {figure.probability:g} | {spread} | {figure.source} | {standing_out(figure.provenance)} |\n"
