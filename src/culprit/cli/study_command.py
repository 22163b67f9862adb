"""`culprit study PROTOCOL`: a centre's retrospective study, from a protocol and its patients to tables, figures and a report.

`culprit study template` writes the workbook that a centre fills.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import culprit
from culprit.cli.options import WrongCall, not_empty

if TYPE_CHECKING:
    from culprit.study.protocol import Protocol
    from culprit.study.read_cohort import Cohort

_SHOWN = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `culprit study`."""
    parser.add_argument("protocol", type=not_empty, metavar="PROTOCOL", help="the protocol (TOML), or the word template")
    parser.add_argument("--out", type=Path, metavar="PATH", help="folder for the report; for template the file or folder to write")
    parser.add_argument(
        "--data",
        nargs="+",
        metavar="SOURCE",
        help='the filled workbook, a folder of CSV files or a REDCap export; with kind = "record" whatever culprit screen reads',
    )
    parser.add_argument("--format", choices=("xlsx", "csv", "redcap"), default="xlsx", help="of the template (default xlsx)")
    parser.add_argument("--leave-out", action="store_true", help="go on without the cells that cannot be read; the report says so")


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 done, but cells were left out or printed figures do not agree; 3 cells or files must be mended first."""
    if arguments.protocol == "template":
        return _template(arguments)
    protocol, path = _protocol(arguments.protocol)
    if arguments.out is None:
        raise WrongCall("--out FOLDER is missing: where should the report go?")
    sources = [Path(source) for source in arguments.data or ()] or [_source_of(protocol, path)]
    cohort = _cohort(protocol, sources)
    if cohort.corrections:
        _tell(cohort.corrections)
        for note in cohort.notes:
            print(f"  besides: {note}")
        if not arguments.leave_out:
            from culprit.study.write import corrections_csv

            arguments.out.mkdir(parents=True, exist_ok=True)
            (arguments.out / "corrections.csv").write_bytes(corrections_csv(cohort.corrections))
            print(
                f"culprit: nothing was computed. All corrections: {arguments.out / 'corrections.csv'}\n"
                "Mend them and run again, or go on without these cells: --leave-out",
                file=sys.stderr,
            )
            return 3
    from culprit.study.study import study_of
    from culprit.study.tables.definitions import changed_definitions
    from culprit.study.write import write_study

    study = study_of(protocol, cohort.patients, cohort.corrections, cohort.notes)
    files = write_study(study, arguments.out, _run(protocol, sources))
    print(f"{protocol.title}{' (synthetic patients)' if protocol.synthetic else ''}")
    print(f"{len(cohort.patients)} considered, {len(study.cases)} in the study")
    for one in changed_definitions(protocol):
        print(f"chosen by the protocol: {one}")
    for paragraph in study.results:
        print(f"\n{paragraph}")
    if study.disagreeing:
        print(
            f"\n{study.disagreeing} of {len(study.redone)} figures printed elsewhere do not come out again; see the table of them"
        )
    print(f"\n{arguments.out / 'study.html'} · {len(study.tables)} tables, {len(study.figures)} figures, {len(files)} files")
    return 1 if cohort.corrections or study.disagreeing else 0


def _template(arguments: argparse.Namespace) -> int:
    from culprit.study.template import redcap_dictionary, write_folder, write_workbook

    names = {"xlsx": "study-template.xlsx", "csv": "study-template", "redcap": "study-redcap-dictionary.csv"}
    target: Path = arguments.out or Path(names[arguments.format])
    if target.exists():
        raise WrongCall(f"{target} exists already: nothing that you filled is overwritten, name another file with --out")
    target.parent.mkdir(parents=True, exist_ok=True)
    if arguments.format == "xlsx":
        write_workbook(target)
    elif arguments.format == "csv":
        write_folder(target)
    else:
        target.write_text(redcap_dictionary(), encoding="utf-8")
    print(target)
    return 0


def _protocol(name: str) -> "tuple[Protocol, Path]":
    path = Path(name)
    if not path.is_file():
        raise WrongCall(
            f"there is no protocol {path}. To begin: culprit study template --out patients.xlsx; docs/study.md shows a protocol"
        )
    from culprit.study.protocol import ProtocolError, read_protocol

    _need_extra()
    try:
        return read_protocol(path), path
    except (ProtocolError, UnicodeDecodeError) as error:
        raise WrongCall(str(error).replace("\n", "\nculprit: ")) from error


def _need_extra() -> None:
    """The libraries that only a study needs are an extra: said once, with the way to get them."""
    missing = []
    for module, package in (("scipy", "scipy"), ("docx", "python-docx"), ("vl_convert", "vl-convert-python")):
        try:
            __import__(module)
        except ImportError:
            missing.append(package)
    if missing:
        raise WrongCall(f"a study needs {', '.join(missing)}: pip install 'culprit[study]'")


def _source_of(protocol: "Protocol", path: Path) -> Path:
    if not protocol.source:
        raise WrongCall(f'{path.name} names no data. Write source = "patients.xlsx" under [data], or call with --data FILE')
    return path.parent / protocol.source


def _cohort(protocol: "Protocol", sources: Sequence[Path]) -> "Cohort":
    from culprit.study.read_cohort import Cohort, read_cohort

    if protocol.kind == "record":
        return Cohort(tuple(_of_records([str(source) for source in sources])))
    for source in sources:
        if not source.exists():
            raise WrongCall(f"there is no {source}")
    if len(sources) > 1:
        raise WrongCall('name one workbook, one folder of CSV files or one REDCap export; or write kind = "record" under [data]')
    # made-up patients may live in the future, real ones cannot
    return read_cohort(sources[0], None if protocol.synthetic else date.today())


def _of_records(sources: Sequence[str]):  # type: ignore[no-untyped-def]
    """Everybody of a source that culprit screen reads, by way of a store that is thrown away."""
    from culprit.cli.load_source import load_source
    from culprit.cli.record_of import everybody
    from culprit.screen.assess_everyone import batches_of, records_of_batch
    from culprit.store.store import Store
    from culprit.study.from_record import study_patient

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        load_source(list(sources), store)
        connection = store.connect()
        for batch in batches_of(connection, everybody(connection)):
            for record in records_of_batch(batch):
                yield study_patient(record)
        connection.close()


def _tell(corrections: Sequence[object]) -> None:
    print("1 cell must be mended:" if len(corrections) == 1 else f"{len(corrections)} cells must be mended:")
    for one in corrections[:_SHOWN]:
        print(f"  {one}")
    if len(corrections) > _SHOWN:
        print(f"  … and {len(corrections) - _SHOWN} more")


def _run(protocol: "Protocol", sources: Sequence[Path]) -> dict[str, object]:
    """What made this report: versions and fingerprints, and no clock."""
    import numpy
    import scipy

    found: dict[str, object] = {
        "culprit": culprit.__version__,
        "rulebook": culprit.RULEBOOK,
        "python": ".".join(map(str, sys.version_info[:2])),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "protocol_sha256": hashlib.sha256(protocol.text.encode()).hexdigest(),
    }
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                found[f"data {file.name}"] = hashlib.sha256(file.read_bytes()).hexdigest()
    if protocol.synthetic:
        found["patients_are"] = "synthetic"
    return found
