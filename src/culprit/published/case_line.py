"""The case library's own form: one published patient as one JSON object on a line, in the dossier's words.

Read is only what was on record before the cause was found. Diagnosis, confirmation, genotype, tumour, imaging, treatment, outcome,
values after the operation, and days counted from it (`t_days`) are never looked at, so that nothing of them can leak.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from culprit.domain.quantity import Comparator
from culprit.domain.record import Sex
from culprit.published.case import Finding, Fracture, Lab, PublishedCase, Stage, Treatment
from culprit.published.terms import ANALYTES, HPO, REMARKS, UCUM, analyte_of, atc_of, is_operation, loinc_of

PRESENTED_ON = "presented_on"
DEFAULT_DAY = date(2020, 6, 15)
_OLDEST_YEARS, _MOST_FRACTURES = 130, 500  # beyond them a number was mistyped, and every day counted from it would be wrong
_FRACTURE = Finding("Bone fracture", "HP:0020110")
_SYMPTOM_OF = {(code, label): symptom for symptom, (code, label) in reversed(HPO.items())}
_REMARK_OF = {remark: note for note, remark in reversed(REMARKS.items())}


class NotACaseError(ValueError):
    """A part of the line is of another kind than the form has there. The message names the part and never its content."""


def case_of_line(line: Mapping[str, Any]) -> PublishedCase:
    """What the line says of the time before the cause was found (numbers as Decimal). `diagnosis` and `citation` stay empty.

    Raises NotACaseError for a part of another kind than the form has.
    """
    age, onset = _years(line, "age_diagnosis_years"), _years(line, "age_onset_years")
    delay = _within(line, "delay_months", 12 * _OLDEST_YEARS)
    seen = [_finding(symptom) for symptom in _list(line, "symptoms")]
    # "fracture" among the symptoms is a fracture of which nothing else is said
    broken = [Fracture() for finding in seen if finding == _FRACTURE]
    findings = [finding for finding in seen if finding != _FRACTURE]
    findings += [Finding("height loss")] if line.get("height_loss_cm") else []
    findings += [Finding("pregnancy")] if line.get("pregnant") is True else []
    return PublishedCase(
        id=_text(line, "id"),
        citation="",
        citation_id="",
        diagnosis="",
        sex={"F": Sex.FEMALE, "M": Sex.MALE}.get(_text(line, "sex")),
        age_years=age,
        age_onset_years=onset,
        delay_months=_delay(delay, age, onset),
        labs=tuple(lab for item in _list(line, "labs") if (lab := _lab(_object(item, "labs"))) is not None),
        findings=tuple(findings),
        fractures=(*broken, *(_fracture(_object(item, "fractures")) for item in _list(line, "fractures"))),
        history=_words(line, "history"),
        earlier_labels=_words(line, "prior_misdiagnoses"),
        drugs=tuple(_treatment(item, "drugs") for item in _list(line, "drugs")),
        earlier_treatments=tuple(_treatment(item, "prior_treatments") for item in _list(line, "prior_treatments")),
        family_history=_text(line, "family_history"),
    )


def presented_on(line: Mapping[str, Any]) -> date:
    """The day of presentation, where the line names one; else one day for all, since publications do not say.

    Raises NotACaseError when it is no date.
    """
    said = _text(line, PRESENTED_ON)
    try:
        return date.fromisoformat(said) if said else DEFAULT_DAY
    except ValueError as error:
        raise NotACaseError(f"{PRESENTED_ON} is no date such as 2020-06-15") from error


def line_of_case(case: PublishedCase, person_id: str, anchor: date) -> dict[str, Any]:
    """The line under `person_id` for what was known of the case on `anchor`: no diagnosis, citation, or later fact.

    A code that the form's own words would not give is written beside the words, so that reading the line gives the same facts.
    """
    line: dict[str, Any] = {
        "id": person_id,
        PRESENTED_ON: anchor.isoformat(),
        "sex": case.sex.value if case.sex else None,
        "age_diagnosis_years": case.age_years,
        "age_onset_years": case.age_onset_years,
        "delay_months": case.delay_months,
        "labs": [_lab_line(lab) for lab in case.known_labs],
        "symptoms": [_symptom(finding) for finding in case.findings],
        "fractures": [_filled({"site": each.site, "kind": each.kind, "count": each.count}) for each in case.fractures],
        "history": list(case.history),
        "prior_misdiagnoses": list(case.earlier_labels),
        "drugs": [_treatment_line(each) for each in case.drugs],
        "prior_treatments": [_treatment_line(each) for each in case.earlier_treatments],
        "family_history": case.family_history,
    }
    return {key: value for key, value in line.items() if value is not None and (value or key == "labs" or value == 0)}


def _lab(item: Mapping[str, Any]) -> Lab | None:
    """One value; None when the source gives neither number nor word, or measured it later."""
    said = _text(item, "when")
    if said not in set(Stage):
        raise NotACaseError("labs[].when is none of the form's words, so nobody can tell whether the cause was known by then")
    value = _amount(item, "value")
    words = _text(item, "value_text")
    if not Stage(said).before_treatment or (value is None and not words):
        return None
    unit, name = _text(item, "unit"), _text(item, "analyte")
    analyte = analyte_of(name, _text(item, "specimen") or None, unit)
    # "about 1.2" is printed as a number, and no format has a comparator for it: the number stands
    comparator = _text(item, "comparator").replace("~", "")
    if comparator not in set(Comparator):
        raise NotACaseError("labs[].comparator is none of <, <=, >, >=")
    counted = value is not None
    return Lab(
        analyte=analyte,
        stage=Stage(said),
        value=value,
        words="" if counted else words,
        unit=unit if counted else "",
        unit_code=_said(item, "unit_code", UCUM.get(unit, "")) if counted else "",
        comparator=Comparator(comparator),
        low=_amount(item, "ref_low") if counted else None,
        high=_amount(item, "ref_high") if counted else None,
        loinc=_said(item, "loinc", loinc_of(analyte, unit)),
        site=_said(item, "site", name.rsplit("_", 1)[1] if name.startswith("bmd_") and (name, None) in ANALYTES else ""),
        remark=REMARKS.get(_text(item, "note"), ""),
    )


def _lab_line(lab: Lab) -> dict[str, Any]:
    name, specimen = _dossier_name(lab)
    item = _filled(
        {
            "analyte": name,
            "specimen": specimen,
            "value": lab.value,
            "value_text": lab.words,
            "unit": lab.unit,
            "comparator": lab.comparator.value,
            "ref_low": lab.low,
            "ref_high": lab.high,
            "when": lab.stage.value,
            "note": _REMARK_OF.get(lab.remark, ""),
        }
    )
    read = _lab(item)
    assert read is not None
    added = {key: getattr(lab, key) for key in ("loinc", "unit_code", "site") if getattr(read, key) != getattr(lab, key)}
    return {**item, **added}


def _dossier_name(lab: Lab) -> tuple[str, str]:
    """The dossier's analyte and specimen that mean Culprit's; Culprit's own name where the table has none."""
    if lab.analyte.startswith("bmd_") and lab.site:
        return f"{lab.analyte.removesuffix('_score')}_{lab.site}", ""
    means = [(name, specimen or "") for (name, specimen), analyte in ANALYTES.items() if analyte == lab.analyte]
    fitting = (pair for pair in means if analyte_of(pair[0], pair[1] or None, lab.unit) == lab.analyte)
    return next(fitting, (lab.analyte, ""))


def _finding(symptom: Any) -> Finding:
    if isinstance(symptom, Mapping):
        return Finding(_text(symptom, "label"), _text(symptom, "hpo"), symptom.get("excluded") is True)
    words = _plain(symptom, "symptoms")
    code, label = HPO.get(words.replace(" ", "_"), ("", words.replace("_", " ")))
    return Finding(label, code)


def _symptom(finding: Finding) -> str | dict[str, Any]:
    words = _SYMPTOM_OF.get((finding.hpo, finding.label), finding.label)
    if _finding(words) == finding:
        return words
    excluded = {"excluded": True} if finding.excluded else {}
    return {**_filled({"label": finding.label, "hpo": finding.hpo}), **excluded}


def _fracture(item: Mapping[str, Any]) -> Fracture:
    site, kind = (_text(item, key).replace("_", " ") for key in ("site", "kind"))
    return Fracture(site, kind, int(_within(item, "count", _MOST_FRACTURES) or 0))


def _treatment(item: Any, key: str) -> Treatment:
    if isinstance(item, Mapping):
        return Treatment(_text(item, "label"), _text(item, "atc"), item.get("operation") is True)
    words = _plain(item, key)
    operation = is_operation(words)
    return Treatment(words, "" if operation else atc_of(words), operation)


def _treatment_line(treatment: Treatment) -> str | dict[str, Any]:
    if _treatment(treatment.label, "drugs") == treatment:
        return treatment.label
    operation = {"operation": True} if treatment.operation else {}
    return {**_filled({"label": treatment.label, "atc": treatment.atc}), **operation}


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in ("", None)}


def _years(line: Mapping[str, Any], key: str) -> float | None:
    """An age in years and months: no publication is more exact."""
    amount = _within(line, key, _OLDEST_YEARS)
    return None if amount is None else round(amount * 12) / 12


def _delay(printed: Decimal | None, age: float | None, onset: float | None) -> int | None:
    """Months from the first complaint to the diagnosis: as printed, else as the two ages say."""
    if printed is not None:
        return int(printed)
    return None if age is None or onset is None else round(12 * (age - onset))


def _within(item: Mapping[str, Any], key: str, most: int) -> Decimal | None:
    amount = _amount(item, key)
    if amount is not None and not 0 <= amount <= most:
        raise NotACaseError(f"{key} is not between 0 and {most}")
    return amount


def _words(line: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(_plain(item, key) for item in _list(line, key))


def _list(line: Mapping[str, Any], key: str) -> Iterable[Any]:
    found = line.get(key)
    if found is not None and not isinstance(found, list):
        raise NotACaseError(f"{key} is no list")
    return found or ()


def _object(item: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(item, Mapping):
        raise NotACaseError(f"an entry of {key} is no object")
    return item


def _text(item: Mapping[str, Any], key: str) -> str:
    return _plain(item[key], key) if item.get(key) is not None else ""


def _said(item: Mapping[str, Any], key: str, usual: str) -> str:
    """What the line says, even where it says nothing (""); without the key what the form's words usually mean."""
    return _text(item, key) if key in item else usual


def _plain(found: Any, key: str) -> str:
    if not isinstance(found, str):
        raise NotACaseError(f"{key} is no text")
    return found.strip()


def _amount(item: Mapping[str, Any], key: str) -> Decimal | None:
    found = item.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        raise NotACaseError(f"{key} is no number")
    amount = Decimal(str(found))
    if not amount.is_finite():
        raise NotACaseError(f"{key} is no number")
    return amount
