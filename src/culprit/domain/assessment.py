"""All that the guideline says of one record on one day: the object that `assess --format json` prints."""

from datetime import date

import msgspec

from culprit.domain.verdict import Evidence, Verdict


class Reason(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One finding's weight for a cause."""

    finding: str
    likelihood_ratio: float
    value: str = ""
    source: str = ""
    provenance: str = ""


class Cause(msgspec.Struct, frozen=True, gc=False):
    """How probable one cause is, with an interval that carries how unsure the knowledge itself is."""

    cause: str
    probability: float
    interval: tuple[float, float]
    reasons: tuple[Reason, ...] = ()


class Turn(msgspec.Struct, frozen=True, gc=False):
    """A result that would put another cause first: the test, what it would show, how probable that is, what then leads."""

    test: str
    result: str
    probable: float
    then: str
    then_probability: float


class Gain(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What a test would tell: the bits of doubt about the cause that its result is expected to take away, and its burden.

    `tier` is blood_and_urine, gene or scan, an order no gain moves. `between` is what the spread of the test's own figures leaves
    of the gain; `held_back` says which rule keeps the test from being asked for now.
    """

    test: str
    tier: str
    bits: float
    burden: float
    between: tuple[float, float] | None = None
    held_back: str = ""


class NextStep(msgspec.Struct, frozen=True, gc=False):
    """What to do next; `urgency` is now, soon, routine or later. Every step cites a statement."""

    step: str
    why: str
    statements: tuple[str, ...]
    urgency: str = "routine"


class Hazard(msgspec.Struct, frozen=True, gc=False):
    """Something in the record that may harm."""

    hazard: str
    why: str
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[str, ...] = ()


class Need(msgspec.Struct, frozen=True, gc=False):
    """What is missing, and the questions it would answer."""

    need: str
    questions: tuple[str, ...] = msgspec.field(name="for", default=())


class Listing(msgspec.Struct, frozen=True, gc=False):
    """Why this patient stands on the worklist, since when, and how urgent it is (0 is most urgent)."""

    reason: str
    since: date | None
    urgency: int


class Assessment(msgspec.Struct, frozen=True, gc=False):
    """One patient on one day. `listings` is empty for a near miss; `near_miss` then says what spared them.

    `would_change` are the results that would overturn the first cause of the differential; `gains` what each test would tell.
    """

    patient_id: str
    assessed_on: date
    rulebook: str
    findings: dict[str, Verdict]
    differential: tuple[Cause, ...] = ()
    contributors: tuple[Cause, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    missing: tuple[Need, ...] = ()
    listings: tuple[Listing, ...] = ()
    near_miss: str = ""
    would_change: tuple[Turn, ...] = ()
    gains: tuple[Gain, ...] = ()
