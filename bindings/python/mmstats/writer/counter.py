"""Counters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from . import _calls
from .handle import Handle

T = TypeVar("T", int, float)


class Counter(Handle, Generic[T]):
    """A number that only grows. Threads that count at the same time lose nothing."""

    __slots__ = ("_get", "add", "inc")

    inc: Callable[[], None]
    """Adds 1."""

    add: Callable[[T], None]
    """Adds a number that isn't negative (else Invalid); integers modulo 2 ** 64."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        what = f"counter {self.name!r}"
        add = self._kin.function("add")
        if self._kin.noun.name == "counter":
            self.inc = self._fast("inc", self._call("inc"))
            self.add = self._fast("add", _calls.natural(add, self._cell, what))
        else:
            self.inc = self._fast("inc", _one(add, self._cell))
            self.add = self._fast("add", _calls.not_negative(add, self._cell, what))
        self._get = self._fast("get", self._call("get"))

    @property
    def value(self) -> T:
        """The count. Of a local's handle: what was added through that."""
        return cast(T, self._get())


def _one(add: Callable[[Any, float], None], cell: Any) -> Callable[[], None]:
    # No partial object: ctypes would take a further argument, and `inc(2)` must not add 1.
    def inc() -> None:
        add(cell, 1.0)

    # As errors call it.
    inc.__qualname__ = inc.__name__
    return inc
