"""Timers: histograms of durations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._measurement import Stopwatch
from ..errors import Invalid, WrongType
from .handle import Handle


class Timer(Stopwatch, Handle):
    """A distribution of durations: a histogram of nanoseconds.

    `with timer:` or `async with timer:` measures a block, `@timer` each call of a function,
    coroutine or generator. Threads, asyncio's tasks and recursion each measure their own.
    """

    __slots__ = ("observe",)

    observe: Callable[[float], None]
    """Counts a duration in seconds, which is not negative (else Invalid)."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        observe = _observe(self._kin.function("observe"), self._cell, self.name)
        self.observe = self._kin.owner.fast("timer_observe", self._cell, observe)


def _observe(
    function: Callable[[Any, int], None], cell: Any, name: str
) -> Callable[[float], None]:
    def observe(seconds: float) -> None:
        try:
            nanoseconds = round(seconds * 1e9)
        except (ValueError, OverflowError):
            nanoseconds = -1
        except TypeError:
            raise WrongType(f"timer {name!r}: expected seconds, found {seconds!r}") from None
        if not 0 <= nanoseconds < 2**64:
            raise Invalid(f"timer {name!r}: expected seconds from 0 on, found {seconds!r}")
        function(cell, nanoseconds)

    return observe
