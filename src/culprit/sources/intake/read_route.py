"""How was the drug given: into the gut, into the blood, into the rectum, or onto skin, eye, nose or lung only?"""

import re
from enum import StrEnum
from functools import lru_cache

from culprit.sources.intake.word_patterns import folded


class Route(StrEnum):
    """What matters of a route. `LOCAL` is everything that is not meant to reach the blood; UNKNOWN when nothing is said."""

    ENTERAL = "enteral"
    PARENTERAL = "parenteral"
    RECTAL = "rectal"
    LOCAL = "local"
    UNKNOWN = ""


# Words and codes of routes: HL7, SNOMED CT and OMOP concept numbers, hospital shorthand.
_ROUTES: tuple[tuple[Route, str], ...] = (
    (
        Route.LOCAL,
        r"\b(?:both eyes|left eye|right eye|eyes?|ears?|both ears|tp|topical\w*|ophth\w*|"
        r"otic|nasal\w*|nas|nu|ih|neb\w*|inhal\w*|aero|"
        r"vaginal\w*|vg|dwell|lock|dialys\w*|haemodialysis|hemodialysis|replace|irr|irrigation|intravitreal|"
        r"periphnerve|cutaneous|dermal|conjunctival|"
        r"nasenspray|augentropfen|наружно|местно|в нос|глаз\w*|ингаляц\w*|4263689|45956874|4184451|4262914|"
        r"4023156|4057765|45956871|35631981|4157761|6064005|54485002|46713006)\b"
        r"|外用|滴眼|滴鼻|滴耳|吸入|雾化|阴道",
    ),
    (Route.RECTAL, r"\b(?:pr|rectal\w*|rectum|enema|клизм\w*|ректальн\w*|rektal\w*|4290759|37161004)\b|灌肠|直肠"),
    (
        Route.PARENTERAL,
        r"\b(?:iv|i\.v\.?|ivpb|iv drip|iv bolus|ivpca|ivci|intraven\w*|infus\w*|inject\w*|inj|im|i\.m\.?|"
        r"intramuscular\w*|sc|s\.c\.?|sq|subcut\w*|parenteral\w*|picc|cvl|"
        r"intra-arter\w*|внутривенн\w*|внутримыш\w*|подкожн\w*|инъекц\w*|инфуз\w*|infusionslosung|"
        r"intravenos\w*|4171047|4302612|4142048|4156706|4171893|4170113|47625008|78421000|34206005)\b"
        r"|в/в|в/м|п/к|静脉|静滴|静注|静推|肌注|皮下|注射|滴注|肌内",
    ),
    (
        Route.ENTERAL,
        r"\b(?:po|p\.o\.?|po/ng|ng|og|oral\w*|orally|by mouth|per os|enteral\w*|g tube|j tube|nasogastric|"
        r"sublingual|sl|tab|tabs|tablets?|capsules?|caps?|chewable|"
        r"внутрь|перорал\w*|per oral|таблет\w*|капсул\w*|oral|tabletten?|kapseln?|brausetablette\w*|4132161|"
        r"4128794|4167540|4132711|4292110|26643006)\b"
        r"|口服|鼻饲|片|胶囊|冲剂|颗粒",
    ),
)
_COMPILED = tuple((route, re.compile(pattern)) for route, pattern in _ROUTES)
_LOCAL_FORM = re.compile(
    r"\b(?:cream|ointment|lotion|ophth\w*|otic|eye drops?|ear drops?|nasal|inhaler|inhalation|inhalant|"
    r"neb soln|nebuli\w+|topical|vaginal|shampoo|dental gel|мазь|крем|капли глазные|salbe|creme|"
    r"augentropfen)\b|乳膏|软膏|滴眼|滴耳|喷鼻|吸入"
)


# Latin shorthand for eyes and ears, also everyday words: believed only where nothing else stands.
_EYES_AND_EARS = frozenset(("ou", "os", "od", "au", "as", "ad"))


@lru_cache(maxsize=4096)
def read_route(words: str | None) -> Route:
    """The route that a route field names (words, OMOP or SNOMED CT number); UNKNOWN when it is empty or strange."""
    plain = folded(words or "").strip()
    if plain in _EYES_AND_EARS:
        return Route.LOCAL
    return next((route for route, pattern in _COMPILED if pattern.search(plain)), Route.UNKNOWN)


def route_in_name(name: str) -> Route:
    """The route that a drug's own name gives away ("topical cream", "oral tablet", "注射液"); UNKNOWN otherwise."""
    plain = folded(name)
    if _LOCAL_FORM.search(plain):
        return Route.LOCAL
    found = {route for route, pattern in _COMPILED if route is not Route.LOCAL and pattern.search(plain)}
    return found.pop() if len(found) == 1 else Route.UNKNOWN
