"""../../v2/bounds.json: the bounds of histogram buckets at scale 8, by exact arithmetic."""

from __future__ import annotations

import math
from functools import lru_cache


@lru_cache(maxsize=None)
def bounds() -> list[int]:
    """T(k) = floor(2^(63 + k/256)) for k from 0 to 255 (SPEC.md 2.8): the 256th root of
    2^(63 * 256 + k), rounded down."""
    return [root(2 ** (63 * 256 + k)) for k in range(256)]


def root(number: int) -> int:
    """Eight square roots, one of the other. Rounding down in between changes nothing: an integer is
    at most a root if its square is at most what the root is taken of, rounded down or not."""
    for _ in range(8):
        number = math.isqrt(number)
    return number


def document() -> dict:
    return {
        "comment": "T(k) = floor(2^(63 + k/256)), SPEC.md 2.8, for k from 0 to 255",
        "bounds": [str(bound) for bound in bounds()],
    }
