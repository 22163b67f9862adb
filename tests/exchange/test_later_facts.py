"""Whatever a published case tells of the time after the cause was found changes nothing in its assessment."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from culprit.cases import library, line_of_case
from culprit.cases.write import Form, written
from culprit.published.case_line import DEFAULT_DAY, case_of_line, presented_on
from tests.exchange.forms import ANCHOR, assessments
from tests.shared_data import shared

LATER = ("diagnosis", "confirmation", "tumour", "imaging", "treatment", "outcome", "genotype", "citation", "read_from", "note")
_WORDS = st.sampled_from(("TIO", "osteoporosis", "phosphate 2 g/day", "2020-01-01"))
_KEYS = st.sampled_from(("kind", "site", "text", "t_days"))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=6,
)


def assessed_lines(lines: list[dict[str, Any]]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        return assessments(path)


def own_lines() -> list[dict[str, Any]]:
    return [json.loads(written(case, Form.PUBLISHED_CASES, ANCHOR)) for case in library() if case.can_be_hidden]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_later_facts_of_any_kind_change_nothing(data: st.DataObject) -> None:
    lines = own_lines()[:20]
    after = [{"analyte": "phosphate", "value": 9, "unit": "mmol/L", "when": when} for when in ("postop", "followup")]
    told = st.dictionaries(st.sampled_from(LATER), _JSON, max_size=5)
    later = [{**line, **data.draw(told), "labs": [*line["labs"], *after]} for line in lines]
    assert assessed_lines(later) == assessed_lines(lines)


def test_the_dossiers_own_lines_lose_nothing_without_them() -> None:
    lines = [
        json.loads(text)
        for name in ("tio", "mimics")
        for text in shared(f"cases/{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    before = [{key: value for key, value in line.items() if key not in LATER} for line in lines]
    for line in before:
        known = [lab for lab in line["labs"] if lab["when"] not in ("postop", "followup")]
        line["labs"] = [{key: value for key, value in lab.items() if key != "t_days"} for lab in known]
    whole = assessed_lines(lines)
    assert len(whole) == 154
    assert assessed_lines(before) == whole


def test_what_is_written_names_neither_cause_nor_source() -> None:
    for case in library():
        for form in Form:
            text = written(case, form, ANCHOR).decode()
            assert case.citation not in text
            assert not any(f'"{each.label}"' in text for each in case.treatments if each.operation), (case.id, form)


def test_the_day_of_presentation_is_one_for_all_where_the_line_names_none() -> None:
    line = line_of_case(library()[0], "x", ANCHOR)
    assert presented_on(line) == ANCHOR
    del line["presented_on"]
    assert presented_on(line) == DEFAULT_DAY
    assert case_of_line(line).diagnosis == ""
