"""How the parts of a tuple stand in its value (SPEC.md 1.4)."""

from __future__ import annotations

from .._packing import Packing
from .types import Type

CODES = {
    "Q": Type.U64,
    "L": Type.U64,
    "q": Type.I64,
    "l": Type.I64,
    "I": Type.U32,
    "i": Type.I32,
    "H": Type.U16,
    "h": Type.I16,
    "B": Type.U8,
    "b": Type.I8,
    "?": Type.BOOL,
    "f": Type.F32,
    "d": Type.F64,
    "s": Type.TEXT,
}


class Layout(Packing):
    """The layout of a signature that the library has taken."""

    __slots__ = ("types",)

    def __init__(self, signature: str) -> None:
        super().__init__(signature)
        self.types = tuple(CODES[code] for code in self.codes)
