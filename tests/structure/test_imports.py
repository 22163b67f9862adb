"""Imports run downwards: the contracts of pyproject.toml hold, and they are strict enough to notice a wrong one."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


def test_the_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("lint-imports is not installed beside this Python")
    ran = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_room_stands_in_the_layers() -> None:
    (layers,) = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
    named = {room.strip().removeprefix("culprit.") for layer in layers for room in layer.split("|")}
    rooms = {path.stem for path in (ROOT / "src/culprit").iterdir() if path.name[0] not in "_." and path.suffix in ("", ".py")}
    assert rooms == named


@pytest.mark.parametrize(
    ("room", "file", "wrong"),
    [
        ("report", "words.py", "import culprit.guideline.assess"),
        ("report", "words.py", "import culprit.knowledge.settings"),
        ("store", "schema.py", "import culprit.knowledge.units"),
        ("sources", "reasons.py", "import culprit.store.store"),
        ("sources", "reasons.py", "import culprit.physiology.egfr"),
        ("guideline", "windows.py", "import culprit.store.schema"),
        ("simulate", "scene.py", "import culprit.guideline.assess"),
        ("screen", "records.py", "import culprit.sources.read"),
        ("knowledge", "load.py", "import culprit.physiology.egfr"),
    ],
)
def test_a_wrong_import_would_be_noticed(room: str, file: str, wrong: str, tmp_path: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    if not linter.exists():
        pytest.skip("lint-imports is not installed beside this Python")
    shutil.copytree(ROOT / "src/culprit", tmp_path / "culprit", ignore=shutil.ignore_patterns("__pycache__", "*.json", "*.toml"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "culprit" / room / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{wrong}\n")
    ran = subprocess.run(
        [linter, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"culprit.{room}" in ran.stdout
