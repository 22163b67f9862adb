"""One laboratory value."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from culprit.domain.moment import Moment
from culprit.domain.quantity import Quantity


class Interpretation(StrEnum):
    """The laboratory's own word on a result (HL7 interpretation codes, flags, or words), reduced to what we use."""

    NONE = ""
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    ABNORMAL = "abnormal"
    POSITIVE = "positive"
    NEGATIVE = "negative"


def laboratory_compared(name: str) -> str:
    """A laboratory's name as it is compared: capitals and blanks make no other laboratory."""
    return " ".join(name.casefold().split())


class Result(msgspec.Struct, frozen=True, gc=False):
    """What was measured in one person at one moment.

    `analyte` names specimen and assay too (`fgf23_intact` and `fgf23_cterminal` are two analytes). `quantity` is in the
    analyte's own unit, or None when the laboratory reported words only, or a number we may not use (then `flags` says why).
    `printed` is the result as the source wrote it. Limits are the laboratory's, in the analyte's unit.
    `flags` holds `unit_suspect` and the like; a flagged quantity is shown and never used. `laboratory` is the one that made it, by
    the name or id that the source gives; None when it does not say.
    """

    analyte: str
    at: Moment
    quantity: Quantity | None
    printed: str = ""
    interpretation: Interpretation = Interpretation.NONE
    limit_low: Decimal | None = None
    limit_high: Decimal | None = None
    fasting: bool | None = None
    specimen_id: str = ""
    flags: tuple[str, ...] = ()
    source: str = ""
    laboratory: str | None = None

    @property
    def usable(self) -> bool:
        """True when there is a number and nothing speaks against using it."""
        return self.quantity is not None and not self.flags
