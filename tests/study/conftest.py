"""A study's numbers and files need the extra `study`; where it is not installed these tests skip, and say so."""

import importlib.util

import pytest

MISSING = [name for name in ("scipy", "docx", "vl_convert") if importlib.util.find_spec(name) is None]


def pytest_ignore_collect() -> bool | None:
    """Without the libraries the modules cannot even be imported."""
    return True if MISSING else None


def pytest_report_header() -> list[str]:
    """Why nothing of this folder runs, where it does not."""
    return [f"tests/study: skipped, {', '.join(MISSING)} not installed (pip install 'culprit[study]')"] if MISSING else []


@pytest.fixture(scope="session")
def statsmodels():  # type: ignore[no-untyped-def]
    """The program against which our numbers are held."""
    return pytest.importorskip("statsmodels.api", reason="statsmodels is not installed")
