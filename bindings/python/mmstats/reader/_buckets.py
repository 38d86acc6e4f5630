"""Buckets of histograms, as the library packs them."""

from __future__ import annotations

import struct

# `_abi2.Bucket`: count, index.
BUCKET = struct.Struct("@Qi4x")


def unpack(packed: bytes) -> tuple[tuple[int, int], ...]:
    """Index and count of each."""
    # Column by column: there may be many.
    view = memoryview(packed)
    indices = view.cast("i")[2 :: BUCKET.size // 4].tolist()
    return tuple(zip(indices, view.cast("Q")[:: BUCKET.size // 8].tolist()))
