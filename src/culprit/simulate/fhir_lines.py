"""How do the records look as FHIR? Builds NDJSON lines column-wise in Arrow: joining pieces is as fast as copying bytes."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from culprit.simulate import settings
from culprit.simulate.laboratories import in_print, prints
from culprit.simulate.people import People
from culprit.simulate.settings import DAY
from culprit.simulate.text_columns import dates, instants, joined, numbered, numbers, pick
from culprit.simulate.vocabulary import ANALYTES, ATC, CONDITIONS, DRUGS, ICD10, INDEX, PROCEDURES, STAYS

Rows = dict[str, NDArray[Any]]
WORDS = ("haemolysed, not reported", "see comment", "sample insufficient")
_OBSERVATION = '{"resourceType":"Observation","id":"'
_LABORATORY = (
    '"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}]'
)
_NO_UNIT_RANGE = 0.0


def person_ids(slots: NDArray[Any]) -> pa.Array:
    """Ids p0000001 … of the people with these numbers."""
    return pc.binary_join_element_wise("p", pc.utf8_lpad(pa.array(slots).cast(pa.string()), 7, "0"), "")


@dataclass(frozen=True)
class BareLines:
    """Lines with what Culprit reads and nothing else. `ids` are the people's, in their order."""

    people: People
    ids: pa.Array

    def patients(self) -> pa.Array:
        """One Patient line per person."""
        gender = pick(["female", "male"], self.people.male.astype(np.int64))
        dead = self.people.death >= 0
        end = pc.if_else(
            pa.array(dead),
            pc.binary_join_element_wise('","deceasedDateTime":"', dates(np.maximum(self.people.death, 0)), '"}\n', ""),
            pa.scalar('"}\n'),
        )
        start = '{"resourceType":"Patient","id":"'
        return joined([start, self.ids, '","gender":"', gender, '","birthDate":"', dates(self.people.birth), end])

    def observations(self, rows: Rows) -> pa.Array:
        """One Observation line per result.

        `rows` has id, person, minute, analyte, value, comparator (1: below it), status (0 final, 1 entered in error,
        2 corrected), version (minutes to add to meta.lastUpdated; -1: no meta), words (position in WORDS, -1: a number),
        unit (1: an unknown one).
        """
        table = prints()
        person, analyte = rows["person"], rows["analyte"]
        number = self.people.laboratory[person] * len(ANALYTES) + analyte
        low, high = ranges(self.people, rows, number)
        printed, _ = in_print(table, number, rows["value"])
        value = numbers(printed)
        value = pc.if_else(pa.array(rows["comparator"] == 1), pc.binary_join_element_wise(value, ',"comparator":"<"', ""), value)
        unit = pc.if_else(pa.array(rows["unit"] == 1), pa.scalar('"unit":"arb.u/bag"'), pick([each.unit for each in table], number))
        words = rows["words"]
        shown = pc.if_else(
            pa.array(words < 0),
            joined(
                [
                    '"valueQuantity":{"value":',
                    value,
                    ",",
                    unit,
                    "}",
                    _range_json(low, high, pick([each.short_unit for each in table], number)),
                ]
            ),
            joined(['"valueString":"', pick(list(WORDS), np.maximum(words, 0)), '"']),
        )
        status = pick(["final", "entered-in-error", "corrected"], rows["status"])
        updated = instants(rows["minute"] + np.maximum(rows["version"], 0))
        meta = pc.if_else(pa.array(rows["version"] >= 0), joined(['"meta":{"lastUpdated":"', updated, '"},']), pa.scalar(""))
        code = pick([f'",{_LABORATORY},"code":{each.code},"subject":{{"reference":"Patient/' for each in table], number)
        who = self.ids.take(pa.array(person))
        time = instants(rows["minute"])
        head = [_OBSERVATION, numbered("o", rows["id"]), '",', meta, '"status":"', status, code, who]
        return joined([*head, '"},"effectiveDateTime":"', time, '",', shown, "}\n"])

    def conditions(self, rows: Rows) -> pa.Array:
        """One Condition line per diagnosis."""
        active = (
            '"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]}'
        )
        codes = [_concept(words, ICD10, code) for code, words in CONDITIONS.values()]
        pieces = [f'",{active},"code":{code},"subject":{{"reference":"Patient/' for code in codes]
        date = dates(rows["day"])
        start = ['{"resourceType":"Condition","id":"', numbered("c", rows["id"]), pick(pieces, rows["what"])]
        who = self.ids.take(pa.array(rows["person"]))
        return joined([*start, who, '"},"onsetDateTime":"', date, '","recordedDate":"', date, '"}\n'])

    def drug_lines(self, rows: Rows, administered: bool) -> pa.Array:
        """MedicationAdministration lines (given in hospital), or MedicationRequest lines (ordered)."""
        kind = "MedicationAdministration" if administered else "MedicationRequest"
        pieces = []
        for atc, words, route, _ in DRUGS.values():
            intent = "" if administered else ',"intent":"order"'
            routed = f'"route":{{"text":"{route}"}}'
            dosage = f'"dosage":{{{routed}}}' if administered else f'"dosageInstruction":[{{{routed}}}]'
            state = "completed" if administered else "active"
            concept = _concept(words, ATC, atc)
            pieces.append(
                f'","status":"{state}"{intent},"medicationCodeableConcept":{concept},{dosage},"subject":{{"reference":"Patient/'
            )
        who = self.ids.take(pa.array(rows["person"]))
        day, until = rows["day"], rows["until"]
        if administered:
            when = ['"},"effectivePeriod":{"start":"', dates(day), '","end":"', dates(np.maximum(until, day)), '"}}\n']
        else:
            when = ['"},"authoredOn":"', dates(day), '"}\n']
        return joined([f'{{"resourceType":"{kind}","id":"', numbered("m", rows["id"]), pick(pieces, rows["what"]), who, *when])

    def procedures(self, rows: Rows) -> pa.Array:
        """One Procedure line per row."""
        pieces = [
            f'","status":"completed","code":{_concept(words)},"subject":{{"reference":"Patient/' for words in PROCEDURES.values()
        ]
        who = self.ids.take(pa.array(rows["person"]))
        start = ['{"resourceType":"Procedure","id":"', numbered("r", rows["id"]), pick(pieces, rows["what"])]
        return joined([*start, who, '"},"performedDateTime":"', dates(rows["day"]), '"}\n'])

    def encounters(self, rows: Rows) -> pa.Array:
        """One Encounter line per visit or stay."""
        pieces = []
        for code, words in STAYS.values():
            coded = f'"class":{{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"{code}"}}'
            pieces.append(f'","status":"finished",{coded},"type":[{_concept(words)}],"subject":{{"reference":"Patient/')
        who = self.ids.take(pa.array(rows["person"]))
        start = ['{"resourceType":"Encounter","id":"', numbered("e", rows["id"]), pick(pieces, rows["what"])]
        return joined([*start, who, '"},"period":{"start":"', dates(rows["day"]), '","end":"', dates(rows["until"]), '"}}\n'])


def _concept(words: str, system: str = "", code: str = "") -> str:
    coding = {"coding": [{"system": system, "code": code, "display": words}]} if code else {}
    return json.dumps({**coding, "text": words}, ensure_ascii=False, separators=(",", ":"))


def ranges(people: People, rows: Rows, number: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper limit as printed, both 0 where the laboratory prints none."""
    table = prints()
    low, high = np.array([each.low for each in table])[number], np.array([each.high for each in table])[number]
    factor = np.array([each.factor for each in table])
    for name in settings.with_ranges_by_age():
        chosen = rows["analyte"] == INDEX[name]
        age = people.age_on(rows["person"][chosen], rows["minute"][chosen] // DAY)
        for limits, own in zip((low, high), settings.printed_range(name, age), strict=True):
            limits[chosen] = own * factor[number[chosen]]
    digits = 10.0 ** np.array([each.digits for each in table])[number]
    return np.rint(low * digits) / digits, np.rint(high * digits) / digits


def _range_json(low: NDArray[np.float64], high: NDArray[np.float64], unit: pa.Array) -> pa.Array:
    lower = joined(['{"low":{"value":', numbers(low), ",", unit, '},"high":{"value":', numbers(high), ",", unit, "}}"])
    upper = joined(['{"high":{"value":', numbers(high), ",", unit, "}}"])
    inner = pc.if_else(pa.array(low > _NO_UNIT_RANGE), lower, upper)
    return pc.if_else(pa.array(high > _NO_UNIT_RANGE), joined([',"referenceRange":[', inner, "]"]), pa.scalar(""))
