"""What does the monitor see? Logarithms of the values that tell, channel by channel, with the variation each carries."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from culprit.course.episode import Episode
from culprit.course.readings import NOT_FASTING
from culprit.course.supplements import acting, supplement_times
from culprit.domain.course import CourseReading
from culprit.domain.result import Result, laboratory_compared
from culprit.knowledge.course import grids
from culprit.knowledge.settings import Settings

PHOSPHATE = "phosphate_serum"
OTHERS = ("fgf23_intact", "fgf23_cterminal", "tmp_gfr", "alkaline_phosphatase")


class Channel(msgspec.Struct, frozen=True, gc=False):
    """How one analyte behaves, in logarithms: its population, its variation, and where recurrence takes it.

    `moves` is the change of the logarithm once a decline is complete (0 for phosphate, whose depth is weighed);
    `lags_days` is how long after phosphate it begins to move.
    """

    analyte: str
    mean: float
    between: float
    within: float
    analytical: float
    moves: float = 0.0
    lags_days: int = 0


class Observation(msgspec.Struct, frozen=True, gc=False):
    """One value seen: days after the operation, its logarithm, and further coefficients of variation it carries (`further`)."""

    day: int
    analyte: str
    log_value: float
    further: float = 0.0


def numbers(settings: Settings) -> dict[str, float]:
    """The settings as floating-point numbers, for the arithmetic of a model."""
    return {name: float(one.number) for name, one in settings.values.items() if not isinstance(one.value, str | bool)}


def channels(number: Mapping[str, float]) -> dict[str, Channel]:
    """Every channel, phosphate first, from the settings as numbers."""
    shared = math.sqrt(1 - number["tmp_gfr_shared"] ** 2)
    fall = math.log(grids().final_shares[1])

    def one(analyte: str, family: str, moves: float, within: float, analytical: float, lags: int = 0) -> Channel:
        between = number[f"{family}_between_people"]
        return Channel(
            analyte, math.log(number[f"{analyte.removesuffix('_serum')}_set_point"]), between, within, analytical, moves, lags
        )

    return {
        channel.analyte: channel
        for channel in (
            one(PHOSPHATE, "phosphate", 0.0, number["phosphate_within_person"], number["phosphate_analytical"]),
            *(
                one(a, "fgf23", math.log(number[f"{a}_rise"]), number[f"{a}_within_person"], number["fgf23_analytical"])
                for a in ("fgf23_intact", "fgf23_cterminal")
            ),
            # worked out from the phosphate of the same sample: as much wider as it brings less news
            one("tmp_gfr", "tmp_gfr", fall, number["tmp_gfr_within_person"] / shared, number["phosphate_analytical"]),
            one(
                "alkaline_phosphatase",
                "alkaline_phosphatase",
                math.log(number["alkaline_phosphatase_rise"]),
                number["alkaline_phosphatase_within_person"],
                number["alkaline_phosphatase_analytical"],
                int(number["alkaline_phosphatase_lags_days"]),
            ),
        )
    }


def observations(episode: Episode) -> tuple[Observation, ...]:
    """What the monitor sees of an episode, by day, phosphate first: values from `monitor_from_day`, no supplement acting.

    Phosphates of one day are one value (the mean of their logarithms): they share the day's variation.
    """
    return tuple(sorted((*_phosphate(episode), *_others(episode)), key=lambda o: (o.day, o.analyte != PHOSPHATE, o.analyte)))


def monitored(reading: CourseReading, settings: Settings) -> str:
    """Empty when the monitor uses the reading, else why not."""
    if reading.value is None or reading.value <= 0:
        return "no usable number"
    if reading.days_after < settings.days("monitor_from_day"):
        return "early days"
    if reading.supplements:
        return "supplement"
    if reading.use == "nothing" and reading.level != "unknown" and reading.because != NOT_FASTING:
        return "doubtful days"
    return ""


def left_out(readings: Sequence[CourseReading], settings: Settings) -> dict[str, int]:
    """How many phosphates the monitor does not use, by reason."""
    reasons = [reason for reading in readings if (reason := monitored(reading, settings))]
    return {reason: reasons.count(reason) for reason in sorted(set(reasons))}


def _phosphate(episode: Episode) -> Iterator[Observation]:
    by_day: dict[int, list[tuple[float, float]]] = {}
    for reading in episode.readings:
        if not monitored(reading, episode.settings):
            assert reading.value is not None
            by_day.setdefault(reading.days_after, []).append((math.log(reading.value), _further(reading.fasting, episode.settings)))
    for day, values in by_day.items():
        yield Observation(day, PHOSPHATE, sum(v for v, _ in values) / len(values), min(f for _, f in values))


def _further(fasting: bool | None, settings: Settings) -> float:
    if fasting is None:
        return float(settings.number("phosphate_fasting_unknown"))
    return 0.0 if fasting else float(settings.number("phosphate_not_fasting"))


def other_assay(episode: Episode) -> frozenset[str]:
    """Rows (their sources) of FGF23 whose printed upper limit differs from the first one's: another assay, never compared."""
    return _unlike_the_first(episode, lambda result: result.limit_high)


def other_laboratory(episode: Episode) -> frozenset[str]:
    """Rows (their sources) of FGF23 from another laboratory than the first named: nobody says that its assay is the same."""
    return _unlike_the_first(episode, lambda result: laboratory_compared(result.laboratory) if result.laboratory else None)


def _unlike_the_first(episode: Episode, said_by: Callable[[Result], object]) -> frozenset[str]:
    """The first since the operation: who referred the patient may have measured elsewhere, and the monitor never sees that."""
    found: set[str] = set()
    for analyte in ("fgf23_intact", "fgf23_cterminal"):
        since = [r for r in episode.record.of_analyte(analyte) if r.at.earliest > episode.operation.latest]
        said = [r for r in since if said_by(r) is not None]
        found |= {r.source for r in said if said_by(r) != said_by(said[0])}
    return frozenset(found)


def _others(episode: Episode) -> Iterator[Observation]:
    times = supplement_times(episode.record, episode.settings)
    first = {name: episode.settings.days("monitor_from_day") for name in OTHERS}
    first["alkaline_phosphatase"] = episode.settings.days("alkaline_phosphatase_from_day")
    foreign = other_assay(episode) | other_laboratory(episode)
    for analyte in OTHERS:
        seen: set[int] = set()
        for result in episode.record.of_analyte(analyte):
            day = (result.at.earliest - episode.operation.latest).days
            known = result.usable and result.quantity is not None and not result.quantity.comparator and result.quantity.value > 0
            in_time = first[analyte] <= day <= episode.days and day not in seen
            if known and in_time and result.source not in foreign and not acting(times, result.at.earliest, result.at.latest):
                assert result.quantity is not None
                seen.add(day)
                yield Observation(day, analyte, math.log(result.quantity.value))
