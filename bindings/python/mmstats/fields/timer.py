"""Timers."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from .._measurement import Stopwatch
from ..errors import Closed, Invalid
from ._file import File
from .average import Average, MovingAverageField, MovingMean
from .base import FieldState


class TimerContext:
    """A measurement, from when it is made."""

    __slots__ = ("_now", "end", "start", "timer")

    def __init__(self, of: Timer) -> None:
        self.timer = of
        self.end: float | None = None
        self._now = now = of.timer
        self.start = now()

    def get_time(self) -> float:
        """The time, by the timer's clock."""
        return self._now()

    @property
    def done(self) -> bool:
        """Whether it was stopped."""
        return self.end is not None

    @property
    def elapsed(self) -> float:
        """The seconds so far, or until it was stopped."""
        end = self.end
        return (self._now() if end is None else end) - self.start

    def stop(self) -> None:
        """Stops it. (The timer's `stop`, or the end of the block, adds what it measured.)"""
        self.end = self._now()

    def __enter__(self) -> TimerContext:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.timer.finish(self)
        except Closed:
            # It doesn't hide an error of the block.
            if error is None:
                raise


class Timer(Stopwatch, Average):
    """Measures. `with timer as context:` gives `context.elapsed` and `context.done`. Blocks may be
    within each other."""

    def __init__(self, state: FieldState) -> None:
        super().__init__(state)
        self.timer: Callable[[], float] = getattr(state.field, "timer")
        # The last measurement that was started, until it is stopped.
        self._context: TimerContext | None = None
        self._last = 0.0

    if TYPE_CHECKING:

        def __enter__(self) -> TimerContext:  # type: ignore[override]
            """The measurement of the block."""

    def observe(self, seconds: float) -> None:
        """Adds a duration."""
        self.add(seconds)

    def start(self) -> TimerContext:  # type: ignore[override]
        """Starts a measurement."""
        self._context = TimerContext(self)
        return self._context

    def stop(self) -> None:
        """Stops the last measurement that was started, and adds it."""
        if self._context is None:
            raise Invalid(f"timer {self._state.label!r}: expected start() before stop()")
        self.finish(self._context)

    def finish(self, context: TimerContext) -> None:
        """Stops a measurement, and adds it."""
        context.end = end = self.timer()
        if self._context is context:
            self._context = None
        self._last = seconds = end - context.start
        self._state.cell.add(seconds)

    @property
    def last(self) -> float:
        """What was measured last, in seconds, or so far where that isn't stopped; 0 before."""
        return self._last if self._context is None else self._context.elapsed


class Kept:
    """A number that is published nowhere."""

    def __init__(self) -> None:
        self.value = 0.0

    def set(self, value: float) -> None:
        """Sets it."""
        self.value = value


class Distribution(MovingMean):
    """The cell of a timer in format 2: readers see the distribution of all durations."""

    def __init__(self, observe: Callable[[float], None], size: int) -> None:
        super().__init__(Kept(), size)
        self._observe = observe

    def add(self, value: float) -> None:
        """Adds a duration in seconds. A clock that was set back makes it 0."""
        self._observe(max(0.0, value))
        super().add(value)


class TimerField(MovingAverageField[Timer]):
    """The mean of the last `size` durations in seconds, measured by the clock `timer`."""

    InternalClass = Timer

    def __init__(
        self,
        timer: Callable[[], float] = time.perf_counter,
        size: int = 100,
        label: str | None = None,
    ) -> None:
        super().__init__(size, label)
        self.timer = timer

    def declare(self, file: File, state: FieldState) -> Any:
        """In format 2 a timer, else the mean."""
        if file.format == 2:
            return Distribution(file.timer(state.label), self.size)
        return super().declare(file, state)
