"""The course after an operation: what is said of one patient's phosphate, and of the visits to come, on one day."""

from datetime import date
from decimal import Decimal

import msgspec

from culprit.domain.assessment import NextStep
from culprit.domain.verdict import Verdict


class Operation(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A resection or ablation of the culprit tumour. What the record does not say is empty.

    `kind` is resection or ablation; `procedure` curettage, marginal, wide or segmental; `margin` free or involved;
    `said_by` is record, or caller where the day was given by hand.
    """

    on: str
    earliest: date
    latest: date
    kind: str = "resection"
    procedure: str = ""
    site: str = ""
    side: str = ""
    tissue: str = ""
    approach: str = ""
    margin: str = ""
    completeness: str = ""
    histology: str = ""
    fgf23_stain: str = ""
    fn1_fusion: str = ""
    text: str = ""
    source: str = ""
    said_by: str = "record"


class CourseReading(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One serum phosphate after the operation.

    `level` is low, barely normal, clearly normal or unknown. `use` says what it may tell: all (both ways), low only (a
    supplement acts: a low tells, a normal value does not), or nothing; `because` says why it does not tell all. `laboratory`
    made it (None: nobody said so); `laboratory_before` is that of the newest value before it that names one, where it is another.
    """

    on: str
    day: date
    days_after: int
    printed: str
    value: Decimal | None
    unit: str
    level: str
    use: str
    because: str = ""
    supplements: tuple[str, ...] = ()
    fasting: bool | None = None
    limit_low: Decimal | None = None
    limit_high: Decimal | None = None
    limit_source: str = ""
    provenance: str = ""
    source: str = ""
    laboratory: str | None = None
    laboratory_before: str | None = None

    @property
    def low(self) -> bool:
        """True when it lies below the limit and may say so."""
        return self.level == "low" and self.use != "nothing"

    @property
    def normal(self) -> bool:
        """True when it lies at or above the limit and nothing lifted it."""
        return self.level in ("barely normal", "clearly normal") and self.use == "all"

    @property
    def clearly_normal(self) -> bool:
        """True when it is normal by more than the margin of chance."""
        return self.level == "clearly normal" and self.use == "all"


class Comparison(msgspec.Struct, frozen=True, gc=False):
    """What a rule that people know says of the same values: its verdict, and the threshold it used, in words."""

    rule: str
    title: str
    verdict: Verdict
    threshold: str = ""


class MonitorPoint(msgspec.Struct, frozen=True, gc=False):
    """After one visit: the probability that recurrence has begun with its interval, and the set-point with its (mmol/L)."""

    on: date
    probability: float
    low: float
    high: float
    set_point: float
    set_point_low: float
    set_point_high: float
    channels: tuple[str, ...] = ()


class Expected(msgspec.Struct, frozen=True, gc=False):
    """The phosphate to expect on a day: median and 90 % interval, in mmol/L."""

    on: date
    value: float
    low: float
    high: float


class Turning(msgspec.Struct, frozen=True, gc=False):
    """The result on `on` that would change the answer, and how probable such a result is."""

    result: str
    probable: float
    then: str


class Monitor(msgspec.Struct, frozen=True, gc=False):
    """What the monitor says: its verdict, every visit, the next value, the next test worth taking, what would change it."""

    verdict: Verdict
    points: tuple[MonitorPoint, ...] = ()
    expected: Expected | None = None
    next_test: date | None = None
    next_test_why: str = ""
    would_change: tuple[Turning, ...] = ()
    channels: tuple[str, ...] = ()
    left_out: dict[str, int] = {}


class EarlyDays(msgspec.Struct, frozen=True, gc=False):
    """The first weeks: where phosphate is heading (mmol/L, with a 90 % interval), and the probability of no remission."""

    probability_of_no_remission: float
    plateau: float
    plateau_low: float
    plateau_high: float
    values: int
    because: str


class Visit(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A visit of the schedule. `state` is done, missed, overdue, due or planned; `done_on` the day that counted for it."""

    due: date
    earliest: date
    latest: date
    state: str
    tests: tuple[str, ...]
    source: str
    provenance: str
    days_after: int
    done_on: date | None = None


class UsedSetting(msgspec.Struct, frozen=True, gc=False):
    """A definition or figure that this course was judged with."""

    name: str
    value: Decimal
    unit: str
    source: str
    provenance: str


class Course(msgspec.Struct, frozen=True, gc=False):
    """One patient's course on one day.

    `state` is no operation, too early, early response, persistence, remission, suspected recurrence, confirmed recurrence or
    undetermined. `notes` are what must be read with it.
    """

    patient_id: str
    followed_on: date
    rulebook: str
    state: str
    state_because: str
    operations: tuple[Operation, ...] = ()
    findings: dict[str, Verdict] = {}
    readings: tuple[CourseReading, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    monitor: Monitor | None = None
    early_days: EarlyDays | None = None
    visits: tuple[Visit, ...] = ()
    work_up: tuple[NextStep, ...] = ()
    settings: tuple[UsedSetting, ...] = ()
    notes: tuple[str, ...] = ()
