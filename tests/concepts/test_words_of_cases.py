"""Of the words of published patients at least so many are understood, and none of them wrongly where a doctor has read them."""

from collections import Counter

from culprit.domain.facts import ConditionStatus
from culprit.sources.intake.recognise_concept import recognise_mentions
from tests.shared_data import shared
from tools.words_understood import how_well, texts_of_cases

# texts that name nothing of the differential, or whose sense lies elsewhere: read one by one
MEANS_NOTHING = """
HLA-B27 positive | Pakistani origin | smoking | hypertension | stroke | tracheal transplant | osteoporosis treatment | bone tumour
callus | pre-existing bone disease | repeated ankle surgery | uterine fibroids | single kidney | warfarin | opioids | chemotherapy
nausea | fever | isolated acidosis without other tubular losses | strict vegetarian
resection of a myxofibroma of right distal femur without benefit
"""


def test_most_words_of_published_patients_are_understood() -> None:
    texts = set(texts_of_cases(shared("cases")))
    counts = Counter(how_well(recognise_mentions(kind, (), text)) for _, kind, text in texts)
    print(counts)
    assert sum(counts.values()) >= 690
    assert counts["not"] <= 0.33 * sum(counts.values())
    assert counts["in part"] <= 0.2 * sum(counts.values())


def test_nothing_is_read_into_words_that_say_nothing() -> None:
    said = {text.strip() for line in MEANS_NOTHING.splitlines() for text in line.split("|") if text.strip()}
    kinds = {text: kind for _, kind, text in texts_of_cases(shared("cases"))}
    assert said <= set(kinds)
    assert {text for text in said if recognise_mentions(kinds[text], (), text).found} == set()


def test_denials_and_doubts_of_published_patients_are_these() -> None:
    found = {
        (text, m.concept, m.status.value)
        for _, kind, text in texts_of_cases(shared("cases"))
        for m in recognise_mentions(kind, (), text).found
        if m.status is not ConditionStatus.PRESENT
    }
    family = "hereditary_bone_disease"
    assert found == {
        ("none", family, "refuted"),
        ("none for bone disease", family, "refuted"),
        ("none; parents PHEX negative", family, "refuted"),
        ("none; youngest of twelve", family, "refuted"),
        ("positive: teenage son", family, "provisional"),
        ("brother and mother carry the variant; parents without rickets", "rickets", "refuted"),
        ("late onset, no childhood rickets: closest hereditary look-alike of TIO", "childhood_rickets", "refuted"),
        ("no tumour search or FGF23 in the excerpt: TIO was not excluded, use as an open case", "tio", "provisional"),
        ("tumour-induced osteomalacia considered", "tio", "provisional"),
    }
