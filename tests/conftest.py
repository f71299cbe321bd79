"""What tests of several parts share."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

# A machine that is busy must not fail a test; how much is tried stays as it is.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; `make test` finds or installs one and says which."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    found = os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), "")
    assert found, "no Chromium: run the tests by `make test`, or set CHROMIUM to the path of one"
    return found
