"""The mutation digests of ../README.md: one number for a reader's verdicts on thousands of
damaged files."""

from __future__ import annotations

from typing import Callable, Iterator

LARGEST = 8192
"""How large a file of format 1 may be."""

FNV_OFFSET = 0xCBF29CE484222325
FNV_PRIME = 0x100000001B3

Verdict = Callable[[bytes], int]
"""The number of fields, or of live series, where the bytes decode, else 2 ** 32 plus the offset
of the error."""


def digests(data: bytes, verdict: Verdict) -> dict[str, str]:
    return {
        "truncated": digest(verdict(cut) for cut in truncated(data)),
        "flipped": digest(verdict(bytes(flip)) for flip in flipped(data)),
    }


def truncated(data: bytes) -> Iterator[bytes]:
    for size in range(len(data)):
        yield data[:size]


def flipped(data: bytes) -> Iterator[bytearray]:
    flip = bytearray(data)
    for i in range(len(data)):
        flip[i] ^= 0xFF
        yield flip
        flip[i] ^= 0xFF


def digest(verdicts: Iterator[int]) -> str:
    """FNV-1a, 64 bits, of the verdicts as little-endian u64."""
    state = FNV_OFFSET
    for verdict in verdicts:
        for byte in verdict.to_bytes(8, "little"):
            state = (state ^ byte) * FNV_PRIME & 0xFFFFFFFFFFFFFFFF
    return f"{state:016x}"
