"""Which published patients are there, and what is known of each? Reads the library's phenopackets."""

import json
from decimal import Decimal
from functools import cache
from importlib import resources

from culprit.published.case import PublishedCase
from culprit.published.case_packet import published_case


@cache
def library() -> tuple[PublishedCase, ...]:
    """All published patients, in order of their ids. Raises ValueError, naming the file, when one cannot be read."""
    folder = resources.files("culprit.cases").joinpath("library")
    cases = []
    for file in sorted((each for each in folder.iterdir() if each.name.endswith(".json")), key=lambda each: each.name):
        try:
            packet = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
            cases.append(published_case(packet))
        except (KeyError, ValueError, ArithmeticError) as error:
            raise ValueError(f"cases/library/{file.name} is not a phenopacket as docs/case-library.md says: {error!r}") from error
    return tuple(cases)
