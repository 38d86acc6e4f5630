"""Comparing decoded forms: floats by their bits, all else as JSON."""

from __future__ import annotations

import json
import math
import struct

from runner import canonical

ANY = "*"

FLOAT = canonical.FLOAT


WILD = ("value", "created")
"""The keys whose expected value can be `*`."""


def difference(expected: object, actual: object, *, wildcards: bool = False) -> str | None:
    """The first difference, or None. With wildcards an expected value `*` stands for any."""
    expected, actual = canonical.form(expected), canonical.form(actual)
    return _difference(expected, actual, "decoded form", wildcards)


def _difference(expected: object, actual: object, where: str, wildcards: bool) -> str | None:
    if type(expected) is not type(actual):  # also tells true from 1
        return differs(expected, actual, where)
    if isinstance(expected, dict):
        return object_difference(expected, actual, where, wildcards)
    if isinstance(expected, list):
        for i, (one, other) in enumerate(zip(expected, actual)):
            if found := _difference(one, other, f"{where}[{i}]", wildcards):
                return found
        if len(expected) != len(actual):
            return f"{where}: expected {len(expected)} of them, found {len(actual)}"
        return None
    return None if expected == actual else differs(expected, actual, where)


def object_difference(expected: dict, actual: dict, where: str, wildcards: bool) -> str | None:
    if expected.keys() != actual.keys():
        return differs(sorted(expected), sorted(actual), f"{where}: keys")
    for key, value in expected.items():
        if key in WILD and wildcards and value == ANY:
            continue
        inside = f"{where}.{key}"
        if key == "value" and expected.get("type") in ("f32", "f64"):
            found = float_difference(value, actual[key], inside)
        else:
            found = _difference(value, actual[key], inside, wildcards)
        if found:
            return found
    return None


def float_difference(expected: str, actual: object, where: str) -> str | None:
    if not isinstance(actual, str) or not FLOAT.fullmatch(actual):
        return differs(expected, actual, where)
    return None if bits(expected) == bits(actual) else differs(expected, actual, where)


def bits(text: str) -> bytes:
    """The f64, so that 30.0 equals 3e1 and -0.0 does not equal 0.0; any NaN is the same one."""
    number = float(text)
    return b"NaN" if math.isnan(number) else struct.pack(">d", number)


def differs(expected: object, actual: object, where: str) -> str:
    return f"{where}: expected {short(expected)}, found {short(actual)}"


def short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 200 else f"{text[:200]}... ({len(text)} characters)"
