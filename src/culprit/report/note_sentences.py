"""What is established in one patient, and what was looked at and is not so: in sentences, each with the rows it rests on.

The rules' own reasons stand in assessments.jsonl; here the same verdicts and their evidence are told as to a colleague.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from culprit.domain.answer import Answer
from culprit.domain.assessment import Assessment
from culprit.domain.verdict import Evidence, Verdict
from culprit.report.markup import shortened
from culprit.report.words import analyte_title, counted, listed, sentence, small, title
from culprit.report.words_of_evidence import limit_in_words, number_of, value_in_words

LONGEST = 1200


class Said(msgspec.Struct, frozen=True, gc=False):
    """One sentence of the note with the rows it rests on and the statements behind it."""

    question: str
    words: str
    rows: tuple[Evidence, ...] = ()
    statements: tuple[str, ...] = ()


def established(assessment: Assessment) -> tuple[Said, ...]:
    """The questions answered yes, in a clinician's order; beside a low phosphate that lasts nobody says that the newest is low."""
    found = assessment.findings
    lasting = _answer(found, "chronic_low_phosphate") is Answer.MET
    return tuple(
        _said(question, found[question], _YES.get(question))
        for question in in_order(found)
        if found[question].answer is Answer.MET and not (question == "low_phosphate" and lasting)
    )


def considered(assessment: Assessment) -> tuple[Said, ...]:
    """The questions answered no that a colleague would want to hear of."""
    return tuple(
        _said(question, verdict, _NO[question])
        for question in in_order(assessment.findings)
        if (verdict := assessment.findings[question]).answer is Answer.NOT_MET
        and question in _NO
        and _worth_telling(question, verdict)
    )


def in_order(found: dict[str, Verdict]) -> list[str]:
    """The order of a clinician's thought; questions we have no place for come last, by name."""
    place = {question: i for i, question in enumerate(_ORDER)}
    return sorted(found, key=lambda question: (place.get(question, len(place)), question))


_ORDER = (
    "phosphate_never_measured",
    "chronic_low_phosphate",
    "low_phosphate",
    "low_phosphate_unattended",
    "explained_by_acute_illness",
    "renal_phosphate_wasting",
    "generalised_tubulopathy",
    "fgf23_dependent",
    "osteomalacia_suspected",
    "explained_by_drug",
    "known_and_treated",
    "phosphate_normalised_after_resection",
    "recurrence_suspected",
)


def _answer(found: dict[str, Verdict], question: str) -> Answer | None:
    return found[question].answer if question in found else None


def _said(question: str, verdict: Verdict, tell: Callable[[Verdict], str] | None) -> Said:
    rows = tuple(row for row in verdict.evidence if row.kind != "absence")
    words = tell(verdict) if tell else ""
    if not words:
        asked = title(question)
        answer = "Yes" if verdict.answer is Answer.MET else "No"
        words = f"{asked} {answer}. {sentence(verdict.because)}" if asked.endswith("?") else f"{asked}: {verdict.because}"
    return Said(question, sentence(shortened(words, LONGEST)), rows, verdict.statements)


def amount(row: Evidence) -> str:
    """`0.323 mmol/L (lower limit 0.775)`."""
    limit = limit_in_words(row)
    return f"{value_in_words(row)} ({limit})" if limit else value_in_words(row)


def _phosphates(verdict: Verdict) -> list[Evidence]:
    return [row for row in verdict.evidence if row.kind == "result" and row.analyte == "phosphate_serum"]


def _below(row: Evidence) -> bool:
    """True for a value that is not shown to be at or above its limit."""
    number = number_of(row)
    return number is None or row.limit_low is None or number < row.limit_low


def _lasting(verdict: Verdict) -> str:
    rows = [row for row in _phosphates(verdict) if _below(row)]
    if len(rows) < 2:
        return f"The low phosphate lasts: {small(verdict.because)}"
    first, last = rows[0], rows[-1]
    numbers = [(number, i) for i, row in enumerate(rows) if (number := number_of(row)) is not None]
    lowest = rows[min(numbers)[1]] if numbers else last
    words = (
        f"Phosphate has been low {_span(first, last)}: {counted(len(rows), 'low value')}, from {_of_day(first)} to {_of_day(last)}"
    )
    words += f"; lowest {_of_day(lowest)}" if lowest not in (first, last) else ""
    return f"{words}. {_limits(rows)}{_companions(rows)}"


def _of_day(row: Evidence) -> str:
    return f"{value_in_words(row)} on {row.on[:10]}"


def _limits(rows: Sequence[Evidence]) -> str:
    limits = sorted({row.limit_low for row in rows if row.limit_low is not None})
    if not limits:
        return "The laboratory called them low."
    # "0.80" and "0.8" are one limit
    low, high = (
        limit_in_words(Evidence("result", limit_low=limit)).removeprefix("lower limit ") for limit in (limits[0], limits[-1])
    )
    return (
        f"The lower limit is {low} mmol/L."
        if low == high
        else f"Each lies below the lower limit of its day ({low} to {high} mmol/L)."
    )


def _companions(rows: Sequence[Evidence]) -> str:
    """What the evidence says beside a value: `intensive care; on oral_phosphate`."""
    excused, treated = [], []
    for row in rows:
        windows, _, drugs = row.text.partition("on ") if row.text.startswith("on ") else row.text.partition("; on ")
        excused += [windows] if windows else []
        treated += [drugs] if drugs else []
    words = ""
    if excused:
        kinds = listed(list(dict.fromkeys(excused)))
        words += f" {_capital_number(len(excused))} of the {len(rows)} fell in {kinds}, and would prove nothing alone."
    if treated:
        drugs = listed(list(dict.fromkeys(name.replace("_", " ") for names in treated for name in names.split(", "))))
        words += f" It was low even on {drugs}."
    return words


def _capital_number(number: int) -> str:
    return ("None", "One", "Two", "Three", "Four", "Five")[number] if number < 6 else str(number)


def _span(first: Evidence, last: Evidence) -> str:
    try:
        days = (date.fromisoformat(last.on[:10]) - date.fromisoformat(first.on[:10])).days
    except ValueError:
        # only a month or a year is known
        return f"since {first.on}"
    if days < 90:
        return f"for {counted(days, 'day')}"
    if days < 730:
        return f"for {round(days / 30.44)} months"
    return f"for {days / 365.25:.0f} years"


def _newest_low(verdict: Verdict) -> str:
    rows = _phosphates(verdict)
    return (
        f"The newest phosphate is low: {amount(rows[-1])} on {rows[-1].on[:10]}"
        if rows
        else f"Phosphate is low: {small(verdict.because)}"
    )


def _left(verdict: Verdict) -> str:
    """The rule says `value on day: never repeated, never worked up`; the value is told already."""
    rest = verdict.because.rpartition(": ")[2]
    return f"Nobody has dealt with it: {rest}"


def _fgf23(verdict: Verdict) -> str:
    rows = [row for row in verdict.evidence if row.analyte.startswith("fgf23")]
    return f"{verdict.because}: {amount(rows[-1])} on {rows[-1].on[:10]}" if rows else verdict.because


def _bone(verdict: Verdict) -> str:
    if verdict.because.startswith("on record:"):
        return f"The bone is soft: {verdict.because.removeprefix('on record:').strip()} is on record"
    signs: dict[str, list[str]] = {}
    for row in verdict.evidence:
        if row.kind == "result" and row.analyte != "phosphate_serum":
            signs.setdefault(f"{small(analyte_title(row.analyte))} {amount(row)}", [])
        elif row.kind != "result" and row.kind != "absence":
            signs.setdefault(small(title(row.name)), []).append(row.on[:10])
    if not signs:
        return f"Soft bone is suspected: {small(verdict.because)}"
    told = [_sign(name, days) for name, days in signs.items()]
    return f"Soft bone (osteomalacia) is suspected: beside the low phosphate the record has {listed(told)}"


def _sign(name: str, days: list[str]) -> str:
    known = [day for day in days if day]
    if len(days) > 1:
        return f"{name} ({len(days)} times{f', first {known[0]}' if known else ''})"
    return f"{name} ({known[0]})" if known else name


def _drug(verdict: Verdict) -> str:
    drugs = []
    for row in verdict.evidence:
        named, _, mechanism = row.text.partition(": ")
        since = f" from {row.on[:10]}" if row.on else " at a time not said"
        drugs.append(f"{named or title(row.name)}{since} ({mechanism})" if mechanism else f"{title(row.name)}{since}")
    if not drugs:
        return f"A drug can explain it: {small(verdict.because)}"
    subject = "A drug that was on record" if len(drugs) == 1 else "Drugs that were on record"
    return f"{subject} when phosphate was low can explain it: {listed(drugs)}"


def _acute(verdict: Verdict) -> str:
    kinds = verdict.because.partition(": ")[2]
    return (
        f"Acute illness or treatment explains every low value: {kinds}"
        if kinds
        else f"Acute illness explains it: {small(verdict.because)}"
    )


def _kidney(verdict: Verdict) -> str:
    return f"The kidney loses phosphate: {verdict.because.partition(': ')[2] or verdict.because}"


def _plainly(verdict: Verdict) -> str:
    return verdict.because


_YES: dict[str, Callable[[Verdict], str]] = {
    "chronic_low_phosphate": _lasting,
    "low_phosphate": _newest_low,
    "low_phosphate_unattended": _left,
    "phosphate_never_measured": lambda verdict: f"Bones fail and phosphate was never measured: {small(verdict.because)}",
    "renal_phosphate_wasting": _kidney,
    "generalised_tubulopathy": lambda verdict: f"The whole proximal tubule is affected: {small(verdict.because)}",
    "fgf23_dependent": _fgf23,
    "osteomalacia_suspected": _bone,
    "explained_by_drug": _drug,
    "explained_by_acute_illness": _acute,
    "known_and_treated": _plainly,
    "phosphate_normalised_after_resection": lambda verdict: f"Phosphate recovered after the operation: {small(verdict.because)}",
    "recurrence_suspected": lambda verdict: f"The disease may be back: {small(verdict.because)}",
}


def _attended(verdict: Verdict) -> str:
    normal = verdict.because.partition("the newest phosphate outside acute illness is not low: ")[2]
    return f"Outside acute illness phosphate was not low: {normal}" if normal else f"It was attended to: {small(verdict.because)}"


def _not_acute(verdict: Verdict) -> str:
    counted = _OF.match(verdict.because)
    if counted is None:
        return f"Acute illness does not explain it: {small(verdict.because)}"
    if counted[1] == counted[2]:
        return "Nothing that passes explains it: no low value fell in an acute illness on record"
    return f"Acute illness explains a part only: {counted[1]} of {counted[2]} low values came outside of it"


_OF = re.compile(r"(\d+) of (\d+) ")


_NO: dict[str, Callable[[Verdict], str]] = {
    "low_phosphate": lambda verdict: f"Phosphate is not low now: {small(verdict.because)}",
    "chronic_low_phosphate": lambda verdict: f"It does not last: {small(verdict.because)}",
    "low_phosphate_unattended": _attended,
    "renal_phosphate_wasting": lambda verdict: f"The kidney does not lose it: {small(verdict.because)}",
    "generalised_tubulopathy": lambda verdict: f"The tubule as a whole works: {small(verdict.because)}",
    "fgf23_dependent": lambda verdict: f"FGF23 is not the reason: {small(verdict.because)}",
    "explained_by_drug": lambda verdict: f"No drug explains it: {small(verdict.because)}",
    "explained_by_acute_illness": _not_acute,
    "known_and_treated": lambda verdict: f"It is known, and not treated: {small(verdict.because)}",
    "phosphate_normalised_after_resection": lambda verdict: f"Phosphate did not recover: {small(verdict.because)}",
    "recurrence_suspected": lambda verdict: f"The disease has not come back: {small(verdict.because)}",
}


def _worth_telling(question: str, verdict: Verdict) -> bool:
    """`no low phosphate to explain` and the like say nothing."""
    if verdict.because.startswith("no low phosphate"):
        return False
    return bool(verdict.evidence) or question in ("explained_by_drug", "generalised_tubulopathy")
