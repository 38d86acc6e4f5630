"""Writing single words through memoryviews, where the extension isn't built.

A view is of one word of mapped memory (SPEC.md 2.7), which is stored whole. `view[0] += 1` is one
step to other threads, though it is several instructions: CPython hands the GIL on, and runs a
signal's handler, where a function begins or was called and where a jump is taken. There is none of
that between the load and the store of an exact int or float, nor an object that the garbage
collector counts.

A view that was released raises ValueError. So does a value that the word doesn't take. Both go on
in Python, by the library.
"""

from __future__ import annotations

import ctypes
import functools
import sys
from collections.abc import Callable
from typing import Any, Protocol

from ._known import Known

WORKS = (
    sys.implementation.name == "cpython"
    # Those of which that is known.
    and sys.version_info < (3, 14)
    and sys.byteorder == "little"
)
"""Whether this Python can do that."""


class Cell(Protocol):
    """A handle as the library has it."""

    cell: int | None
    """The address of its word."""


class Gate:
    """Whether the handles of one writer may be used. Open at first."""

    __slots__ = ("_open", "_views")

    def __init__(self) -> None:
        self._open = True
        self._views: Known[memoryview] = Known()

    @property
    def open(self) -> bool:
        """Whether they may. Else there are no views."""
        return self._open

    @open.setter
    def open(self, value: bool) -> None:
        self._open = value
        if not value:
            for view in self._views.all():
                view.release()

    def view(self, cell: Cell, code: str) -> memoryview:
        """The word of a cell. One that was released: it may not be used, or has none."""
        address = cell.cell
        word = ctypes.c_uint64.from_address(address) if address else ctypes.c_uint64()
        view: memoryview = memoryview(word).cast("B").cast(code)  # type: ignore[call-overload]
        self._views.add(view)
        # Looked at last: another thread may have closed the gate, or retired the series.
        if not self._open or not address or cell.cell != address:
            view.release()
        return view


def bind(verb: str, gate: Gate, cell: Any, in_python: Callable[..., Any]) -> Callable[..., Any]:
    """A verb of a handle, as a callable: by a view, where that pays."""
    if verb not in _VERBS:
        return in_python
    make, type, code = _VERBS[verb]
    bound = make(functools.partial(gate.view, cell, code), type, in_python)
    # As errors call it.
    bound.__qualname__ = bound.__name__
    return bound


View = Callable[[], memoryview]
"""What gives a word's view."""

# What each has before its first call: most are of verbs that are never used.
_RELEASED = memoryview(b"")
_RELEASED.release()


def _inc(new: View, type: type[Any], in_python: Callable[[], None]) -> Callable[[], None]:
    view, one = _RELEASED, type(1)

    def inc() -> None:
        nonlocal view
        try:
            view[0] += one
        except ValueError:
            in_python()
            view = new()

    return inc


def _count(new: View, type: type[Any], in_python: Callable[[Any], None]) -> Callable[[Any], None]:
    view = _RELEASED

    def add(n: Any) -> None:
        nonlocal view
        if n.__class__ is not type or not n >= 0:
            in_python(n)
            return
        try:
            view[0] += n
        except ValueError:
            in_python(n)
            view = new()

    return add


def _add(new: View, type: type[Any], in_python: Callable[[Any], None]) -> Callable[[Any], None]:
    view = _RELEASED

    def add(n: Any) -> None:
        nonlocal view
        if n.__class__ is not type:
            in_python(n)
            return
        try:
            view[0] += n
        except ValueError:
            in_python(n)
            view = new()

    return add


def _set(new: View, type: type[Any], in_python: Callable[[Any], None]) -> Callable[[Any], None]:
    view = _RELEASED

    def set(value: Any) -> None:
        nonlocal view
        if value.__class__ is not type:
            in_python(value)
            return
        try:
            view[0] = value
        except ValueError:
            in_python(value)
            view = new()

    return set


# What makes each, the type of the numbers that it takes, and the word's code.
_VERBS: dict[str, tuple[Callable[..., Callable[..., Any]], type[Any], str]] = {
    "counter_inc": (_inc, int, "Q"),
    "counter_add": (_count, int, "Q"),
    "counter_f64_inc": (_inc, float, "d"),
    "counter_f64_add": (_count, float, "d"),
    "gauge_u64_set": (_set, int, "Q"),
    "gauge_u64_add": (_add, int, "Q"),
    "gauge_i64_set": (_set, int, "q"),
    "gauge_i64_add": (_add, int, "q"),
    "gauge_f64_set": (_set, float, "d"),
    "gauge_f64_add": (_add, float, "d"),
    "gauge_bool_set": (_set, bool, "Q"),
}
