"""What readers of both formats are: owners of a reader of the library."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from ._abi import Str
from ._opened import Opened
from .errors import WrongType

R = TypeVar("R", bound="BaseReader")


class BaseReader(Opened):
    """Owns a reader of the library. Any thread may use it at any time."""

    __slots__ = ("path",)

    _open: ClassVar[Any]
    _decode: ClassVar[Any]
    _noun = "reader"

    path: Path | None
    """The path that was opened; None where the bytes were in memory."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        reader = ctypes.c_void_p()
        self._open(Str.of(os.fsencode(path)), ctypes.byref(reader))
        self._take(reader, Path(path))

    @classmethod
    def decode(cls: type[R], data: bytes) -> R:
        """Decodes bytes that are in memory. Such a reader can't be refreshed."""
        reader = ctypes.c_void_p()
        cls._decode(checked_bytes(data), len(data), ctypes.byref(reader))
        return cls.of(reader, None)

    @classmethod
    def of(cls: type[R], reader: ctypes.c_void_p, path: Path | None) -> R:
        """The owner of a reader of the library."""
        new = cls.__new__(cls)
        new._take(reader, path)
        return new

    def _take(self, reader: ctypes.c_void_p, path: Path | None) -> None:
        self.path = path
        self._own(reader)
        self._look()

    def _look(self) -> None:
        """Takes what the library's reader has."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<Reader of {self.path or 'bytes in memory'}>"


def checked_bytes(data: object) -> bytes:
    """The bytes that were given; what is none is an error."""
    if not isinstance(data, bytes):
        raise WrongType(f"expected bytes, found {data!r}")
    return data
