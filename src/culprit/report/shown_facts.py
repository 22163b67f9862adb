"""What of a record belongs on the timeline: points, windows, drugs, stays and events, each with its words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from culprit.domain.assessment import Assessment
from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Report, StayKind
from culprit.domain.moment import Moment
from culprit.domain.record import PatientRecord
from culprit.report.markup import shortened
from culprit.report.words import title


@dataclass(frozen=True)
class Span:
    """Something that lasted: `end` None means no end is recorded. `tick` is a single moment (one dose)."""

    name: str
    start: datetime
    end: datetime | None
    words: str
    tick: bool = False
    count: int = 1

    @property
    def tooltip(self) -> str:
        """The words, and of how many rows they are the first."""
        return self.words if self.count == 1 else f"{self.words} (the first of {self.count} such rows)"


@dataclass(frozen=True)
class Event:
    """Something that happened: between `start` and `end` when the source printed a month or a year only."""

    kind: str
    label: str
    start: datetime
    end: datetime
    words: str

    @property
    def middle(self) -> datetime:
        """Where its marker stands."""
        return self.start + (self.end - self.start) / 2


_FIRST_DIAGNOSES = frozenset(
    {
        *(
            "osteomalacia",
            "rickets",
            "osteoporosis",
            "phosphate_disorder",
            "tio",
            "phosphaturic_mesenchymal_tumour",
            "palpable_mass",
        ),
        *("xlh", "adhr", "arhr", "hhrh", "familial_hypophosphataemia", "hypophosphatasia", "fibrous_dysplasia", "paget_disease"),
        *("fanconi_syndrome", "renal_tubular_acidosis", "multiple_myeloma", "bone_metastases", "spondyloarthritis"),
        *("vitamin_d_deficiency", "coeliac_disease", "primary_hyperparathyroidism", "tertiary_hyperparathyroidism"),
    }
)

# What a reader looks for first; the others follow by name.
DRUG_ORDER = (
    *("oral_phosphate", "phosphate_unspecified", "iv_phosphate", "active_vitamin_d", "vitamin_d", "burosumab"),
    *("bisphosphonate_oral", "bisphosphonate_iv", "etidronate", "denosumab", "teriparatide", "romosozumab"),
    *("ferric_carboxymaltose", "saccharated_ferric_oxide", "iron_polymaltose", "iv_iron", "iv_iron_other"),
    *("adefovir", "tenofovir_disoproxil", "tenofovir_alafenamide", "cidofovir", "ifosfamide", "cisplatin", "streptozocin"),
    *("deferasirox", "valproate", "aminoglycoside", "tetracycline", "antacid_aluminium_magnesium", "phosphate_binder"),
    *("sucralfate", "parenteral_nutrition", "iv_glucose", "mannitol", "fgfr_inhibitor", "calcimimetic", "calcium"),
)


def windows(assessment: Assessment) -> list[Span]:
    """The confounder windows that the assessment rests on, each once, by start."""
    found: dict[tuple[str, str, str], Span] = {}
    for question in ("chronic_low_phosphate", "explained_by_acute_illness"):
        verdict = assessment.findings.get(question)
        for row in verdict.evidence if verdict else ():
            if row.kind == "window" and row.on:
                start, end = _moment(row.on), _moment(row.until)
                if start is not None:
                    words = f"{title(row.name)}, {row.on} to {row.until or 'no end recorded'}"
                    words += f" ({shortened(row.text, 200)})" if row.text else ""
                    ends = _end_of_day(end) if end else None
                    found.setdefault((row.name, row.on, row.until), Span(row.name, start.start, ends, words))
    return sorted(found.values(), key=lambda span: (span.start, span.name, span.end or span.start))


def drugs(record: PatientRecord) -> tuple[list[Span], list[str]]:
    """Dated drugs of known meaning, in the order a reader looks for them, and the names of those without a date."""
    spans, undated = [], []
    for drug in record.drugs:
        if not drug.concept:
            continue
        if drug.at is None:
            undated.append(title(drug.concept))
            continue
        spans.append(_drug_span(drug, drug.at))
    rank = {concept: place for place, concept in enumerate(DRUG_ORDER)}
    spans.sort(key=lambda span: (rank.get(span.name, len(rank)), span.name, span.start, span.words))
    return spans, sorted(set(undated))


def _drug_span(drug: DrugUse, at: Moment) -> Span:
    words = f"{shortened(drug.text, 120) or title(drug.concept)} {shortened(drug.dose, 60)}".strip()
    words += f", {at}" + (f" to {drug.until}" if drug.until else "")
    single = drug.until is None and drug.kind == "administration"
    end = _end_of_day(drug.until) if drug.until else None
    if end is not None and end < at.start:
        end = at.start
    return Span(drug.concept, at.start, at.start if single else end, words, tick=single)


def stays(record: PatientRecord) -> list[Span]:
    """Dated days in hospital: emergency, inpatient, intensive care."""
    found = []
    for stay in record.stays:
        if stay.at is not None and stay.kind not in (StayKind.OUTPATIENT, StayKind.OTHER):
            end = _end_of_day(stay.until) if stay.until else stay.at.start
            name = {StayKind.EMERGENCY: "Emergency room", StayKind.INPATIENT: "Ward", StayKind.INTENSIVE_CARE: "Intensive care"}[
                stay.kind
            ]
            found.append(
                Span(stay.kind.value, stay.at.start, max(end, stay.at.start), f"{name}, {stay.at} to {stay.until or 'not said'}")
            )
    return found


def events(record: PatientRecord) -> tuple[list[Event], list[str]]:
    """Fractures, operations, imaging and first diagnoses with a date, oldest first; and the words of those without one."""
    dated: list[Event] = []
    undated: list[str] = []
    seen: set[str] = set()
    for fact, kind in _event_facts(record):
        label = title(fact.concept)
        status = getattr(fact, "status", ConditionStatus.PRESENT)
        if status is ConditionStatus.REFUTED:
            continue
        if status is ConditionStatus.PROVISIONAL:
            label += " (suspected)"
        if fact.at is None:
            undated.append(label)
            continue
        if kind == "diagnosis" and fact.concept in seen:
            continue
        seen.add(fact.concept)
        words = f"{label}, {fact.at}" + (f": {shortened(fact.text, 200)}" if fact.text else "")
        dated.append(Event(kind, label, fact.at.start, _end_of_day(fact.at) if _vague(fact.at) else fact.at.start, words))
    dated.sort(key=lambda event: (event.middle, event.kind, event.words))
    return dated, sorted(set(undated))


def _event_facts(record: PatientRecord) -> Iterable[tuple[Condition | Procedure | Report, str]]:
    for condition in record.conditions:
        if condition.concept.startswith("fracture") or condition.concept == "looser_zone":
            yield condition, "fracture"
        elif condition.concept in _FIRST_DIAGNOSES:
            yield condition, "diagnosis"
    for procedure in record.procedures:
        if procedure.concept and procedure.concept not in ("mechanical_ventilation", "parenteral_nutrition_procedure"):
            yield procedure, "operation"
    for report in record.reports:
        if report.concept and report.concept not in ("renal_ultrasound", "imaging_other"):
            yield report, "imaging"


def _vague(moment: Moment) -> bool:
    return moment.latest != moment.earliest


def _end_of_day(moment: Moment) -> datetime:
    if moment.precision == "minute":
        return moment.start
    return datetime.combine(moment.latest, time(23, 59))


def _moment(text: str) -> Moment | None:
    try:
        return Moment.parse(text)
    except ValueError:
        return None


def merged(spans: list[Span], nearer_than: timedelta) -> list[Span]:
    """Ended spans of one name that touch or nearly touch as one, so that 300 infusions are a bar and not 300 shapes."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end or s.start, s.words)):
        last = joined[-1] if joined else None
        if last and last.end is not None and span.end is not None and span.start - last.end <= nearer_than:
            end = max(last.end, span.end)
            joined[-1] = Span(last.name, last.start, end, last.words, last.tick and last.start == end, last.count + span.count)
        else:
            joined.append(span)
    return joined
