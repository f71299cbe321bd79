"""What tests of several parts share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

import build

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


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as its readers get it: the folders `public` and `draft`, each a library."""
    folder = tmp_path_factory.mktemp("example")
    home = Path(build.__file__).parent
    shutil.copytree(home / "register", folder / "register")  # a build writes beside it
    for edition in ("public", "draft"):
        where = ("--content", str(home / "content"), "--register", str(folder / "register"))
        result = CliRunner().invoke(build.main, ["build", "--edition", edition, "--out", str(folder / edition), *where])
        assert result.exit_code == 0, result.output
    return folder
