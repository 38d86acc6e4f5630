"""What a look at an application could not count."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import NamedTuple

from ..errors import Cause


class ProblemKind(enum.Enum):
    """What kind of problem, by the library's numbers."""

    OTHER = 0
    """One that this package doesn't know; its text says what."""
    UNREAD = 1
    """A file or a folder that could not be read."""
    BUSY = 2
    """Series of a file changed each time they were read, and are left out this time."""
    TWICE = 3
    """A file is there twice, and is counted once."""
    SKIPPED = 4
    """A file has families of a kind that the library doesn't know."""
    FAMILIES = 5
    """Families of one name differ, and are not added up."""
    BUCKETS = 6
    """A histogram has nothing in common with those of other files, and is left out."""
    DURATIONS = 7
    """Windows of one name have slots of several durations, and are not added up."""

    @classmethod
    def _missing_(cls, value: object) -> ProblemKind:
        # A later library may know more.
        return cls.OTHER


class Problem(NamedTuple):
    """What a look could not count, or could not count together."""

    kind: ProblemKind
    cause: Cause | None
    """Why something could not be read; None where all was."""
    path: Path | None
    """The file or folder; None where it is about several."""
    text: str
    """What it is, and what to do, for people."""
    counted: bool
    """Whether the look before had the values that are missing now: totals have fallen by these."""

    def __str__(self) -> str:
        return self.text
