"""What does run.json say of one screening run? What was read, quarantined, shortlisted and listed, and with which settings."""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from culprit.report.news import News

Count = Annotated[int, msgspec.Meta(ge=0)]
# how a remark on a file that was not read begins
IGNORED = "ignored "


class Attrition(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """From everyone read to those listed. `None`: not counted in this run."""

    people: Count | None = None
    with_serum_phosphate: Count | None = None
    ever_below_limit: Count | None = None
    shortlisted: Count | None = None
    assessed: Count | None = None
    listed: Count | None = None
    fracture_never_measured: Count | None = None


class Quarantined(msgspec.Struct, frozen=True):
    """Rows that could not be used, for one reason; `example` is the file and line of one of them."""

    reason: str
    rows: Count
    explanation: str = ""
    example: str = ""


class Unmapped(msgspec.Struct, frozen=True):
    """A code, name or unit that was read and not understood; a mapping file could add it."""

    what: str
    rows: Count
    system: str = ""
    code: str = ""
    name: str = ""
    unit: str = ""
    analyte: str = ""
    example: str = ""


class Flagged(msgspec.Struct, frozen=True):
    """Results that were kept and are not used as numbers, for one reason; `example` is the file and line of one of them."""

    flag: str
    rows: Count
    example: str = ""


class SettingUsed(msgspec.Struct, frozen=True):
    """One threshold of this run: value, unit, where it comes from, and how far that was checked."""

    name: str
    value: str | float | int | bool
    unit: str = ""
    source: str = ""
    provenance: str = ""
    note: str = ""


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """run.json. `assessed_on` is None when each patient was assessed on the day of the newest fact.

    `not_assessed`: people on the shortlist whose record could not be assessed; the notes say why. `reviewed`: the file of
    decisions that was given, an absolute path. `unit_doubts`: files whose phosphate may be in another unit than they say.
    `assessed_again`: people assessed in this run; the assessments of all others were kept from an earlier night. `news`: what a
    nightly run found changed (news.csv); None for a screen, and for the first night.
    `unmapped` holds units and short values first and is cut; `unmapped_in_all` and `unmapped_rows` count everything.
    """

    culprit: str = ""
    rulebook: str = ""
    source: str = ""
    source_kind: str = ""
    assessed_on: str | None = None
    reviewed: str = ""
    started: str = ""
    read: dict[str, Count] = {}
    not_assessed: Count = 0
    attrition: Attrition = Attrition()
    listed_by_reason: dict[str, Count] = {}
    quarantined: tuple[Quarantined, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    unit_doubts: tuple[str, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    unmapped_in_all: Count = 0
    unmapped_rows: Count = 0
    settings: tuple[SettingUsed, ...] = ()
    seconds: dict[str, float] = {}
    versions: dict[str, str] = {}
    number_needed_to_assess: float | None = None
    notes: tuple[str, ...] = ()
    assessed_again: Count | None = None
    news: News | None = None


def run_summary(run: RunSummary | Mapping[str, object]) -> RunSummary:
    """A RunSummary from the content of run.json; fields it does not know are left alone.

    Raises msgspec.ValidationError, naming the field, for one of the wrong kind.
    """
    return run if isinstance(run, RunSummary) else msgspec.convert(dict(run), RunSummary, strict=False)
