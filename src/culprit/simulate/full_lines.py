"""How do the records look in a hospital's own export? The same facts as the bare lines, in lines as long as real ones.

The fields are those of US Core (HL7 FHIR R4): what an export writes beside what Culprit reads. Ids are UUIDs made from the seed.
A hidden published patient's lines keep the case library's own form, under a UUID.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from culprit.simulate import full_words, settings
from culprit.simulate.fhir_lines import WORDS, Rows, ranges
from culprit.simulate.full_words import HOSPITAL, LABORATORY_NAMES, LOCAL, PRACTITIONERS, PROFILE, coding, concept, members
from culprit.simulate.laboratories import LABORATORIES, Print, in_print, prints
from culprit.simulate.people import People
from culprit.simulate.settings import DAY
from culprit.simulate.text_columns import dates, instants, joined, numbers, pick, uuids
from culprit.simulate.vocabulary import ANALYTES

SUBJECT = ',"subject":{"reference":"Patient/'
_LABORATORY = full_words.category("observation-category", "laboratory", "Laboratory")
_RECORD_NUMBER = concept("Medical Record Number", coding(f"{full_words.TERMINOLOGY}/v2-0203", "MR", "Medical Record Number"))
_GERMAN = {"communication": [{"language": concept("German", coding("urn:ietf:bcp:47", "de", "German")), "preferred": True}]}
_DAYS = 1_000_000  # more than any day since 1970-01-01
_SHORTEST_WAIT, _LONGEST_WAIT = 35, 240  # minutes from the sample to its result
_EVENING = 18 * 60  # when what happened in the day has been written down
_FIRST_RECORD, _FIRST_TELEPHONE = 10_000_000, 1_000


def long_person_ids(seed: int, slots: NDArray[Any]) -> pa.Array:
    """The UUIDs of the people with these numbers."""
    return uuids(seed, "Patient", slots)


@dataclass(frozen=True)
class FullLines:
    """Lines as US Core exports have them. `ids` are the people's, in their order; `stays` the numbered rows of their encounters,
    in order of person and day."""

    people: People
    ids: pa.Array
    seed: int
    stays: Rows

    def patients(self) -> pa.Array:
        """One Patient line per person."""
        people, slot = self.people, self.people.slot
        male = people.male.astype(np.int64)
        given = pc.if_else(pa.array(people.male), _some(full_words.MEN, slot), _some(full_words.WOMEN, slot))
        death = joined([',"deceasedDateTime":"', dates(np.maximum(people.death, 0)), '"'])
        places = [f'","district":"{city}","city":"{city}","postalCode":"{code}"' for city, code in full_words.CITIES]
        updated = instants(np.full(len(people), settings.window()[1] * DAY + _EVENING))
        return joined(
            [
                *line_head("Patient", self.ids, "1", updated, "us-core-patient"),
                *house_number(_FIRST_RECORD + slot, f"{members({'type': _RECORD_NUMBER})},"),
                *(',"active":true,"name":[{"use":"official","family":"', _some(full_words.FAMILY_NAMES, slot // 3)),
                *('","given":["', given, '"],"prefix":["', pick(["Ms.", "Mr."], male)),
                *('"]}],"telecom":[{"system":"phone","value":"+49 30 555 ', numbers(_FIRST_TELEPHONE + slot % _FIRST_TELEPHONE)),
                *('","use":"home"}],"gender":"', pick(["female", "male"], male), '","birthDate":"', dates(people.birth), '"'),
                pc.if_else(pa.array(people.death >= 0), death, pa.scalar("")),
                *(
                    ',"address":[{"use":"home","type":"both","line":["',
                    numbers(1 + slot % 90),
                    " ",
                    _some(full_words.STREETS, slot),
                ),
                *('"],"text":"', _some(full_words.STREETS, slot), _some(places, slot), f',"country":"DE"}}],{members(_GERMAN)}'),
                f',"managingOrganization":{self._hospital}}}\n',
            ]
        )

    def observations(self, rows: Rows) -> pa.Array:
        """One Observation line per result; `rows` as for the bare lines. What was never changed has version 1."""
        number = self.people.laboratory[rows["person"]] * len(ANALYTES) + rows["analyte"]
        found = found_in_print(prints(), *ranges(self.people, rows, number), rows, number, WORDS, self._specimen(rows))
        return self._result_lines(rows, pick(self._coded(full_words.analyte_codes()), number), found)

    def _result_lines(self, rows: Rows, code: pa.Array, found: pa.Array) -> pa.Array:
        """The Observation lines of rows whose code and what was found are written already."""
        person = rows["person"]
        issued = rows["minute"] + np.maximum(rows["version"], 0)
        issued = issued + _SHORTEST_WAIT + rows["id"] % (_LONGEST_WAIT - _SHORTEST_WAIT)
        performers = [f'","performer":[{_reference("Organization", one, name)}],' for one, name in self._laboratories]
        issued_text = instants(issued)
        return joined(
            [
                *line_head(
                    "Observation",
                    uuids(self.seed, "Observation", rows["id"]),
                    _version(rows),
                    issued_text,
                    "us-core-observation-lab",
                ),
                *house_number(rows["id"]),
                *(',"status":"', pick(["final", "entered-in-error", "corrected"], rows["status"]), code),
                *(self.ids.take(pa.array(person)), self._during(person, rows["minute"] // DAY), ',"effectiveDateTime":"'),
                *(instants(rows["minute"]), '","issued":"', issued_text, pick(performers, self.people.laboratory[person])),
                *(found, "}\n"),
            ]
        )

    def _coded(self, codes: list[str]) -> list[str]:
        """The pieces of an Observation from its category to its subject, one text per code."""
        return [f'",{_LABORATORY},"code":{code}{SUBJECT}' for code in codes]

    def _specimen(self, rows: Rows) -> pa.Scalar | pa.Array:
        """What an Observation says of its specimen: nothing here."""
        return pa.scalar("")

    def conditions(self, rows: Rows) -> pa.Array:
        """One Condition line per diagnosis."""
        date = dates(rows["day"])
        head = self._fact_head("Condition", rows, "us-core-condition", full_words.condition_members())
        recorder = self._practitioner(rows["id"], ',"recorder":')
        return joined([*head, ',"onsetDateTime":"', date, '","recordedDate":"', date, '"', recorder, "}\n"])

    def drug_lines(self, rows: Rows, administered: bool) -> pa.Array:
        """MedicationAdministration lines (given in hospital), or MedicationRequest lines (ordered)."""
        kind = "MedicationAdministration" if administered else "MedicationRequest"
        profile, stay = ("", "context") if administered else ("us-core-medicationrequest", "encounter")
        head = self._fact_head(kind, rows, profile, full_words.drug_members(administered), stay)
        if administered:
            when = [
                ',"effectivePeriod":{"start":"',
                dates(rows["day"]),
                '","end":"',
                dates(np.maximum(rows["until"], rows["day"])),
                '"}',
            ]
            who = joined([self._practitioner(rows["id"], ',"performer":[{"actor":'), "}]"])
        else:
            when = [',"authoredOn":"', dates(rows["day"]), '"']
            who = self._practitioner(rows["id"], ',"requester":')
        return joined([*head, *when, who, "}\n"])

    def procedures(self, rows: Rows) -> pa.Array:
        """One Procedure line per row."""
        head = self._fact_head("Procedure", rows, "us-core-procedure", full_words.procedure_members())
        who = self._practitioner(rows["id"], ',"performer":[{"actor":')
        return joined([*head, ',"performedDateTime":"', dates(rows["day"]), '"', who, "}]}\n"])

    def encounters(self, rows: Rows) -> pa.Array:
        """One Encounter line per visit or stay."""
        head = self._fact_head("Encounter", rows, "us-core-encounter", full_words.encounter_members(), "")
        period = joined(['"period":{"start":"', dates(rows["day"]), '","end":"', dates(rows["until"]), '"}'])
        who = self._practitioner(rows["id"], ',"individual":')
        seen = [f',"participant":[{{{full_words.performs()},', period, who, "}],", period]
        return joined([*head, *seen, f',"serviceProvider":{self._hospital}}}\n'])

    def _fact_head(self, kind: str, rows: Rows, profile: str, pieces: list[str], stay: str = "encounter") -> list[Any]:
        """The pieces of a line from its beginning to the subject, and the stay it belongs to where `stay` names the field."""
        person = rows["person"]
        own = [f",{piece}{SUBJECT}" for piece in pieces]
        return [
            *line_head(kind, uuids(self.seed, kind, rows["id"]), "1", instants(rows["day"] * DAY + _EVENING), profile),
            *(*house_number(rows["id"]), pick(own, rows["what"]), self.ids.take(pa.array(person))),
            self._during(person, rows["day"], stay) if stay else '"}',
        ]

    def _during(self, person: NDArray[Any], day: NDArray[Any], field: str = "encounter") -> pa.Array:
        """The end of `subject`, and a reference to the visit or stay that began last before or on that day, if there was one."""
        stays, none = self.stays, len(self.stays["person"])
        last = np.searchsorted(stays["person"] * _DAYS + stays["day"], person * _DAYS + day, side="right") - 1
        own = np.append(stays["person"], -1)[last] == person
        told = joined([f'"}},"{field}":{{"reference":"Encounter/', self._stay_ids, '"}'])
        return pa.concat_arrays([told.cast(pa.string()), pa.array(['"}'])]).take(pa.array(np.where(own, last, none)))

    @cached_property
    def _stay_ids(self) -> pa.Array:
        return uuids(self.seed, "Encounter", self.stays["id"])

    @cached_property
    def _laboratories(self) -> list[tuple[str, str]]:
        ids = uuids(self.seed, "Organization", np.arange(1, len(LABORATORIES) + 1)).to_pylist()
        return list(zip(ids, LABORATORY_NAMES, strict=True))

    @cached_property
    def _hospital(self) -> str:
        return _reference("Organization", uuids(self.seed, "Organization", np.zeros(1, dtype=np.int64))[0].as_py(), HOSPITAL)

    def _practitioner(self, number: NDArray[Any], before: str) -> pa.Array:
        """Who did it, as a reference with a name, behind the words `before`."""
        ids = uuids(self.seed, "Practitioner", np.arange(len(PRACTITIONERS))).to_pylist()
        known = [f"{before}{_reference('Practitioner', one, name)}" for one, name in zip(ids, PRACTITIONERS, strict=True)]
        return _some(known, number)


def line_head(kind: str, ids: pa.Array, version: Any, updated: pa.Array, profile: str) -> list[Any]:
    """The pieces of a line from its beginning to the end of `meta`."""
    profiled = f'","profile":["{PROFILE}/{profile}"]}}' if profile else '"}'
    return [f'{{"resourceType":"{kind}","id":"', ids, '","meta":{"versionId":"', version, '","lastUpdated":"', updated, profiled]


def house_number(number: NDArray[Any], typed: str = "") -> list[Any]:
    """The pieces of `identifier`: a number of the house."""
    return [f',"identifier":[{{"use":"usual",{typed}"system":"{LOCAL}.50","value":"', numbers(number), '"}]']


def found_in_print(
    table: list[Print],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    rows: Rows,
    number: NDArray[np.int64],
    spoken: Sequence[str],
    specimen: pa.Scalar | pa.Array,
) -> pa.Array:
    """Value, interpretation, specimen and range of each result, or its words (of `spoken`) and specimen."""
    printed, _ = in_print(table, number, rows["value"])
    below = pick(["", ',"comparator":"<"'], rows["comparator"])
    units = [full_words.unit_members(each) for each in table]
    unit = pick([*units, full_words.unknown_unit()], np.where(rows["unit"] == 1, len(units), number))
    judged = np.where(high <= 0, 0, np.where(printed > high, 3, np.where((printed < low) | (rows["comparator"] == 1), 1, 2)))
    flags = ["", *(full_words.interpretation(*each) for each in (("L", "Low"), ("N", "Normal"), ("H", "High")))]
    limit = pick([f",{each}}}" for each in units], number)
    words = pick([f' {full_words.unit_words(each)}"}}]' for each in table], number)
    lower, upper = numbers(low), numbers(high)
    both = joined(
        [
            ',"referenceRange":[{"low":{"value":',
            lower,
            limit,
            ',"high":{"value":',
            upper,
            limit,
            ',"text":"',
            lower,
            " - ",
            upper,
            words,
        ]
    )
    one = joined([',"referenceRange":[{"high":{"value":', upper, limit, ',"text":"< ', upper, words])
    printed_range = pc.if_else(pa.array(high > 0), pc.if_else(pa.array(low > 0), both, one), pa.scalar(""))
    value = joined(
        ['"valueQuantity":{"value":', numbers(printed), below, ",", unit, "}", pick(flags, judged), specimen, printed_range]
    )
    worded = joined(['"valueString":"', pick(list(spoken), np.maximum(rows["words"], 0)), '"', specimen])
    return pc.if_else(pa.array(rows["words"] < 0), value, worded)


def _version(rows: Rows) -> pa.Array:
    """Version 2 of what was corrected, else 1."""
    return pick(["1", "2"], (rows["version"] > 0).astype(np.int64))


def _reference(kind: str, identity: str, name: str) -> str:
    return full_words.written({"reference": f"{kind}/{identity}", "display": name})


def _some(words: Any, number: NDArray[Any]) -> pa.Array:
    """One of the words for each number, round and round."""
    return pick(list(words), number % len(words))
