"""Counters."""

from __future__ import annotations

from collections.abc import Callable

from ._abi import Cell
from ._handle import Handle
from ._owner import Owner


class Counter(Handle):
    """A u64 that counts, and wraps."""

    __slots__ = ("_get", "_set", "add", "inc")

    inc: Callable[[], None]
    """Adds 1."""

    add: Callable[[int], None]
    """Adds a number, modulo 2 ** 64."""

    def __init__(self, owner: Owner, label: str) -> None:
        super().__init__(owner, label)
        cell = Cell()
        owner.declare("counter", label, cell)
        self.inc = owner.verb("counter_inc", cell)
        self.add = owner.setter("counter_add", cell, label, "an integer")
        self._get = owner.verb("counter_get", cell)
        self._set = owner.setter("counter_set", cell, label, "an integer")

    @property
    def value(self) -> int:
        """The count. To set it is for a start from elsewhere; to count, `inc` and `add` lose
        nothing that other threads do."""
        return int(self._get())

    @value.setter
    def value(self, value: int) -> None:
        self._set(value)
