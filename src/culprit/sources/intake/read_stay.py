"""Where was the patient, and was the stay planned?"""

import re

from culprit.domain.facts import StayKind
from culprit.sources.intake.word_patterns import folded

_STEP_DOWN = re.compile(r"step.?down|intermediate|high dependency|\bhdu\b|\bimc\b|过渡|промежуточн|intermediar")
_INTENSIVE = re.compile(
    r"\b(?:m|s|n|p|ts|cv|cs|t|b|r|e|c)?icu\b|\b(?:micu/sicu|ccu|cvru|csru|itu|nccu|pcu icu)\b|"
    r"intensive.?care|critical.?care|coronary care|\b(?:4305366|40481392|4149943|763903|32037|581379)\b"
    r"|intensiv(?:station|medizin|pflege)|重症|监护病房|\bорит\b|реанимац|интенсивн\w+ терап"
)
_EMERGENCY = re.compile(
    r"\b(?:emer|ed|er|emergency|emergency room|emergency department|a&e|e&a|eu observation|9203|8870|"
    r"notaufnahme|zna|notfall\w*)\b|emergency|急诊|急救|приемн\w+ отделени|скор\w+ помощ|неотложн|"
    r"экстренн\w+ отделени"
)
_INPATIENT = re.compile(
    r"\b(?:imp|acute|nonac|inpatient\w*|in-patient|hospitali[sz]ation|hospital admission|admitted|9201|"
    r"262|8717|8971|8883|stationar\w*|vollstationar\w*)\b|inpatient|surgical same day admission|住院|入院|病房|"
    r"стационар|госпитализ|\bstation\b"
)
_OUTPATIENT = re.compile(
    r"\b(?:amb|ambulatory\w*|outpatient\w*|out-patient|office\w*|clinic|vr|virtual|tele\w*|hh|home health|"
    r"home visit|fld|field|ss|short stay|same-day surgery|day surgery|day case|prenc|9202|5083|581477|581476|38004207|ambulant\w*|"
    r"sprechstunde)\b"
    r"|ambulatory|outpatient|门诊|амбулатор|поликлиник|telehealth|wellness|checkup|check-up|home visit"
)
_OBSERVATION = re.compile(r"\bobsenc\b|observation|581385|日间|观察|дневн\w+ стационар|tagesklinik|teilstationar")

_PLANNED = re.compile(
    r"\belective\b|\bplanned\b|\bel\b|scheduled|same day admission|routine admission|择期|计划|"
    r"планов|elektiv|geplant|einweisung|pre-?admission"
)
_UNPLANNED = re.compile(
    r"emer\b|emergenc|urgent|\bem\b|\bur\b|\bew emer|unplanned|\bstat\b|trauma|急诊|紧急|急症|экстренн|неотложн|"
    r"notfall|ungeplant|dringend|unfall"
)

# HL7 v2 patient classes
_LETTERS = {"i": "inpatient", "o": "outpatient", "e": "emergency", "r": "outpatient", "b": "inpatient", "p": "outpatient"}


def stay_kind(words: str | None, text: str | None = None) -> StayKind:
    """The kind of a stay from the format's class words (HL7, OMOP concept number, admission type) and the ward's name in `text`.

    A ward of intensive care outweighs the class; step-down and intermediate care are wards, not intensive care. A class that
    says nothing leaves it to the text; when that says nothing either, OTHER. An observation stay counts as EMERGENCY: a bed in
    hospital, unplanned and short (a reader that knows it lasted longer says inpatient).
    """
    described, ward = folded(words or "").strip(), folded(text or "")
    if described in _LETTERS:
        described = _LETTERS[described]
    for plain in (ward, described):
        if _INTENSIVE.search(plain) and not _only_step_down(plain):
            return StayKind.INTENSIVE_CARE
    for plain in (described, ward):
        if _EMERGENCY.search(plain):
            return StayKind.EMERGENCY
        if _OBSERVATION.search(plain):
            return StayKind.EMERGENCY
        if _INPATIENT.search(plain):
            return StayKind.INPATIENT
        if _OUTPATIENT.search(plain):
            return StayKind.OUTPATIENT
    return StayKind.OTHER


def planned(words: str | None) -> bool | None:
    """True for an elective stay, False for an urgent one, None when the words do not say."""
    plain = folded(words or "")
    if re.search(r"non.?urgent", plain):
        return True
    if _UNPLANNED.search(plain):
        return False
    return True if _PLANNED.search(plain) else None


def _only_step_down(plain: str) -> bool:
    """True when the ward is named a step-down or intermediate unit and no full intensive care stands beside it."""
    return bool(_STEP_DOWN.search(plain)) and not _INTENSIVE.search(
        _STEP_DOWN.sub(" ", re.sub(r"intermediate care|step.?down \w+", " ", plain))
    )
