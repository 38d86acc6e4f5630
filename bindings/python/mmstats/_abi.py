"""The C ABI that formats share: structures and prototypes as in mmstats.h, and nothing else.

A test compares this module, and that of each format, with the header.
"""

from __future__ import annotations

import ctypes
from ctypes import c_char_p, c_int, c_int32, c_int64, c_size_t, c_void_p
from typing import Any, NamedTuple


class Str(ctypes.Structure):
    """A string that is given: `data` keeps its bytes alive."""

    _fields_ = [("data", c_char_p), ("len", c_size_t)]

    @classmethod
    def of(cls, data: bytes) -> Str:
        """The string of these bytes."""
        return cls(data, len(data))


class Borrowed(ctypes.Structure):
    """The same as a result. It ends with its length, where `c_char_p` would read on to a NUL."""

    _fields_ = [("data", c_void_p), ("len", c_size_t)]

    def copy(self) -> bytes:
        """Its bytes, for good."""
        return ctypes.string_at(self.data, self.len) if self.len else b""


class Status(c_int):
    """What functions return that can fail."""


class Prototype(NamedTuple):
    """What a function takes and returns."""

    arguments: tuple[type[Any], ...]
    result: type[Any] | None
    blocks: bool = False
    """Whether it may take long, so that other threads go on meanwhile."""


PROTOTYPES: dict[str, Prototype] = {
    "mmstats_error_message": Prototype((), c_char_p),
    "mmstats_error_offset": Prototype((), c_int64),
    "mmstats_status_name": Prototype((c_int32,), c_char_p),
    "mmstats_glob": Prototype((Str, c_void_p), Status, blocks=True),
    "mmstats_paths_count": Prototype((c_void_p,), c_size_t),
    "mmstats_paths_get": Prototype((c_void_p, c_size_t, c_void_p), Status),
    "mmstats_paths_free": Prototype((c_void_p,), None),
}
