"""The terminal's summary fits, is plain in a pipe, and cannot be hijacked by a source's letters."""

import io

import msgspec
import pytest
from rich.console import Console

from culprit.report.run_summary import IGNORED, Flagged, run_summary
from culprit.report.terminal import WIDTH, console, print_attrition, print_unused, print_worklist
from culprit.report.worklist_rows import WorklistRow, worklist_rows
from tests.report.example_run import RUN
from tests.report.examples import everyone


def rows() -> list[WorklistRow]:
    return [row for patient in everyone() for row in worklist_rows(patient)]


def printed(worklist: list[WorklistRow], terminal: bool = False, most: int = 25) -> str:
    out = Console(file=io.StringIO(), width=WIDTH, force_terminal=terminal, markup=False, highlight=False)
    print_attrition(out, run_summary(RUN))
    print_worklist(out, worklist, most)
    print_unused(out, run_summary(RUN))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_everything_fits_one_hundred_columns() -> None:
    assert max(len(line) for line in printed(rows()).splitlines()) <= 100


def test_in_a_pipe_it_is_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    print_worklist(console(), rows())
    assert "\x1b" not in capsys.readouterr().out


def test_it_says_where_everybody_went_and_what_could_not_be_used() -> None:
    text = printed(rows())
    assert "20,000  people read" in text
    assert "37  with broken bones and no phosphate ever measured" in text
    assert "12 rows quarantined: no patient (for example Observation.ndjson:7)" in text
    assert "2 codes, names, units and values not understood, in 2,090 rows" in text


def unused(**changes: object) -> str:
    out = Console(file=io.StringIO(), width=400, markup=False, highlight=False)
    print_unused(out, msgspec.structs.replace(run_summary(RUN), **changes))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_results_that_were_not_used_as_numbers_are_told_with_a_place() -> None:
    text = unused(flagged=(Flagged("unit_missing", 1), Flagged("unit_suspect", 21, "lab.csv:3")))
    assert "21 results not used as a number: a unit is doubtful (for example lab.csv:3)\n1 result not used" in text


def test_files_that_were_not_used_and_people_not_assessed_are_told() -> None:
    text = unused(not_assessed=36, notes=("36 people …", IGNORED + "may.csv: no column", IGNORED + "june.csv: no column"))
    assert "36 people on the shortlist not assessed: the report's remarks say why" in text
    assert "2 files not used (for example may.csv: no column)" in text


def test_a_source_without_any_phosphate_is_told() -> None:
    attrition = msgspec.structs.replace(run_summary(RUN).attrition, with_serum_phosphate=0)
    assert "no serum phosphate in all these results" in unused(attrition=attrition)
    assert "no serum phosphate" not in unused(attrition=attrition, read={"results": 0})


def test_everything_that_was_not_understood_is_counted_though_the_list_is_cut() -> None:
    text = unused(unmapped_in_all=8_488, unmapped_rows=188_838)
    assert "8,488 codes, names, units and values not understood, in 188,838 rows" in text


def test_each_patient_has_reason_value_and_next_step() -> None:
    text = printed(rows())
    for words in ("10023117", "Chronic low phosphate", "low <0.3", "Measure FGF23", "! Antiresorptive", "never"):
        assert words in text


def test_a_long_list_is_cut_and_says_so() -> None:
    assert "… and 3 more people: see the report." in printed(rows(), most=2)


def test_nobody_listed_is_said() -> None:
    assert "Nobody is listed." in printed([])


def test_letters_of_the_source_cannot_command_the_terminal() -> None:
    hostile = [msgspec.structs.replace(row, patient_id="\x1b[2J[red]x[/red]\u202e") for row in rows()[:1]]
    text = printed(hostile, terminal=False)
    assert "\x1b" not in text
    assert "[red]x" in text
