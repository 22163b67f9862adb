"""165 published packets of other makers: all are read, and what is excluded speaks against."""

from collections import Counter

import duckdb
import pytest

from culprit.sources.intake.understand import Understood, understand
from culprit.sources.phenopackets import read_phenopackets
from culprit.sources.raw_relations import RawRelations
from culprit.sources.recognise import SourceKind, recognise
from tests.shared_data import shared

Read = tuple[duckdb.DuckDBPyConnection, RawRelations, Understood]


@pytest.fixture(scope="module")
def packets() -> Read:
    connection = duckdb.connect()
    raw = read_phenopackets(connection, [shared("data/phenopackets")])
    return connection, raw, understand(connection, raw)


def test_they_are_recognised_and_every_packet_is_a_person(packets: Read) -> None:
    connection, raw, understood = packets
    assert recognise(shared("data/phenopackets")) is SourceKind.PHENOPACKETS
    assert len(raw.files) == 165
    assert understood.counts.people.kept == 165
    assert connection.execute(f"SELECT count(*) FROM {understood.tables['quarantine']}").fetchall() == [(0,)]


def test_every_feature_and_disease_is_kept_with_its_answer(packets: Read) -> None:
    connection, _, understood = packets
    counted = connection.execute(
        f"SELECT status, count(DISTINCT fact_id) FROM {understood.tables['facts']} WHERE kind = 'condition' GROUP BY status"
    ).fetchall()
    # 2,942 features, of which 1,582 carry the word excluded and some of these say false, and 165 diseases
    assert sum(count for _, count in counted) == 2_942 + 165
    assert dict(counted)["refuted"] > 500


def test_subjects_called_alike_are_kept_apart(packets: Read) -> None:
    connection, raw, _ = packets
    named = Counter(connection.execute(f"SELECT identifier FROM {raw.people} WHERE identifier IS NOT NULL").fetchall())
    assert named[("Patient 2",)] == 4
    assert named[("proband",)] == 3


def test_what_matters_to_us_is_understood(packets: Read) -> None:
    connection, _, understood = packets
    rows = connection.execute(
        f"SELECT concept, status, count(*) FROM {understood.tables['facts']} WHERE kind = 'condition' GROUP BY ALL"
    ).fetchall()
    counts = {(concept, status): count for concept, status, count in rows}
    assert counts[("nephrocalcinosis", "present")] >= 30
    assert counts[("rickets", "present")] >= 1
    assert counts[("osteomalacia", "present")] == 1
