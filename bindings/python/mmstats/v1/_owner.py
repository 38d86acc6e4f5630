"""The writer of the library for format 1: declaring fields."""

from __future__ import annotations

import ctypes
import functools
import operator
from collections.abc import Callable
from typing import Any

from .. import _gil, _owner
from .._abi import Str
from .._text import encode
from ..errors import WrongType
from . import _abi


class Owner(_owner.Owner):
    """Owns a writer of format 1."""

    __slots__ = ()

    bind = staticmethod(_abi.function)
    prefix = "mmstats_v1_writer"

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
            self.keep(pointer)
            self.declare(kind, label, pointer, *arguments)
        return pointer

    def bound(self, name: str, handle: Any, *arguments: Any) -> Callable[[], Any]:
        """A function with all its arguments: the fastest call there is."""
        return functools.partial(_gil.serialized(self.function(name)), handle, *arguments)

    def verb(self, name: str, handle: Any) -> Callable[[], Any]:
        """A verb of a handle that takes nothing else."""
        return self.fast(f"v1_{name}", handle, self.bound(f"mmstats_v1_{name}", handle))

    def setter(self, name: str, handle: Any, label: str, expected: str) -> Callable[[Any], None]:
        """A verb of a handle that takes one number."""
        function = _gil.serialized(self.function(f"mmstats_v1_{name}"))

        # A closure, which costs no more than a partial object.
        def set_value(value: Any) -> None:
            try:
                function(handle, value)
            except ctypes.ArgumentError:
                raise WrongType(f"field {label!r}: expected {expected}, found {value!r}") from None

        return self.fast(f"v1_{name}", handle, set_value)

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


_CONVERT: dict[type, Callable[[Any], Any]] = {
    int: operator.index,
    float: lambda value: ctypes.c_double(value).value,
}
