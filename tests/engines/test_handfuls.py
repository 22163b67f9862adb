"""Spark's sorted rows, cut into handfuls of whole persons."""

import pyarrow as pa
import pytest

from culprit.engines.spark import handfuls, parts_for

COLUMNS = {"person": ("person_id", "year_of_birth"), "measurement": ("measurement_id", "person_id", "value_as_number")}


def batch(*rows: tuple[str, str, list[str | None]]) -> pa.RecordBatch:
    persons, tables, cells = (list(each) for each in zip(*rows, strict=True))
    return pa.RecordBatch.from_pydict({"person_id": persons, "table": tables, "cells": cells})


def test_a_person_is_never_cut_in_two_even_across_batches() -> None:
    rows = [
        batch(("1", "measurement", ["7", "1", "0.5"]), ("1", "person", ["1", "1960"]), ("2", "measurement", ["8", "2", None])),
        batch(("2", "measurement", ["9", "2", "0.7"]), ("3", "person", ["3", "1970"])),
    ]
    (first, one), (third, two) = handfuls(iter(rows), COLUMNS, "lake", most=2)
    assert (first, third) == ("1", "3")
    assert one["measurement"].column("measurement_id").to_pylist() == ["7", "8", "9"]
    assert one["measurement"].column("source_row").to_pylist() == [7, 8, 9]
    assert one["measurement"].column("source_file").to_pylist() == ["lake/measurement"] * 3
    assert "measurement" not in two


def test_no_rows_are_no_handful() -> None:
    assert list(handfuls(iter([]), COLUMNS, "lake")) == []


@pytest.mark.parametrize(
    ("persons", "slots", "parts"), [(0, 8, 1), (30, 8, 1), (400, 2, 2), (400, 64, 8), (500, 2, 2), (100_000, 64, 200)]
)
def test_parts_are_handfuls_or_what_keeps_every_slot_busy(persons: int, slots: int, parts: int) -> None:
    assert parts_for(persons, slots) == parts
