"""Each record set is screened once for all tests of this folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.real.screened import Screened, screen
from tests.shared_data import shared

Linked = Callable[..., Path]


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    """Makes a folder of links to files, under their own or another name."""

    def link(*files: Path, **renamed: Path) -> Path:
        folder = tmp_path_factory.mktemp("source")
        for name, path in [(path.name, path) for path in files] + [
            (name.replace("__", "."), path) for name, path in renamed.items()
        ]:
            (folder / name).symlink_to(path)
        return folder

    return link


@pytest.fixture(scope="session")
def mimic(tmp_path_factory: pytest.TempPathFactory, linked: Linked) -> dict[str, Screened]:
    """The hundred people of the MIMIC-IV demo as original tables, OMOP and FHIR, with the rebuilt laboratory files."""
    derived = shared("data/mimic-iv-demo/derived")
    sources = {
        "csv": shared("data/mimic-iv-demo/csv"),
        "omop": linked(
            *sorted(shared("data/mimic-iv-demo/omop").glob("*.csv.gz")),
            measurement__csv__gz=derived / "measurement.rebuilt.csv.gz",
        ),
        "fhir": linked(
            *sorted(shared("data/mimic-iv-demo/fhir").glob("*.ndjson.gz")),
            derived / "MimicObservationLabevents.rebuilt.ndjson.gz",
        ),
    }
    return {form: screen(source, tmp_path_factory.mktemp(form)) for form, source in sources.items()}


@pytest.fixture(scope="session")
def nhanes(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """NHANES 2017-2018: one blood sample of each of 5,901 people."""
    return screen(shared("data/nhanes-2017-2018"), tmp_path_factory.mktemp("nhanes"))


@pytest.fixture(scope="session")
def synthea(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """120 made-up people as FHIR Bundles, most with fractures, none with a phosphate."""
    return screen(shared("data/synthea-r4-bundles"), tmp_path_factory.mktemp("synthea"))


@pytest.fixture(scope="session")
def synthea_omop(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """28 made-up people in OMOP CDM 5.4."""
    return screen(shared("data/synthea27nj-omop54/Synthea27Nj_5.4.zip"), tmp_path_factory.mktemp("synthea_omop"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """Published patients with tumour-induced osteomalacia and with what is mistaken for it, as FHIR Bundles."""
    return screen(shared("cases/fhir"), tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def no_observations(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """A Bulk Data export of 13 made-up people without any Observation."""
    return screen(shared("data/smart-bulk-fhir-10"), tmp_path_factory.mktemp("no_observations"))


@pytest.fixture(scope="session")
def nested_folders(tmp_path_factory: pytest.TempPathFactory) -> Screened:
    """A Bulk Data export in nested folders, with free file names and side files."""
    return screen(shared("data/cumulus-bulk-fixture"), tmp_path_factory.mktemp("nested_folders"))
