"""Histograms, as the library packs them."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from .._words import floating
from ..kinds import Type

# `_abi2.Distribution`: count, sum, min, max, has extremes; zero, above, negative, nan; where its
# buckets are and how many; scale, first, number.
DISTRIBUTION = struct.Struct("@QQQQ?QQQQPNIiI4x")
# `_abi2.Bucket`: count, index.
BUCKET = struct.Struct("@Qi4x")

_BUCKETS = struct.Struct("@PN")
_BUCKETS_AT = struct.calcsize("@QQQQ?QQQQ0P")


def copy(at: int) -> tuple[bytes, bytes]:
    """The bytes of a histogram, and of its buckets."""
    packed = ctypes.string_at(at, DISTRIBUTION.size)
    buckets, count = _BUCKETS.unpack_from(packed, _BUCKETS_AT)
    return packed, ctypes.string_at(buckets, count * BUCKET.size) if count else b""


def unpack(type: Type, packed: bytes, buckets: bytes) -> dict[str, Any]:
    """What such bytes say, by the names of `Histogram`."""
    row = DISTRIBUTION.unpack(packed)
    count, total, least, most, extremes, zero, above, negative, nan, _at, _full = row[:11]
    scale, first, size = row[11:]
    known = [number(word, type) for word in (least, most)] if extremes else [None, None]
    return {
        "type": type,
        "scale": scale,
        "first": first,
        "size": size,
        "count": count,
        "sum": number(total, type),
        "min": known[0],
        "max": known[1],
        "zero": zero,
        "above": above,
        "negative": negative,
        "nan": nan,
        "buckets": _buckets(buckets),
        "range": tuple(one if one is None else float(one) for one in known),
    }


def number(word: int, type: Type) -> int | float:
    """The number that a word is, of a histogram or window of that type."""
    return floating(word) if type is Type.F64 else word


def _buckets(packed: bytes) -> tuple[tuple[int, int], ...]:
    # Column by column: there may be many.
    view = memoryview(packed)
    indices = view.cast("i")[2 :: BUCKET.size // 4].tolist()
    return tuple(zip(indices, view.cast("Q")[:: BUCKET.size // 8].tolist()))
