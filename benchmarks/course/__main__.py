"""Judges the monitor of recurrence beside the rules that people know, on made-up people only; prints Markdown.

Ends with 1 when a goal is missed. This is simulation: it says how the monitor does in these worlds, and nothing about patients.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.course.figures import Outcome, Reliability, Said, outcome, reliability, said_rows
from benchmarks.course.patients import Scenario, people
from benchmarks.course.picture import reliability_picture
from benchmarks.course.policies import Policy, Watched, average, change, monitored, once, personal, repeated
from culprit.course.channels import PHOSPHATE, Observation
from culprit.course.monitor import assumptions
from culprit.course.posterior import Posterior
from culprit.knowledge.course import course_settings

SEED = 2028
FAST_DAYS = 250.0
SCENARIOS: tuple[tuple[str, Scenario], ...] = (
    ("usual", Scenario("usual")),
    ("heavy tails, 3 % gross errors", Scenario("tails", freedom=3.0, gross=0.03)),
    ("within-person variation half as large again", Scenario("variation", within=0.122)),
    ("within-person variation a quarter smaller", Scenario("calm", within=0.061)),
    ("every third visit missed", Scenario("missed", missed=0.33)),
    ("laboratory changes once (SD 5 %)", Scenario("laboratory", laboratory=0.05)),
    ("kidneys fail slowly (phosphate +3 %, FGF23 +12 % a year)", Scenario("kidney", kidney_per_year=0.03)),
    ("phosphate given to half, on record", Scenario("masked", masked=0.5)),
    ("phosphate given to half, not on record", Scenario("hidden", masked_unrecorded=0.5)),
    ("FGF23 does not move in half", Scenario("still", fgf23_moves=0.5)),
)
SPEEDS = (("slow", 540.0), ("fast", FAST_DAYS), ("abrupt", 40.0), ("very slow", 1500.0))
POLICIES: dict[str, Policy] = {
    "below 0.81 once": once(0.81),
    "below 0.87, repeated": repeated(0.87),
    "reference change value": change,
    "personal reference interval": personal,
    "moving average": average,
    "monitor, phosphate": monitored(False),
    "monitor, phosphate, fixed visits": monitored(False, adaptive=False),
    "monitor, phosphate and FGF23": monitored(True),
}
RULE, MONITOR, WITH_FGF23 = "below 0.87, repeated", "monitor, phosphate", "monitor, phosphate and FGF23"
SHOWN = (RULE, MONITOR, WITH_FGF23)


def main() -> int:
    """Exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.course", description=__doc__)
    parser.add_argument(
        "--people", type=int, default=2000, metavar="N", help="cured, and recurring, in each scenario (default 2,000)"
    )
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"other people (default {SEED})")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes (default 2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures go to FILE too")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="the reliability plot as SVG goes to FILE")
    arguments = parser.parse_args()
    everything = tuple(days for _, days in SPEEDS)
    jobs = [(SCENARIOS[0][1], name, everything, arguments.people, arguments.seed) for name in POLICIES]
    jobs += [(scenario, name, everything[:2], arguments.people, arguments.seed) for _, scenario in SCENARIOS[1:] for name in SHOWN]
    found: dict[tuple[str, float, str], tuple[Outcome, list[Said]]] = {}
    with ProcessPoolExecutor(arguments.workers) as pool:
        for job, answers in zip(jobs, pool.map(judge, jobs, chunksize=1), strict=True):
            print(f"{job[0].name}: {job[1]}", file=sys.stderr, flush=True)
            found.update({(job[0].name, days, job[1]): answer for days, answer in answers.items()})
    outcomes = {key: one for key, (one, *_) in found.items()}
    said = {}
    for name in (MONITOR, WITH_FGF23):
        said[f"{name}, usual world"] = reliability(found["usual", 540.0, name][1])
        said[f"{name}, all ten worlds together"] = reliability(
            [row for (_, days, one), (_, rows) in found.items() if one == name and days in (540.0, FAST_DAYS) for row in rows]
        )
    speed = visits_per_second()
    print("\n".join(report(outcomes, said, speed, arguments.people, arguments.seed)))
    if arguments.picture:
        arguments.picture.write_text(reliability_picture({name: one.bands for name, one in said.items()}), "utf-8")
    if arguments.json:
        rows = [{"world": w, "days": d, "policy": p, **vars(one)} for (w, d, p), one in outcomes.items()]
        arguments.json.write_text(json.dumps({"rows": rows, "visits_per_second": speed}, indent=1) + "\n", encoding="utf-8")
    return int(any(not reached for _, _, reached in goals(outcomes, speed)))


def judge(job: tuple[Scenario, str, tuple[float, ...], int, int]) -> dict[float, tuple[Outcome, list[Said]]]:
    """One policy in one world, at several speeds of decline; the cured know no speed, and are watched once."""
    scenario, name, speeds, count, seed = job
    settings, policy = course_settings(), POLICIES[name]
    prior = float(settings.number("recurrence_prior"))
    cured: list[Watched] = [policy(person, settings) for person in people(scenario, False, count, seed)]
    found = {}
    for days in speeds:
        world = Scenario(**{**vars(scenario), "slow_days": days})
        recurring = [(person, policy(person, settings)) for person in people(world, True, count, seed)]
        found[days] = (outcome(cured, recurring), said_rows(cured, recurring, prior))
    return found


def visits_per_second() -> float:
    """Visits, each taken in and answered with probability and interval, in one second of one processor; phosphate alone."""
    given = assumptions(course_settings())
    visits = [(30 + 150 * i, math.log(1.1 - 0.02 * i)) for i in range(12)]
    count, began = 0, time.process_time()
    while time.process_time() - began < 2.0:
        posterior = Posterior(given)
        for day, y in visits:
            posterior.see(Observation(day, PHOSPHATE, y, 0.03))
            posterior.interval(day)
            count += 1
    return count / (time.process_time() - began)


def goals(outcomes: dict[tuple[str, float, str], Outcome], speed: float) -> list[tuple[str, str, bool]]:
    """What is asked, what came, and whether it was reached: in the usual world, against the repeated rule in the same world; false
    alarms in every world.
    """
    rows = []
    for name, slow_least, fast_least in ((MONITOR, 0.08, 0.0), (WITH_FGF23, 0.15, 0.15)):
        for word, days, least in (("slow", 540.0, slow_least), ("fast", FAST_DAYS, fast_least)):
            rule, one = outcomes["usual", days, RULE], outcomes["usual", days, name]
            shorter = 1 - one.delay / rule.delay
            asked = f"{name}, {word}: median delay at least {100 * least:.0f} % shorter" if least else f"{name}, {word}: no longer"
            rows.append((asked, f"{100 * shorter:.0f} % ({rule.delay:.0f} to {one.delay:.0f} days)", shorter >= least))
        one, rule = outcomes["usual", 540.0, name], outcomes["usual", 540.0, RULE]
        rows.append(
            (f"{name}: false alarms at most 5 % in five years", f"{100 * one.false_alarms:.1f} %", one.false_alarms <= 0.05)
        )
        rows.append((f"{name}: no more tests than the rule's {rule.tests:.2f}", f"{one.tests:.2f}", one.tests <= rule.tests))
        worst, title = max((outcomes[world.name, 540.0, name].false_alarms, title) for title, world in SCENARIOS)
        asked = f"{name}: false alarms at most 5 % in each of the {len(SCENARIOS)} worlds"
        rows.append((asked, f"at most {100 * worst:.1f} % ({title})", worst <= 0.05))
    rows.append(("1,000 visits a second and core", f"{speed:,.0f}", speed >= 1000))
    return rows


def report(
    outcomes: dict[tuple[str, float, str], Outcome], said: dict[str, Reliability], speed: float, count: int, seed: int
) -> Iterator[str]:
    """The Markdown lines."""
    yield f"Simulation: {count:,} cured and {count:,} recurring people in each world, seed {seed}; none of it was seen in patients."
    yield from ("", "## Goals", "", "| asked | came | reached |", "| --- | --- | --- |")
    yield from (f"| {asked} | {came} | {'yes' if reached else '**no**'} |" for asked, came, reached in goals(outcomes, speed))
    for word, days in SPEEDS:
        yield from ("", f"## Usual world, {word} decline ({days:g} days to 63 %)", "", *_HEAD)
        yield from (_row(name, outcomes["usual", days, name]) for name in POLICIES)
    yield from (
        "",
        "## Other worlds",
        "",
        "| world | decline | policy | false alarms | tests | median delay | shorter than the rule |",
    )
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: |"
    for title, scenario in SCENARIOS[1:]:
        for word, days in SPEEDS[:2]:
            rule = outcomes[scenario.name, days, RULE]
            for name in SHOWN:
                one = outcomes[scenario.name, days, name]
                shorter = "" if name == RULE else f"{100 * (1 - one.delay / rule.delay):.0f} %"
                cells = (title, word, name, f"{100 * one.false_alarms:.1f} %", f"{one.tests:.1f}", _days(one.delay), shorter)
                yield f"| {' | '.join(cells)} |"
    for name, one in said.items():
        yield from (
            "",
            f"## Reliability: {name}",
            "",
            f"Brier score {one.brier:.4f}; saying the same of everybody {one.brier_of_mean:.4f};",
        )
        yield f"what was said lies {100 * one.off:.2f} points from what was true, on average. Weighted to 7 % recurring."
        yield from ("", "| said | mean | had begun | visits |", "| --- | ---: | ---: | ---: |")
        yield from (f"| {b.low:.2f} to {b.high:.2f} | {b.mean:.3f} | {b.true:.3f} | {b.said:,} |" for b in one.bands)


_HEAD = (
    "| policy | false alarms in 5 years | tests in 5 years | median delay | quartiles | within 2 years | alarm before the onset |",
    "| --- | ---: | ---: | ---: | --- | ---: | ---: |",
)


def _row(name: str, one: Outcome) -> str:
    quartiles: Sequence[str] = [_days(q) for q in one.quartiles]
    return (
        f"| {name} | {100 * one.false_alarms:.1f} % | {one.tests:.1f} | {_days(one.delay)} | {quartiles[0]} to {quartiles[1]} | "
        f"{100 * one.within_2_years:.0f} % | {100 * one.before_onset:.1f} % |"
    )


def _days(days: float) -> str:
    return "never" if math.isinf(days) else f"{days:.0f} d"


if __name__ == "__main__":
    sys.exit(main())
