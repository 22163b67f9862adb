"""`culprit simulate`: writes a synthetic hospital from the command line."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from culprit.simulate import canonical
from culprit.simulate.hospital import BARE, LINES, simulate
from culprit.simulate.omop import write_omop

_RESULTS_PER_PERSON = 200


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `culprit simulate`."""
    parser.add_argument("--people", type=int, default=20_000, metavar="N", help="how many people (default 20,000)")
    parser.add_argument("--seed", type=int, default=2026, metavar="S", help="the same seed gives the same bytes (default 2026)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty or new folder")
    parser.add_argument(
        "--as", dest="form", choices=("fhir", "canonical", "omop"), default="fhir", help="what to write (default fhir)"
    )
    parser.add_argument(
        "--lines",
        choices=LINES,
        default=BARE,
        help="fhir only: what Culprit reads, all that an export writes, or that and every other test too (default bare)",
    )
    parser.add_argument(
        "--results", type=int, default=None, metavar="R", help="canonical and omop only: results in all (default 200 each)"
    )


def run(args: Namespace) -> int:
    """Writes the hospital that `args` ask for and prints what was written; 0 when done, 2 for a call that cannot be met."""
    try:
        if args.form == "canonical":
            results = args.results if args.results is not None else args.people * _RESULTS_PER_PERSON
            written = canonical.write(args.out, people=args.people, results=results, seed=args.seed)
            print(f"{written.people} people, {written.results} results, {written.facts} facts in {args.out}")
            return 0
        if args.form == "omop":
            return _write_omop(args)
        made = simulate(args.people, args.seed, args.out, args.lines)
    except (ValueError, FileExistsError) as error:
        print(f"culprit simulate: {error}", file=sys.stderr)
        return 2
    for name, count in made.lines.items():
        print(f"{count:>12,}  {made.records.name}/{name}")
    print(f"{made.people:,} people, {made.hidden} of them published patients; the key is {made.truth}: keep it out of the screen")
    return 0


def _write_omop(args: Namespace) -> int:
    results = args.results if args.results is not None else args.people * _RESULTS_PER_PERSON
    with tempfile.TemporaryDirectory() as folder:
        canonical.write(Path(folder), people=args.people, results=results, seed=args.seed)
        written = write_omop(Path(folder), args.out)
    for name, count in written.items():
        print(f"{count:>12,}  {args.out.name}/{name}.parquet")
    return 0
