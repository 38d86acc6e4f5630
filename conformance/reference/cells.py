"""Format 2, SPEC.md 2.7 to 2.9: the values in cells."""

from __future__ import annotations

import struct

from attributes import PACKED, Cell, Component, Histogram, Scalar, Sequenced, Window
from errors import FormatError
from text import decoded_value, drop_ill_formed, read_text


# 2.7 Scalar and sequenced cells


def check_text(data: bytes, cell: Sequenced, at: int) -> None:
    sequence = word(data, at)
    if sequence == 0:
        return
    slot = cell.slot(at, sequence)
    if word(data, slot) > cell.width - 8:
        expected = f"a text of at most {cell.width - 8} bytes"
        raise FormatError(slot, "F2-TEXT-LENGTH", "2.7", expected, str(word(data, slot)))


def word(data: bytes, offset: int) -> int:
    return struct.unpack_from("<Q", data, offset)[0]


def text(data: bytes, cell: Sequenced, at: int) -> bytes | None:
    """The bytes of the text that was published last."""
    sequence = word(data, at)
    if sequence == 0:
        return None
    slot = cell.slot(at, sequence)
    return data[slot + 8 : slot + 8 + word(data, slot)]


def struct_value(data: bytes, cell: Sequenced, at: int) -> list | None:
    sequence = word(data, at)
    if sequence == 0:
        return None
    slot = cell.slot(at, sequence)
    return [component_value(data, one, slot + one.offset) for one in cell.components]


def component_value(data: bytes, component: Component, at: int) -> str | bool:
    if component.type == "text":
        return read_text(data[at : at + component.width])
    return decoded_value(struct.unpack_from(PACKED[component.type], data, at)[0])


def scalar_value(data: bytes, value_type: str, places: list[int]) -> str | bool:
    if value_type == "bool":
        return word(data, places[0]) != 0
    if value_type == "i64":
        return decoded_value(struct.unpack_from("<q", data, places[0])[0])
    return decoded_value(total(data, value_type, places))


def total(data: bytes, value_type: str, places: list[int]) -> int | float:
    """The words there added up: f64 in their order."""
    if value_type == "f64":
        first, *rest = (struct.unpack_from("<d", data, place)[0] for place in places)
        for value in rest:
            first += value
        return first
    return sum(word(data, place) for place in places) % 2**64


# 2.8 Histogram cells


def histogram_value(data: bytes, value_type: str, cell: Histogram, places: list[int]) -> dict:
    def count(i: int) -> int:
        return total(data, "u64", [place + 8 * i for place in places])

    def bits(raw: int) -> str:
        return decoded_value(as_value(raw, value_type))

    buckets = [[cell.first + i, count(8 + i)] for i in range(cell.buckets)]
    zero, above = count(0), count(4)
    inverted = max(word(data, place + 24) for place in places)
    greatest = max(word(data, place + 16) for place in places)
    return {
        "count": str((zero + above + sum(number for _i, number in buckets)) % 2**64),
        "sum": decoded_value(total(data, value_type, [place + 8 for place in places])),
        "min": bits(inverted ^ 2**64 - 1) if inverted else None,
        "max": bits(greatest) if inverted else None,
        "zero": str(zero),
        "above": str(above),
        "negative": str(count(5)),
        "nan": str(count(6)),
        "buckets": [[i, str(number)] for i, number in buckets if number],
    }


def as_value(raw: int, value_type: str) -> int | float:
    """A maximum or minimum. They are compared as words: there is no sign."""
    return struct.unpack("<d", struct.pack("<Q", raw))[0] if value_type == "f64" else raw


# 2.9 Window cells


def window_value(data: bytes, value_type: str, cell: Window, places: list[int]) -> dict:
    epochs: dict[int, list[int]] = {}  # epoch: the slots that have it
    for place in places:
        for slot in range(place + 8, place + cell.size, 32):
            if word(data, slot):
                epochs.setdefault(word(data, slot), []).append(slot)
    return {
        "refused": str(total(data, "u64", places)),
        "slots": [
            {
                "epoch": str(epoch),
                "count": str(total(data, "u64", [slot + 8 for slot in slots])),
                "sum": decoded_value(total(data, value_type, [slot + 16 for slot in slots])),
                "max": decoded_value(
                    as_value(max(word(data, slot + 24) for slot in slots), value_type)
                ),
            }
            for epoch, slots in sorted(epochs.items())
        ],
    }


# All kinds


def value(data: bytes, value_type: str, cell: Cell, places: list[int]) -> object:
    """A live series' value in the decoded form."""
    if isinstance(cell, Scalar):
        return scalar_value(data, value_type, places)
    if isinstance(cell, Histogram):
        return histogram_value(data, value_type, cell, places)
    if isinstance(cell, Window):
        return window_value(data, value_type, cell, places)
    if cell.components:
        return struct_value(data, cell, places[0])
    raw = text(data, cell, places[0])
    return None if raw is None else drop_ill_formed(raw)
