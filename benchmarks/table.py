"""The figures as one Markdown table."""

from typing import Any


def markdown(found: dict[str, Any]) -> str:
    """A line about the machine, then one row per figure."""
    on = found["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in on["versions"].items())
    lines = [
        f"{on['processor']}, {on['cores']} cores, {on['memory_gb']} GB, {on['system']}, Python {on['python']}, {versions}; "
        f"size {found['size']}, seed {found['seed']}, load {on['load']} at the start.",
        "",
        "| part | what | median | lowest to highest | runs | asked | peak memory |",
        "| --- | --- | ---: | ---: | ---: | --- | ---: |",
    ]
    for row in found["measured"]:
        spread = f"{_shown(row['lowest'])} to {_shown(row['highest'])}" if row["runs"] > 1 else ""
        peak = f"{row['peak_mb']:,} MB" if row["peak_mb"] else ""
        if row["peak_mb_of_a_worker"] > 0:
            peak += f", a worker {row['peak_mb_of_a_worker']:,} MB"
        what = row["what"] + (f" ({row['note']})" if row["note"] else "")
        amount = f"{_shown(row['median'])} {row['unit']}".strip() if row["runs"] else ""
        lines.append(f"| {row['part']} | {what} | {amount} | {spread} | {row['runs']} | {row['asked']} | {peak} |")
    return "\n".join(lines)


def _shown(number: float) -> str:
    """Three significant figures, thousands with commas."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
