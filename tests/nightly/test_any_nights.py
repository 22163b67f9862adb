"""Whatever comes in which night, and whatever days they are: the worklist is that of one screen of everything on the last day."""

import json
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.cli.main import main
from tests.cli.hospital import RESULTS, bytes_of, run_json, sections_of
from tests.nightly.people_of_nights import ward, write_night

PERSONAL = ("worklist.csv", "worklist.parquet")


def assessments(folder: Path) -> list[Any]:
    """assessments.jsonl without the places of the rows, which are other files in another split."""

    def placeless(found: Any) -> Any:
        if isinstance(found, dict):
            return {name: placeless(value) for name, value in found.items() if name != "source"}
        return [placeless(one) for one in found] if isinstance(found, list) else found

    return [placeless(json.loads(one)) for one in (folder / "assessments.jsonl").read_bytes().splitlines()]


def call(command: str, source: Path, out: Path, on: date, sections: int) -> None:
    more = ["--workers", "1", "--sections", str(sections)]
    assert main([command, str(source), "--out", str(out), "--on", str(on), *more]) in (0, 1)


met = {"kept": 0, "listed": 0, "waited": 0, "without_section": 0}


@settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(2, 4))
def test_any_split_into_nights_gives_the_worklist_of_one_run(chance: Random, nights: int) -> None:
    resources = ward(chance)
    # the people of the first night are named: see docs/nightly.md
    when = [chance.randrange(nights) for _ in resources]
    day = date(2026, 1, 1)
    # whether more are listed than have a section must not matter either
    sections = 1 if nights % 2 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "source"), Path(folder, "out")
        for night in range(nights):
            write_night(source / f"night-{night}", [r for r, n in zip(resources, when, strict=True) if n == night])
            call("update", source / f"night-{night}", out, day, sections)
            told = run_json(out)
            met["kept"] += told["attrition"]["shortlisted"] - told["assessed_again"]
            met["waited"] += any(q["reason"] in ("unknown_patient", "future_date") for q in told["quarantined"])
            last, day = day, day + timedelta(days=chance.choice([0, 1, 30, 200, 400]))
        call("screen", source, Path(folder, "once"), last, sections)
        assert bytes_of(out, PERSONAL) == bytes_of(Path(folder, "once"), PERSONAL)
        assert assessments(out) == assessments(Path(folder, "once"))
        met["listed"] += len(assessments(out))
        met["without_section"] += len(assessments(out)) > len(sections_of(out)) == 1
        # and of the very same store nothing was kept that a new assessment would say otherwise
        shutil.copytree(out, Path(folder, "anew"))
        Path(folder, "anew", "store", "kept.parquet").unlink()
        call("update", source, Path(folder, "anew"), last, sections)
        assert bytes_of(Path(folder, "anew"), RESULTS) == bytes_of(out, RESULTS)
        assert sections_of(Path(folder, "anew")) == sections_of(out)


# seeds that once differed, and why
ONCE_DIFFERED = {
    9: "who stays of two merged patients comes in a later night than the merge",
    132: "a row is corrected to a patient who never comes, while its older version waits for one who does",
    211: "two versions of a row wait, on one line of two files of one name",
}


def test_nights_that_once_differed_and_what_nights_are_about() -> None:
    """A test in which nothing is ever kept, listed or waiting would prove nothing."""
    for seed in ONCE_DIFFERED:
        chance = Random(seed)
        any_split = test_any_split_into_nights_gives_the_worklist_of_one_run
        any_split.hypothesis.inner_test(chance, chance.randint(2, 4))  # type: ignore[attr-defined]
    assert min(met.values()) > 0, met
