"""Averages: of all values, and of the last ones."""

from __future__ import annotations

import ctypes
import threading
from collections import deque
from collections.abc import Iterable
from math import fsum, isfinite
from typing import Any, TypeVar

from ..errors import Invalid
from ._file import File
from .base import ComplexDoubleBufferedField, FieldState, Internal


class Mean:
    """The cell of the mean of all values. The lock is for instances that threads share, and of the
    kind that its owner can take again: a signal's handler may add while its thread does."""

    def __init__(self, published: Any) -> None:
        self._published = published
        self._lock = threading.RLock()
        self._count = 0
        self._total = 0.0

    def add(self, value: float) -> None:
        """Adds a value and publishes the mean."""
        # What is no number is an error before anything is added.
        value = float(value + 0.0)
        with self._lock:
            self._total += value
            self._count += 1
            self._published.set(self._total / self._count)

    def carry(self, old: Mean) -> None:
        """Goes on where another one is."""
        self._count, self._total = old._count, old._total
        self.set(old.value)

    @property
    def value(self) -> float:
        """What is published."""
        return float(self._published.value)

    def set(self, value: float) -> None:
        """Publishes another value, until one is added."""
        self._published.set(value)


class MovingMean:
    """The cell of the mean of the last `size` values."""

    def __init__(self, published: Any, size: int) -> None:
        self._published = published
        self._lock = threading.RLock()
        self._window: deque[float] = deque(maxlen=size)
        self._total = 0.0
        # What rounding took from the total.
        self._rest = 0.0
        # How many values were added since the total was that of the window exactly.
        self._since = 0

    def add(self, value: float) -> None:
        """Adds a value and publishes the mean."""
        value = float(value)
        with self._lock:
            window = self._window
            if len(window) == window.maxlen:
                self._sum_up(-window.popleft())
            window.append(value)
            self._sum_up(value)
            self._since += 1
            if self._since >= len(window) or not isfinite(self._rest):
                # Now and then from scratch: nothing can be taken from what is infinite or NaN.
                (self._total, self._rest), self._since = _total(window), 0
            self._published.set((self._total + self._rest) / len(window))

    def _sum_up(self, value: float) -> None:
        """Adds a value to the total, and what that rounds off to the rest: large values that have
        left the window leave nothing behind in the total of small ones."""
        total = self._total
        added = total + value
        if abs(total) >= abs(value):
            self._rest += (total - added) + value
        else:
            self._rest += (value - added) + total
        self._total = added

    def carry(self, old: MovingMean) -> None:
        """Goes on where another one is."""
        self._window.extend(old._window)
        self._total, self._rest, self._since = old._total, old._rest, old._since
        self.set(old.value)

    @property
    def value(self) -> float:
        """What is published."""
        return float(self._published.value)

    def set(self, value: float) -> None:
        """Publishes another value, until one is added."""
        self._published.set(value)


def _total(window: Iterable[float]) -> tuple[float, float]:
    """Their sum, and what rounding took from it."""
    values = [*window]
    try:
        total = fsum(values)
        return total, fsum([*values, -total]) if isfinite(total) else 0.0
    except (OverflowError, ValueError):
        # Too large, or of both infinities.
        return sum(values), 0.0


class Average(Internal):
    """Takes values, of which the mean is published."""

    def add(self, value: float) -> None:
        """Adds a value and publishes the mean."""
        self._state.cell.add(value)


A = TypeVar("A", bound=Average)


class MeanField(ComplexDoubleBufferedField[A]):
    """What is published is a mean."""

    buffer_type = ctypes.c_double

    def carry(self, old: Any, new: Any) -> None:
        """With the values that it is of."""
        new.carry(old)


class AverageField(MeanField[Average]):
    """The mean of all values that are added."""

    InternalClass = Average

    def declare(self, file: File, state: FieldState) -> Any:
        """A number, and what it is the mean of."""
        return Mean(super().declare(file, state))


class MovingAverageField(MeanField[A]):
    """The mean of the last `size` values."""

    InternalClass: Any = Average

    def __init__(self, size: int = 100, label: str | None = None) -> None:
        super().__init__(label)
        self.size = checked_size(size)

    def declare(self, file: File, state: FieldState) -> Any:
        """A number, and what it is the mean of."""
        return MovingMean(super().declare(file, state), self.size)


def checked_size(size: int) -> int:
    """How many values are kept."""
    if size < 1:
        raise Invalid(f"size: expected at least 1 value, found {size}")
    return size
