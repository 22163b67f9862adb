"""What it probably is, and why not its neighbours."""

from culprit.domain.assessment import Cause, Reason, Turn
from culprit.report.note_causes import in_brief, opinion
from culprit.report.words_of_findings import fact_of, finding_in_words, reason_in_words, rounded


def reason(finding: str, ratio: float, value: str = "", provenance: str = "proposed") -> Reason:
    return Reason(finding, ratio, value, "a source", provenance)


TIO = Cause(
    "TIO",
    0.83,
    (0.61, 0.94),
    (
        reason("fgf23_not_suppressed", 8.0, "90 ng/L", "read"),
        reason("not family_affected", 1.4),
        reason("onset_in_childhood", 0.2, "low at 12 years"),
    ),
)
XLH = Cause("XLH", 0.12, (0.04, 0.3), (reason("fgf23_not_suppressed", 8.0, "90 ng/L"), reason("onset_in_childhood", 3.0)))
OTHER = Cause("other", 0.05, (0.01, 0.2))


def test_the_first_cause_is_told_with_its_range_and_what_speaks_for_and_against_it() -> None:
    said = opinion((TIO, XLH, OTHER))
    assert said is not None
    assert said.verdict == "Probably: tumour-induced osteomalacia (TIO), 83 % (range 61 to 94 %)."
    assert said.in_favour == "For it: FGF23 is not suppressed (90 ng/L); no relative is affected."
    assert said.against == "Against it: it began in childhood (low at 12 years)."
    assert said.rest == "All other causes together: 5 %."
    assert said.figures == (
        "Of the 3 figures that moved this cause 1 was read in a source and 2 were our own estimates; the range carries how unsure "
        "they are."
    )


def test_a_neighbour_is_compared_by_what_separates_the_two_and_by_nothing_that_fits_both() -> None:
    said = opinion((TIO, XLH, OTHER))
    assert said is not None
    assert said.neighbours == (
        "X-linked hypophosphataemia (XLH), 12 % (range 4 to 30 %): fits no worse (better in that it began in childhood), "
        "but is rarer than tumour-induced osteomalacia (TIO).",
    )
    less = Cause("Fanconi", 0.1, (0.05, 0.2), (reason("tubular_drug", 5.0), reason("fgf23_not_suppressed", 0.3)))
    drug = opinion((TIO, less))
    assert drug is not None
    assert drug.neighbours[0].startswith(
        "Fanconi syndrome, 10 % (range 5 to 20 %): fits less well because FGF23 is not suppressed; "
        "fits better in that a drug that injures the tubule was taken and it began in childhood"
    )
    same = opinion((TIO, Cause("ADHR", 0.1, (0.1, 0.1), TIO.reasons)))
    assert same is not None
    assert same.neighbours == (
        "Autosomal dominant hypophosphataemic rickets, 10 %: nothing known so far separates it from "
        "tumour-induced osteomalacia (TIO).",
    )
    worse = opinion((Cause("TIO", 0.8, (0.7, 0.9), (reason("renal_wasting", 3.0),)), Cause("paget", 0.2, (0.1, 0.3))))
    assert worse is not None
    assert worse.neighbours == (
        "Paget disease of bone, 20 % (range 10 to 30 %): fits less well because the kidney loses phosphate.",
    )


def test_how_sure_the_words_are() -> None:
    def words(share: float, cause: str = "TIO") -> str:
        return in_brief((Cause(cause, share, (share, share)), Cause("XLH", 0.2, (0.1, 0.3))))

    assert words(0.95).startswith("Very probably: ")
    assert words(0.75).startswith("Probably: ")
    assert words(0.55).startswith("More likely than not: ")
    undecided = words(0.3)
    assert undecided.startswith("Undecided. The likeliest: ")
    assert undecided.endswith("before X-linked hypophosphataemia (XLH) (20 %).")
    assert words(0.6, "other").startswith("None of the causes we know fits well")
    assert (
        in_brief((Cause("TIO", 0.4, (0.1, 0.8)),))
        == "Undecided. The likeliest: tumour-induced osteomalacia (TIO), 40 % (range 10 to 80 %)."
    )
    assert ">99 % (range 99 to >99 %)" in in_brief((Cause("TIO", 0.999, (0.99, 0.9999)),))
    assert "(range <1 % to 10 %)" in in_brief((Cause("TIO", 0.05, (0.001, 0.1)),))


def test_what_may_be_there_besides_and_what_would_change_it() -> None:
    deficient = Cause("vitamin_d_deficiency", 0.62, (0.4, 0.8), (reason("vitd25 deficient or low", 6.0, "31 nmol/L"),))
    turn = Turn("fgf23", "fgf23 suppressed", 0.06, "HHRH", 0.44)
    said = opinion((TIO,), (deficient, Cause("alcohol", 0.5, (0.4, 0.6))), (turn,))
    assert said is not None
    assert said.besides == (
        "Vitamin D deficiency, 62 % (range 40 to 80 %): 25-OH vitamin D is deficient or low (31 nmol/L).",
        "Alcohol, 50 % (range 40 to 60 %).",
    )
    assert said.would_change == (
        "If FGF23 is suppressed (6 % likely), hereditary hypophosphataemic rickets with hypercalciuria would come first with 44 %.",
    )
    assert opinion(()) is None


def test_one_figure_and_none() -> None:
    one = opinion((Cause("TIO", 0.9, (0.8, 0.95), (reason("tumour_named", 9.0),)),))
    assert one is not None
    assert one.figures == "The one figure that moved this cause was our own estimate; the range carries how unsure it is."
    none = opinion((Cause("TIO", 0.9, (0.8, 0.95)),))
    assert none is not None
    assert (none.figures, none.in_favour, none.against, none.rest) == ("", "", "", "")


def test_the_rest_is_named_down_to_one_in_a_hundred() -> None:
    few = [Cause(name, 0.015, (0.01, 0.02)) for name in ("paget", "sepsis", "alcohol", "antacid", "Fanconi")]
    said = opinion((TIO, XLH, *few, OTHER))
    assert said is not None
    assert said.rest == (
        "Further: Paget disease of bone 2 %, sepsis 2 %, alcohol 2 %, phosphate-binding antacid 2 %; all others together 6 %."
    )


def test_findings_read_as_clauses() -> None:
    assert finding_in_words("calcium_high") == "calcium is high"
    assert finding_in_words("not calcium_high") == "calcium is not high"
    assert finding_in_words("fgf23 raised or far_raised") == "FGF23 is raised or far above its limit"
    assert finding_in_words("renal_handling wasting") == "the kidney loses phosphate"
    assert finding_in_words("ferritin low") == "Ferritin is low"
    assert finding_in_words("antiresorptive by_mouth or injected") == "an antiresorptive was taken by mouth or injected"
    assert finding_in_words("age older") == "the age is later life"
    assert finding_in_words("osteoporosis_named") == "osteoporosis is named on record"
    assert finding_in_words("not paget_named") == "Paget disease of bone is not named on record"
    assert finding_in_words("ketoacidosis") == "ketoacidosis is on record"
    assert finding_in_words("not epidermal_naevus") == "epidermal naevus is not on record"
    assert finding_in_words("renal_phosphate_wasting") == "renal phosphate wasting is on record", "a question is no finding"
    assert {fact_of("not calcium_high"), fact_of("calcium_high")} == {"calcium_high"}


def test_values_are_rounded_and_sentences_not_said_twice() -> None:
    assert rounded("42.335565 pmol/L on 2026-01-01") == "42.3 pmol/L on 2026-01-01"
    assert rounded("fgf23 cterminal 424 RU/mL, creatinine 119 umol/L") == "C-terminal 424 RU/mL, creatinine 119 µmol/L"
    told = "the kidney wastes phosphate: TRP 0.5"
    assert reason_in_words(reason("renal_wasting", 3.0, told), {told}) == "the kidney loses phosphate"
    assert reason_in_words(reason("bone_pain", 3.0, "Bones or back hurt")) == "bones or back hurt"
    assert reason_in_words(reason("muscle_weakness", 3.0, "Muscle weakness")) == "muscles are weak"
    both = (reason("malignancy", 5.0, "prostate cancer, spread"), reason("bone_metastases", 4.0, "prostate cancer, spread"))
    said = opinion((Cause("cancer_fgf23", 0.9, (0.8, 0.95), both),))
    assert said is not None
    assert said.in_favour == "For it: cancer is on record (prostate cancer, spread); bone metastases are on record."
    assert reason_in_words(reason("bone_pain", 3.0, "x" * 100), longest=5).endswith("(xxxxx … (and 95 more characters))")
