"""What a family's cells look like: the attributes that say so, and the bytes of cells.

Everything is packed by Python's struct module from the tables of SPEC.md 2.7 to 2.9; nothing
here follows the reader that the files check.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

TAGS = {
    "name": 1, "unit": 2, "help": 3, "key": 4, "buckets": 5, "ring": 6, "sequence": 7,
    "component": 8,
}  # fmt: skip

COMPONENTS = {  # name: code, width, code of Python's struct
    "u64": (1, 8, "Q"), "i64": (2, 8, "q"), "f64": (3, 8, "d"), "bool": (4, 1, "?"),
    "text": (5, 0, ""), "u32": (6, 4, "I"), "i32": (7, 4, "i"), "u16": (8, 2, "H"),
    "i16": (9, 2, "h"), "u8": (10, 1, "B"), "i8": (11, 1, "b"), "f32": (12, 4, "f"),
}  # fmt: skip

MASK = 2**64 - 1


def attribute(tag: str | int, value: bytes) -> bytes:
    number = TAGS[tag] if isinstance(tag, str) else tag
    return struct.pack("<HH", number, len(value)) + value


@dataclass(frozen=True)
class Shape:
    """The attributes that a kind needs, the size of its cells, and both as decoded."""

    attributes: bytes = b""
    size: int = 8
    decoded: dict = field(default_factory=dict)


SCALAR = Shape()


def word(value: str | bool | int, type: str) -> bytes:
    """A value in the decoded form as 8 bytes."""
    if type == "f64":
        return struct.pack("<d", float(value))
    return struct.pack("<q" if type == "i64" else "<Q", int(value))


# Sequenced


def sequence(slots: int, width: int) -> bytes:
    return attribute("sequence", struct.pack("<II", slots, width))


def text(slots: int = 4, width: int = 32) -> Shape:
    decoded = {"slots": slots, "width": width}
    return Shape(sequence(slots, width), 8 + slots * width, decoded)


def component(
    name: str | bytes,
    type: str | int,
    offset: int,
    *,
    width: int | None = None,
    kind: int = 1,
    unit: bytes = b"",
    size: int | None = None,
) -> bytes:
    """The attribute, right or wrong."""
    code, known, _packed = COMPONENTS[type] if isinstance(type, str) else (type, 8, "")
    raw = name.encode() if isinstance(name, str) else name
    width = known if width is None else width
    size = len(raw) if size is None else size
    packed = struct.pack("<IIBBH", offset, width, code, kind, size)
    return attribute("component", packed + raw + unit)


KINDS = {"counter": 1, "gauge": 2, "text": 3}


def struct_of(slots: int, width: int, *components: tuple) -> Shape:
    """Components are (name, type, kind, unit, offset) and of a text its width."""
    raw, decoded = b"", []
    for name, type, kind, unit, offset, *text_width in components:
        wide = text_width[0] if text_width else COMPONENTS[type][1]
        raw += component(name, type, offset, width=wide, kind=KINDS[kind], unit=unit.encode())
        decoded.append(
            {"name": name, "type": type, "kind": kind, "unit": unit, "offset": offset,
             "width": wide}
        )  # fmt: skip
    shape = {"slots": slots, "width": width, "components": decoded}
    return Shape(sequence(slots, width) + raw, 8 + slots * width, shape)


def sequenced(shape: Shape, number: int, slot: bytes, others: int = 0xEE) -> bytes:
    """A cell with this value in the slot that counts, and garbage in all others."""
    slots, width = shape.decoded["slots"], shape.decoded["width"]
    cell = bytearray([others]) * (slots * width)
    at = number % slots * width
    cell[at : at + width] = slot.ljust(width, b"\0")
    return struct.pack("<Q", number) + bytes(cell)


def text_slot(raw: bytes, length: int | None = None) -> bytes:
    return struct.pack("<Q", len(raw) if length is None else length) + raw


# Histograms and windows


def buckets(scale: int, first: int, number: int) -> bytes:
    return attribute("buckets", struct.pack("<IiI", scale, first, number))


def histogram(scale: int = 4, first: int = -1, number: int = 16) -> Shape:
    decoded = {"scale": scale, "first": first, "buckets": number}
    return Shape(buckets(scale, first, number), 8 * (8 + number), decoded)


def histogram_cell(
    shape: Shape,
    type: str = "u64",
    *,
    counts: dict[int, int] | None = None,
    sum: str = "0",
    max: str = "0",
    min: str | None = None,
    zero: int = 0,
    above: int = 0,
    negative: int = 0,
    nan: int = 0,
    unused: int = 0,
) -> bytes:
    inverted = 0 if min is None else int.from_bytes(word(min, type), "little") ^ MASK
    words = [zero, sum, max, inverted, above, negative, nan, unused]
    words += [0] * shape.decoded["buckets"]
    for index, count in (counts or {}).items():
        words[8 + index - shape.decoded["first"]] = count
    return b"".join(word(one, type if i in (1, 2) else "u64") for i, one in enumerate(words))


def ring(duration: int, slots: int) -> bytes:
    return attribute("ring", struct.pack("<QI", duration, slots))


def window(duration: int = 10**10, slots: int = 7) -> Shape:
    decoded = {"duration": str(duration), "slots": slots}
    return Shape(ring(duration, slots), 8 * (1 + 4 * slots), decoded)


def window_cell(
    shape: Shape,
    type: str = "u64",
    *epochs: tuple[int, int, str, str],
    refused: int = 0,
) -> bytes:
    """A cell whose slots have these: epoch, count, sum, max; each in the slot of its epoch."""
    words = [struct.pack("<Q", refused), *[bytes(32)] * shape.decoded["slots"]]
    for epoch, count, total, greatest in epochs:
        slot = struct.pack("<QQ", epoch, count) + word(total, type) + word(greatest, type)
        place = 1 + epoch % shape.decoded["slots"]
        assert not any(words[place]), f"two epochs in slot {place - 1}"
        words[place] = slot
    return b"".join(words)
