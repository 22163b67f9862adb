"""What is told as new on the worklist, in words."""

import msgspec
import pytest

from culprit.report.news import News, NewsLine, Shown, changes, news_in_short, news_lines, pseudonymous_news

BEFORE = Shown({"low_phosphate_unattended": "2024-05-06"}, False, "0.55", "0.55", "TIO", "fgf23", ())


def said(**now: object) -> list[str]:
    return list(changes(BEFORE, msgspec.structs.replace(BEFORE, **now)))


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({}, []),
        ({"urgent": True}, ["urgent now"]),
        ({"last": "<0.3"}, ["last phosphate <0.3 mmol/L, before 0.55"]),
        ({"lowest": ""}, ["lowest phosphate none mmol/L, before 0.55"]),
        ({"cause": "XLH"}, ["most likely X-linked hypophosphataemia (XLH), before Tumour-induced osteomalacia (TIO)"]),
        ({"cause": ""}, ["most likely nothing to explain, before Tumour-induced osteomalacia (TIO)"]),
        ({"step": ""}, ["next step: none, before: measure FGF23"]),
        (
            {"reasons": {"chronic_low_phosphate": "2024-05-06"}},
            ["now listed for: chronic low phosphate, since 2024-05-06", "no longer listed for: low phosphate left unattended"],
        ),
        (
            {"reasons": {"low_phosphate_unattended": "2024-04-01"}},
            ["Low phosphate left unattended: since 2024-04-01, before since 2024-05-06"],
        ),
    ],
)
def test_each_change_in_words(now: dict[str, object], words: list[str]) -> None:
    assert said(**now) == words


def test_hazards_come_and_go() -> None:
    harmed = msgspec.structs.replace(BEFORE, hazards=("unit_suspect",))
    (comes,), (goes,) = changes(BEFORE, harmed), changes(harmed, BEFORE)
    assert comes.startswith("now to beware of: ")
    assert goes.startswith("past: ")


def news() -> News:
    shown = msgspec.json.encode(BEFORE)
    urgent = msgspec.json.encode(msgspec.structs.replace(BEFORE, urgent=True))
    before, now = {"anna": shown, "boris": shown, "dora": shown}, {"anna": urgent, "clara": shown, "dora": shown}
    ranks = {"clara": 2, "anna": 1, "dora": 3}
    return News("2024-10-01", lines=tuple(news_lines(before, now, ranks, {"boris": "has died"})))


def test_new_changed_and_gone_by_rank() -> None:
    assert [(line.patient_id, line.what, line.rank, line.why) for line in news().lines] == [
        ("anna", "changed", 1, "urgent now"),
        ("clara", "new", 2, "low phosphate left unattended, since 2024-05-06"),
        ("boris", "gone", None, "has died"),
    ]
    assert news_in_short(news()) == "Since 2024-10-01: 1 new, 1 changed, 1 gone."
    assert news_in_short(News()) == "Since the run before: nothing is new on the worklist."


def test_pseudonyms_follow_the_worklist() -> None:
    lines: tuple[NewsLine, ...] = pseudonymous_news(news()).lines
    assert [(line.patient_id, line.why) for line in lines] == [
        ("P-0001", "urgent now"),
        ("P-0002", "low phosphate left unattended, since 2024-05-06"),
        ("G-0001", "not on the worklist any more"),
    ]
