"""Lines read by template say the same as lines read one by one: rows, forms, quarantine, notes."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fhir.by_template import everything
from tests.fhir.reading import Read, Resource, lines, observation, patient

# characters that JSON, NDJSON, UTF-8, SQL or the reader's own patterns could trip over
hard_letters = st.text(st.sampled_from(list('aB7 ."\\/{}[]:,\n\t\r\x7f%#é漢🧪\u2028-_')), max_size=9)
ids = st.one_of(
    st.sampled_from(
        ["", "a", "7", "0", "a" * 12, "a" * 13, "b.c-d_e", "98765432.1", "culprit_blank_id", 'q"q', "\\", "é", "_history"]
    ),
    st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
    st.integers(0, 9),
)
references = st.one_of(
    st.builds(
        "{}{}".format, st.sampled_from(["Patient/", "", "https://x/fhir/Patient/", "urn:uuid:", "#", "Group/", "Specimen/"]), ids
    ),
    st.builds("Patient/{}/_history/{}".format, ids, ids),
    st.builds("Patient?identifier=http://x|{}".format, ids),
    st.builds("Patient?identifier=urn:x:{}".format, ids),
)
moments = st.one_of(
    st.sampled_from(["2024-05-06T08:30:00+02:00", "2024-05-06", "2024", "", "yesterday"]), st.dates().map(str), hard_letters
)
# written as they stand, broken ones too
NUMBERS = [
    "0.52",
    "1.10",
    "5",
    "5.0",
    "-0",
    "-0.0",
    "0.00",
    "1e2",
    "1E-7",
    "0.0000001",
    "12345678901234567",
    "98765432.1",
    "98765432.10",
]
NUMBERS += ["9.87654321e7", "100", "007", "-", ".5", "1.", '"0.52"', '"<0.3"', "true", "null", "{}", "123456789012.50", "NaN"]


numbers = st.sampled_from([f"@@{letters}@@" for letters in NUMBERS])
units = st.sampled_from(["mmol/L", "{INR}", "mg/dL"])
quantities = st.permutations(["value", "unit", "system", "extension"]).flatmap(
    lambda names: st.fixed_dictionaries(
        {},
        optional={
            name: {
                "value": numbers,
                "unit": units,
                "system": hard_letters,
                "extension": st.just([{"url": "x", "valueDecimal": 1.1}]),
            }[name]
            for name in names
        },
    )
)
subjects = st.one_of(
    st.builds(lambda to: {"reference": to}, references),
    st.builds(lambda to, said: {"display": said, "reference": to}, references, hard_letters),
    st.builds(lambda value: {"identifier": {"system": "http://x", "value": value}}, ids),
    st.just("Patient/anna"),
    st.just([{"reference": "Patient/anna"}]),
)
concepts = st.one_of(
    st.sampled_from(
        [
            {"text": "Phosphate"},
            {"coding": [{"system": "http://loinc.org", "code": "14879-1"}], "text": "Phosphate"},
            {"text": "culprit_blank_id"},
            {"text": "referenceRange"},
            {"coding": {"code": "x"}},
        ]
    ),
)
periods = st.fixed_dictionaries({}, optional={"start": moments, "end": moments})
unread: dict[str, st.SearchStrategy[Any]] = {
    "note": hard_letters.map(lambda text: [{"text": text}]),
    "text": hard_letters.map(lambda text: {"status": "generated", "div": f'<div class="{text}">'}),
    "identifier": ids.map(lambda value: [{"system": "http://x", "value": value}]),
    "_id": hard_letters.map(lambda text: {"extension": [{"valueString": text}]}),
    "weight": st.integers(),
    "wei.ght": st.floats(allow_nan=False, allow_infinity=False),
    "id.": hard_letters,
    "subject.reference": ids,
    "code.text": hard_letters,
    "ID": ids,
}
shared: dict[str, st.SearchStrategy[Any]] = {
    "id": ids,
    "meta": moments.map(lambda at: {"lastUpdated": at, "versionId": "1"}),
    "status": st.sampled_from(["final", "completed", "entered-in-error"]),
    "subject": subjects,
    **unread,
}
makers = st.one_of(references, ids.map("Organization/{}".format), ids.map("https://x/Practitioner/{}".format))
performers = st.one_of(
    st.lists(
        st.permutations(["reference", "type", "identifier", "display"]).flatmap(
            lambda names: st.fixed_dictionaries(
                {},
                optional={
                    name: {
                        "reference": makers,
                        "type": st.sampled_from(["Organization", "Practitioner"]),
                        "identifier": ids.map(lambda value: {"system": "http://x", "value": value}),
                        "display": hard_letters,
                    }[name]
                    for name in names
                },
            )
        ),
        max_size=3,
    ),
    st.sampled_from([{"reference": "Organization/x"}, ["Organization/x"], [{"reference": ["Organization/x"]}], "Organization/x"]),
)
contained = st.sampled_from(
    [
        [{"resourceType": "Specimen", "id": "s", "type": {"text": "urine"}}],
        [{"resourceType": "Observation", "id": "in", "valueString": "x"}],
        [{"resourceType": "Medication", "id": "m", "code": {"text": "phosphate"}}],
    ]
)
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "Observation": {
        "effectiveDateTime": moments,
        "effectiveInstant": moments,
        "issued": moments,
        "code": concepts,
        "valueQuantity": quantities,
        "valueString": st.sampled_from(["negative", "0.5", "98765432.1", "112 pg/ml (10-50) H"]),
        "valueInteger": numbers,
        "specimen": references.map(lambda to: {"reference": to}),
        "referenceRange": st.sampled_from(
            [[{"low": {"value": "culprit"}, "high": {"value": "blank_id"}}], [{"text": "1-2"}], {"text": "1-2"}]
        ),
        "component": quantities.map(lambda quantity: [{"code": {"text": "c"}, "valueQuantity": quantity}]),
        "hasMember": st.just([{"reference": "Observation/x"}]),
        "performer": performers,
        "contained": contained,
    },
    "Patient": {
        "birthDate": moments,
        "gender": st.sampled_from(["female", "male", "x"]),
        "deceasedDateTime": moments,
        "deceasedBoolean": st.booleans(),
    },
    "Condition": {
        "code": concepts,
        "encounter": ids.map(lambda to: {"reference": f"Encounter/{to}"}),
        "onsetDateTime": moments,
        "onsetPeriod": periods,
        "abatementPeriod": periods,
        "recordedDate": moments,
        "verificationStatus": st.sampled_from([{"text": "confirmed"}, "confirmed"]),
    },
    "Procedure": {
        "code": concepts,
        "performedDateTime": moments,
        "performedPeriod": periods,
        "bodySite": concepts.map(lambda x: [x]),
    },
    "Encounter": {
        "class": st.sampled_from([{"code": "IMP"}, {"code": "EMER"}, {"code": "AMB"}, {"code": "SS"}]),
        "period": periods,
        "priority": st.just({"coding": [{"code": "EM"}]}),
        "hospitalization": st.just({}),
        "location": periods.map(lambda period: [{"location": {"display": "ICU"}, "period": period}]),
    },
    "MedicationRequest": {
        "medicationCodeableConcept": concepts,
        "medicationReference": st.just({"reference": "#m"}),
        "contained": contained,
        "authoredOn": moments,
        "intent": st.sampled_from(["order", "plan"]),
        "dispenseRequest": periods.map(lambda period: {"validityPeriod": period}),
        "encounter": ids.map(lambda to: {"reference": f"Encounter/{to}"}),
    },
    "MedicationAdministration": {
        "medicationCodeableConcept": concepts,
        "effectiveDateTime": moments,
        "effectivePeriod": periods,
        "request": ids.map(lambda to: {"reference": f"MedicationRequest/{to}"}),
    },
    "MedicationStatement": {"medicationCodeableConcept": concepts, "effectiveDateTime": moments, "dateAsserted": moments},
    "MedicationDispense": {"medicationCodeableConcept": concepts, "whenHandedOver": moments, "whenPrepared": moments},
    "Immunization": {"lot": hard_letters},
    "Specimen": {"type": concepts},
}


@st.composite
def spelled(draw: st.DrawFn, resource: Resource) -> bytes:
    """One resource as one line, in one of the ways in which JSON may be written, now and then damaged."""
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : ")]))
    text = json.dumps(resource, separators=separators, ensure_ascii=draw(st.booleans()))
    for letters in NUMBERS:
        text = text.replace(f'"@@{json.dumps(letters)[1:-1]}@@"', letters)
    line = text.encode()
    damage = draw(st.sampled_from([*["none"] * 8, "cut", "key", "slash", "latin", "control", "twice", "space", "escaped key"]))
    if damage == "cut":
        return line[: draw(st.integers(0, len(line)))]
    if damage == "key":
        return line.replace(b'"id"', b'"id')
    if damage == "slash":
        return line.replace(b"/", b"\\/")
    if damage == "latin":
        return line.replace(b"a", b"\xe4", 1)
    if damage == "control":
        return line.replace(b'"display', b'"x\x01display').replace(b"2024", b"20\x0024")
    if damage == "twice":
        return line[:-1] + draw(
            st.sampled_from([b',"id":"z"}', b',"subject":{"reference":"Patient/z"}}', b',"resourceType":"Patient"}'])
        )
    if damage == "space":
        return b" " + line + b"\t"
    if damage == "escaped key":
        return line.replace(b'"id"', b'"\\u0069d"')
    return line


@st.composite
def files_of_lines(draw: st.DrawFn) -> dict[str, bytes]:
    """Files in which few patterns of fields repeat with other fillings, as software writes them."""
    files = {}
    for number in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from([*["Observation"] * 3, *FIELDS]))
        patterns = []
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from([name, name, name, *FIELDS]))
            fields = {**shared, **FIELDS[kind]}
            keys = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, max_size=9))
            usual = {"Patient": ["id", "gender", "birthDate"], "Encounter": ["id", "subject", "period"]}
            first = usual.get(kind, ["id", "status", "subject", "code"])
            order = draw(st.permutations(list(dict.fromkeys(["resourceType", *first, *keys]))))
            patterns.append(
                st.fixed_dictionaries({key: st.just(kind) if key == "resourceType" else fields.get(key, concepts) for key in order})
            )
        ends = draw(st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\n \n", b"\nx\n", b"\r\n\r\n"]))
        listed = draw(st.lists(st.one_of(*patterns).flatmap(spelled), min_size=1, max_size=14))
        content = ends.join(listed) + draw(st.sampled_from([b"", b"\n", b"\r\n", b"\r"]))
        files[f"{number}.ndjson"] = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + _started(name) + content
    return files


def _started(name: str) -> bytes:
    """A first line by which the file is known to hold this type."""
    return json.dumps({"resourceType": name, "id": "first", "subject": {"reference": "Patient/first"}}).encode() + b"\n"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=files_of_lines(), block_bytes=st.sampled_from([300, 1000, 1 << 20]))
def test_any_lines_say_the_same(files: dict[str, bytes], block_bytes: int) -> None:
    assert everything(files, block_bytes=block_bytes)[0] == everything(files, by_template=False)[0]


def results(*changes: dict[str, Any] | bytes) -> dict[str, bytes]:
    """A file of plain results, then one for each change (or line as it is), twice."""
    made: list[Any] = [observation(f"o{number}", f"p{number}", number / 4) for number in range(9)]
    made += [change if isinstance(change, bytes) else {**observation("x", "y"), **change} for change in changes * 2]
    return {"results.ndjson": lines(*made), "people.ndjson": lines(patient("p1"))}


def named(letters: bytes) -> bytes:
    """A result whose name is written so."""
    return lines(observation("m", code={"text": "@"})).strip().replace(b'"@"', letters)


def misshapen(note: str) -> Resource:
    """Doubtful where nobody reads but for the letters of the note, and then found to be misshapen."""
    return {"code": {"coding": [{"code": "c"}], "text": {}}, "note": [{"text": note}]}


def quantity(letters: str) -> bytes:
    """A result whose quantity is written so."""
    return lines(observation("q", valueQuantity="@")).strip().replace(b'"@"', letters.encode())


@pytest.mark.parametrize(
    "files",
    [
        # a number where an id should be: its mark is that of the result's number
        pytest.param(results({"id": 7}, {"id": 8}), id="id is a number"),
        pytest.param(results({"issued": 20240506}), id="moment is a number"),
        # an escaped key is read, though it is spelled like none that is
        pytest.param(
            results(
                *(lines(observation(name)).strip().replace(b'"id"', b'"\\u0069d"') for name in "abc"),
            ),
            id="escaped key",
        ),
        # letters of a record that are those of a mark
        pytest.param(results({"code": {"text": "culprit_blank_id"}}), id="mark"),
        pytest.param(results(named(b'"culprit\\u005fblank_id"')), id="escaped mark"),
        pytest.param(results({"valueQuantity": {}, "valueInteger": 98765432.1}), id="number's mark"),
        pytest.param(
            results(named(b'"culprit\\u005fblank_id","text":"x"')),
            id="mark behind a doubled key",
        ),
        pytest.param(
            results({"referenceRange": [{"low": {"value": "culprit"}, "high": {"value": "blank_id"}}]}), id="mark of two texts"
        ),
        # a line of one letter is a broken line, not an empty one
        pytest.param(results(b"{", b"x", b" ", b""), id="one letter"),
        # the JSON reader turns -0 into 0
        pytest.param(results(quantity('{"value": -0}'), quantity('{"value": -0.0}'), quantity('{"value": 1.10}')), id="minus zero"),
        # the letters of a number, where something else stands before it
        pytest.param(
            results(quantity('{"unit": "{INR}", "value": 1.10}'), quantity('{"unit": "{INR}", "value": 2.20}')), id="braces"
        ),
        pytest.param(results(quantity('{"extension": [{"url": "x"}], "value": 1.10}')), id="extension"),
        pytest.param(
            results(
                {
                    "component": [{"code": {"text": "c"}, "valueQuantity": {"value": 1.1}}],
                    "valueQuantity": {"value": 1.1},
                }
            ),
            id="component",
        ),
        pytest.param(results(misshapen("a"), misshapen("referenceRange")), id="misshapen"),
    ],
)
@pytest.mark.parametrize("block_bytes", [700, 1 << 20])
def test_what_once_did_not(files: dict[str, bytes], block_bytes: int) -> None:
    left, matched = everything(files, block_bytes=block_bytes)
    assert left == everything(files, by_template=False)[0]
    # of the smallest blocks most lines only teach
    assert matched >= (3 if block_bytes == 700 else 10)


def test_letters_of_a_number_behind_a_unit_with_braces_stay(tmp_path: Path) -> None:
    found = Read(tmp_path, results(quantity('{"unit": "{INR}", "value": 1.10}')))
    assert found.rows("results", "value")[-1] == "1.10"


@pytest.mark.parametrize("packed", [False, True])
def test_tiny_pieces_of_a_packed_file_do_not_shift_line_numbers(packed: bool) -> None:
    """Gzip members of a few bytes come as blocks of a few bytes."""
    listed = [lines(observation(f"o{number}")) for number in range(4)]
    parts = [listed[0], b"\n", listed[1], b"\n\n", listed[2], listed[3]]
    content = b"".join(map(gzip.compress, parts)) if packed else b"".join(parts)
    left, matched = everything({"results.ndjson.gz" if packed else "results.ndjson": content})
    assert left == everything({"results.ndjson.gz" if packed else "results.ndjson": content}, by_template=False)[0]
    assert matched == 4


def test_almost_all_plain_lines_are_matched() -> None:
    """Else all other tests here would compare nothing."""
    many = [observation(f"o{number}", f"p{number % 90}", number / 100, note=[{"text": f"n{number}"}]) for number in range(3000)]
    left, matched = everything({"results.ndjson": lines(*many)}, block_bytes=20_000)
    assert matched == 3000
    assert len(left["results"]) == 3000


def test_refused_templates_are_read_again_from_every_file() -> None:
    """A template that cannot be used is known only at the end; its lines come from all blocks of all files."""
    unusual = [
        observation(f"u{number}", valueQuantity={"extension": [{"url": "x"}], "value": number + 0.5}) for number in range(50)
    ]
    usual = [observation(f"o{number}") for number in range(50)]
    mixed = [line for pair in zip(usual, unusual, strict=True) for line in pair]
    files = {"a.ndjson": lines(*mixed[:60]), "b.ndjson": lines(*mixed[60:]), "c.ndjson": lines(*usual)}
    left, _ = everything(files, block_bytes=900)
    assert left == everything(files, by_template=False)[0]
    assert len(left["results"]) == 150
