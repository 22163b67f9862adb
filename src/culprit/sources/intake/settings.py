"""What does the user's mapping file say about reading this source as a whole?"""

from dataclasses import dataclass

from culprit.sources.errors import SourceError
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.read_moment import DateOrder
from culprit.sources.intake.read_words import read_yes_no


@dataclass(frozen=True)
class IntakeSettings:
    """`mapping` is the user's mapping file (codes and units added by hand), or None; the rest stands in its `fixed` part:
    date_order = "day_first" or "month_first", excel_serials = "yes"."""

    mapping: LocalMapping | None = None
    date_order: DateOrder = DateOrder.UNSAID
    excel_serials: bool = False

    @classmethod
    def of(cls, mapping: LocalMapping | None) -> "IntakeSettings":
        """The settings of a mapping; one that says nothing of dates leaves them unsaid. Raises SourceError for a wrong word."""
        fixed = mapping.fixed if mapping is not None else {}
        order = fixed.get("date_order", "")
        if order not in tuple(DateOrder):
            raise SourceError(
                f"date_order is '{order}' in the mapping file, so dates such as 06/07/2019 cannot be read",
                'Write date_order = "day_first" or date_order = "month_first".',
            )
        return cls(mapping, DateOrder(order), bool(read_yes_no(fixed.get("excel_serials"))))
