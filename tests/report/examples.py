"""A few invented patients, as a hospital would have them, for the tests of what people look at."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment, Cause, Hazard, Listing, Need, NextStep, Reason
from culprit.domain.facts import Condition, DrugUse, Procedure, Report, Stay, StayKind
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord, Sex
from culprit.domain.verdict import Evidence, evidence_of_fact, evidence_of_result
from culprit.report.patient_section import ListedPatient
from tests.report.example_parts import others, phosphates, result, verdict


def tumour_patient(rank: int = 1) -> ListedPatient:
    """Six years of low phosphate, fractures, a bisphosphonate, and nobody who put them together."""
    serum = phosphates(
        [
            ("2018-11-05", "0.88"),
            ("2019-06-16", "0.62"),
            ("2019-07-29", "0.58"),
            ("2020-02-11", "0.55"),
            ("2020-03-02T08:15", "<0.3"),
            ("2020-03-03T07:50", "0.34"),
            ("2020-03-05T07:40", "0.52"),
            ("2021-01-19", "0.49"),
            ("2021-09-30", "0.55"),
            ("2022-05-12", "0.60"),
            ("2023-02-03", "0.47"),
            ("2024-03-21", "0.43"),
            ("2024-09-10", "0.45"),
        ]
    )
    serum.append(result("phosphate_serum", "2022-11-02", "1.7", "mmol/L", "0.80", "1.45", 142, ("unit_suspect",)))
    rest = [
        *others(
            "alkaline_phosphatase",
            "U/L",
            "35",
            "105",
            [("2018-11-05", "98"), ("2019-06-16", "142"), ("2021-01-19", "201"), ("2023-02-03", "188"), ("2024-09-10", "212")],
        ),
        *others(
            "creatinine_serum",
            "umol/L",
            "45",
            "84",
            [("2018-11-05", "62"), ("2020-03-02", "71"), ("2022-05-12", "60"), ("2024-09-10", "64")],
        ),
        *others("pth", "pmol/L", "1.6", "6.9", [("2021-09-30", "5.2"), ("2024-03-21", "7.8")]),
        *others("vitd25", "nmol/L", "50", None, [("2019-07-29", "31"), ("2021-09-30", "68"), ("2024-03-21", "74")]),
        *others("tmp_gfr", "mmol/L", "0.80", "1.35", [("2024-09-10", "0.39")]),
    ]
    conditions = [
        Condition("fracture_rib", Moment.parse("2019-05"), text="Fractures, ribs, multiple", source="Condition.ndjson:12"),
        Condition("fracture_rib", Moment.parse("2019-11-20"), text="Rib fracture, left 7th"),
        Condition("osteoporosis", Moment.parse("2019-12-03"), text="Postmenopausal osteoporosis"),
        Condition("fracture_metatarsal", Moment.parse("2020-08-14"), text="Stress fracture of metatarsal"),
        Condition("fracture_vertebral", Moment.parse("2022-01-30"), text="Vertebral compression fracture T12"),
        Condition("fracture_vertebral", Moment.parse("2023-06-02"), text="Vertebral compression fracture L1, L2"),
        Condition("looser_zone", Moment.parse("2024-06-18"), text="Insufficiency fracture, femoral neck"),
        Condition("muscle_weakness", Moment.parse("2021-01-19"), text="Proximal muscle weakness"),
    ]
    drugs = [
        DrugUse("vitamin_d", Moment.parse("2019-08-01"), Moment.parse("2024-09-10"), "Colecalciferol 800 IU", dose="1 daily"),
        DrugUse("bisphosphonate_oral", Moment.parse("2020-01-10"), Moment.parse("2022-02-01"), "Alendronate 70 mg", dose="weekly"),
        DrugUse("bisphosphonate_iv", Moment.parse("2022-03-15"), None, "Zoledronate 5 mg", kind="administration"),
        DrugUse("bisphosphonate_iv", Moment.parse("2023-03-20"), None, "Zoledronate 5 mg", kind="administration"),
        DrugUse("oral_phosphate", Moment.parse("2024-04-02"), None, "Phosphate effervescent 500 mg", dose="3 daily"),
    ]
    stays = [Stay(StayKind.INPATIENT, Moment.parse("2020-03-01"), Moment.parse("2020-03-08"), planned=False)]
    record = PatientRecord.of(
        "10023117",
        identifier="MRN 004-117-23",
        sex=Sex.FEMALE,
        birth=Moment.parse("1969-04-11"),
        results=serum + rest,
        conditions=conditions,
        drugs=drugs,
        procedures=[Procedure("vertebroplasty", Moment.parse("2022-02-20"), text="Vertebroplasty T12")],
        stays=stays,
        reports=[Report("mri", Moment.parse("2023-07-01"), "MRI spine: old and new compression fractures")],
    )
    window = Evidence(
        "window",
        name="acute_admission",
        on="2020-03-01",
        until="2020-03-15",
        text="unplanned admission, pneumonia",
        source="Encounter.ndjson:31",
        provenance="proposed",
    )
    lows = [
        evidence_of_result(r, Decimal("0.80"), "laboratory's own range", "read", limit_high=Decimal("1.45"))
        for r in record.of_analyte("phosphate_serum")
        if r.usable
    ]
    findings = {
        "low_phosphate": verdict(
            Answer.MET,
            "The newest usable phosphate, 0.45 mmol/L on 2024-09-10, is below the laboratory's lower limit of 0.80.",
            lows[-1:],
        ),
        "chronic_low_phosphate": verdict(
            Answer.MET,
            "Twelve of thirteen usable values since 2019-06-16 are below the limit, over 1,913 days; "
            "nine lie outside every confounder window, and no clearly normal spell lies between them.",
            [
                *lows,
                window,
                Evidence("setting", name="chronic_least_days_apart", value=Decimal(14), unit="day", provenance="proposed"),
            ],
            date(2019, 6, 16),
        ),
        "renal_phosphate_wasting": verdict(
            Answer.MET,
            "TmP/GFR 0.39 mmol/L is below the limit of 0.80 for her age.",
            [evidence_of_result(r, Decimal("0.80"), "Payne 1998", "read") for r in record.of_analyte("tmp_gfr")],
        ),
        "osteomalacia_suspected": verdict(
            Answer.MET,
            "Alkaline phosphatase is above its limit, fractures recur at several sites, and one is an insufficiency fracture.",
            [evidence_of_fact(conditions[0])],
        ),
        "fgf23_dependent": verdict(Answer.UNKNOWN, "FGF23 was never measured."),
        "explained_by_drug": verdict(Answer.NOT_MET, "No drug that loses phosphate was taken within the time it needs."),
        "explained_by_acute_illness": verdict(
            Answer.NOT_MET, "Three of the low values lie in an acute admission; nine do not.", [window]
        ),
    }
    assessment = Assessment(
        "10023117",
        date(2024, 9, 10),
        "2026.1",
        findings,
        differential=(
            Cause(
                "TIO",
                0.83,
                (0.61, 0.94),
                (
                    Reason("renal_phosphate_wasting", 6.1, "met", "cohort of 144, Feng 2017", "read"),
                    Reason("onset_adult", 3.2, "met", "own estimate", "proposed"),
                    Reason("family_history", 0.7, "unknown", "own estimate", "proposed"),
                ),
            ),
            Cause("XLH", 0.07, (0.02, 0.19), (Reason("onset_adult", 0.12, "met", "own estimate", "recalled"),)),
            Cause("Fanconi", 0.03, (0.01, 0.08)),
            Cause("vitamin_d_deficiency", 0.03, (0.01, 0.09)),
            Cause("osteoporosis", 0.02, (0.003, 0.06)),
            Cause("other", 0.02, (0.004, 0.07)),
        ),
        contributors=(Cause("vitamin_d_deficiency", 0.41, (0.2, 0.6)),),
        next_steps=(
            NextStep(
                "fgf23",
                "Phosphate is low and the kidney loses it: FGF23 parts the causes that depend on it from the others.",
                ("paired-samples",),
                "soon",
            ),
            NextStep(
                "physical_examination_for_mass",
                "Small tumours lie in soft tissue and bone of limbs, hands and feet included.",
                (),
                "routine",
            ),
            NextStep(
                "refer_metabolic_bone", "Five years of unexplained low phosphate with fractures.", ("measure-phosphate",), "soon"
            ),
        ),
        hazards=(
            Hazard(
                "antiresorptive_with_low_phosphate",
                "Zoledronate on 2022-03-15 and 2023-03-20 while phosphate was 0.60 and 0.47 mmol/L.",
                (evidence_of_fact(drugs[2]),),
                ("antiresorptive-off",),
            ),
        ),
        missing=(
            Need("fgf23_intact", ("fgf23_dependent",)),
            Need("urine_glucose", ("generalised_tubulopathy", "explained_by_drug")),
        ),
        listings=(Listing("chronic_low_phosphate", date(2019, 6, 16), 1), Listing("hazard", date(2022, 3, 15), 2)),
    )
    return ListedPatient(rank, assessment, record)


def intensive_care_patient(rank: int = 2) -> ListedPatient:
    """One hundred and fifty values in nine days of intensive care, then a few over years."""
    start = datetime(2021, 2, 3, 4, 0)
    pairs = [("2020-01-14", "0.97")]
    for i in range(150):
        at = start + timedelta(hours=i * 1.45)
        value = (
            0.95 - 0.55 * max(0.0, 1 - abs(i - 40) / 34) + 0.07 * ((i * 7919) % 11 - 5) / 5 + (0.5 if i > 120 and i % 9 == 0 else 0)
        )
        pairs.append((at.isoformat(timespec="minutes"), f"{value:.2f}"))
    pairs += [("2021-08-20", "0.91"), ("2022-09-02", "0.71"), ("2023-10-11", "0.69"), ("2024-10-02", "0.72")]
    serum = phosphates(pairs[:-2], "0.87", "1.45") + phosphates(pairs[-2:], "0.80", "1.50")
    stays = [
        Stay(StayKind.EMERGENCY, Moment.parse("2021-02-02T22:00"), Moment.parse("2021-02-03T03:00")),
        Stay(StayKind.INTENSIVE_CARE, Moment.parse("2021-02-03T03:30"), Moment.parse("2021-02-12T10:00")),
        Stay(StayKind.INPATIENT, Moment.parse("2021-02-12"), Moment.parse("2021-02-24")),
    ]
    drugs = [
        DrugUse(
            "iv_phosphate", Moment(start + timedelta(hours=18 * i)), None, "Sodium glycerophosphate 20 mmol", kind="administration"
        )
        for i in range(9)
    ]
    drugs.append(DrugUse("insulin", Moment.parse("2021-02-03"), Moment.parse("2021-02-10"), "Insulin infusion"))
    record = PatientRecord.of(
        "icu-44",
        sex=Sex.MALE,
        birth=Moment.parse("1951"),
        results=serum
        + others("creatinine_serum", "umol/L", "59", "104", [(at, str(90 + i % 60)) for i, (at, _) in enumerate(pairs)]),
        stays=stays,
        drugs=drugs,
        conditions=[Condition("sepsis", Moment.parse("2021-02-03"), text="Septic shock")],
    )
    window_rows = [
        Evidence(
            "window",
            name="intensive_care",
            on="2021-02-03T03:30",
            until="2021-02-26",
            text="intensive care and 14 days",
            source="icustays.csv:44",
            provenance="proposed",
        ),
        Evidence(
            "window",
            name="sepsis",
            on="2021-01-31",
            until="2021-03-05",
            text="Septic shock",
            source="diagnoses.csv:9",
            provenance="proposed",
        ),
        Evidence(
            "window",
            name="intravenous_phosphate",
            on="2021-02-03",
            until="2021-02-12",
            source="inputevents.csv:700",
            provenance="proposed",
        ),
    ]
    lows = [
        evidence_of_result(r, r.limit_low, "laboratory's own range")
        for r in serum
        if r.quantity and r.quantity.surely_below(Decimal("0.80"))
    ]
    findings = {
        "chronic_low_phosphate": verdict(
            Answer.MET, "Three low values 2022 to 2024 lie outside every window.", [*lows, *window_rows], date(2022, 9, 2)
        ),
        "explained_by_acute_illness": verdict(
            Answer.NOT_MET, "The lows of 2021 are; those of 2022 and later are not.", window_rows
        ),
    }
    assessment = Assessment(
        "icu-44",
        date(2024, 10, 2),
        "2026.1",
        findings,
        next_steps=(NextStep("paired_urine_phosphate_creatinine", "Is it the kidney?", ("paired-samples",), "routine"),),
        listings=(Listing("chronic_low_phosphate", date(2022, 9, 2), 3),),
    )
    return ListedPatient(rank, assessment, record)


def child(rank: int = 3) -> ListedPatient:
    """A growing child: the limits fall with age, and 1.1 mmol/L is low."""
    ages = [
        ("2017-03-02", "1.02", "1.45", "2.10"),
        ("2018-04-11", "0.98", "1.29", "2.10"),
        ("2020-05-20", "0.90", "1.29", "1.80"),
        ("2023-06-15", "0.84", "1.10", "1.75"),
    ]
    serum = [result("phosphate_serum", at, value, "mmol/L", low, high, i) for i, (at, value, low, high) in enumerate(ages)]
    record = PatientRecord.of(
        "kid-7",
        sex=Sex.FEMALE,
        birth=Moment.parse("2015-09-01"),
        results=serum + others("alkaline_phosphatase", "U/L", "142", "335", [("2017-03-02", "702"), ("2023-06-15", "588")]),
        conditions=[
            Condition("rickets", Moment.parse("2017-03-20"), text="Rickets, active"),
            Condition("leg_bowing", Moment.parse("2017")),
        ],
        drugs=[
            DrugUse("active_vitamin_d", Moment.parse("2017-04-01"), None, "Alfacalcidol"),
            DrugUse("oral_phosphate", None, None, "Phosphate solution"),
        ],
    )
    findings = {"chronic_low_phosphate": verdict(Answer.MET, "Four of four below the limit for her age.", [], date(2017, 3, 2))}
    assessment = Assessment(
        "kid-7", date(2023, 6, 15), "2026.1", findings, listings=(Listing("known_untreated", date(2017, 3, 2), 2),)
    )
    return ListedPatient(rank, assessment, record)


def two_values(rank: int = 4) -> ListedPatient:
    """Two values, three weeks apart, no limits of the laboratory's own."""
    serum = [
        result("phosphate_serum", "2025-01-08T08:10", "0.61", "mmol/L"),
        result("phosphate_serum", "2025-01-29T07:55", "0.66", "mmol/L", line=2),
    ]
    record = PatientRecord.of("p-2", sex=Sex.MALE, birth=Moment.parse("1988-02"), results=serum)
    rows = [evidence_of_result(r, Decimal("0.80"), "adults, knowledge file", "recalled") for r in serum]
    findings = {"chronic_low_phosphate": verdict(Answer.MET, "Two values below the limit, 21 days apart.", rows, date(2025, 1, 8))}
    return ListedPatient(
        rank,
        Assessment("p-2", date(2025, 1, 29), "2026.1", findings, listings=(Listing("chronic_low_phosphate", date(2025, 1, 8), 3),)),
        record,
    )


def never_measured(rank: int = 5) -> ListedPatient:
    """Vertebrae break, alkaline phosphatase is high, phosphate was never asked for."""
    record = PatientRecord.of(
        "44871",
        sex=Sex.MALE,
        birth=Moment.parse("1930-12-24"),
        results=others(
            "alkaline_phosphatase", "U/L", "40", "130", [("2019-02-01", "151"), ("2021-03-04", "188"), ("2023-01-12", "240")]
        ),
        conditions=[
            Condition("fracture_vertebral", Moment.parse("2020-10"), text="Wedge fracture T8"),
            Condition("fracture_hip", Moment.parse("2022-02-11"), text="Fracture of neck of femur"),
            Condition("fracture_rib", None, text="old rib fractures"),
            Condition("bone_pain", Moment.parse("2021-01-01")),
        ],
        drugs=[
            DrugUse("denosumab", Moment.parse(f"202{y}-0{m}-15"), None, "Denosumab 60 mg", kind="administration")
            for y, m in ((1, 3), (1, 9), (2, 3), (2, 9))
        ],
    )
    findings = {
        "phosphate_never_measured": verdict(
            Answer.MET,
            "Two fragility fractures and a raised alkaline phosphatase of bone; no phosphate in any source.",
            [Evidence("absence", name="phosphate_serum", text="none among 1,204 results")],
        ),
    }
    assessment = Assessment(
        "44871",
        date(2023, 2, 1),
        "2026.1",
        findings,
        next_steps=(NextStep("measure_phosphate", "It was never measured.", ("measure-phosphate",), "now"),),
        hazards=(
            Hazard(
                "no_phosphate_measured_before_antiresorptive",
                "Denosumab four times, no phosphate before.",
                (),
                ("no-such-statement",),
            ),
        ),
        listings=(Listing("never_measured", date(2022, 2, 11), 2),),
    )
    return ListedPatient(rank, assessment, record)


def everyone() -> list[ListedPatient]:
    """The five above, ranked."""
    return [tumour_patient(1), intensive_care_patient(2), child(3), two_values(4), never_measured(5)]
