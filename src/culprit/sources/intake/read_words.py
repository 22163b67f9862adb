"""What do the small words of a row mean? Sex, flags, yes and no, and statuses, in the languages met in the field."""

import re
import unicodedata
from enum import StrEnum

from culprit.domain.record import Sex
from culprit.domain.result import Interpretation


def _lines(text: str) -> frozenset[str]:
    return frozenset(word.strip() for line in text.strip().splitlines() for word in line.split("|"))


def folded(text: str | None) -> str:
    """Letters as one compares them: compatibility forms, lower case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())


_FEMALE = _lines(
    "f | female | 8532 | w | weiblich | frau | woman | 女 | 女性 | ж | жен | жен. | женский | женщина | féminin | femme"
)
_MALE = _lines("m | male | 8507 | männlich | mann | man | 男 | 男性 | м | муж | муж. | мужской | мужчина | masculin | homme")


def read_sex(text: str | None) -> Sex | None:
    """F or M, or None for other, unknown, and what we cannot read."""
    word = folded(text)
    if word in _FEMALE:
        return Sex.FEMALE
    return Sex.MALE if word in _MALE else None


_INTERPRETATIONS: dict[Interpretation, frozenset[str]] = {
    Interpretation.LOW: _lines(
        """l | ll | lu | < | low | critical low | critically low | below low normal | ↓ | ↓↓ | 低 | 偏低 | 降低 | 危急低
        н | ниже | ниже нормы | понижен | понижено | пониженный | снижен | снижено | niedrig | erniedrigt | vermindert"""
    ),
    Interpretation.HIGH: _lines(
        """h | hh | hu | > | high | critical high | critically high | above high normal | ↑ | ↑↑ | 高 | 偏高 | 升高 | 增高 | 危急高
        в | выше | выше нормы | повышен | повышено | повышенный | hoch | erhöht"""
    ),
    Interpretation.NORMAL: _lines(
        "n | normal | wnl | within normal limits | 正常 | норма | в норме | в пределах нормы | normwertig | unauffällig"
    ),
    Interpretation.ABNORMAL: _lines(
        "a | aa | abnormal | critical abnormal | critical | 异常 | отклонение | auffällig | pathologisch | * | !"
    ),
    Interpretation.POSITIVE: _lines(
        "pos | positive | det | detected | 阳性 | положительно | положительный | обнаружено | positiv | nachgewiesen"
    ),
    Interpretation.NEGATIVE: _lines(
        """neg | negative | nd | not detected | non-reactive | 阴性 | отрицательно | отрицательный | не обнаружено | не обнаружен
        negativ | nicht nachgewiesen | 未检出"""
    ),
}
_INTERPRETATION_OF = {word: meaning for meaning, words in _INTERPRETATIONS.items() for word in words}


def read_interpretation(text: str | None) -> Interpretation:
    """The laboratory's flag: HL7 codes (L LL H HH N A …), arrows and words; NONE for what we cannot read.

    Of several words ("abnormal L") one that says a direction wins. A warning such as "delta" says nothing about low or high.
    """
    whole = folded(text)
    if not whole:
        return Interpretation.NONE
    if whole in _INTERPRETATION_OF:
        return _INTERPRETATION_OF[whole]
    found = [_INTERPRETATION_OF[word] for word in re.split(r"[\s,;|/()]+", whole) if word in _INTERPRETATION_OF]
    directed = {word for word in found if word in (Interpretation.LOW, Interpretation.HIGH)}
    if len(directed) == 1:
        return directed.pop()
    return found[0] if found and not directed else Interpretation.NONE


_NEGATIVE_RESULT = _INTERPRETATIONS[Interpretation.NEGATIVE] | _lines(
    """none | absent | nil | - | (-) | не найдено | отсутствует | отсутствуют | отр | отр. | keine | нет | 无"""
)
_POSITIVE_RESULT = _INTERPRETATIONS[Interpretation.POSITIVE] | _lines(
    """present | trace | tr | + | ++ | +++ | ++++ | (+) | ± | +- | +/- | 1+ | 2+ | 3+ | 4+
    微量 | следы | пол | пол. | spur | spuren"""
)
_LOW_RESULT = _lines("decreased | reduced | diminished | subnormal | below normal")
_HIGH_RESULT = _lines("increased | elevated | raised | above normal")
_HOW_MUCH = re.compile(r"^(?:very|mildly|slightly|moderately|markedly|severely|profoundly|strongly|extremely|abnormally) (?=\w)")
_RESULT_FLAGS = frozenset((Interpretation.LOW, Interpretation.HIGH, Interpretation.NORMAL, Interpretation.ABNORMAL))


def read_result_words(text: str | None) -> Interpretation:
    """What a result in words says: negative, positive (trace counts as positive), low, high, normal, or NONE.

    How much is passed over: "severely low" is low. What takes a word back is not: "spuriously high", "borderline low" say nothing.
    """
    word = folded(text).strip(" .*")
    if word in _NEGATIVE_RESULT or folded(text) in _NEGATIVE_RESULT:
        return Interpretation.NEGATIVE
    if word in _POSITIVE_RESULT or folded(text) in _POSITIVE_RESULT:
        return Interpretation.POSITIVE
    bare = _HOW_MUCH.sub("", word)
    if bare in _LOW_RESULT:
        return Interpretation.LOW
    if bare in _HIGH_RESULT:
        return Interpretation.HIGH
    meaning = _INTERPRETATION_OF.get(bare, Interpretation.NONE)
    if bare != word and meaning not in (Interpretation.LOW, Interpretation.HIGH):
        return Interpretation.NONE
    # a lone Latin letter as a result ("A", "N", "L") is a code of that laboratory, not a flag
    return (
        meaning if meaning in _RESULT_FLAGS and not (len(bare) == 1 and bare.isalpha() and bare.isascii()) else Interpretation.NONE
    )


_YES = _lines("true | t | yes | y | 1 | ja | да | 是 | dead | deceased | died")
_NO = _lines("false | f | no | n | 0 | nein | нет | 否 | alive")
_FASTING = _lines("f | fasting | fasted | nüchtern | натощак | 空腹")
_NOT_FASTING = _lines(
    "nf | non-fasting | not fasting | nonfasting | random | postprandial | nicht nüchtern | не натощак | 非空腹 | 餐后"
)


def read_yes_no(text: str | None) -> bool | None:
    """True, False, or None when the source does not say (or says it in no way we know)."""
    word = folded(text)
    if word in _YES:
        return True
    return False if word in _NO else None


def read_fasting(text: str | None) -> bool | None:
    """Whether the patient had fasted: words (HL7 F, NF) or true and false; None when the source does not say."""
    word = folded(text)
    if word in _FASTING:
        return True
    return False if word in _NOT_FASTING else read_yes_no(word)


_WITHDRAWN = frozenset(("entered-in-error", "entered_in_error", "cancelled", "canceled", "nullified", "registered", "error"))
_NOT_DONE = frozenset(
    ("not-done", "not-taken", "draft", "preparation", "planned", "noshow", "revoked", "proposed", "unknown-not-taken")
)


def withdrawn(status: str | None) -> bool:
    """True when the source takes the result back, or never had one: entered in error, cancelled, only registered."""
    return not _WITHDRAWN.isdisjoint(folded(status).split())


def withdrawn_fact(status: str | None) -> bool:
    """True when a drug, procedure, stay or report is taken back or never came to be: an order cancelled, a procedure not done, a
    drug not taken. (Conditions and relatives: read_status.)

    A study that is only registered was done, its pictures just lie elsewhere."""
    return not (_WITHDRAWN - {"registered"} | _NOT_DONE).isdisjoint(folded(status).split())


class DrugStatus(StrEnum):
    """How sure it is that the drug was taken."""

    ORDER = "order"
    ADMINISTRATION = "administration"
    STATEMENT = "statement"


# in the status of a statement: its day is the one on which the drug was begun
STARTED = "started"
_OVER = frozenset(("completed", "stopped", "on-hold", "on_hold", "ended", "discontinued"))


def is_over(status: str | None) -> bool:
    """True when the source says that the drug is taken no more, or not now; when it ended may be unknown all the same."""
    return not _OVER.isdisjoint(folded(status).split())


def is_begun(status: str | None) -> bool:
    """True when the day of a row is the one on which the drug was begun."""
    return STARTED in folded(status).split()


def read_drug_status(status: str | None) -> DrugStatus:
    """Order (the cautious default), administration or statement."""
    words = folded(status)
    if "administ" in words or "given" in words.split():
        return DrugStatus.ADMINISTRATION
    return DrugStatus.STATEMENT if "statement" in words or "taking" in words.split() else DrugStatus.ORDER
