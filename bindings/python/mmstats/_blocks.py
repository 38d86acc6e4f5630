"""Measuring blocks of `with`. The extension has the same in C."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType
from typing import Any

from .errors import Closed


class Blocks:
    """Measures `with` blocks. To be derived from."""

    __slots__ = ()

    observe: Callable[[float], None]
    """Takes a duration in seconds."""

    _leave_earlier: Callable[..., None]
    """Ends a block that isn't the last one of its thread or task."""

    def start(self) -> Measurement:
        """Starts a measurement, to be stopped by hand or as a context manager."""
        return Measurement(self)

    def __enter__(self) -> Measurement:
        running = RUNNING.get()
        started = self.start()
        RUNNING.set((started, running))
        return started

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        running = RUNNING.get()
        if running and running[0].timer is self:
            RUNNING.set(running[1])
            running[0].__exit__(kind, error, trace)
        else:
            self._leave_earlier(kind, error, trace)


class Measurement:
    """A measurement that runs from when it is made."""

    __slots__ = ("_started", "_stopped", "timer")

    def __init__(self, timer: Blocks) -> None:
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


Running = tuple[Any, ...]
"""Blocks that run: the last one's measurement and those before it, or nothing."""

RUNNING: ContextVar[Running] = ContextVar("mmstats_running", default=())
"""Those of this thread or task."""
