"""The words of the library's values as Python's numbers."""

from __future__ import annotations

import struct

_F64 = struct.Struct("@d")
_WORD = struct.Struct("@Q")


def signed(word: int) -> int:
    """The i64 that a word is."""
    return word - (word >> 63 << 64)


def floating(word: int) -> float:
    """The f64 that a word is."""
    value: float = _F64.unpack(_WORD.pack(word))[0]
    return value
