"""Where models of mmstats 0.8.0 put their files, and where its readers look for them.

As of the moment when they are asked for, and not of that when this module is imported.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .naming import default_filename
from .v1.naming import default_path

DEFAULT_STRING_SIZE = 255
"""Of a text, in bytes."""

if TYPE_CHECKING:
    DEFAULT_FILENAME: str
    DEFAULT_GLOB: str
    DEFAULT_PATH: str


def __getattr__(name: str) -> str:
    if name == "DEFAULT_PATH":
        return str(default_path())
    if name == "DEFAULT_FILENAME":
        return default_filename()
    if name == "DEFAULT_GLOB":
        return os.environ.get("MMSTATS_GLOB") or os.path.join(default_path(), "*.mmstats")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
