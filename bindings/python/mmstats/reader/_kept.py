"""Telling whether a file still has the series that it had."""

from __future__ import annotations

import ctypes
import weakref

from .. import _abi2

_new = _abi2.function("mmstats_snapshot_new")
_free = _abi2.function("mmstats_snapshot_free")
_rates = _abi2.function("mmstats_reader_rates")

SIZE = ctypes.sizeof(_abi2.Rate)


class Kept:
    """What a reader of the library saw when Python's objects were made of its families and series.
    To make those takes most of the time of a look, to find them unchanged next to none."""

    __slots__ = ("__weakref__", "_snapshot")

    def __init__(self, reader: ctypes.c_void_p) -> None:
        self._snapshot = ctypes.c_void_p()
        _new(reader, ctypes.byref(self._snapshot))
        end = weakref.finalize(self, _free, self._snapshot)
        end.atexit = False

    def has_all(self, reader: ctypes.c_void_p, count: int) -> bool:
        """Whether each of the `count` series that the reader sees was there: the same entry of the
        same file, not made anew since."""
        rates = ctypes.create_string_buffer(count * SIZE)
        found = _rates(reader, self._snapshot, rates, count)
        return bool(found == count) and not any(rates.raw[_abi2.Rate.is_new.offset :: SIZE])
