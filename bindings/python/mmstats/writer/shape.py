"""How the cells of a family are."""

from __future__ import annotations

from typing import NamedTuple

from .._packing import Packing
from ..errors import Invalid
from ..kinds import Kind, Type

CODES = {
    Type.U64: "Q",
    Type.I64: "q",
    Type.U32: "I",
    Type.I32: "i",
    Type.U16: "H",
    Type.I16: "h",
    Type.U8: "B",
    Type.I8: "b",
    Type.F32: "f",
    Type.F64: "d",
    Type.BOOL: "?",
}


class Buckets(NamedTuple):
    """Which buckets a histogram has (SPEC.md 2.8)."""

    scale: int
    """2 ** scale of them are from one power of two to the next."""
    first: int
    """The index of the first: its lower bound is 2 ** (first / 2 ** scale)."""
    number: int
    """How many there are."""


class Component(NamedTuple):
    """A component of a struct; where one is wanted, a tuple of its first members does."""

    name: str
    type: Type | str
    """Type.U64 or "u64", and so on."""
    kind: Kind | str | None = None
    """COUNTER, GAUGE or TEXT. None: TEXT of a text, else GAUGE."""
    unit: str = ""
    width: int = 0
    """Of a text: its greatest length in bytes."""

    @property
    def code(self) -> str:
        """Its type and width, as in Python's `struct` module."""
        type = Type(self.type)
        if type is Type.TEXT and self.width > 0:
            return f"{self.width}s"
        if type not in CODES:
            raise Invalid(f"component {self.name!r}: expected a type and its width, found {self!r}")
        return CODES[type]

    @property
    def known_kind(self) -> Kind:
        """Its kind."""
        if self.kind is not None:
            return Kind(self.kind)
        return Kind.TEXT if Type(self.type) is Type.TEXT else Kind.GAUGE


class Shape(NamedTuple):
    """How the cells of a family are, beyond its kind and type."""

    buckets: Buckets | None = None
    """Of a histogram; None: the default ones."""
    slots: int = 0
    """Of a window: of its ring."""
    duration: int = 0
    """Of a window: that of a slot, in nanoseconds."""
    capacity: int | None = None
    """Of a text: its greatest length in bytes; None: the default."""
    components: tuple[Component, ...] = ()
    """Of a struct."""

    @property
    def packing(self) -> Packing:
        """How the components of a struct stand."""
        return Packing("".join(component.code for component in self.components))
