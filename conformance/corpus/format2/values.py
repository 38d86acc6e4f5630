"""What a writer makes of values: words, slots, and the buckets of histograms (SPEC.md 2.7, 2.8)."""

from __future__ import annotations

import math
import struct

from corpus.format2.bounds import bounds
from corpus.format2.shapes import COMPONENTS, MASK


def up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple


def label_values(labels: tuple[str, ...]) -> bytes:
    return b"".join(struct.pack("<H", len(one.encode())) + one.encode() for one in labels)


def as_word(value: str | bool | int | float, type: str) -> int:
    if type == "bool":
        return int(value in (True, "true"))
    if type == "f64":
        return struct.unpack("<Q", struct.pack("<d", float(value)))[0]
    return int(value) & MASK


def cut(value: str, width: int) -> bytes:
    """As many characters as have room."""
    return value.encode()[:width].decode("utf-8", "ignore").encode()


def whole_words(raw: bytes) -> bytes:
    return raw.ljust(up(len(raw), 8), b"\0")


def bucket_word(spec: dict, number: int | float) -> int:
    """The word of a histogram that counts it."""
    if number == 0:
        return 0
    if number == math.inf:
        return 4
    place = index(number) >> (8 - spec["scale"])
    if place < spec["first"]:
        return 0
    if place >= spec["first"] + spec["buckets"]:
        return 4
    return 8 + place - spec["first"]


def index(number: int | float) -> int:
    """At scale 8."""
    if isinstance(number, int):
        exponent = number.bit_length() - 1
        mantissa = number << (63 - exponent)
    else:
        fraction, exponent = math.frexp(number)
        exponent -= 1
        mantissa = int(fraction * 2**64)
    return 256 * exponent + sum(bound < mantissa for bound in bounds()) - 1


def packed(width: int, components: list[dict], offsets: list[int], values: list) -> bytes:
    """A struct's slot."""
    slot = bytearray(width)
    for one, offset, value in zip(components, offsets, values, strict=True):
        code = COMPONENTS[one["type"]][2]
        if one["type"] == "text":
            raw = cut(value, one["width"])
        elif one["type"] == "bool":
            raw = bytes([value in (True, "true")])
        else:
            raw = struct.pack("<" + code, float(value) if code in "fd" else int(value))
        slot[offset : offset + len(raw)] = raw
    return bytes(slot)
