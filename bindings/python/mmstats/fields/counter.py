"""Counters."""

from __future__ import annotations

import ctypes
import warnings
from typing import Any

from ._file import File
from .base import ComplexDoubleBufferedField, FieldState, Internal


class Counter(Internal):
    """Counts."""

    def incr(self, amount: int = 1) -> None:
        """Adds `amount`, modulo 2 ** 64."""
        if amount == 1:
            self._state.cell.inc()
        else:
            self._state.cell.add(amount)

    def inc(self, n: int = 1) -> None:
        """The same, as mmstats had it before 0.7.1."""
        warnings.warn(
            "inc(n=...) is deprecated: use incr(amount=...)", DeprecationWarning, stacklevel=2
        )
        self.incr(n)

    def _set(self, value: Any) -> None:
        self._state.cell.value = value


class CounterField(ComplexDoubleBufferedField[Counter]):
    """A u64 that counts. `value` can be set."""

    buffer_type = ctypes.c_uint64
    type_signature = "Q"
    InternalClass = Counter

    def declare(self, file: File, state: FieldState) -> Any:
        """A counter."""
        return file.counter(state.label)
