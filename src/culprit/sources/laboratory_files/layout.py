"""How is a table laid out: one row per result (long), one column per analyte (wide), only people, or only facts?"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from culprit.sources.laboratory_files.headers import NOT_READ, plain, role_of, roles_of, split_unit
from culprit.sources.laboratory_files.settings import IGNORE, FileSettings, YesFact, roles

# (name, unit) → the analyte it means, or ''
Recognise = Callable[[str, str], str]

_FACT_ROLES = ("diagnosis", "diagnosis_code", "drug", "drug_code", "procedure", "procedure_code")
_PERSON_ROLES = ("sex", "birth", "age", "death", "deceased")
_SECOND = re.compile(r" \(\d+\)$")
_NAME_HEADERS = frozenset(map(plain, ("name", "名称", "наименование", "bezeichnung")))
# the name of a test, or, beside one, of who made it
_LABORATORY_NAMES = frozenset(("lab name", "lab nm", "laboratory name"))


@dataclass(frozen=True)
class AnalyteColumn:
    """A column that holds one analyte's values: its header, the name and unit in it, and the analyte ('' when not known)."""

    number: int
    header: str
    name: str
    unit: str
    analyte: str


@dataclass(frozen=True)
class Layout:
    """What each column of a table holds. `kind` is long, wide, people, facts or '' (nothing of use; `why` says why).

    `columns` maps a role to its column; `fixed` to what the mapping file sets for every row. `unused` are headers left unread.
    """

    kind: str
    columns: dict[str, int]
    fixed: dict[str, str]
    analytes: tuple[AnalyteColumn, ...] = ()
    facts: tuple[tuple[int, YesFact], ...] = ()
    unused: tuple[str, ...] = ()
    why: str = ""

    def has(self, *roles: str) -> bool:
        """Whether any of the roles has a column or a fixed value."""
        return any(role in self.columns or role in self.fixed for role in roles)

    @property
    def used(self) -> tuple[int, ...]:
        """Numbers of all columns that are read."""
        numbers = {*self.columns.values(), *(column.number for column in self.analytes), *(number for number, _ in self.facts)}
        return tuple(sorted(numbers))


def lay_out(headers: Sequence[str], recognise: Recognise, settings: FileSettings, label: str = "") -> Layout:
    """The layout of a table with these headers. What the mapping file says of a column goes before what its header says."""
    said = {plain(header): role for header, role in settings.columns.items()}
    yes_facts = {plain(header): fact for header, fact in settings.facts.items()}
    facts = tuple((number, yes_facts[plain(header)]) for number, header in enumerate(headers) if plain(header) in yes_facts)
    # a column with a role, a fact or nothing to read has no header left to judge; an alias stands in the header's place
    left = [_header_to_judge(header, headers, said, plain(header) in yes_facts) for header in headers]
    columns = roles_of(left)
    for number, header in enumerate(headers):
        if (role := said.get(plain(header), "")) in roles():
            columns[role] = number
    fixed = {role: text for role, text in settings.fixed_for(label).items() if role in roles() and role not in columns}
    _settle_ambiguous(columns, fixed, headers)
    wide = () if _is_long(columns, fixed) else _analyte_columns(headers, left, set(columns.values()), recognise)
    layout = Layout(_kind(columns, fixed, wide, bool(facts)), columns, fixed, wide, facts)
    unused = tuple(header for number, header in enumerate(headers) if number not in layout.used)
    return replace(layout, unused=unused, why=_why_unusable(layout))


def _header_to_judge(header: str, headers: Sequence[str], said: dict[str, str], yes_or_no: bool) -> str:
    role = said.get(plain(header))
    if yes_or_no or role == IGNORE or role in roles():
        return ""
    if role:
        return role
    # "Phosphate (2)" is the second column of that name
    base = _SECOND.sub("", header)
    return base if base in headers else header


def _is_long(columns: dict[str, int], fixed: dict[str, str]) -> bool:
    return "value" in columns and any(role in columns or role in fixed for role in ("test", "test_code"))


def _kind(columns: dict[str, int], fixed: dict[str, str], wide: Sequence[AnalyteColumn], facts: bool) -> str:
    if "person_id" not in columns:
        return ""
    if _is_long(columns, fixed):
        return "long"
    if wide:
        return "wide"
    if facts or any(role in columns for role in _FACT_ROLES) or {"department", "admission"} & columns.keys():
        return "facts"
    return "people" if any(role in columns for role in _PERSON_ROLES) else ""


def _why_unusable(layout: Layout) -> str:
    if layout.kind:
        return ""
    if "person_id" not in layout.columns:
        return 'no column was recognised as the patient\'s number; name it in a mapping file: [columns] "your header" = "person_id"'
    if "value" in layout.columns:
        return 'there are results but no column with the name of the test; name it in a mapping file, or set it: [fixed] test = "…"'
    return "no column with a laboratory result, a diagnosis, a drug, sex or age was recognised"


def _settle_ambiguous(columns: dict[str, int], fixed: dict[str, str], headers: Sequence[str]) -> None:
    """Gives "code", "name" and "lab name" the meaning that the rest of the table leaves for them."""
    if "value" in columns and not ({"test", "test_code"} & {*columns, *fixed}):
        for number, header in enumerate(headers):
            if plain(header) in _NAME_HEADERS and number not in columns.values():
                columns["test"] = number
                break
    for number, header in enumerate(headers):
        if plain(header) in _LABORATORY_NAMES and number not in columns.values():
            columns.setdefault("laboratory", number)
    code = columns.pop("code", None)
    if code is None:
        return
    for role, beside in (
        ("test_code", "value"),
        ("diagnosis_code", "diagnosis"),
        ("drug_code", "drug"),
        ("procedure_code", "procedure"),
    ):
        if beside in columns and role not in columns:
            columns[role] = code
            return


def _analyte_columns(
    headers: Sequence[str], left: Sequence[str], taken: set[int], recognise: Recognise
) -> tuple[AnalyteColumn, ...]:
    """Columns whose header names an analyte we know, or carries a unit (then it is reported as not known)."""
    found = []
    for number, header in enumerate(left):
        role = role_of(header) if header else None
        if number in taken or not header or (role and role[0] == NOT_READ):
            continue
        name, unit = split_unit(header)
        analyte = recognise(name, unit)
        if not analyte and (analyte := recognise(header, unit)):
            name = header
        if analyte or (unit and role is None):
            found.append(AnalyteColumn(number, headers[number], name, unit, analyte))
    return tuple(found)
