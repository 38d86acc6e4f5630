"""What a reader saw at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..kinds import BUSY
from ._directory import Directory
from ._found import Found
from .diff import Diff
from .series import Series, Value


class FileInfo(NamedTuple):
    """What a file says of itself and its writer."""

    application: str
    closed: bool
    """Whether its writer closed it in an orderly way."""
    skipped: int
    """How many families were left out, since their kind or type is not known here."""
    rewritten: int
    """How many series were left out since they were being rewritten whenever they were looked
    at."""
    taken: int
    """When it was read, nanoseconds of CLOCK_BOOTTIME."""
    created: int
    """When it was created, nanoseconds since 1970."""
    created_boot: int
    """The same in nanoseconds of CLOCK_BOOTTIME."""
    pid: int
    """The process id of its writer."""
    start: int
    """The start time of that process in clock ticks; 0: unknown."""
    uid: int
    """The user id of its writer."""
    pid_namespace: int
    """0: unknown."""
    heartbeat: int
    """The last one, nanoseconds since 1970; 0: not kept."""
    boot_id: bytes
    """All 0: unknown."""
    file_id: bytes


class Snapshot(Found[Series]):
    """What a reader saw at one moment; it doesn't change. Iterating gives all series, by their
    families in the order of the file."""

    __slots__ = ("_values", "info")

    info: FileInfo
    """What the file says of itself and its writer."""

    def __init__(self, info: FileInfo, directory: Directory, values: Sequence[Value]) -> None:
        super().__init__(directory)
        self._values = values
        self.info = info

    @property
    def application(self) -> str:
        """The name of the application."""
        return self.info.application

    @property
    def closed(self) -> bool:
        """Whether the writer closed the file in an orderly way."""
        return self.info.closed

    @property
    def busy(self) -> int:
        """How many values changed whenever they were looked at."""
        return sum(value is BUSY for value in self._values)

    def since(self, earlier: Snapshot) -> Diff:
        """What happened since an earlier snapshot of the same reader."""
        same = self.info.file_id == earlier.info.file_id
        same = same and self.info.created == earlier.info.created
        elapsed = max(self.info.taken - earlier.info.taken, 0) / 1e9
        return Diff(self, earlier if same else None, elapsed)

    def _series(self, position: int) -> Series:
        number, labels, created, overflow = self._directory.entries[position]
        value = self._values[position]
        return Series(self.families[number], labels, value, created, overflow)

    def __repr__(self) -> str:
        return f"<Snapshot of {self.application!r}: {len(self)} series>"
