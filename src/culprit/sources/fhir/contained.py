"""Which results does a resource carry inside itself? Some systems write Observations only as `contained` parts of their report."""

import msgspec

from culprit.sources.fhir.recognise import header


class _Carrier(msgspec.Struct):
    id: str = ""
    subject: msgspec.Raw = msgspec.Raw(b"")
    contained: list[msgspec.Raw] = []


_CARRIER = msgspec.json.Decoder(_Carrier)
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def contained_observations(line: bytes) -> tuple[bytes, ...]:
    """The Observations inside one resource, each in its own letters.

    A contained id is only known inside, so the carrier's id is put before it; a contained Observation that does not say whose it is
    belongs to the carrier's patient.
    """
    if b'"contained"' not in line:
        return ()
    try:
        carrier = _CARRIER.decode(line)
        inside = [(found.id, _FIELDS.decode(item)) for item in carrier.contained if (found := _observation(item)) is not None]
    except msgspec.DecodeError:
        return ()
    for own_id, fields in inside:
        fields["id"] = msgspec.Raw(msgspec.json.encode(f"{carrier.id}#{own_id or ''}"))
        if "subject" not in fields and bytes(carrier.subject):
            fields["subject"] = carrier.subject
    return tuple(msgspec.json.encode(fields) for _, fields in inside)


def _observation(item: msgspec.Raw):  # type: ignore[no-untyped-def]
    found = header(bytes(item))
    return found if found is not None and found.resource_type == "Observation" else None
