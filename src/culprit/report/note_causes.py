"""What is it probably, and why not its neighbours? The first cause against the next two, by the findings that separate them."""

import math
from collections import Counter
from collections.abc import Container, Sequence

import msgspec

from culprit.domain.assessment import Cause, Reason, Turn
from culprit.report.differential import percent
from culprit.report.words import listed, sentence, small, title
from culprit.report.words_of_findings import fact_of, finding_in_words, reason_in_words

NEIGHBOURS = 2
_MOST_FOR, _MOST_AGAINST = 5, 3
# a finding that fits one of two causes less than this many times better separates them in no way worth a line
_SEPARATES = 1.5
# what a neighbour needs to be worth a comparison
_LEAST_PROBABLE = 0.02
# from this share on: very probable, probable, more likely than not
_VERY, _PROBABLE, _LIKELY = 0.9, 0.7, 0.5


class Opinion(msgspec.Struct, frozen=True, gc=False):
    """The judgement in sentences: the first cause, what speaks for and against it, its neighbours, what would change it."""

    verdict: str
    in_favour: str
    against: str
    neighbours: tuple[str, ...]
    rest: str
    besides: tuple[str, ...]
    would_change: tuple[str, ...]
    figures: str


def opinion(
    causes: Sequence[Cause], contributors: Sequence[Cause] = (), turns: Sequence[Turn] = (), told: Container[str] = ()
) -> Opinion | None:
    """The judgement, or None where there is nothing to explain. `told` are sentences that stand elsewhere in the note."""
    if not causes:
        return None
    first = causes[0]
    neighbours = [c for c in causes[1:] if c.probability >= _LEAST_PROBABLE and c.cause != "other"][:NEIGHBOURS]
    for_it = [r for r in first.reasons if r.likelihood_ratio > 1][:_MOST_FOR]
    against = [r for r in first.reasons if r.likelihood_ratio < 1][:_MOST_AGAINST]
    return Opinion(
        _verdict(first),
        f"For it: {_strongest_first(for_it, told)}." if for_it else "",
        f"Against it: {_strongest_first(against, told)}." if against else "",
        tuple(_neighbour(first, other) for other in neighbours),
        _rest([c for c in causes[1:] if c not in neighbours]),
        tuple(_beside(cause, told) for cause in contributors),
        tuple(_turn(turn) for turn in turns),
        _figures(first),
    )


def in_brief(causes: Sequence[Cause]) -> str:
    """The first cause in one clause, for the summary."""
    first = causes[0]
    words = _verdict(first)
    if first.probability < _LIKELY and len(causes) > 1 and causes[1].probability >= _LEAST_PROBABLE:
        words = f"{words.rstrip('.')}, before {small(title(causes[1].cause))} ({percent(causes[1].probability)})."
    return words


def _verdict(first: Cause) -> str:
    name, share = small(title(first.cause)), _share(first)
    if first.cause == "other":
        return f"None of the causes we know fits well: another, or one not known, comes first with {share}."
    if first.probability >= _VERY:
        return f"Very probably: {name}, {share}."
    if first.probability >= _PROBABLE:
        return f"Probably: {name}, {share}."
    if first.probability >= _LIKELY:
        return f"More likely than not: {name}, {share}."
    return f"Undecided. The likeliest: {name}, {share}."


def _share(cause: Cause) -> str:
    low, high = percent(cause.interval[0]), percent(cause.interval[1])
    own = percent(cause.probability)
    if low == high:
        return own
    low = low.removesuffix(" %") if "<" not in low and ">" not in low else low
    return f"{own} (range {low} to {high})"


def _strongest_first(reasons: Sequence[Reason], told: Container[str]) -> str:
    """The findings with their values; a value that two findings share is said once."""
    said: list[str] = []
    seen: set[str] = set()
    for reason in reasons:
        said.append(reason_in_words(reason, seen if reason.value.strip() in seen else told))
        seen.add(reason.value.strip())
    return "; ".join(said)


def _figures(first: Cause) -> str:
    """How far the figures behind the first cause were checked: a reader must know what a percentage rests on."""
    how = Counter(reason.provenance for reason in first.reasons)
    marks = (("read", "read in a source"), ("recalled", "recalled from the field"), ("proposed", "our own estimates"))
    parts = [f"{how[mark]} {'was' if how[mark] == 1 else 'were'} {words}" for mark, words in marks if how[mark]]
    if not parts:
        return ""
    if len(parts) == 1:
        words = next(words for mark, words in marks if how[mark])
        if len(first.reasons) == 1:
            return f"The one figure that moved this cause was {words.removesuffix('s')}; the range carries how unsure it is."
        parts = [f"all were {words}"]
    return f"Of the {len(first.reasons)} figures that moved this cause {listed(parts)}; the range carries how unsure they are."


def _neighbour(first: Cause, other: Cause) -> str:
    """`Bone metastases (30 %) is less likely because …; what fits it better: …`."""
    name = title(other.cause)
    ours, theirs = _by_fact(first), _by_fact(other)
    ratios: list[tuple[float, str]] = []
    for fact in dict.fromkeys([*ours, *theirs]):
        # a finding that is not among a cause's reasons moves it neither way
        ratio = (ours[fact].likelihood_ratio if fact in ours else 1.0) / (theirs[fact].likelihood_ratio if fact in theirs else 1.0)
        ratios.append((math.log(ratio), finding_in_words((ours.get(fact) or theirs[fact]).finding)))
    ratios.sort(key=lambda one: (-abs(one[0]), one[1]))
    worth = math.log(_SEPARATES)
    here = [words for weight, words in ratios if weight >= worth][:_MOST_AGAINST]
    there = [words for weight, words in ratios if weight <= -worth][:_MOST_AGAINST]
    head = f"{name}, {_share(other)}"
    than = small(title(first.cause))
    if here and there:
        return f"{head}: fits less well because {_and(here)}; fits better in that {_and(there)}."
    if here:
        return f"{head}: fits less well because {_and(here)}."
    if there:
        return f"{head}: fits no worse (better in that {_and(there)}), but is rarer than {than}."
    return f"{head}: nothing known so far separates it from {than}."


def _and(things: Sequence[str]) -> str:
    return listed(list(things))


def _by_fact(cause: Cause) -> dict[str, Reason]:
    return {fact_of(reason.finding): reason for reason in cause.reasons}


def _rest(causes: Sequence[Cause]) -> str:
    """Whatever else reaches a hundredth, by name; the others together."""
    named = [cause for cause in causes if cause.probability >= _LEAST_PROBABLE / 2 and cause.cause != "other"]
    others = math.fsum(cause.probability for cause in causes if cause not in named)
    words = [f"{small(title(cause.cause))} {percent(cause.probability)}" for cause in named[:4]]
    others += math.fsum(cause.probability for cause in named[4:])
    if not words:
        return f"All other causes together: {percent(others)}." if causes else ""
    return f"Further: {', '.join(words)}; all others together {percent(others)}."


def _beside(cause: Cause, told: Container[str]) -> str:
    why = [r for r in cause.reasons if r.likelihood_ratio > 1][:_MOST_AGAINST]
    because = f": {_strongest_first(why, told)}" if why else ""
    return sentence(f"{title(cause.cause)}, {_share(cause)}{because}")


def _turn(turn: Turn) -> str:
    chance = f"{percent(turn.probable)} likely"
    result = finding_in_words(turn.result)
    return f"If {result} ({chance}), {small(title(turn.then))} would come first with {percent(turn.then_probability)}."
