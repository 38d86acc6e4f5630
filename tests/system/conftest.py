"""What the tests of the whole system share: where the tree and the installed tree are."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def command() -> Path:
    """The installed `mmstats` command."""
    prefix = Path(os.environ.get("MMSTATS_PREFIX") or ROOT / "build/prefix")
    path = prefix / "bin/mmstats"
    assert path.exists(), f"no command at {path}: run this by `make test`"
    return path
