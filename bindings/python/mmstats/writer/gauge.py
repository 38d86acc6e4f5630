"""Gauges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from ..errors import WrongType
from . import _calls
from .handle import Handle

T = TypeVar("T", int, float, bool)


class Gauge(Handle, Generic[T]):
    """A number that goes up and down, or a bool. Integers that are out of range wrap, as in C."""

    __slots__ = ("_get", "add", "set")

    set: Callable[[T], None]
    """Sets it: what setting `value` does, a bit faster."""

    add: Callable[[T], None]
    """Adds a number. Threads that do so at the same time lose nothing."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        what = f"gauge {self.name!r}"
        function, cell = self._kin.function, self._cell
        self.set = self._fast("set", _calls.number(function("set"), cell, what))
        self.add = _no_number(what)
        if self._kin.noun.name != "gauge_bool":
            self.add = self._fast("add", _calls.number(function("add"), cell, what))
        self._get = self._fast("get", self._call("get"))

    @property
    def value(self) -> T:
        """The value."""
        return cast(T, self._get())

    @value.setter
    def value(self, value: T) -> None:
        self.set(value)


def _no_number(what: str) -> Callable[[Any], None]:
    def refuse(_value: object) -> None:
        raise WrongType(f"{what}: expected a number to add to, found a bool; use set()")

    return refuse
