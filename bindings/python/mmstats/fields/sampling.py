"""Counters with their rate."""

from __future__ import annotations

import operator
import threading
import time
from typing import Any

from ..errors import Invalid
from ._file import File
from .base import FieldState
from .compound import BaseCompoundField, Compound
from .counter import CounterField
from .number import UInt64Field

WRAP = 2**64


class Sampler:
    """The cell of a counter and its rate."""

    def __init__(self, published: Any, every: int) -> None:
        self._published = published
        self._every = every
        self._lock = threading.RLock()
        self._count = self._per_ms = 0
        self._sampled = 0
        self._since = time.monotonic_ns()

    def add(self, amount: int) -> None:
        """Counts, and samples the rate if it is time."""
        # What is no integer is an error before anything is added.
        amount = operator.index(amount)
        with self._lock:
            count = self._count = self._count + amount
            sampled, since = self._sampled, self._since
            if count - sampled >= self._every:
                now = time.monotonic_ns()
                # In less than a millisecond, too.
                self._per_ms = (count - sampled) * 1_000_000 // max(1, now - since)
                self._sampled, self._since = count, now
            self._published.set(self._count % WRAP, self._per_ms)

    def carry(self, old: Sampler) -> None:
        """Goes on where another one is."""
        self.set(*old.value)
        self._sampled, self._since = old._sampled, old._since

    @property
    def value(self) -> tuple[int, int]:
        """The count and the rate."""
        return self._count % WRAP, self._per_ms

    def set(self, count: int, per_ms: int) -> None:
        """Publishes both. The next sample begins here."""
        with self._lock:
            self._published.set(count, per_ms)
            self._count, self._per_ms = count, per_ms
            self._sampled, self._since = count, time.monotonic_ns()


class SamplingCounter(Compound):
    """Counts, and knows its rate. `value` is both, `counter` and `per_ms` one of them."""

    def incr(self, amount: int = 1) -> None:
        """Adds `amount`, and samples the rate if it is time."""
        self._state.cell.add(amount)


class SamplingCounterField(BaseCompoundField[SamplingCounter]):
    """A counter and its increments in a millisecond, sampled every so many increments. Readers see
    both change together."""

    InternalClass = SamplingCounter

    counter = CounterField()
    per_ms = UInt64Field()

    def __init__(self, every: int = 100, label: str | None = None) -> None:
        super().__init__(label)
        if every < 1:
            raise Invalid(f"every: expected at least 1 increment, found {every}")
        self.every = every

    def declare(self, file: File, state: FieldState) -> Any:
        """A value of two parts, and what samples."""
        return Sampler(super().declare(file, state), self.every)

    def carry(self, old: Any, new: Any) -> None:
        """With the sample that is being taken."""
        new.carry(old)
