"""Where files of format 1 are (SPEC.md 1.13)."""

from __future__ import annotations

import os
from pathlib import Path

from ..naming import temporary_path


def default_path() -> Path:
    """The folder of stats files of format 1: MMSTATS_PATH, else the system's temporary folder."""
    wanted = os.environ.get("MMSTATS_PATH")
    return Path(wanted) if wanted else temporary_path()
