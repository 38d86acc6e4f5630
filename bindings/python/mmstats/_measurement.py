"""Measuring how long something takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Any, TypeVar

from ._timed import timed
from .errors import Closed

F = TypeVar("F", bound=Callable[..., Any])


class Stopwatch:
    """What takes durations. `with stopwatch:` or `async with stopwatch:` measures a block,
    `@stopwatch` each call of a function. Threads, asyncio's tasks and recursion each measure their
    own."""

    __slots__ = ()

    observe: Callable[[float], None]
    """Takes a duration in seconds."""

    def start(self) -> Measurement:
        """Starts a measurement, to be stopped by hand or as a context manager."""
        return Measurement(self)

    def __call__(self, function: F) -> F:
        """The function, of which each call is measured, from when its body begins until that has
        ended; also of `async def`, and of generators, whose pauses count. Errors are measured
        too."""
        return timed(self, function)

    def __enter__(self) -> Measurement:
        measurement = self.start()
        _running.set((*_running.get(), measurement))
        return measurement

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        running = _running.get()
        # The last one of this timer: in generators another may have started since.
        for at in reversed(range(len(running))):
            if running[at].timer is self:
                break
        else:
            raise RuntimeError(
                f"{self!r}: this block began in another context, such as another task's: measure "
                "it with start()"
            )
        _running.set(running[:at] + running[at + 1 :])
        running[at].__exit__(kind, error, trace)

    async def __aenter__(self) -> Measurement:
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.__exit__(kind, error, trace)


class Measurement:
    """A measurement that runs from when it is made."""

    __slots__ = ("_started", "_stopped", "timer")

    def __init__(self, timer: Stopwatch) -> None:
        self.timer = timer
        self._stopped: float | None = None
        self._started = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """The seconds so far, or until it was stopped."""
        now = time.perf_counter() if self._stopped is None else self._stopped
        return now - self._started

    def stop(self) -> float:
        """Ends it, gives its seconds to the timer and returns them. Once; later it only
        returns them."""
        if self._stopped is None:
            self._stopped = time.perf_counter()
            self.timer.observe(self._stopped - self._started)
        return self.elapsed

    def cancel(self) -> None:
        """Ends it, and nothing is added."""
        if self._stopped is None:
            self._stopped = time.perf_counter()

    def __enter__(self) -> Measurement:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.stop()
        except Closed:
            # It doesn't hide an error of the block.
            if error is None:
                raise


# The measurements of `with timer:` that run in this thread or task, the last one at the end.
_running: ContextVar[tuple[Measurement, ...]] = ContextVar("mmstats_running", default=())
