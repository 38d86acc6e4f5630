"""The corpus of conformance/, and what both formats do with it."""

from __future__ import annotations

import json
import resource
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

import mmstats
from support import ROOT

CORPUS = ROOT / "conformance"


def cases(format: int) -> list[Any]:
    """The files of a format, as parameters."""
    manifest = CORPUS / "manifest.json"
    if not manifest.exists():
        raise pytest.UsageError(
            f"no corpus at {manifest}: python3 conformance/generate.py writes it"
        )
    found = json.loads(manifest.read_text())["cases"]
    return [pytest.param(case, id=case["id"]) for case in found if case["format"] == format]


def refusal(error: mmstats.Error) -> int:
    """The verdict on bytes that don't decode."""
    assert error.offset is not None
    return 2**32 + error.offset


def check_damage(case: dict[str, Any], verdict: Callable[[bytes], int]) -> None:
    """Damages a file in all ways, and compares what comes of it."""
    data = (CORPUS / case["file"]).read_bytes()
    assert digest(map(verdict, truncated(data))) == case["mutations"]["truncated"]
    assert digest(map(verdict, flipped(data))) == case["mutations"]["flipped"]


def check_memory(data: bytes, verdict: Callable[[bytes], int]) -> None:
    """Damaged bytes take no memory that isn't given back."""
    # Once for all that is made once.
    digest(map(verdict, flipped(data)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    try:
        for _ in range(2):
            digest(map(verdict, flipped(data)))
            digest(map(verdict, truncated(data)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 256 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4096, "KiB"


def truncated(data: bytes) -> Iterator[bytes]:
    for size in range(len(data)):
        yield data[:size]


def flipped(data: bytes) -> Iterator[bytes]:
    flip = bytearray(data)
    for i in range(len(data)):
        flip[i] ^= 0xFF
        yield bytes(flip)
        flip[i] ^= 0xFF


def digest(verdicts: Iterable[int]) -> str:
    """FNV-1a, 64 bits, of the verdicts as little-endian u64."""
    state = 0xCBF29CE484222325
    for verdict in verdicts:
        for byte in verdict.to_bytes(8, "little"):
            state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{state:016x}"
