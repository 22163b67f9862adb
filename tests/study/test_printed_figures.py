"""Published figures: those that agree with their own counts come out again; those that do not come out as discrepancies."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from culprit.study.printed import redo
from culprit.study.protocol import parse_protocol
from culprit.study.statistics.proportion import Proportion
from culprit.study.written import share_interval
from tests.shared_data import shared

HERE = Path(__file__).with_name("printed_figures.toml")
ROWS: list[dict[str, Any]] = tomllib.loads(HERE.read_text(encoding="utf-8"), parse_float=Decimal)["printed"]


def _protocol_of(row: dict[str, Any]) -> str:
    lines = ["[study]", 'title = "printed"', "[[printed]]"]
    for name, value in row.items():
        if name in ("series", "agrees"):
            continue
        shown = str([str(one) for one in value]).replace("'", "") if isinstance(value, list) else value
        lines.append(f"{name} = {shown}" if isinstance(value, int | list) else f"{name} = '{value}'")
    return "\n".join(lines)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['series']}: {row['item']}" for row in ROWS])
def test_a_printed_figure_comes_out_again_or_is_told(row: dict[str, Any]) -> None:
    (figure,) = parse_protocol(_protocol_of(row)).printed
    done = redo(figure)
    assert done.agrees is row["agrees"], f"{done.printed} against {done.computed}"
    assert done.printed == row["printed"], "what is printed stays as it is"


def test_nine_do_not_agree() -> None:
    assert sum(not row["agrees"] for row in ROWS) == 9


def test_every_row_of_the_dossier_is_here() -> None:
    with shared("cohorts/checks.csv").open(encoding="utf-8") as file:
        theirs = {(row["series"], row["item"], row["agree"] == "yes") for row in csv.DictReader(file)}
    assert theirs == {(row["series"], row["item"], row["agrees"]) for row in ROWS}


def test_wilson_intervals_of_the_dossier() -> None:
    """Its comments print them with one decimal."""
    found = 0
    with shared("cohorts/checks.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            printed = row["comment"].partition("Wilson 95% CI ")[2]
            count, slash, total = row["recomputed"].partition("=")[0].partition("/")
            if printed and slash:
                found += 1
                assert share_interval(Proportion(int(count), int(total)), 0.95) == f"{printed.replace('-', '–')} %"
    assert found == 49
