"""The reader of mmstats 0.8.0: labels and values, of files of format 1."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from .. import v1
from ..errors import NotAStatsFile, UnknownVersion


class Readable(Protocol):
    """A file, a mapping, or another thing with bytes."""

    def read(self) -> bytes:
        """All of them."""


class Stat(NamedTuple):
    """A field: `label, value = stat`."""

    label: str
    value: Any


class InvalidMmStatsVersion(Exception):
    """A file of another version, or none at all."""


class MmStatsReader:
    """Yields a `Stat` for each field of a file. The file was read when this was made.

    `data` has bytes to `read()`. Of a file that is being written `from_file` and `from_mmap` are the
    better way: what they take belongs together. Errors: InvalidMmStatsVersion; else those of
    `v1.Reader`, such as FileNotFoundError.
    """

    version = 1

    def __init__(self, data: Readable) -> None:
        self.data = data
        try:
            self._reader = v1.Reader.decode(data.read())
        except (NotAStatsFile, UnknownVersion) as error:
            raise InvalidMmStatsVersion(str(error)) from None

    @classmethod
    def from_file(cls, fn: str | os.PathLike[str]) -> MmStatsReader:
        """A reader of the file of that name."""
        new = cls.__new__(cls)
        try:
            # As mmstats 0.8.0 does, through symbolic links.
            new._reader = v1.Reader(os.path.realpath(fn))
        except (NotAStatsFile, UnknownVersion) as error:
            raise InvalidMmStatsVersion(str(error)) from None
        return new

    from_mmap = from_file

    def __iter__(self) -> Iterator[Stat]:
        for field in self._reader:
            yield Stat(field.label, field.value)
