"""A file that is written to while it is read must be read again: what came last may not have been seen."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from culprit.cli import load_source as loading
from culprit.store.store import Store
from tests.fhir.reading import lines, observation, patient


@pytest.mark.parametrize("meanwhile", [True, False])
def test_what_was_written_meanwhile_is_read_next_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: bool) -> None:
    source, store = tmp_path / "export.ndjson", Store(tmp_path / "store")
    source.write_bytes(lines(patient(), observation("first")))
    read, hash_files, done = loading.read_source, loading.input_files, Event()

    def and_then_written(*arguments: Any) -> Any:
        found = read(*arguments)
        if meanwhile:
            with source.open("ab") as file:
                file.write(lines(observation("second", value=0.6)))
        done.set()
        return found

    def hashed_late(*arguments: Any, **more: Any) -> Any:
        assert done.wait(60)
        return hash_files(*arguments, **more)

    monkeypatch.setattr(loading, "read_source", and_then_written)
    monkeypatch.setattr(loading, "input_files", hashed_late)
    assert loading.load_source([str(source)], store).fresh
    monkeypatch.setattr(loading, "read_source", read)
    assert loading.load_source([str(source)], store).fresh is meanwhile
    with store.connect() as connection:
        held = connection.execute("SELECT result_id FROM results ORDER BY 1").fetchall()
    assert held == ([("first",), ("second",)] if meanwhile else [("first",)])
