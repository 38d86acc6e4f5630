"""Fields of one number or bool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, cast

from ..errors import WrongType
from ._abi import SCALARS, Cell
from ._handle import Handle
from ._owner import Owner
from .types import Type

T = TypeVar("T", int, float, bool)


class Scalar(Handle, Generic[T]):
    """A field of one number or bool. Integers that are out of range wrap, as in C."""

    __slots__ = ("_get", "set", "type")

    set: Callable[[T], None]
    """Publishes a value: what setting `value` does, a bit faster."""

    type: Type
    """Its type."""

    def __init__(self, owner: Owner, label: str, type: Type, initial: T) -> None:
        super().__init__(owner, label)
        if type not in SCALARS:
            raise WrongType(f"field {label!r}: {type.value} is no number; use {type.value}()")
        self.type = type
        cell, name = Cell(), type.value
        owner.declare(name, label, cell, initial)
        self._get = owner.verb(f"{name}_get", cell)
        self.set = owner.setter(f"{name}_set", cell, label, f"a number for {name}")

    @property
    def value(self) -> T:
        """The value."""
        return cast(T, self._get())

    @value.setter
    def value(self, value: T) -> None:
        self.set(value)
