"""Does the writer of a file live? (SPEC.md 1.12 and 2.19)"""

from __future__ import annotations

import enum


class Liveness(enum.Enum):
    """Whether the writer of a file lives."""

    UNKNOWN = 0
    """Nobody can say from here. Who would remove the file keeps it."""
    ALIVE = 1
    """It may write."""
    DEAD = 2
    """It closed its file, or has ended."""
    ORPHANED = 3
    """It has ended, but a child that knows nothing of it has its lock."""
