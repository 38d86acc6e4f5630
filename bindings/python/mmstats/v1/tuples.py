"""Fields of several parts that are published together."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from .. import _gil
from .._abi import Str
from .._text import encode
from ._abi import WideCell
from ._handle import Handle
from ._owner import Owner
from .layout import Layout
from .types import Type


class Tuple(Handle):
    """Several values that readers see change together."""

    __slots__ = ("_cell", "_get", "_layout", "set")

    set: Callable[..., None]
    """Publishes the parts, given as one argument each. A number out of its part's range is an
    error (`WrongType`); a text that is too long is cut between characters."""

    def __init__(self, owner: Owner, label: str, signature: str) -> None:
        super().__init__(owner, label)
        self._cell = WideCell()
        owner.declare("tuple", label, self._cell, Str.of(encode(signature)))
        self._layout = Layout(signature)
        self._get = _gil.serialized(owner.function("mmstats_v1_tuple_get"))
        self.set = _setter(owner, self._cell, self._layout)

    @property
    def signature(self) -> str:
        """The types of the parts as codes (SPEC.md 1.4)."""
        return self._layout.signature

    @property
    def types(self) -> tuple[Type, ...]:
        """The types of the parts."""
        return self._layout.types

    @property
    def value(self) -> tuple[Any, ...]:
        """The parts."""
        packed = ctypes.create_string_buffer(self._layout.size)
        self._get(self._cell, packed, self._layout.size)
        return self._layout.unpack(packed.raw)

    @value.setter
    def value(self, value: tuple[Any, ...]) -> None:
        self.set(*value)


def _setter(owner: Owner, cell: WideCell, layout: Layout) -> Callable[..., None]:
    function = _gil.serialized(owner.function("mmstats_v1_tuple_set"))
    pack, size = layout.pack, layout.size

    def set_parts(*values: Any) -> None:
        function(cell, pack(values), size)

    return set_parts
