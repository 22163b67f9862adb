"""The command, called in this process."""

import pytest

from tests.cli.hospital import Culprit


@pytest.fixture
def culprit(capsys: pytest.CaptureFixture[str]) -> Culprit:
    """The command."""
    return Culprit(capsys)
