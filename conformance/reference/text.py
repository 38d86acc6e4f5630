"""Texts, floats and raw bytes, as they are read from a file and shown."""

from __future__ import annotations

import math


def read_text(raw: bytes) -> str:
    """F1-TEXT-READ: up to the first NUL, without what is ill-formed."""
    return drop_ill_formed(raw.partition(b"\0")[0])


def drop_ill_formed(raw: bytes) -> str:
    # "ignore" drops each maximal ill-formed sequence, nothing else.
    return raw.decode("utf-8", "ignore")


def show(data: bytes) -> str:
    """Bytes from the file, short and in one line."""
    return repr(data[:24])[1:] + (f"... ({len(data)} bytes)" if len(data) > 24 else "")


def decoded_value(value: int | float | bool | str) -> str | bool:
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, float) and math.isnan(value):
        return "nan"  # whatever its sign and payload
    return repr(value)
