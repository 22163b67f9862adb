"""Is what these words name denied, doubted, feared or only remembered? Then they are no finding.

Simple on purpose: triggers before the words within the same clause, or right after them, in English, Chinese, Russian and
German. Everything here works on folded text (word_patterns.folded).
"""

import re

_REACH = 70
_CLAUSE_END = re.compile(
    r"[;；。\n!！]|(?<![0-9])(?<!\b[a-zа-я])\.(?![0-9a-z])|\bbut\b|\bhowever\b|\bexcept\b|\bwith\b|\bно\b|\bоднако\b|"
    r"\baber\b|\bjedoch\b|\bmit\b|但"
)

_DENIED_BEFORE = re.compile(
    r"\b(?:no|not|without|denie[sd]|denying|negative for|absence of|absent|free of|rule[sd]? out|"
    r"ruling out|r/o|exclude[sd]?|unlikely|never had|screen(?:ing|ed)? for|"
    r"risk (?:of|for)|(?:suspected|suspicion of|suspect|possible|possibly|probable|questionable|query|"
    r"considered?) ?|prevention of|prophylaxis (?:of|against|for)|prevent|fear of|"
    r"evaluate for|evaluation for|vaccin\w+ against|encounter for screening)\b"
    r"|\b(?:нет|без|не|отриц\w+|исключ\w+|подозрени\w+ на|под вопросом|риск\w*|угроз\w+|профилактик\w+|скрининг\w*)\b"
    r"|\b(?:kein\w*|ohne|nicht|ausschluss|auszuschliessen|ausgeschlossen|v\.\s?a\.|verdacht auf|"
    r"fraglich\w*|risiko\w*|vorbeugung|prophylaxe|screening)(?![a-z])"
    r"|无(?!力|法)|否认|未见|未发现|未提示|没有|排除|除外|疑似|可疑|怀疑|考虑|预防|筛查|不考虑|不支持|待排"
)
_REMEMBERED_BEFORE = re.compile(
    r"\b(?:histor(?:y|ies) of|hx of|h/o|family history|fh|fhx|familial history|personal history|"
    r"past history of|sequela\w* of|late effects? of|old healed)\b"
    r"|\b(?:семейн\w+ анамнез\w*|наследственност\w*|в анамнезе)\b"
    r"|\b(?:z\.\s?n\.|zustand nach|anamnestisch\w*|familienanamnese\w*|fruhere\w*)(?![a-z])"
    r"|家族史|既往有?|曾有|曾患"
)
# Right after the words, within the clause: "osteoporosis screening", "TIO: excluded", 骨质疏松症待排, остеопороз исключен.
_SPACE = r"[^a-zа-я0-9一-鿿;,.。；，\n]"
_DENIED_AFTER = re.compile(
    rf"{_SPACE}{{0,3}}(?:\w+{_SPACE}{{1,2}}){{0,2}}?(?:(?:is |was |were |are |has been |have been )?(?:"
    r"negative|excluded|ruled out|unlikely|absent|not (?:found|seen|present|confirmed|evident)|"
    r"denied|suspected|considered|possible|questioned|screen(?:ing|ed)?|risk(?! (?:of|for))|prevention|prophylaxis|vaccin\w+|"
    r"исключ\w+|не подтвержд\w+|не выявл\w+|под вопросом|ausgeschlossen|verneint|unwahrscheinlich|risiko|prophylaxe|vorsorge)\b"
    r"|(?:症|病|综合征|综合症)?(?:除外|排除|待排|待查|可能|风险|筛查|不支持|预防))"
    r"|[^\w;。；\n]{0,2}[?？]"
)
_REMEMBERED_AFTER = re.compile(
    r"[^\w]{0,2}(?:в анамнезе|in anamnesi|in der anamnese|in der vorgeschichte|(?:症|病)?(?:家族史|病史|史(?!氏)))"
)


def denied(text: str, start: int, end: int) -> bool:
    """True when the words text[start:end] are negated, doubted, screened for or a risk."""
    before = _clause_before(text, start)
    return bool(_DENIED_BEFORE.search(before) or _DENIED_AFTER.match(text, end))


def remembered(text: str, start: int, end: int) -> bool:
    """True when the words text[start:end] stand in a history, the patient's or the family's."""
    return bool(_REMEMBERED_BEFORE.search(_clause_before(text, start)) or _REMEMBERED_AFTER.match(text, end))


def _clause_before(text: str, start: int) -> str:
    before = text[max(0, start - _REACH) : start]
    ends = [found.end() for found in _CLAUSE_END.finditer(before)]
    return before[ends[-1] :] if ends else before
