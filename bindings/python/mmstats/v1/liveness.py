"""Does the writer of a file live? (SPEC.md 1.12)"""

from __future__ import annotations

import enum


class Liveness(enum.Enum):
    """Whether the writer of a file lives."""

    UNKNOWN = 0
    """Nobody can say. Who would remove the file keeps it."""
    ALIVE = 1
    """Its process is there."""
    DEAD = 2
    """There is no such process."""
