"""Who may use a writer of the library, and until when.

A writer of the library is freed when it is closed, and its averages and timers with it; the
Python handles of those, and threads that use them, may live on. What keeps them from freed
memory, without a lock or a test on the way of a write:

- Handles of a writer share function objects that are its own. To close it puts an `errcheck` on
  each: from then on every call raises `Closed`, whoever kept the function.
- Pointers are mutable objects, which a call reads when it is made. To close sets them to NULL,
  of which the library makes nothing.
- Both happen with the GIL held, as do all calls through handles (`_function.bind`): no call is on
  its way while a writer is freed. Without a GIL a lock does the same (`_gil`).

What the plain handles point at stays mapped for the life of the process; it's the library's
promise.
"""

from __future__ import annotations

import ctypes
import functools
import operator
import os
import threading
import weakref
from collections.abc import Callable
from typing import Any, NoReturn

from .. import _gil
from .._abi import Str
from .._text import encode
from ..errors import Closed, WrongType
from . import _abi

_new = _abi.function("mmstats_v1_writer_new")
_free = _abi.function("mmstats_v1_writer_free")


class Owner:
    """Owns a writer of the library. It ends when it is closed, or when nothing refers to it."""

    __slots__ = ("__weakref__", "_end", "_functions", "_objects", "_why", "_writer", "lock")

    def __init__(self, class_name: str, options: _abi.Options) -> None:
        self._writer = ctypes.c_void_p()
        self._functions: dict[str, Any] = {}
        self._objects: list[ctypes.c_void_p] = []
        self._why = ""
        # For calls that release the GIL. Of the kind that its owner can take again: a signal
        # handler may close what its thread is about to use, and then that finds NULL.
        self.lock = threading.RLock()
        _new(Str.of(encode(class_name)), ctypes.byref(options), ctypes.byref(self._writer))
        arguments = (self._writer, self._functions, self._objects)
        self._end = weakref.finalize(self, _end, "its Writer and handles are gone", *arguments)
        # The end of the process frees all there is, and daemon threads may write until then.
        self._end.atexit = False
        _owners.add(self)

    def call(self, name: str, *arguments: Any) -> Any:
        """Calls a function of the writer."""
        with self.lock:
            return self.function(name)(self._writer, *arguments)

    def declare(self, kind: str, label: str, handle: Any, *arguments: Any) -> None:
        """Declares a field and fills its handle in."""
        name = f"mmstats_v1_writer_{kind}"
        try:
            self.call(name, Str.of(encode(label)), *arguments, ctypes.byref(handle))
        except ctypes.ArgumentError:
            found = ", ".join(map(repr, arguments))
            raise WrongType(
                f"field {label!r}: expected numbers for {kind}, found {found}"
            ) from None

    def declare_object(self, kind: str, label: str, *arguments: Any) -> ctypes.c_void_p:
        """Declares a field that is an object of the library, and gives its pointer."""
        pointer = ctypes.c_void_p()
        with self.lock:
            self._objects.append(pointer)
            self.declare(kind, label, pointer, *arguments)
        return pointer

    def function(self, name: str) -> Any:
        """The writer's own object for a function."""
        with self.lock:
            if name not in self._functions:
                self._functions[name] = _abi.function(name)
            # Looked at last: a signal handler may have closed the writer while that was made.
            if not self._end.alive:
                raise Closed(self._why)
            return self._functions[name]

    def bound(self, name: str, handle: Any, *arguments: Any) -> Callable[[], Any]:
        """A function with all its arguments: the fastest call there is."""
        return functools.partial(_gil.serialized(self.function(name)), handle, *arguments)

    def setter(self, name: str, handle: Any, label: str, expected: str) -> Callable[[Any], None]:
        """A function that takes one number beside its handle."""
        function = _gil.serialized(self.function(name))

        # A closure, which costs no more than a partial object.
        def set_value(value: Any) -> None:
            try:
                function(handle, value)
            except ctypes.ArgumentError:
                raise WrongType(f"field {label!r}: expected {expected}, found {value!r}") from None

        return set_value

    def adder(
        self, name: str, pointer: ctypes.c_void_p, label: str, number: type[int] | type[float]
    ) -> Callable[[Any], None]:
        """A function that gives a number to an object of the library."""
        function = _gil.serialized(self.function(name))
        convert = _CONVERT[number]

        def add(value: Any) -> None:
            if value.__class__ is not number:
                # Not left to the call, which has read the pointer by then: to make a number of
                # something may run Python code, and so other threads.
                try:
                    value = convert(value)
                except (TypeError, OverflowError):
                    expected = f"expected {number.__name__}"
                    raise WrongType(f"field {label!r}: {expected}, found {value!r}") from None
            function(pointer, value)

        return add

    def close(self, why: str) -> None:
        """Ends it; later calls do nothing."""
        with self.lock:
            if self._end.detach():
                self._why = why
                _end(why, self._writer, self._functions, self._objects)

    def leave_to_parent(self) -> None:
        """Ends it in a forked child. If another thread of the parent was using it, nobody can say
        in which state that left it: then it is never freed."""
        idle = self.lock.acquire(blocking=False)
        self.lock = threading.RLock()
        alive = self._end.detach() is not None
        if alive or not idle:
            self._why = (
                f"this writer belongs to process {os.getppid()}, from which this one was forked: "
                "make one of its own after the fork"
            )
            writer = self._writer if alive and idle else ctypes.c_void_p()
            _end(self._why, writer, self._functions, self._objects)


_CONVERT: dict[type, Callable[[Any], Any]] = {
    int: operator.index,
    float: lambda value: ctypes.c_double(value).value,
}


def _end(
    why: str,
    writer: ctypes.c_void_p,
    functions: dict[str, Any],
    objects: list[ctypes.c_void_p],
) -> None:
    def refuse(_result: object, _function: object, _arguments: object) -> NoReturn:
        raise Closed(why)

    with _gil.LOCK:
        for function in functions.values():
            function.errcheck = refuse
        for pointer in objects:
            pointer.value = None
        freed, writer.value = writer.value, None
        _free(freed)


_owners: weakref.WeakSet[Owner] = weakref.WeakSet()


def _after_fork() -> None:
    for owner in list(_owners):
        owner.leave_to_parent()


os.register_at_fork(after_in_child=_after_fork)
