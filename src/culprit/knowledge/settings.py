"""The rulebook's thresholds, and a centre's own choice of them."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property

import msgspec

from culprit.knowledge.load import Provenance, Sourced, knowledge_file, sourced


@cache
def default_settings() -> dict[str, Sourced]:
    """Every setting of knowledge/settings.toml by name."""
    return {name: sourced(name, entry) for name, entry in knowledge_file("settings").items()}


class Settings(msgspec.Struct, frozen=True, dict=True):
    """What one assessment runs with: thresholds, the country whose limits count, the law that labels follow.

    `country` is an ISO 3166 code or '' (Western adult limits). `jurisdiction` is US, EU or JP. `laboratory_data` is False
    when the source holds no laboratory results at all: then nobody can be said never to have been measured.
    `context` (knowledge/contexts.toml) is where the patients come from, `unstated` where nobody says: it
    shifts how common the causes are.
    """

    values: dict[str, Sourced]
    country: str = ""
    jurisdiction: str = "EU"
    laboratory_data: bool = True
    context: str = "unstated"

    def number(self, name: str) -> Decimal:
        """The setting's number. Raises KeyError, with the name, when there is none."""
        return self._numbers[name]

    def real(self, name: str) -> float:
        """The setting's number for what is weighed in logarithms. Raises KeyError, with the name, when there is none."""
        return self._reals[name]

    def days(self, name: str) -> int:
        """The setting as whole days. Raises KeyError, with the name, when it is none in days."""
        return self._spans[name].days

    def span(self, name: str) -> timedelta:
        """The setting as a span of time. Raises KeyError, with the name, when it is none in days."""
        return self._spans[name]

    # every question asks for some of them: worked out once for all patients
    @cached_property
    def _numbers(self) -> dict[str, Decimal]:
        return {name: known.value for name, known in self.values.items() if isinstance(known.value, Decimal)}

    @cached_property
    def _reals(self) -> dict[str, float]:
        return {name: float(number) for name, number in self._numbers.items()}

    @cached_property
    def _spans(self) -> dict[str, timedelta]:
        return {name: timedelta(days=known.days) for name, known in self.values.items() if known.unit == "day"}

    @classmethod
    def default(
        cls, country: str = "", jurisdiction: str = "EU", laboratory_data: bool = True, context: str = "unstated"
    ) -> "Settings":
        """The settings as the knowledge files have them."""
        return cls(default_settings(), country, jurisdiction, laboratory_data, context)

    def changed(self, choices: Mapping[str, str]) -> "Settings":
        """These settings with a centre's own numbers (`name=number` on the command line).

        Raises ValueError, naming the setting, for an unknown name or a text that is no number.
        """
        values = dict(self.values)
        for name, text in choices.items():
            if name not in values:
                raise ValueError(f"there is no setting '{name}'; there are: {', '.join(sorted(values))}")
            try:
                number = Decimal(text)
            except InvalidOperation:
                raise ValueError(f"setting '{name}' must be a number ({values[name].unit}), got '{text}'") from None
            values[name] = msgspec.structs.replace(
                values[name], value=number, source="chosen for this run", provenance=Provenance.PROPOSED
            )
        return msgspec.structs.replace(self, values=values)
