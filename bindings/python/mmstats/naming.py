"""Names of stats files (SPEC.md 1.13)."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

DEFAULT_FILENAME = "{CMD}-{PID}-{TID}.mmstats"


def default_path() -> Path:
    """The folder of stats files: MMSTATS_PATH, else the system's temporary folder."""
    names = ("MMSTATS_PATH", "TMPDIR", "TEMP", "TMP")
    return Path(next(filter(None, map(os.environ.get, names)), "/tmp"))


def default_filename() -> str:
    """The template of their names: MMSTATS_FILES, else `DEFAULT_FILENAME`."""
    return os.environ.get("MMSTATS_FILES") or DEFAULT_FILENAME


def default_glob() -> str:
    """What readers look at: MMSTATS_GLOB, else every `*.mmstats` in the folder."""
    # A folder's name is meant as it is, whatever characters it has.
    folder = re.sub(r"[*?\[\\]", r"\\\g<0>", str(default_path()))
    return os.environ.get("MMSTATS_GLOB") or os.path.join(folder, "*.mmstats")


def with_command(template: str) -> str:
    """Puts the running program into a template of a file name. To the library that would be
    python3; what runs is the script."""
    command = os.path.basename(sys.argv[0] if sys.argv else "")
    if command in ("", "-c"):
        return template
    name = command.replace("{", "{{").replace("}", "}}")
    # Doubled braces stand for themselves: in {{CMD}} there is nothing to put in.
    return re.sub(r"\{\{|\}\}|\{CMD\}", lambda m: name if m[0] == "{CMD}" else m[0], template)
