"""How sure is the source of a diagnosis: present, provisional, refuted, or withdrawn altogether?"""

import re

from culprit.domain.facts import ConditionStatus
from culprit.sources.intake.word_patterns import folded

_WITHDRAWN = re.compile(r"entered.?in.?error|nullified|withdrawn|retracted|cancell?ed|录入错误|作废|ошибочн|аннулир|storniert")
_REFUTED = re.compile(r"refuted|ruled.?out|excluded|not.?done|已排除|排除|除外|исключ|не подтвержд|ausgeschlossen|\bausschluss\b")
_PROVISIONAL = re.compile(
    r"provisional|differential|unconfirmed|suspected|suspicion|possible|probable|preliminary|query|working"
    r"|疑似|待查|待排|可能|考虑|предварительн|подозрен|под вопросом|verdacht|\bv\.?\s?a\b|\?|？"
)


def condition_status(words: str | None) -> ConditionStatus | None:
    """The status that the format's own words say; PRESENT when they say nothing else, None when the row was withdrawn.

    `words` may hold several, joined with a space (clinical and verification status of FHIR): a resolved or inactive
    diagnosis was present once. German Diagnosesicherheit is read too (G gesichert, V Verdacht, A Ausschluss, Z Zustand nach).
    """
    plain = folded(words or "").strip()
    if _WITHDRAWN.search(plain):
        return None
    if plain == "a" or _REFUTED.search(plain):
        return ConditionStatus.REFUTED
    if plain == "v" or _PROVISIONAL.search(plain):
        return ConditionStatus.PROVISIONAL
    return ConditionStatus.PRESENT
