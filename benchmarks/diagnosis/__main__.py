"""Judges the differential on published patients beside three simpler ways; prints Markdown.

Nothing of the rulebook was fitted to these patients, but its authors had read them. The nearest neighbours and the mix of the
patients' own causes are fitted, and leave one out. The patients are the ones people publish; the probabilities are meant for those
who walk in.
"""

import argparse
import itertools
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.diagnosis.baselines import Known, fixed_tree, known, nearest, prior_alone
from benchmarks.diagnosis.figures import Judged, confusion, mean_brier, mean_said, reliability, share, tumour, within
from benchmarks.diagnosis.patients import Patient, patients
from benchmarks.diagnosis.same_ratios import best_power, with_their_mix
from culprit.guideline.observed import observed_findings
from culprit.guideline.situation import Situation
from culprit.knowledge.contexts import contexts
from culprit.knowledge.settings import Settings

WAYS = ("differential", "prior alone", "fixed tree", "nearest neighbours (fitted, leave one out)")
SAME_RATIOS = "the same ratios, the other patients' mix as prior (fitted, leave one out)"
_BY_FINDINGS = (0, 4, 7, 11, 99)


def main() -> int:
    """Exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.diagnosis", description=__doc__)
    parser.add_argument(
        "--cases", type=Path, default=Path("../shared/cases/fhir"), metavar="DIR", help="folders of bundles with truth.csv"
    )
    parser.add_argument("--context", choices=tuple(contexts()), default=next(iter(contexts())), help="where the patients come from")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every patient's answer goes here")
    arguments = parser.parse_args()
    everybody = patients(arguments.cases, arguments.context)
    if not everybody:
        print(f"there are no bundles with a truth.csv in {arguments.cases}", file=sys.stderr)
        return 2
    judged = judge(everybody, arguments.context)
    rich = {way: [one for one, patient in zip(judged[way], everybody, strict=True) if patient.rich] for way in WAYS}
    print("\n".join(report(judged, rich)))
    print("\n".join(same_ratios(everybody, arguments.context)))
    if arguments.json:
        lines = [{"id": one.name, "right": one.right, "rank": one.rank, "given": one.given} for one in judged["differential"]]
        arguments.json.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    return int(not reached(rich["differential"]))


def judge(everybody: Sequence[Patient], context: str) -> dict[str, list[Judged]]:
    """Every patient's answer by each of the four ways."""
    seen = _seen(everybody, context)
    answers = [patient.right[0] for patient in everybody]
    ways: dict[str, Callable[[int], dict[str, float]]] = {
        WAYS[0]: lambda i: {cause.cause: cause.probability for cause in everybody[i].assessment.differential},
        WAYS[1]: lambda i: prior_alone(context),
        WAYS[2]: lambda i: fixed_tree(seen[i], context),
        WAYS[3]: lambda i: nearest(i, seen, answers),
    }
    first = [next((cause.interval for cause in p.assessment.differential), None) for p in everybody]
    return {
        way: [
            Judged(p.name, p.right, given(i), len(seen[i]), p.analytes, first[i] if way == WAYS[0] else None)
            for i, p in enumerate(everybody)
        ]
        for way, given in ways.items()
    }


def _seen(everybody: Sequence[Patient], context: str) -> list[Known]:
    settings = Settings.default(context=context)
    return [
        known(observed_findings(Situation(p.record, p.assessment.assessed_on, settings), p.assessment.findings)) for p in everybody
    ]


def same_ratios(everybody: Sequence[Patient], context: str) -> Iterator[str]:
    """Whether the ratios are too strong, apart from how common the causes are: fitted, leave one out."""
    seen, right = _seen(everybody, context), [patient.right for patient in everybody]
    judged = [Judged(p.name, p.right, with_their_mix(i, seen, right), len(seen[i]), p.analytes) for i, p in enumerate(everybody)]
    yield f"\n## {SAME_RATIOS[0].upper()}{SAME_RATIOS[1:]}\n"
    yield from (
        "| findings | first | mean said of the first | Brier | best power of all ratios |",
        "| --- | --- | ---: | ---: | ---: |",
    )
    for low, high in (*itertools.pairwise(_BY_FINDINGS), (_BY_FINDINGS[0], _BY_FINDINGS[-1])):
        chosen = [i for i, one in enumerate(judged) if low <= one.findings < high]
        group = [judged[i] for i in chosen]
        power = best_power(chosen, seen, right)
        yield f"| {low} to {high - 1} | {within(group, 1)} | {mean_said(group)} | {mean_brier(group)} | {power:.1f} |"
    yield from _reliability("of the rich, so", [one for one, patient in zip(judged, everybody, strict=True) if patient.rich])


def reached(rich: Sequence[Judged]) -> bool:
    """Top-1 at least 80 %, top-3 at least 95 %, at most one TIO below third, specificity for TIO at least 90 %."""
    well = [one for one in rich if len(one.right) == 1 and one.right != ("TIO",)]
    first, third = (sum(one.rank <= place for one in rich) / len(rich) for place in (1, 3))
    specific = sum(not one.given or one.order[0] != "TIO" for one in well) / len(well)
    return first >= 0.80 and third >= 0.95 and tumour(rich)[2] <= 1 and specific >= 0.90


def report(judged: dict[str, list[Judged]], rich: dict[str, list[Judged]]) -> Iterator[str]:
    """The Markdown lines."""
    for title, group in (("Serum phosphate, age, sex and at least three analytes", rich), ("Everybody, sparse ones too", judged)):
        yield from (
            f"\n## {title}: {len(group[WAYS[0]])} patients\n",
            "| way | first | among three | TIO found | TIO not claimed | TIO below third | Brier |",
        )
        yield "| --- | --- | --- | --- | --- | ---: | ---: |"
        for way in WAYS:
            sensitivity, specificity, below = tumour(group[way])
            first, third = within(group[way], 1), within(group[way], 3)
            yield f"| {way} | {first} | {third} | {sensitivity} | {specificity} | {below} | {mean_brier(group[way])} |"
    yield from _by("number of analytes", judged[WAYS[0]], lambda one: one.analytes, (0, 2, 4, 7, 99))
    yield from _by("number of known findings", judged[WAYS[0]], lambda one: one.findings, _BY_FINDINGS)
    yield from _reliability("of all patients", judged[WAYS[0]])
    yield from _reliability("of rich patients", rich[WAYS[0]])
    yield from ("\n## What stood first instead (rich patients)\n", "| it was | first was | patients |", "| --- | --- | ---: |")
    yield from (f"| {truth} | {said} | {count} |" for truth, said, count in confusion(rich[WAYS[0]]))


def _reliability(whose: str, judged: Sequence[Judged]) -> Iterator[str]:
    yield from (f"\n## Reliability of the first answer {whose}\n", "| said | mean | right | |", "| --- | ---: | --- | --- |")
    for band, mean, right, total in reliability(judged):
        bar = "█" * round(20 * right / total) if total else ""
        yield f"| {band} | {100 * mean:.0f} % | {share(right, total)} | {bar:·<20} |"


def _by(title: str, judged: Sequence[Judged], size: Callable[[Judged], int], edges: Sequence[int]) -> Iterator[str]:
    yield from (
        f"\n## By {title}\n",
        "| from | to | first | among three | mean said of the first (its interval) | Brier |",
        "| ---: | ---: | --- | --- | ---: | ---: |",
    )
    for low, high in itertools.pairwise(edges):
        group = [one for one in judged if low <= size(one) < high]
        yield f"| {low} | {high - 1} | {within(group, 1)} | {within(group, 3)} | {mean_said(group)} | {mean_brier(group)} |"


if __name__ == "__main__":
    sys.exit(main())
