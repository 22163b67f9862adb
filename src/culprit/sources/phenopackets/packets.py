"""Which packets does a document hold? One, or those of a Family or a Cohort."""

from collections.abc import Iterator
from dataclasses import dataclass

from culprit.sources.phenopackets.shape import MisshapenError, Packet, kind_of, parts, text


@dataclass(frozen=True)
class Found:
    """One packet with the part of the document that it is ('' for the whole), and when the document was written."""

    packet: Packet
    part: str
    number: int


def is_packet(document: Packet) -> bool:
    """Whether the document is a phenopacket, a Family or a Cohort."""
    if "resourceType" in document:
        return False
    single = isinstance(document.get("subject"), dict) or "phenotypicFeatures" in document or "measurements" in document
    return single or "proband" in document or ("members" in document and "metaData" in document) or _says_so(document)


def _says_so(document: Packet) -> bool:
    about = document.get("metaData")
    return isinstance(about, dict) and "phenopacketSchemaVersion" in about


def packets_of(document: Packet) -> Iterator[Found]:
    """The packets of a document in its order: a Family's proband first, then its relatives. Raises MisshapenError."""
    about = {"metaData": document.get("metaData")}
    inside: list[tuple[str, object]] = []
    if document.get("proband") is not None:
        inside.append(("proband", document["proband"]))
        inside.extend(parts(document, "relatives"))
    elif "subject" not in document:
        inside.extend(parts(document, "members"))
    if not inside:
        yield Found(document, "", 1)
        return
    for number, (name, packet) in enumerate(inside, start=1):
        if not isinstance(packet, dict):
            raise MisshapenError(f"{name} is {kind_of(packet)} where the schema has a phenopacket")
        whole = packet if packet.get("metaData") is not None else {**packet, **about}
        if not text(whole, "id") and text(document, "id"):
            whole = {**whole, "id": f"{text(document, 'id')}/{name}"}
        yield Found(whole, name, number)
