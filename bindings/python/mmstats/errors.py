"""What can go wrong: one list of causes, the same in every language."""

from __future__ import annotations

import enum
import errno
from typing import ClassVar


class Cause(enum.Enum):
    """Why something failed. The values are the library's names for its statuses."""

    NOT_FOUND = "not found"
    PERMISSION = "permission"
    NOT_A_STATS_FILE = "not a stats file"
    UNKNOWN_VERSION = "unknown version"
    CORRUPT = "corrupt"
    FULL = "full"
    BUSY = "busy"
    CLOSED = "closed"
    WRONG_TYPE = "wrong type"
    LIMIT = "limit"
    DUPLICATE = "duplicate"
    INVALID = "invalid"
    IO = "io"
    INTERNAL = "internal"


class Error(Exception):
    """All that this package raises on its own account. The message says where, what was expected,
    what was found, what to do."""

    cause: ClassVar[Cause]
    offset: int | None
    """The offset in the file that this is about, if it is about one."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset
        if isinstance(self, OSError):
            # Not a plain assignment, which type checkers take for an attribute of every Error.
            setattr(self, "errno", ERRNO.get(self.cause))


class NotFound(Error, FileNotFoundError, KeyError):
    """No such file, folder or field."""

    cause = Cause.NOT_FOUND


class Permission(Error, PermissionError):
    """Not allowed."""

    cause = Cause.PERMISSION


class NotAStatsFile(Error, ValueError):
    """A directory, a FIFO, a symbolic link, an empty file."""

    cause = Cause.NOT_A_STATS_FILE


class UnknownVersion(Error, ValueError):
    """A version that the library doesn't know."""

    cause = Cause.UNKNOWN_VERSION


class Corrupt(Error, ValueError):
    """The bytes break the format; `offset` says where."""

    cause = Cause.CORRUPT


class Full(Error, OSError):
    """No space on the file system."""

    cause = Cause.FULL


class Busy(Error, OSError):
    """In use by another writer."""

    cause = Cause.BUSY


class Closed(Error, ValueError):
    """No longer, or not yet, possible in this state."""

    cause = Cause.CLOSED


class WrongType(Error, TypeError):
    """The value is of another type."""

    cause = Cause.WRONG_TYPE


class Limit(Error, ValueError):
    """Beyond a limit."""

    cause = Cause.LIMIT


class Duplicate(Error, ValueError):
    """A field of that label is there already."""

    cause = Cause.DUPLICATE


class Invalid(Error, ValueError):
    """An argument makes no sense."""

    cause = Cause.INVALID


class Io(Error, OSError):
    """The system said something else."""

    cause = Cause.IO


class Internal(Error, RuntimeError):
    """A bug in the library. The object it happened to should only be closed."""

    cause = Cause.INTERNAL


ERRNO = {
    Cause.NOT_FOUND: errno.ENOENT,
    Cause.PERMISSION: errno.EACCES,
    Cause.FULL: errno.ENOSPC,
    Cause.BUSY: errno.EBUSY,
}
"""For those that are an OSError too."""

BY_NAME: dict[str, type[Error]] = {error.cause.value: error for error in Error.__subclasses__()}
"""The class for each name of a status."""
