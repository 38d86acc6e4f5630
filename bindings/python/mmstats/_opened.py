"""What owns an object of the library that one thread at a time may use."""

from __future__ import annotations

import ctypes
import threading
import weakref
from types import TracebackType
from typing import Any, ClassVar, TypeVar

from . import _fork
from .errors import Closed

O = TypeVar("O", bound="Opened")


class Opened:
    """Owns an object of the library. Any thread may use it at any time."""

    __slots__ = ("__weakref__", "_end", "_lock", "_pointer")

    _free: ClassVar[Any]
    _noun: ClassVar[str]

    def _own(self, pointer: ctypes.c_void_p) -> None:
        self._pointer = pointer
        self._lock = threading.Lock()
        self._end = weakref.finalize(self, _end, self._free, pointer)
        self._end.atexit = False
        _fork.watch(self)

    def close(self) -> None:
        """Ends it. A second call does nothing."""
        with self._lock:
            self._end()

    def forked(self) -> None:
        """What another thread was using when the process was forked is none in the child: nobody
        can say in which state that thread left it."""
        if self._lock.acquire(blocking=False):
            self._lock.release()
        else:
            self._lock = threading.Lock()
            self._end.detach()
            self._pointer.value = None

    def _check_open(self) -> None:
        if not self._pointer:
            raise Closed(
                f"this {self._noun} was closed, or in use by another thread when this process was "
                "forked: make another"
            )

    def __enter__(self: O) -> O:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _end(free: Any, pointer: ctypes.c_void_p) -> None:
    freed, pointer.value = pointer.value, None
    free(freed)
