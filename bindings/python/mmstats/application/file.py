"""The files of an application."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..liveness import Liveness


class File(NamedTuple):
    """A file of an application, as a look found it. `mmstats.open(file.path)` reads it alone."""

    path: Path
    format: int
    """1 or 2."""
    writer: Liveness
    """Whether its writer lived when it was read."""
    pid: int | None
    """The process id of its writer; None where the file doesn't say it."""
    created: int | None
    """When it was created, nanoseconds since 1970; None where the file doesn't say it."""
    id: bytes | None
    """The file's id; None in format 1."""
    accumulator: bool
    """Whether it has what writers counted that have ended, and whose files were folded
    (`mmstats.fold`)."""
