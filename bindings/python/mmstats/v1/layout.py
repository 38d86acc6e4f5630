"""How the parts of a tuple stand in its value (SPEC.md 1.4)."""

from __future__ import annotations

import re
import struct
from typing import Any

from .._text import encode
from ..errors import WrongType
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


class Layout:
    """The layout of a signature that the library has taken."""

    __slots__ = ("_struct", "_widths", "signature", "size", "types")

    def __init__(self, signature: str) -> None:
        parts = re.findall(r"\d*.", signature)
        self.signature = signature
        self.types = tuple(CODES[part[-1]] for part in parts)
        # Of texts; None for what is no text.
        self._widths = [int(part[:-1]) if part[-1] == "s" else None for part in parts]
        # Codes and alignment are those of native mode on LP64.
        self._struct = struct.Struct("@" + signature)
        self.size = self._struct.size

    def pack(self, values: tuple[Any, ...]) -> bytes:
        """The bytes of a value. Numbers that don't fit are an error."""
        try:
            if Type.TEXT in self.types:
                values = self._with_bytes(values)
            return self._struct.pack(*values)
        except struct.error as error:
            raise WrongType(
                f"expected values for {self.signature!r}, found {values!r}: {error}"
            ) from None

    def _with_bytes(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values with bytes for texts, since `struct` takes no other, and would cut them
        inside of a character."""
        if len(values) != len(self.types):
            return values
        return tuple(
            value if width is None else _fitting(value, width)
            for value, width in zip(values, self._widths)
        )

    def unpack(self, packed: bytes) -> tuple[Any, ...]:
        """The values of such bytes."""
        return tuple(
            value.partition(b"\0")[0].decode() if isinstance(value, bytes) else value
            for value in self._struct.unpack(packed)
        )


def _fitting(text: str, width: int) -> bytes:
    """The characters that fit, up to a NUL."""
    return encode(text).partition(b"\0")[0][:width].decode(errors="ignore").encode()
