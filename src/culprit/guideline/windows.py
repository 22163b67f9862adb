"""On which days does a low phosphate prove nothing? The confounder windows of one record."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from culprit.domain.facts import Condition, ConditionStatus, DrugUse, Procedure, Stay, StayKind
from culprit.domain.record import PatientRecord
from culprit.domain.result import Result
from culprit.domain.verdict import Evidence
from culprit.guideline.iron import iron_again_and_again
from culprit.knowledge.settings import Settings
from culprit.knowledge.windows import WindowKind, window_kinds, window_kinds_by_concept

FOREVER = date.max


class Window(msgspec.Struct, frozen=True, gc=False):
    """Days from `start` to `end` (both inside) in which a low phosphate proves nothing, and the fact that opened it.

    `raises`: what opened it can lift phosphate, so a normal value proves nothing either.
    """

    kind: str
    title: str
    start: date
    end: date
    source: str = ""
    provenance: str = ""
    raises: bool = False

    def evidence(self) -> Evidence:
        """The window as evidence."""
        return Evidence(
            "window",
            name=self.kind,
            text=self.title,
            on=self.start.isoformat(),
            until="" if self.end == FOREVER else self.end.isoformat(),
            source=self.source,
            provenance=self.provenance,
        )


def touched(windows: Sequence[Window], earliest: date, latest: date) -> tuple[Window, ...]:
    """The windows in which a moment between these days may lie; one that may, does: it cannot be shown to lie outside."""
    return tuple([w for w in windows if w.start <= latest and earliest <= w.end])


def confounder_windows(record: PatientRecord, settings: Settings) -> tuple[Window, ...]:
    """Every confounder window of the record, overlapping ones of a kind joined, in order of their start."""
    kinds = window_kinds_by_concept()
    found = list(_stay_windows(record.stays, kinds))
    for condition in record.conditions:
        kind = kinds.get(("condition", condition.concept))
        if kind and condition.status is not ConditionStatus.REFUTED and not _operation_is_dated(kind, record.procedures):
            found.extend(_fact_window(kind, condition))
    repeated = iron_again_and_again(record.drugs, settings)
    for drug in record.drugs:
        kind = kinds.get(("drug", drug.concept))
        if kind and not (repeated and kind.name.startswith("iron_infusion")):
            found.extend(_fact_window(kind, drug))
    for procedure in record.procedures:
        kind = kinds.get(("procedure", procedure.concept))
        if kind and not (repeated and kind.name.startswith("iron_infusion")):
            found.extend(_fact_window(kind, procedure))
    found.extend(_blood_gas_windows(record))
    return _joined(found)


def _operation_is_dated(kind: WindowKind, procedures: tuple[Procedure, ...]) -> bool:
    """A transplant status is no date of operation; the operation itself, where recorded, says it better."""
    if kind.name != "kidney_transplant_status":
        return False
    return any(p.concept == "kidney_transplantation" and p.at for p in procedures)


def _fact_window(kind: WindowKind, fact: Condition | DrugUse | Procedure) -> Iterable[Window]:
    if fact.at is None:
        return
    last = max(fact.at.latest, fact.until.latest) if fact.until else fact.at.latest
    lasting = kind.name == "dialysis_dependence" and fact.until is None
    yield Window(
        kind.name,
        kind.title,
        fact.at.earliest - kind.before,
        FOREVER if lasting else last + kind.after,
        fact.source,
        kind.provenance.value,
        kind.raises,
    )


def _stay_windows(stays: tuple[Stay, ...], kinds: dict[tuple[str, str], WindowKind]) -> Iterable[Window]:
    emergency_days = [(s.at.earliest, (s.until or s.at).latest) for s in stays if s.kind is StayKind.EMERGENCY and s.at is not None]
    for stay in stays:
        kind = kinds.get(("stay", stay.kind))
        if kind is None or stay.at is None:
            continue
        start = admitted = stay.at.earliest
        acute = stay.planned is False or _came_through_emergency(admitted, emergency_days)
        if kind.grace_days and not acute:
            start += timedelta(days=kind.grace_days)
        # an end before the beginning is a slip of the pen: the stay is taken as one without an end
        ended = stay.until is not None and stay.until.latest >= admitted
        last = stay.until.latest if stay.until and ended else stay.at.latest + timedelta(days=kind.open_days)
        # a short planned stay leaves nothing behind: the days after it belong to acute illness only
        end = last + kind.after if acute or not kind.grace_days else last
        if end >= start:
            yield Window(kind.name, kind.title, start, end, stay.source, kind.provenance.value)


def _came_through_emergency(admitted: date, emergency_days: list[tuple[date, date]]) -> bool:
    return any(start <= admitted and (admitted - end).days <= 1 for start, end in emergency_days)


def _blood_gas_windows(record: PatientRecord) -> Iterable[Window]:
    kind = window_kinds()["respiratory_alkalosis_by_gas"]
    if kind.ph_above is None or kind.pco2_below is None:
        return
    low_gas_days = {
        r.at.earliest
        for r in record.of_analyte("pco2_blood")
        if r.usable and r.quantity and r.quantity.surely_below(kind.pco2_below)
    }
    if not low_gas_days:
        return
    for result in record.of_analyte("ph_blood"):
        if _is_above(result, kind) and result.at.earliest in low_gas_days:
            yield Window(
                kind.name,
                kind.title,
                result.at.earliest - kind.before,
                result.at.latest + kind.after,
                result.source,
                kind.provenance.value,
            )


def _is_above(result: Result, kind: WindowKind) -> bool:
    return bool(result.usable and result.quantity and kind.ph_above and result.quantity.surely_above(kind.ph_above))


def _joined(found: list[Window]) -> tuple[Window, ...]:
    joined: list[Window] = []
    open_by_kind: dict[str, int] = {}
    for window in sorted(found, key=lambda w: (w.start, w.end, w.kind, w.source)):
        at = open_by_kind.get(window.kind)
        if at is not None and window.start <= joined[at].end:
            if window.end > joined[at].end:
                joined[at] = msgspec.structs.replace(joined[at], end=window.end)
            continue
        open_by_kind[window.kind] = len(joined)
        joined.append(window)
    return tuple(joined)
