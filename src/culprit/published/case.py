"""What is known of one published patient."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from culprit.domain.quantity import Comparator
from culprit.domain.record import Sex


class Stage(StrEnum):
    """When, in the patient's story, something was measured or known."""

    FIRST_ABNORMAL = "first_abnormal"
    PRESENTATION = "presentation"
    PREOPERATIVE = "preop"
    POSTOPERATIVE = "postop"
    FOLLOW_UP = "followup"

    @property
    def before_treatment(self) -> bool:
        """True for what was on record before the cause was found and treated."""
        return self in (Stage.FIRST_ABNORMAL, Stage.PRESENTATION, Stage.PREOPERATIVE)


class Lab(msgspec.Struct, frozen=True, gc=False):
    """One published laboratory value: number in the unit as printed, or words."""

    analyte: str
    stage: Stage
    value: Decimal | None = None
    words: str = ""
    unit: str = ""
    unit_code: str = ""
    comparator: Comparator = Comparator.EQUAL
    low: Decimal | None = None
    high: Decimal | None = None
    loinc: str = ""
    site: str = ""
    remark: str = ""


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A symptom or sign; `excluded` only where the source says that it was absent."""

    label: str
    hpo: str = ""
    excluded: bool = False


class Fracture(msgspec.Struct, frozen=True, gc=False):
    """A fracture: where, of which kind (fragility, insufficiency, looser zone), how many; 0 when not said."""

    site: str = ""
    kind: str = ""
    count: int = 0


class Treatment(msgspec.Struct, frozen=True, gc=False):
    """A drug or an operation in the source's short words; `operation` tells which."""

    label: str
    atc: str = ""
    operation: bool = False


class PublishedCase(msgspec.Struct, frozen=True, gc=False):
    """One published patient. What the source does not say is empty or None: never a negative."""

    id: str
    citation: str
    citation_id: str
    diagnosis: str
    confirmation: str = ""
    sex: Sex | None = None
    age_years: float | None = None
    age_onset_years: float | None = None
    delay_months: int | None = None
    labs: tuple[Lab, ...] = ()
    findings: tuple[Finding, ...] = ()
    fractures: tuple[Fracture, ...] = ()
    history: tuple[str, ...] = ()
    earlier_labels: tuple[str, ...] = ()
    drugs: tuple[Treatment, ...] = ()
    earlier_treatments: tuple[Treatment, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    family_history: str = ""

    @property
    def known_labs(self) -> tuple[Lab, ...]:
        """What was on record before the cause was found, in the source's order."""
        return tuple(lab for lab in self.labs if lab.stage.before_treatment)

    @property
    def known_phosphates(self) -> tuple[Lab, ...]:
        """Serum phosphate before treatment, with a number."""
        return tuple(lab for lab in self.known_labs if lab.analyte == "phosphate_serum" and lab.value is not None)

    @property
    def can_be_hidden(self) -> bool:
        """True when age, sex and a number for serum phosphate before treatment are known: enough to hide among synthetic people."""
        return self.sex is not None and self.age_years is not None and bool(self.known_phosphates)
