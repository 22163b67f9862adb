"""The words that notes and flags say have a sentence for the person who runs Culprit."""

from typing import Any

import pytest

from culprit.sources.intake.people import _NOTES
from culprit.sources.intake.understand_form import FormReader
from culprit.sources.note_words import FLAGS, NOTES
from culprit.sources.raw import FORM_COLUMNS

MOLAR = {"system": "http://loinc.org", "code": "14879-1", "display": None}


def form(**said: Any) -> dict[str, Any]:
    """A form of serum phosphate in mmol/L that says this beside it."""
    return dict.fromkeys(FORM_COLUMNS) | {"name": "Phosphate", "unit": "mmol/L"} | said


def test_what_is_said_of_people() -> None:
    assert {what for what, *_ in _NOTES} <= NOTES.keys()


@pytest.mark.parametrize(
    "said",
    [
        {"codings": [MOLAR], "unit": "mg/dL"},
        {"unit_code": "mg/dL"},
        {"unit": "mmol per litre of it", "unit_code": "mmol/L"},
        {"range_text": "see below"},
        {"range_text": "0.8-1.4 furlong"},
    ],
)
def test_what_is_said_of_a_form(said: dict[str, Any]) -> None:
    notes = FormReader().read(form(**said)).notes
    assert notes
    assert set(notes) <= NOTES.keys()


@pytest.mark.parametrize(
    "said", [{"unit": ""}, {"unit": "furlong"}, {"codings": [{**MOLAR, "code": "2777-1"}], "specimen": "urine"}]
)
def test_what_a_flag_means(said: dict[str, Any]) -> None:
    flags = FormReader().read(form(**said)).flag.split()
    assert flags
    assert set(flags) <= FLAGS.keys()
