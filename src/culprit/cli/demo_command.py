"""`culprit demo`: a small hospital is made, published patients are hidden in it, and the screen looks for them."""

import argparse
import shutil
from pathlib import Path

from culprit.cli.options import WrongCall
from culprit.cli.screen_command import add_arguments as add_screen_arguments
from culprit.cli.screen_command import run_screen
from culprit.demo import PEOPLE, SEED, prepare_demo, read_kinds, read_truth, score, score_lines
from culprit.report.terminal import console, print_attrition, print_unused, print_worklist

_MARK = ".culprit-demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit demo`."""
    parser.add_argument("--out", type=Path, default=Path("demo"), metavar="DIR", help="where everything is written (default demo)")
    parser.add_argument("--people", type=int, default=PEOPLE, metavar="N", help=f"size of the hospital (default {PEOPLE:,})")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help="the same seed gives the same hospital")


def run(arguments: argparse.Namespace) -> int:
    """Makes the hospital, screens it, says what was found; 0 although the hospital has broken lines on purpose."""
    hospital, result = arguments.out / "hospital", arguments.out / "screen"
    if arguments.people < 1:
        raise WrongCall(f"--people {arguments.people}: a hospital has at least one person")
    _begin_again(arguments.out)
    out = console()
    out.print(f"making a hospital of {arguments.people:,} people …")
    made = prepare_demo(hospital, arguments.people, arguments.seed)
    parser = argparse.ArgumentParser()
    add_screen_arguments(parser)
    told, rows = run_screen(parser.parse_args([str(made.records), "--out", str(result)]))
    near_misses = _near_misses(result)
    scored = score(
        [{"patient_id": row.patient_id} for row in rows], read_truth(made.truth), near_misses, read_kinds(hospital / "kinds.csv")
    )
    print_attrition(out, told)
    print_worklist(out, rows)
    print_unused(out, told)
    out.print("")
    for line in score_lines(scored):
        out.print(line)
    out.print(f"\nreport: {result / 'report.html'}")
    out.print(f"one patient: culprit explain {result} PATIENT")
    return 0


def _begin_again(folder: Path) -> None:
    """Removes the demo that stands in `folder`, and nothing that somebody else put there."""
    hospital, result, mark = folder / "hospital", folder / "screen", folder / _MARK
    ours = mark.exists() or (hospital / "truth.csv").exists()
    if not ours and (hospital.exists() or result.exists()):
        raise WrongCall(f"{folder} holds a folder hospital or screen that no demo made: name another with --out")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.touch(mode=0o600)
    for old in (hospital, result):
        shutil.rmtree(old, ignore_errors=True)


def _near_misses(folder: Path) -> dict[str, str]:
    """What spared everybody who was assessed and not listed."""
    import msgspec

    decoder = msgspec.json.Decoder()
    with (folder / "assessments.jsonl").open("rb") as file:
        return {one["patient_id"]: one["near_miss"] for line in file if (one := decoder.decode(line))["near_miss"]}
