"""Timers: the mean of the last durations."""

from __future__ import annotations

from collections.abc import Callable

from .._measurement import Stopwatch
from ._handle import Handle
from ._owner import Owner
from ._sizes import checked


class Timer(Stopwatch, Handle):
    """The mean of the last `size` durations in seconds.

    `with timer:` or `async with timer:` measures a block, `@timer` each call of a function,
    coroutine or generator. Threads, asyncio's tasks and recursion each measure their own.
    """

    __slots__ = ("_get", "_last", "observe")

    observe: Callable[[float], None]
    """Adds a duration in seconds and publishes the mean."""

    def __init__(self, owner: Owner, label: str, size: int) -> None:
        super().__init__(owner, label)
        pointer = owner.declare_object("timer", label, checked(label, "a size", size))
        self.observe = owner.adder("mmstats_v1_timer_observe", pointer, label, float)
        self._get = owner.bound("mmstats_v1_timer_get", pointer)
        self._last = owner.bound("mmstats_v1_timer_last", pointer)

    @property
    def value(self) -> float:
        """The published mean in seconds; 0 before the first duration."""
        return float(self._get())

    @property
    def last(self) -> float:
        """The last duration in seconds; 0 before the first."""
        return float(self._last())
