"""Who may use a writer of the library, and until when.

A writer of the library is freed when it is closed, and what it made with it; the Python handles of
those, and threads that use them, may live on. What keeps them from freed memory, without a lock or
a test on the way of a write:

- Handles of a writer share function objects that are its own. To close it puts an `errcheck` on
  each: from then on every call raises `Closed`, whoever kept the function.
- Pointers are in mutable objects, which a call reads when it is made. To close sets them to NULL,
  of which the library makes nothing.
- To close shuts the gate of what goes past those functions (`_hot`).
- All of that happens with the GIL held, as do all calls through handles (`_function.bind`): no
  call is on its way while a writer is freed. Without a GIL a lock does the same (`_gil`).

What plain handles point at stays mapped for the life of the process; it's the library's promise. In
a forked child that is private memory, to which its parent's handles write on.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from collections.abc import Callable
from typing import Any, ClassVar, NoReturn

from . import _fork, _gil, _hot
from ._abi import Str
from ._known import Known
from ._text import encode
from .errors import Closed


class Owner:
    """Owns a writer of the library. It ends when it is closed, or when nothing refers to it."""

    __slots__ = ("__weakref__", "_end", "_functions", "_objects", "_why", "_writer", "gate", "lock")

    prefix: ClassVar[str]
    """What the names of the writer's functions begin with."""

    def __init__(self, name: str, options: ctypes.Structure) -> None:
        self._writer = ctypes.c_void_p()
        self._functions: dict[str, Any] = {}
        self._objects: Known[Any] = Known()
        self._why = ""
        self.gate = _hot.gate()
        # For calls that release the GIL. Of the kind that its owner can take again: a signal
        # handler may close what its thread is about to use, and then that finds NULL.
        self.lock = threading.RLock()
        new, free = self.bind(f"{self.prefix}_new"), self.bind(f"{self.prefix}_free")
        new(Str.of(encode(name)), ctypes.byref(options), ctypes.byref(self._writer))
        arguments = (self.gate, self._writer, free, self._functions, self._objects)
        self._end = weakref.finalize(self, _end, "its Writer and handles are gone", *arguments)
        # The end of the process frees all there is, and daemon threads may write until then.
        self._end.atexit = False
        OWNERS.add(self)
        _fork.watch(self)

    @staticmethod
    def bind(name: str) -> Any:
        """A new object for a function of the format."""
        raise NotImplementedError

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._end.alive

    def check_alive(self) -> None:
        """Raises `Closed` if it has ended."""
        if not self._end.alive:
            raise Closed(self._why)

    def call(self, name: str, *arguments: Any) -> Any:
        """Calls a function of the writer."""
        with self.lock:
            return self.function(name)(self._writer, *arguments)

    def keep(self, pointed: Any) -> None:
        """Takes an object that begins with a pointer, to set that to NULL at the end."""
        self._objects.add(pointed)

    def function(self, name: str) -> Any:
        """The writer's own object for a function."""
        with self.lock:
            if name not in self._functions:
                self._functions[name] = self.bind(name)
            # Looked at last: a signal handler may have closed the writer while that was made.
            self.check_alive()
            return self._functions[name]

    def fast(
        self, verb: str, cell: ctypes.Structure, in_python: Callable[..., Any]
    ) -> Callable[..., Any]:
        """The fastest way to do what `in_python` does with a handle (`_hot.bind`)."""
        return _hot.bind(verb, self.gate, cell, in_python)

    def close(self, why: str) -> None:
        """Ends it; later calls do nothing."""
        with self.lock:
            if self._end.detach():
                self._finish(why)

    def forked(self) -> None:
        """In a forked child the library sees to its writers, and to threads that aren't there: they
        had what they had of Python's alone."""
        if self.lock.acquire(blocking=False):
            self.lock.release()
        else:
            self.lock = threading.RLock()
            if not self.alive:
                # What such a thread had begun.
                self._finish(self._why)

    def _finish(self, why: str) -> None:
        self._why = why
        free = self.bind(f"{self.prefix}_free")
        _end(why, self.gate, self._writer, free, self._functions, self._objects)


def _end(
    why: str,
    gate: _hot.Gate,
    writer: ctypes.c_void_p,
    free: Any,
    functions: dict[str, Any],
    objects: Known[Any],
) -> None:
    def refuse(_result: object, _function: object, _arguments: object) -> NoReturn:
        raise Closed(why)

    with _gil.LOCK:
        gate.open = False
        for function in functions.values():
            function.errcheck = refuse
        for pointed in objects.all():
            ctypes.c_void_p.from_buffer(pointed).value = None
        freed, writer.value = writer.value, None
        free(freed)


OWNERS: Known[Owner] = Known()
"""All that there are."""
