"""README.md speaks of all that there is."""

from __future__ import annotations

import re

import pytest

import mmstats
from support import PACKAGE

README = (PACKAGE / "README.md").read_text()
MODULES = {"application", "reader", "v1", "writer"}


@pytest.mark.parametrize("name", sorted({*mmstats.__all__} - MODULES - {"__version__", "Handle"}))
def test_names(name: str) -> None:
    assert re.search(rf"\b{name}\b", README)


def test_what_a_writer_declares() -> None:
    with mmstats.Writer("web") as stats:
        declared = [name for name in dir(stats) if callable(getattr(stats, name))]
        for name in declared:
            assert name.startswith("_") or f"`{name}" in README or f"stats.{name}(" in README
