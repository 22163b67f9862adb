"""What does everything of a result mean besides its person, its date and its number? Each distinct form is understood once.

Of millions of results only thousands differ in code, name, specimen, method, units, printed limits, flags and laboratory: that is a
*form*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from culprit.knowledge.analytes import analyte as known_analyte
from culprit.knowledge.analytes import believable_amounts, believable_limits
from culprit.knowledge.units import Conversion, as_stored, conversion
from culprit.sources.intake.local_mapping import LocalMapping
from culprit.sources.intake.read_value import read_range, read_value
from culprit.sources.intake.read_words import read_fasting, read_interpretation, withdrawn
from culprit.sources.intake.recognise_analyte import AnalyteMatch, recognise_analyte
from culprit.sources.raw import FORM_COLUMNS as FORM_COLUMNS

# the widest amount that DECIMAL(18,6) holds
LARGEST_AMOUNT = Decimal(10) ** 12


@dataclass(frozen=True)
class ResultForm:
    """A form, understood. `analyte` is '' when its code and name are none we know; `factor` is None when there is no usable unit.

    `suspect_below` and `suspect_above` bound what is believable (in the analyte's unit); `limits_suspect` says that the printed
    limits already speak against the printed unit. `notes` are for the run report and make nothing unusable.
    """

    withdrawn: bool
    analyte: str = ""
    factor: Decimal | None = None
    comparator: str = ""
    printed_comparator: str = ""
    printed_unit: str = ""
    interpretation: str = ""
    limit_low: Decimal | None = None
    limit_high: Decimal | None = None
    fasting: bool | None = None
    flag: str = ""
    limits_suspect: bool = False
    suspect_below: Decimal | None = None
    suspect_above: Decimal | None = None
    code: str = ""
    laboratory: str | None = None
    notes: tuple[str, ...] = ()


def amount(number: Decimal, factor: Decimal) -> Decimal | None:
    """`number` in the analyte's own unit as the store keeps it; None when no column could hold it."""
    converted = number * factor
    return as_stored(converted) if abs(converted) < LARGEST_AMOUNT else None


class FormReader:
    """Reads forms under one mapping file; remembers which codes and units it has met, since few differ."""

    def __init__(self, mapping: LocalMapping | None = None) -> None:
        self.mapping = mapping
        self._match = lru_cache(maxsize=100_000)(self._recognise)
        self._conversion = lru_cache(maxsize=50_000)(self._convert)

    def read(self, form: Mapping[str, Any]) -> ResultForm:
        """What one distinct combination of FORM_COLUMNS means. Never raises on content."""
        taken_back = withdrawn(form["status"])
        codings = tuple((c["system"] or "", c["code"] or "", c["display"] or "") for c in form["codings"] or ())
        printed, coded = _stripped(form["unit"]), _stripped(form["unit_code"])
        match = self._match(codings, form["name"] or "", form["specimen"] or "", printed or coded, form["method"] or "")
        if match is None:
            return ResultForm(taken_back)
        printed = printed or ("" if coded else match.unit_in_name)
        unit, notes = self._unit(match.analyte, printed, coded)
        factor = unit.factor if unit else None
        low, high, range_notes = self._limits(match.analyte, form, printed, factor)
        believable = believable_limits(match.analyte, low, high)
        below, above = believable_amounts(match.analyte, in_own_unit_without_limits=factor == 1 and believable == (None, None))
        if unit is not None and match.expected_dimension and unit.dimension not in ("", match.expected_dimension):
            notes = (*notes, "unit_against_code")
        flags = ("" if unit else _unit_flag(match.analyte, printed or coded), "specimen_against_code" if match.conflict else "")
        return ResultForm(
            taken_back,
            match.analyte,
            factor,
            read_value(f"{form['comparator']}1").comparator.value if form["comparator"] else "",
            form["comparator"] or "",
            printed or coded,
            read_interpretation(form["interpretation"]).value,
            *(believable if believable is not None else (low, high)),
            read_fasting(form["fasting"]),
            " ".join(filter(None, flags)),
            believable is None,
            below,
            above,
            match.matched,
            _stripped(form["laboratory"]) or None,
            (*notes, *range_notes),
        )

    def _recognise(
        self, codings: tuple[tuple[str, str, str], ...], name: str, specimen: str, unit: str, method: str
    ) -> AnalyteMatch | None:
        return recognise_analyte(codings, name, specimen, unit, method, self.mapping)

    def _convert(self, analyte: str, printed: str) -> Conversion | None:
        return conversion(analyte, self.mapping.unit_of(analyte, printed) if self.mapping else printed)

    def _unit(self, analyte: str, printed: str, coded: str) -> tuple[Conversion | None, tuple[str, ...]]:
        """The printed unit wins over the coded one; what is not understood in print may be in code. Both are said."""
        by_print = self._conversion(analyte, printed) if printed or not coded else None
        by_code = self._conversion(analyte, coded) if coded else None
        if by_print is not None and by_code is not None and by_print.factor != by_code.factor:
            return by_print, ("unit_and_unit_code_disagree",)
        if by_print is None and by_code is not None and printed:
            return by_code, ("unit_taken_from_its_code",)
        return by_print or by_code, ()

    def _limits(
        self, analyte: str, form: Mapping[str, Any], printed: str, factor: Decimal | None
    ) -> tuple[Decimal | None, Decimal | None, tuple[str, ...]]:
        """The laboratory's limits in the analyte's unit, from two numbers or from words; (None, None) when there are none."""
        range_unit = _stripped(form["range_unit"])
        if form["low"] or form["high"]:
            low, high = read_value(form["low"]).number, read_value(form["high"]).number
        else:
            low, high, words = read_range(form["range_text"])
            range_unit = range_unit or words
        said = form["low"] or form["high"] or form["range_text"]
        if low is None and high is None:
            return None, None, ("range_not_understood",) if said else ()
        if range_unit and range_unit != printed:
            converted = self._conversion(analyte, range_unit)
            if converted is None:
                return None, None, ("range_unit_unknown",)
            factor = converted.factor
        if factor is None:
            return None, None, ()
        return low if low is None else amount(low, factor), high if high is None else amount(high, factor), ()


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def _unit_flag(name: str, printed: str) -> str:
    if known_analyte(name).words_only:
        return ""
    return "unit_unknown" if printed else "unit_missing"
