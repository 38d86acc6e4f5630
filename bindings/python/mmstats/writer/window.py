"""Windows: what happened lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .. import _gil
from . import _calls
from .handle import Handle

T = TypeVar("T", int, float)


class Window(Handle, Generic[T]):
    """What happened lately, in slots of time."""

    __slots__ = ("_at", "_checked", "observe")

    observe: Callable[[T], None]
    """Adds a value now. Integers are not negative (else Invalid). A float that is negative or NaN
    is counted as refused, and nowhere else."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._checked = _calls.natural if self._kin.noun.name == "window" else _calls.number
        self._at = self._serial("observe_at")
        function = _gil.serialized(self._kin.function("observe"))
        observe = self._checked(function, self._cell, f"window {self.name!r}")
        self.observe = self._fast("observe", observe)

    def observe_at(self, time: int, value: T) -> None:
        """The same at a moment in nanoseconds of CLOCK_BOOTTIME."""
        what = f"window {self.name!r}"
        at = _calls.in_range(f"{what}, time", time, 0, _calls.LARGEST)
        self._checked(self._at, at, what)(value)
