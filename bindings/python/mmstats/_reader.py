"""What readers of both formats are: owners of a reader of the library."""

from __future__ import annotations

import ctypes
import os
import threading
import weakref
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, TypeVar

from . import _fork
from ._abi import Str
from .errors import Closed, WrongType

R = TypeVar("R", bound="BaseReader")


class BaseReader:
    """Owns a reader of the library. Any thread may use it at any time."""

    __slots__ = ("__weakref__", "_end", "_lock", "_reader", "path")

    _open: ClassVar[Any]
    _decode: ClassVar[Any]
    _free: ClassVar[Any]

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
        self._reader = reader
        self._lock = threading.Lock()
        self._end = weakref.finalize(self, _end, self._free, reader)
        self._end.atexit = False
        _fork.watch(self)
        self._look()

    def _look(self) -> None:
        """Takes what the library's reader has."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends the reader. A second call does nothing."""
        with self._lock:
            self._end()

    def forked(self) -> None:
        """A reader that another thread was using when the process was forked is none in the child:
        nobody can say in which state that thread left it."""
        if self._lock.acquire(blocking=False):
            self._lock.release()
        else:
            self._lock = threading.Lock()
            self._end.detach()
            self._reader.value = None

    def _check_open(self) -> None:
        if not self._reader:
            raise Closed(
                "this reader was closed, or in use by another thread when this process was forked: "
                "open another"
            )

    def __enter__(self: R) -> R:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Reader of {self.path or 'bytes in memory'}>"


def _end(free: Any, reader: ctypes.c_void_p) -> None:
    freed, reader.value = reader.value, None
    free(freed)


def checked_bytes(data: object) -> bytes:
    """The bytes that were given; what is none is an error."""
    if not isinstance(data, bytes):
        raise WrongType(f"expected bytes, found {data!r}")
    return data
