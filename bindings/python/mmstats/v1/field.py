"""Fields as readers find them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from .types import Type


class Parts(tuple[int | float | bool | str, ...]):
    """The parts of a tuple, with their types."""

    types: tuple[Type, ...]
    """The type of each part."""

    def __new__(cls, parts: Iterable[tuple[Type, int | float | bool | str]]) -> Parts:
        types, values = zip(*parts)
        new = super().__new__(cls, values)
        new.types = types
        return new

    def __getnewargs__(self) -> tuple[list[tuple[Type, int | float | bool | str]]]:
        return (list(zip(self.types, self)),)


class Field(NamedTuple):
    """A field of a file: `label, value, type = field`."""

    label: str
    value: int | float | bool | str | Parts
    type: Type
