"""What holds for all tests: on the integration machine property tests try the same examples each time; elsewhere new ones."""

import os

from hypothesis import settings

# a chance find must be mended where it was found, not stop an unrelated change
settings.register_profile("integration", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("integration")
