"""Histograms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from . import _calls
from .handle import Handle

T = TypeVar("T", int, float)


class Histogram(Handle, Generic[T]):
    """A distribution. Threads that observe at the same time lose nothing."""

    __slots__ = ("observe",)

    observe: Callable[[T], None]
    """Counts a value. Integers are not negative (else Invalid). A float that is negative or NaN
    is counted as such, and nowhere else."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        checked = _calls.natural if self._kin.noun.name == "histogram" else _calls.number
        what = f"histogram {self.name!r}"
        observe = checked(self._kin.function("observe"), self._cell, what)
        self.observe = self._fast("observe", observe)
