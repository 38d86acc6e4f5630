"""One version for all of the project."""

from __future__ import annotations

import re

import mmstats
from support import PACKAGE, ROOT


def test_is_that_of_the_workspace() -> None:
    cargo = (ROOT / "Cargo.toml").read_text()
    found = re.search(r'^\[workspace\.package\]\nversion = "(.+)"', cargo, re.M)
    assert found and mmstats.__version__ == found[1]


def test_of_the_distribution_is_the_same() -> None:
    project = (PACKAGE / "pyproject.toml").read_text()
    assert 'dynamic = ["version"]' in project
    assert 'version = { attr = "mmstats._version.VERSION" }' in project
