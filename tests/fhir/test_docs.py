"""The example in the manual runs as printed, and the manual names every type that is read."""

import re
from pathlib import Path

import pytest

from culprit.sources.fhir.resource_types import RESOURCE_TYPES
from culprit.sources.reasons import Reason
from tests.fhir.reading import lines, observation, patient

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "sources-fhir.md"


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    for folder, name, content in (("export", "p.ndjson", patient()), ("labs", "Observation.ndjson", observation())):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes(lines(content))
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(example, names)
    assert getattr(names["relations"], "files", None) == ("Observation.ndjson", "export/p.ndjson")


@pytest.mark.parametrize("name", sorted(RESOURCE_TYPES))
def test_every_type_is_in_the_manual(name: str) -> None:
    assert name in MANUAL.read_text(encoding="utf-8")


@pytest.mark.parametrize("reason", [Reason.BROKEN_LINE, Reason.BAD_ENCODING, Reason.WRONG_TYPE, Reason.TOO_LONG, Reason.NO_ID])
def test_every_reason_is_in_the_manual(reason: Reason) -> None:
    assert f"`{reason.value}`" in MANUAL.read_text(encoding="utf-8")
