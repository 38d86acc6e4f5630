"""How several values stand behind each other, as C lays out a struct on a 64-bit machine."""

from __future__ import annotations

import re
import struct
from typing import Any

from ._text import encode
from .errors import WrongType


class Packing:
    """The layout of values whose types a signature gives, in the codes of Python's `struct` module
    (SPEC.md 1.4)."""

    __slots__ = ("_struct", "_texts", "codes", "offsets", "signature", "size", "widths")

    def __init__(self, signature: str) -> None:
        parts = re.findall(r"\d*.", signature)
        self.signature = signature
        self.codes = tuple(part[-1] for part in parts)
        # Codes and alignment are those of native mode on LP64.
        self._struct = struct.Struct("@" + signature)
        self.size = self._struct.size
        # In bytes, of each.
        self.widths = tuple(map(struct.calcsize, parts))
        self._texts = "s" in self.codes
        ends = (struct.calcsize("@" + "".join(parts[: i + 1])) for i in range(len(parts)))
        self.offsets = tuple(end - width for end, width in zip(ends, self.widths))

    def pack(self, values: tuple[Any, ...]) -> bytes:
        """The bytes of a value. Numbers that don't fit are an error."""
        try:
            if self._texts:
                values = self._with_bytes(values)
            return self._struct.pack(*values)
        except struct.error as error:
            raise WrongType(
                f"expected values for {self.signature!r}, found {values!r}: {error}"
            ) from None

    def _with_bytes(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values with bytes for texts, since `struct` takes no other, and would cut them
        inside of a character."""
        if len(values) != len(self.codes):
            return values
        return tuple(
            fitting(value, width) if code == "s" else value
            for value, code, width in zip(values, self.codes, self.widths)
        )

    def unpack(self, packed: bytes) -> tuple[Any, ...]:
        """The values of such bytes."""
        return tuple(
            value.partition(b"\0")[0].decode() if isinstance(value, bytes) else value
            for value in self._struct.unpack(packed)
        )


def fitting(text: str, width: int, what: str = "") -> bytes:
    """The characters that fit, up to a NUL."""
    return encode(text, what).partition(b"\0")[0][:width].decode(errors="ignore").encode()
