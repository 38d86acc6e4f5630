"""Names of stats files (SPEC.md 1.13 and 2.20)."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

DEFAULT_FILENAME = "{CMD}-{PID}-{TID}.mmstats"
SHARED_MEMORY = Path("/dev/shm")


def _variable(*names: str) -> str | None:
    """The first of these variables that is set to something."""
    return next(filter(None, map(os.environ.get, names)), None)


def temporary_path() -> Path:
    """The system's temporary folder."""
    return Path(_variable("TMPDIR", "TEMP", "TMP") or "/tmp")


def _runtime_paths() -> list[Path]:
    """Those that a service manager made for this service."""
    return [Path(one) for one in (_variable("RUNTIME_DIRECTORY") or "").split(":") if one]


def default_path() -> Path:
    """The folder of stats files: MMSTATS_PATH, else the first of RUNTIME_DIRECTORY, else
    /dev/shm/mmstats-UID, or mmstats-UID in the temporary folder where there is no /dev/shm.

    Where systemd-logind has RemoveIPC=yes, which is its default, files of a user who isn't a system
    user go from /dev/shm when their last session ends: let the user linger (loginctl enable-linger),
    have the service manager give a RUNTIME_DIRECTORY, or set MMSTATS_PATH."""
    if wanted := _variable("MMSTATS_PATH"):
        return Path(wanted)
    if runtime := _runtime_paths():
        return runtime[0]
    parent = SHARED_MEMORY if SHARED_MEMORY.is_dir() else temporary_path()
    return parent / f"mmstats-{os.geteuid()}"


def default_filename() -> str:
    """The template of their names: MMSTATS_FILES, else `DEFAULT_FILENAME`."""
    return os.environ.get("MMSTATS_FILES") or DEFAULT_FILENAME


def default_globs() -> list[str]:
    """What readers look at: MMSTATS_GLOB alone, else every `*.mmstats` in MMSTATS_PATH alone; else
    those in the folders of RUNTIME_DIRECTORY, of every user, and in the temporary folder."""
    if wanted := _variable("MMSTATS_GLOB"):
        return [wanted]
    if folder := _variable("MMSTATS_PATH"):
        return [_files(_literal(folder))]
    temporary = _literal(temporary_path())
    folders = [*map(_literal, _runtime_paths()), f"{SHARED_MEMORY}/mmstats-*"]
    folders += [os.path.join(temporary, "mmstats-*"), temporary]
    return [_files(folder) for folder in dict.fromkeys(folders)]


def _literal(folder: str | Path) -> str:
    """A folder's name is meant as it is, whatever characters it has."""
    return re.sub(r"[*?\[\\]", r"\\\g<0>", str(folder))


def _files(folder: str) -> str:
    return os.path.join(folder, "*.mmstats")


def with_command(template: str) -> str:
    """Puts the running program into a template of a file name. To the library that would be
    python3; what runs is the script."""
    command = os.path.basename(sys.argv[0] if sys.argv else "")
    if command in ("", "-c"):
        return template
    name = command.replace("{", "{{").replace("}", "}}")
    # Doubled braces stand for themselves: in {{CMD}} there is nothing to put in.
    return re.sub(r"\{\{|\}\}|\{CMD\}", lambda m: name if m[0] == "{CMD}" else m[0], template)
