"""Percentiles."""

from __future__ import annotations

import ctypes
import math
import threading
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Sequence
from typing import Any

from ..errors import Invalid
from ._file import File
from .average import checked_size
from .base import ComplexDoubleBufferedField, FieldState, Internal


class Ranking:
    """The last values, sorted, and what is published of them."""

    def __init__(self, mean: Any, published: dict[float, Any], size: int) -> None:
        self._mean = mean
        self._published = published
        self._lock = threading.RLock()
        self._window: deque[float] = deque(maxlen=size)
        self._sorted: list[float] = []

    def observe(self, value: float) -> None:
        """Adds a value and publishes."""
        value = float(value)
        if math.isnan(value):
            raise Invalid("expected a number that has a rank among others, found nan")
        with self._lock:
            if len(self._window) == self._window.maxlen:
                del self._sorted[bisect_left(self._sorted, self._window[0])]
            self._window.append(value)
            insort(self._sorted, value)
            for percent, number in self._published.items():
                number.set(self._at(percent))
            self._mean.set(math.fsum(self._window) / len(self._window))

    def _at(self, percent: float) -> float:
        # The smallest value that so many percent of all are no greater than.
        return self._sorted[max(0, math.ceil(len(self._sorted) * percent / 100) - 1)]

    def carry(self, old: Ranking) -> None:
        """Goes on where another one is."""
        with old._lock:
            values = [*old._window]
        for value in values:
            self.observe(value)

    @property
    def value(self) -> dict[float, float]:
        """What is published of each percentage."""
        return {percent: number.value for percent, number in self._published.items()}


class Percentiles(Internal):
    """Takes values, of which percentiles are published."""

    def add(self, value: float) -> None:
        """Adds a value."""
        self._state.cell.observe(value)

    def __repr__(self) -> str:
        return f"<{type(self._state.field).__name__} {self._state.label!r}>"


class PercentileField(ComplexDoubleBufferedField[Percentiles]):
    """Percentiles, and the mean, of the last `size` values.

    In format 1 these are fields of their own, `label.p50` and so on, and `label.mean`. In format 2
    it is a histogram of all values, of which readers ask the percentiles they like; negative ones
    are counted apart there.
    """

    buffer_type = ctypes.c_double
    InternalClass = Percentiles

    def __init__(
        self,
        percentiles: Sequence[float] = (50, 90, 99),
        size: int = 100,
        label: str | None = None,
    ) -> None:
        super().__init__(label)
        if not all(0 <= percent <= 100 for percent in percentiles):
            raise Invalid(f"percentiles: expected numbers from 0 to 100, found {percentiles!r}")
        self.percentiles = tuple(percentiles)
        self.size = checked_size(size)

    def declare(self, file: File, state: FieldState) -> Any:
        """In format 2 a histogram, else a number for each."""
        if file.format == 2:
            return file.histogram(state.label)
        numbers = {
            percent: file.number(f"{state.label}.p{percent:g}", "d", 0.0)
            for percent in self.percentiles
        }
        return Ranking(file.number(f"{state.label}.mean", "d", 0.0), numbers, self.size)

    def carry(self, old: Any, new: Any) -> None:
        """With the values that they are of."""
        new.carry(old)
