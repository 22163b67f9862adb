"""Whatever the order of the rows and however they are split over files and loads, the tables say the same."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.loads import contents, load, rows

PEOPLE = [{"person_id": name, "sex": sex, "source_file": "0", "source_row": 1} for name, sex in (("anna", "f"), ("boris", "m"))]

raw_rows = st.lists(
    st.fixed_dictionaries(
        {
            "result_id": st.sampled_from([None, "1", "2", "3"]),
            "person_id": st.sampled_from(["anna", "boris"]),
            "at": st.sampled_from(["2019-06-16", "2019-06-16T08:30:00Z", "16.06.2019", "2019-07"]),
            "value": st.sampled_from(["0.52", "0,53", "<0.3", "negative", "1.10"]),
            "unit": st.sampled_from(["mmol/L", "mg/dL", "bogus", None]),
            "name": st.sampled_from(["Phosphate", "Creatinine", "Body height"]),
            "specimen": st.just("serum"),
            "status": st.sampled_from([None, "final", "entered-in-error"]),
        }
    ),
    max_size=8,
)


# an id stands for one test: a late first version of a row whose newest version is no analyte of ours would be kept
NAMES = {"1": "Phosphate", "2": "Phosphate", "3": "Creatinine"}


def numbered(raw: list[dict[str, str | None]]) -> list[dict[str, object]]:
    """Each row with its line, and, where it has an id, the moment at which its source last changed it."""
    raw = [{**row, "name": NAMES.get(row["result_id"] or "", row["name"])} for row in raw]
    changed = [f"2020-01-01T00:{line:02}:00Z" if row["result_id"] else None for line, row in enumerate(raw)]
    return [{**row, "source_row": line, "updated": changed[line]} for line, row in enumerate(raw)]


def said(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """The tables without the place of each row."""
    return {name: rows(folder, name) for name in ("people", "results", "facts")}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_byte(raw: list[dict[str, str | None]], chance: object) -> None:
    ordered = numbered(raw)
    shuffled = ordered.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder, "one"), "a", PEOPLE, ordered)
        load(Path(folder, "two"), "a", PEOPLE, shuffled)
        assert contents(Path(folder, "one")) == contents(Path(folder, "two"))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw_rows, st.integers(0, 8), st.booleans())
def test_any_split_over_loads_says_the_same(raw: list[dict[str, str | None]], cut: int, late_first: bool) -> None:
    ordered = numbered(raw)
    halves = [ordered[:cut], ordered[cut:]]
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder, "one"), "a", PEOPLE, ordered)
        for number, half in enumerate(halves[::-1] if late_first else halves):
            load(Path(folder, "two"), f"b{number}", PEOPLE, half)
        assert said(Path(folder, "two")) == said(Path(folder, "one"))
        load(Path(folder, "two"), "b0", PEOPLE, halves[late_first])
        assert said(Path(folder, "two")) == said(Path(folder, "one"))
