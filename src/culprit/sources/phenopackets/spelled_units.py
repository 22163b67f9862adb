"""Which unit is spelled out here? Ontologies name units in words ("Milligram per Deciliter"); laboratories write mg/dL.

The words are read, not the ontology's number: no table of numbers can be wrong then, and every ontology that spells is read.
"""

import re

_PREFIXES = {"": "", "kilo": "k", "deci": "d", "centi": "c", "milli": "m", "micro": "u", "nano": "n", "pico": "p", "femto": "f"}
_AMOUNTS = {"gram": "g", "mole": "mol", "equivalent": "eq"}
_COUNTED = {"international unit": "[IU]", "enzyme unit": "U", "unit": "U"}
_PREFIX = "|".join(sorted(filter(None, _PREFIXES), key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?:(?P<prefix>{_PREFIX})?-?(?P<amount>gram|mole|equivalent|international unit|enzyme unit|unit)s?)"
    rf"(?: per | / ?)(?P<per>{_PREFIX})?(?P<volume>lit(?:er|re)|gram|mole)s?"
)
_VOLUMES = {"liter": "L", "litre": "L", "gram": "g", "mole": "mol"}


def ucum_of_words(label: str) -> str | None:
    """The UCUM code of a concentration spelled out in English, None for anything else: "millimole per litre" is mmol/L."""
    plain = " ".join(label.lower().replace("_", " ").split())
    if plain in ("percent", "percentage"):
        return "%"
    matched = _SPELLED.fullmatch(plain)
    if matched is None:
        return None
    amount = matched["amount"]
    above = _PREFIXES[matched["prefix"] or ""] + {**_AMOUNTS, **_COUNTED}[amount]
    return f"{above}/{_PREFIXES[matched['per'] or '']}{_VOLUMES[matched['volume']]}"
