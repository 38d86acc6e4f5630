"""../../v2/bounds.json: the bounds of histogram buckets at scale 8, by exact arithmetic."""

from __future__ import annotations


def bounds() -> list[int]:
    """T(k) = floor(2^(63 + k/256)) for k from 0 to 255 (SPEC.md 2.8): the 256th root of
    2^(63 * 256 + k), rounded down."""
    return [root(2 ** (63 * 256 + k)) for k in range(256)]


def root(number: int) -> int:
    """The greatest integer whose 256th power is at most the number."""
    low, high = 2**63, 2**64
    while high - low > 1:
        middle = (low + high) // 2
        if middle**256 <= number:
            low = middle
        else:
            high = middle
    return low


def document() -> dict:
    return {
        "comment": "T(k) = floor(2^(63 + k/256)), SPEC.md 2.8, for k from 0 to 255",
        "bounds": [str(bound) for bound in bounds()],
    }
