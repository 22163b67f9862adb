"""How does an export look that holds every test of the laboratory? Full lines, lines of other tests between them, and specimens."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from culprit.simulate import full_words
from culprit.simulate.fhir_lines import Rows
from culprit.simulate.full_lines import SUBJECT, FullLines, found_in_print, house_number, line_head
from culprit.simulate.laboratories import Print, prints_of
from culprit.simulate.other_tests import SPECIMENS, all_words, draw_others, draws, other_tests, specimens_of_analytes
from culprit.simulate.people import People
from culprit.simulate.text_columns import instants, joined, pick, uuids
from culprit.simulate.vocabulary import ANALYTES

_SHORTEST_WAY, _LONGEST_WAY = 5, 30  # minutes from the draw to the laboratory
_AT_ONCE = 20_000  # known lines beside which the others are made; it bounds memory


@dataclass(frozen=True)
class WholeLines(FullLines):
    """Full lines whose Observations name their Specimen. `rows` of results have `specimen` beside the other columns, its number."""

    def others(self, rows: Rows) -> pa.Array:
        """One Observation line per result of a test that Culprit does not know; `rows` as drawn, with ids and specimens."""
        table = self._table
        number = self.people.laboratory[rows["person"]] * len(other_tests()) + rows["analyte"]
        scale = 10.0 ** np.array([each.digits for each in table])
        low, high = (
            (np.rint(np.array([getattr(each, side) for each in table]) * scale) / scale)[number] for side in ("low", "high")
        )
        found = found_in_print(table, low, high, rows, number, all_words(), self._specimen(rows))
        return self._result_lines(rows, pick(self._codes, number), found)

    def specimens(self, rows: Rows) -> pa.Array:
        """One Specimen line per row: id, person, minute and kind."""
        received = instants(rows["minute"] + _SHORTEST_WAY + rows["id"] % (_LONGEST_WAY - _SHORTEST_WAY))
        kinds = [f",{piece}{SUBJECT}" for piece in full_words.specimen_members()]
        return joined(
            [
                *line_head("Specimen", uuids(self.seed, "Specimen", rows["id"]), "1", received, "us-core-specimen"),
                *(*house_number(rows["id"]), pick(kinds, rows["kind"]), self.ids.take(pa.array(rows["person"]))),
                *('"},"receivedTime":"', received, '","collection":{"collectedDateTime":"', instants(rows["minute"]), '"}}\n'),
            ]
        )

    def _specimen(self, rows: Rows) -> pa.Array:
        return joined([',"specimen":{"reference":"Specimen/', uuids(self.seed, "Specimen", rows["specimen"]), '"}'])

    @cached_property
    def _table(self) -> list[Print]:
        tests = other_tests()
        tongues = {tongue: {test.printed.name: test.tongues[tongue] for test in tests} for tongue in tests[0].tongues}
        return prints_of([test.printed for test in tests], tongues, {test.printed.name: test.limits for test in tests})

    @cached_property
    def _codes(self) -> list[str]:
        return self._coded(full_words.test_codes(self._table, [test.printed for test in other_tests()], len(ANALYTES)))


def specimens_of_known(rows: Rows, first: int) -> NDArray[np.int64]:
    """The number of the specimen that each known result is of; `rows` are in order of person and minute."""
    return _numbered(draws(rows), specimens_of_analytes()[rows["analyte"]], first)


def others_between(people: People, rows: Rows, lines: int, first: int, first_id: int, rng: np.random.Generator) -> Rows:
    """Numbered results of other tests beside `lines` lines of known ones, whose `rows` are in order of person and minute.

    `first` is where the numbers of specimens begin, as for the known, and `first_id` where those of the results do.
    """
    found = draw_others(people, rows, draws(rows), lines, rng)
    numbered = {"id": first_id + np.arange(1, len(found["person"]) + 1)}
    return {**found, **numbered, "specimen": _numbered(found["draw"], found["specimen"], first)}


def specimens_taken(results: list[Rows], first: int) -> Rows:
    """Every specimen that one of the results names: id, person, minute, kind, in order of the draws."""
    number, place = np.unique(np.concatenate([rows["specimen"] for rows in results]), return_index=True)
    person, minute = (np.concatenate([rows[name] for rows in results])[place] for name in ("person", "minute"))
    return {"id": number, "person": person, "minute": minute, "kind": (number - first) % len(SPECIMENS)}


def mixed(known: pa.Array, kept: NDArray[np.int64], span: tuple[int, int], rows: Rows, lines: WholeLines) -> Iterator[pa.Array]:
    """The lines of one file, a part at a time: known ones, and behind each the others that belong there.

    `kept` are the places in `known` of the lines of all files, `span` which of them this file holds, `rows` the others, in order of
    `after`, a place in `known`.
    """
    for start in range(*span, _AT_ONCE):
        stop = min(start + _AT_ONCE, span[1])
        ends = (kept[start] if start else 0, kept[stop] if stop < len(kept) else len(known))
        some = slice(*np.searchsorted(rows["after"], ends))
        beside = {name: column[some] for name, column in rows.items()}
        order = np.argsort(np.concatenate([kept[start:stop], beside["after"]]), kind="stable")
        parts = [known.take(pa.array(kept[start:stop])), lines.others(beside).cast(pa.string())]
        yield pa.concat_arrays(parts).take(pa.array(order))


def _numbered(draw: NDArray[np.int64], kind: NDArray[np.int64], first: int) -> NDArray[np.int64]:
    return np.asarray(first + draw * len(SPECIMENS) + kind)
