"""Objects that are known for as long as they are there."""

from __future__ import annotations

import weakref
from typing import Generic, TypeVar

T = TypeVar("T")


class Known(Generic[T]):
    """Objects of which it keeps none alive. Threads and signal handlers may add some at any time.
    """

    __slots__ = ("_objects",)

    def __init__(self) -> None:
        # By their ids, since some have no hash.
        self._objects: weakref.WeakValueDictionary[int, T] = weakref.WeakValueDictionary()

    def add(self, one: T) -> None:
        """Takes an object."""
        self._objects[id(one)] = one

    def all(self) -> list[T]:
        """Those that are there."""
        # References, since these are listed in one step: who goes through values(), or a WeakSet,
        # finds that another thread has added one.
        found = (reference() for reference in self._objects.valuerefs())
        return [one for one in found if one is not None]
