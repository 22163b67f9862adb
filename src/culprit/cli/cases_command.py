"""`culprit cases --out DIR`: the published patients as files to try things on, as they were before the cause was found."""

import argparse
from pathlib import Path

from culprit.cases.write import Form, write_cases
from culprit.cli.options import WrongCall, day
from culprit.published.case_line import DEFAULT_DAY


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit cases`."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the files are written: a new or empty folder")
    parser.add_argument(
        "--form", choices=[form.value for form in Form], default=Form.FHIR.value, help="how they are written (default fhir)"
    )
    parser.add_argument(
        "--presented-on",
        type=day,
        default=DEFAULT_DAY,
        metavar="DATE",
        help=f"day of presentation, from which all days count back (default {DEFAULT_DAY})",
    )


def run(arguments: argparse.Namespace) -> int:
    """Writes the files and says how many; 2 when the folder holds something already."""
    folder: Path = arguments.out
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongCall(f"{folder} is not empty: name a new folder with --out")
    files = sum(1 for _ in write_cases(folder, Form(arguments.form), arguments.presented_on))
    print(f"{files} file{'' if files == 1 else 's'} written below {folder}; read them with: culprit assess {folder}")
    return 0
