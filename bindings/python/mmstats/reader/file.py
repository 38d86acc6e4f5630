"""The reader of one format 2 file."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

from .. import _abi2
from .._reader import BaseReader
from ..liveness import Liveness
from . import _decode
from ._directory import Directory
from ._kept import Kept
from .snapshot import Snapshot

_refresh = _abi2.function("mmstats_reader_refresh")
_info = _abi2.function("mmstats_reader_info")
_families = _abi2.function("mmstats_reader_families")
_series = _abi2.function("mmstats_reader_series")
_writer = _abi2.function("mmstats_reader_writer")


class Reader(BaseReader):
    """Looks at one file, once or again and again.

    It copies the file's bytes, never maps them. Opening never blocks and follows no symbolic link.
    Every value that it gives was published, and no counter is seen to fall; values that change
    together are of one moment each, a snapshot as a whole is not. Errors: NotFound, Permission,
    NotAStatsFile, UnknownVersion (a file of format 1 has `v1.Reader`; `open` takes both), Corrupt
    (`offset` says where), Limit (more than 256 MiB), Io.

    Any thread may use it at any time.
    """

    __slots__ = ("_directory", "_kept", "_snapshot")

    _open = _abi2.function("mmstats_reader_open")
    _decode = _abi2.function("mmstats_reader_decode")
    _free = _abi2.function("mmstats_reader_free")

    _directory: Directory | None
    # None: the library's reader has still what the directory was made of.
    _kept: Kept | None

    @property
    def snapshot(self) -> Snapshot:
        """What it saw last."""
        return self._snapshot

    def refresh(self) -> Snapshot:
        """Reads the file again, and gives what it sees. It stays the file that was opened, even if
        another has its name by now. After an error the snapshot is still the one before, and it can
        be refreshed again. Errors: as when it was opened; Closed (it decoded bytes in memory)."""
        with self._lock:
            self._check_open()
            if self._kept is None:
                self._kept = Kept(self._pointer)
            _refresh(self._pointer)
            self._look()
            return self._snapshot

    @property
    def writer(self) -> Liveness:
        """Whether the writer of the file lives, as of now. (UNKNOWN of bytes in memory, unless they
        say that it closed the file.)"""
        with self._lock:
            self._check_open()
            return Liveness(_writer(self._pointer))

    def _take(self, reader: ctypes.c_void_p, path: Path | None) -> None:
        self._directory = self._kept = None
        super()._take(reader, path)

    def _look(self) -> None:
        found = _abi2.FileInfo()
        _info(self._pointer, ctypes.byref(found))
        info = _decode.file_info(found)
        families, series = self._array(_families), self._array(_series)
        directory = self._known(families[1], series[1])
        if directory is None:
            directory = self._directory = _decode.directory(*families, *series)
            self._kept = None
        values = _decode.values(*series, directory, info)
        self._snapshot = Snapshot(info, directory, values)

    def _known(self, families: int, series: int) -> Directory | None:
        """The directory of the look before, if it has just these: both only ever grow, but for
        series that are retired or made anew."""
        known, kept = self._directory, self._kept
        if known is None or kept is None:
            return None
        same = len(known.families) == families and len(known.entries) == series
        return known if same and kept.has_all(self._pointer, series) else None

    def _array(self, function: Any) -> tuple[int | None, int]:
        count = ctypes.c_size_t()
        return function(self._pointer, ctypes.byref(count)), count.value
