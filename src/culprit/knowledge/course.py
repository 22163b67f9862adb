"""How is the course after an operation judged? Variation, visits, work-up: knowledge/course.toml; definitions: outcomes.toml."""

from datetime import date
from decimal import Decimal
from functools import cache

import msgspec

from culprit.knowledge.load import Provenance, Sourced, knowledge_file, sourced
from culprit.knowledge.outcomes import outcome_definitions
from culprit.knowledge.settings import Settings, default_settings


class Grids(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The shapes of decline that the monitor weighs, and how weighty each is before any value is seen.

    A decline has reached 63 % of its depth after `decline_days`; it ends at a share of the set-point; `decline_shape` is the
    exponent of its beginning. `variation_factors` multiply the within-person variation. Onsets stand every `onset_step_days`
    up to `onset_last_day`. Plateaus of the early days stand every `plateau_step` from `plateau_least` to `plateau_most` (mmol/L).
    """

    decline_days: tuple[float, ...]
    decline_weights: tuple[float, ...]
    final_shares: tuple[float, ...]
    final_weights: tuple[float, ...]
    variation_factors: tuple[float, ...]
    variation_weights: tuple[float, ...]
    recovery_half_life_days: tuple[float, ...]
    onset_step_days: int
    onset_last_day: int
    decline_shape: float
    plateau_least: float
    plateau_most: float
    plateau_step: float
    source: str
    date: date
    provenance: Provenance


class VisitRule(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Some visits of the schedule: on `days` after the operation, or every so many days.

    A test up to `early` days before the day and `late` days after it still counts for the visit.
    """

    early: int
    late: int
    tests: tuple[str, ...]
    source: str
    date: date
    provenance: Provenance
    days: tuple[int, ...] = ()
    from_day: int = 0
    every_days: int = 0
    until_day: int = 0

    def on_days(self) -> tuple[int, ...]:
        """The days of its visits, counted from the operation."""
        return self.days or tuple(range(self.from_day, self.until_day + 1, self.every_days))


class WorkUpStep(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One step when recurrence is `suspected` or `confirmed`, with the statements it cites."""

    step: str
    when: str
    why: str
    statements: tuple[str, ...]


@cache
def course_defaults() -> dict[str, Sourced]:
    """Every setting of the course by name: what the states mean first, then the figures of the monitor."""
    meant = {name: one.sourced for name, one in outcome_definitions().items()}
    return meant | {name: sourced(name, entry) for name, entry in knowledge_file("course")["settings"].items()}


def course_settings(country: str = "") -> Settings:
    """What one course is judged with: the settings of the course, and those of the rulebook beside them."""
    return Settings({**default_settings(), **course_defaults()}, country)


@cache
def grids() -> Grids:
    """The monitor's shapes of decline."""
    entry = knowledge_file("course")["grids"]
    return msgspec.convert({name: _plain(value) for name, value in entry.items()}, Grids)


@cache
def visit_rules() -> tuple[VisitRule, ...]:
    """The schedule, earliest visits first."""
    return tuple(msgspec.convert(entry, VisitRule) for entry in knowledge_file("course")["visits"])


@cache
def work_up_steps() -> tuple[WorkUpStep, ...]:
    """What to do when recurrence is suspected, in order."""
    return tuple(msgspec.convert(entry, WorkUpStep) for entry in knowledge_file("course")["work_up"])


def _plain(value: object) -> object:
    """Numbers of a grid are weights of a model and not amounts to be kept exact."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


@cache
def operation_words() -> dict[str, dict[str, tuple[str, ...]]]:
    """Field of an operation → value → the words that say so, in the order in which they are tried."""
    table = knowledge_file("course")["operation_words"]
    return {
        field: {value: tuple(words) for value, words in values.items()}
        for field, values in table.items()
        if isinstance(values, dict)
    }


def checked_course(settings: Settings) -> Settings:
    """The same settings; raises ValueError, naming the first number with which no course can be judged."""
    for name in course_defaults():
        one = settings.values[name]
        wrong = _wrong(one.number, one.unit)
        if wrong:
            raise ValueError(f"setting '{name}' must be {wrong}, got '{one.number}'")
    return settings


def _wrong(number: Decimal, unit: str) -> str:
    """What a number of this unit must be, when it is not; empty when it is."""
    if unit == "1 = yes, 0 = no":
        return "" if number in (0, 1) else "0 or 1"
    if unit in ("probability", "correlation"):
        return "" if 0 < number < 1 else "above 0 and below 1"
    if unit == "day":
        return "" if number >= 0 and number == number.to_integral_value() else "a whole number of days"
    if unit == "result":
        return "" if number >= 1 and number == number.to_integral_value() else "a whole number, at least 1"
    return "" if number > 0 else "above 0"
