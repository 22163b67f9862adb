"""What holds for all tests: on the integration machine property tests try the same examples each time; elsewhere new ones."""

import os
from typing import Any

import pytest
from hypothesis import settings

# how long an example takes says how busy the machine is, not whether the rule is right
settings.register_profile("anywhere", deadline=None)
# a chance find must be mended where it was found, not stop an unrelated change
settings.register_profile("integration", settings.get_profile("anywhere"), derandomize=True)
settings.load_profile("integration" if os.environ.get("CI") else "anywhere")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where tests run in several processes, those that share what takes long to set up run in one."""
    if config.getvalue("dist") != "load":
        return None
    from tests.together import Together

    return Together(config, log)
