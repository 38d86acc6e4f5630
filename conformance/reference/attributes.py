"""Format 2, the attributes of families: SPEC.md 2.5, and what 2.7 to 2.9 say of them. They make the
shape of a family's cells.
"""

from __future__ import annotations

import struct
from typing import Iterable, NamedTuple

from errors import FormatError
from text import show


class Attribute(NamedTuple):
    at: int
    tag: int
    value: bytes


# 2.5 Attributes

NAME, UNIT, HELP, LABEL_KEY, BUCKETS, RING, SEQUENCE, COMPONENT = range(1, 9)
LONGEST_NAME = 255
# Besides name, unit, help and label key, which all kinds have.
ATTRIBUTES = {
    "counter": (),
    "gauge": (),
    "text": (SEQUENCE,),
    "histogram": (BUCKETS,),
    "struct": (SEQUENCE, COMPONENT),
    "window": (RING,),
}
NAMES = {BUCKETS: "buckets", RING: "ring", SEQUENCE: "sequence", COMPONENT: "component"}
# The clause, section and tag of what a family can lack, in the order of F2-FIRST-FAULT.
NEEDED = {
    BUCKETS: ("F2-BUCKETS", "2.8"),
    RING: ("F2-RING", "2.9"),
    SEQUENCE: ("F2-SEQUENCE", "2.7"),
    COMPONENT: ("F2-COMPONENT", "2.7"),
}


def is_text(raw: bytes) -> bool:
    """Whether it is well-formed UTF-8 without NUL."""
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


def is_name(raw: bytes) -> bool:
    return 1 <= len(raw) <= LONGEST_NAME and is_text(raw)


def is_unit(raw: bytes) -> bool:
    return len(raw) <= LONGEST_NAME and is_text(raw)


def check(
    kind: str, attributes: Iterable[Attribute], entry: int
) -> tuple[tuple[Attribute, ...], Cell]:
    """The attributes that count, and the cell that they make. `entry` is the family's offset."""
    used: list[Attribute] = []
    parsed: dict[int, object] = {}
    components: list[Component] = []
    for attribute in attributes:
        tag = attribute.tag
        # F2-ATTRIBUTE-SKIP, F2-ATTRIBUTE-ONCE
        if tag not in (NAME, UNIT, HELP, LABEL_KEY, *ATTRIBUTES[kind]):
            continue
        if tag not in (LABEL_KEY, COMPONENT) and tag in parsed:
            continue
        parsed[tag] = PARSERS[tag](attribute)
        used.append(attribute)
        if tag == COMPONENT:
            components.append(parsed[tag])
            if SEQUENCE in parsed:
                check_place(components, len(components) - 1, parsed[SEQUENCE])
        if tag == SEQUENCE:
            early = len(components)
    # The places of those that stand before the sequence.
    if SEQUENCE in parsed:
        for i in range(early):
            check_place(components, i, parsed[SEQUENCE])
    check_nothing_lacks(kind, parsed, entry)
    if kind in ("text", "struct"):
        slots = parsed[SEQUENCE]
        return tuple(used), Sequenced(slots.slots, slots.width, tuple(components))
    cell = parsed.get(BUCKETS) or parsed.get(RING) or Scalar()
    return tuple(used), cell


def check_nothing_lacks(kind: str, parsed: dict[int, object], entry: int) -> None:
    if NAME not in parsed:
        raise FormatError(entry, "F2-NAME", "2.5", "a family with a name", "none")
    for tag in ATTRIBUTES[kind]:
        if tag not in parsed:
            clause, section = NEEDED[tag]
            raise FormatError(entry, clause, section, f"an attribute {NAMES[tag]}", "none")


def parse_name(attribute: Attribute) -> bytes:
    if not is_name(attribute.value):
        expected = "1 to 255 bytes of well-formed UTF-8 without NUL"
        raise FormatError(attribute.at, "F2-NAME", "2.5", expected, show(attribute.value))
    return attribute.value


def parse_unit(attribute: Attribute) -> bytes:
    if not is_unit(attribute.value):
        expected = "at most 255 bytes of well-formed UTF-8 without NUL"
        raise FormatError(attribute.at, "F2-UNIT", "2.5", expected, show(attribute.value))
    return attribute.value


def parse_help(attribute: Attribute) -> bytes:
    if not is_text(attribute.value):
        expected = "well-formed UTF-8 without NUL"
        raise FormatError(attribute.at, "F2-HELP", "2.5", expected, show(attribute.value))
    return attribute.value


# 2.7 Sequenced cells


class Scalar(NamedTuple):
    @property
    def size(self) -> int:
        return 8


class Sequenced(NamedTuple):
    """Of a text or a struct: `slots` is K, `width` is W."""

    slots: int
    width: int
    components: tuple[Component, ...] = ()

    @property
    def size(self) -> int:
        return 8 + self.slots * self.width

    def slot(self, cell: int, sequence: int) -> int:
        """Where the value of that sequence is."""
        return cell + 8 + sequence % self.slots * self.width


def parse_sequence(attribute: Attribute) -> Sequenced:
    if len(attribute.value) == 8:
        slots, width = struct.unpack("<II", attribute.value)
        power_of_two = 2 <= slots <= 64 and slots & (slots - 1) == 0
        if power_of_two and width % 8 == 0 and 8 <= width <= 65_536:
            return Sequenced(slots, width)
    raise FormatError(
        attribute.at,
        "F2-SEQUENCE",
        "2.7",
        "8 bytes: K a power of two from 2 to 64, W a multiple of 8 from 8 to 65536",
        show(attribute.value),
    )


class Component(NamedTuple):
    at: int
    name: str
    type: str
    kind: str
    unit: str
    offset: int
    width: int


COMPONENT_TYPES = {  # code: name, width, code of Python's struct
    1: ("u64", 8, "<Q"),
    2: ("i64", 8, "<q"),
    3: ("f64", 8, "<d"),
    4: ("bool", 1, "?"),
    5: ("text", 0, ""),
    6: ("u32", 4, "<I"),
    7: ("i32", 4, "<i"),
    8: ("u16", 2, "<H"),
    9: ("i16", 2, "<h"),
    10: ("u8", 1, "<B"),
    11: ("i8", 1, "<b"),
    12: ("f32", 4, "<f"),
}
PACKED = {name: code for name, _width, code in COMPONENT_TYPES.values()}
COMPONENT_KINDS = {1: "counter", 2: "gauge", 3: "text"}


def parse_component(attribute: Attribute) -> Component:
    value = attribute.value
    if len(value) >= 12:
        offset, width, type_code, kind_code, size = struct.unpack_from("<IIBBH", value)
        name, unit = value[12 : 12 + size], value[12 + size :]
        type_name, expected, _code = COMPONENT_TYPES.get(type_code, ("", -1, ""))
        width_fits = width >= 1 if type_name == "text" else width == expected
        named = len(name) == size and is_name(name) and is_unit(unit)
        if width_fits and named and kind_code in COMPONENT_KINDS:
            kind = COMPONENT_KINDS[kind_code]
            return Component(
                attribute.at, name.decode(), type_name, kind, unit.decode(), offset, width
            )
    raise FormatError(
        attribute.at, "F2-COMPONENT", "2.7", "a component as in SPEC.md 2.7", show(value)
    )


def check_place(components: list[Component], i: int, slots: Sequenced) -> None:
    component = components[i]
    start = components[i - 1].offset + components[i - 1].width if i else 0
    alignment = 1 if component.type == "text" else component.width
    in_slot = component.offset + component.width <= slots.width
    if not in_slot or component.offset % alignment or component.offset < start:
        raise FormatError(
            component.at,
            "F2-COMPONENT-PLACE",
            "2.7",
            f"{component.width} bytes from {start} on in a slot of {slots.width}, "
            f"at a multiple of {alignment}",
            f"offset {component.offset}",
        )


# 2.8 Histograms


class Histogram(NamedTuple):
    scale: int
    first: int
    buckets: int

    @property
    def size(self) -> int:
        return 8 * (8 + self.buckets)


def parse_buckets(attribute: Attribute) -> Histogram:
    if len(attribute.value) == 12:
        scale, first, number = struct.unpack("<IiI", attribute.value)
        if (
            scale <= 8
            and 1 <= number <= 65_536
            and -1022 << scale <= first
            and first + number <= 1024 << scale
        ):
            return Histogram(scale, first, number)
    raise FormatError(
        attribute.at,
        "F2-BUCKETS",
        "2.8",
        "12 bytes: a scale from 0 to 8, and 1 to 65536 buckets between -1022 * 2^scale "
        "and 1024 * 2^scale",
        show(attribute.value),
    )


# 2.9 Windows


class Window(NamedTuple):
    """`slots` is R."""

    duration: int
    slots: int

    @property
    def size(self) -> int:
        return 8 * (1 + 4 * self.slots)


def parse_ring(attribute: Attribute) -> Window:
    if len(attribute.value) == 12:
        duration, slots = struct.unpack("<QI", attribute.value)
        if duration and 2 <= slots <= 4096:
            return Window(duration, slots)
    expected = "12 bytes: a duration that isn't 0, and 2 to 4096 slots"
    raise FormatError(attribute.at, "F2-RING", "2.9", expected, show(attribute.value))


# All kinds

Cell = Scalar | Sequenced | Histogram | Window

PARSERS = {
    NAME: parse_name,
    UNIT: parse_unit,
    HELP: parse_help,
    LABEL_KEY: parse_name,
    BUCKETS: parse_buckets,
    RING: parse_ring,
    SEQUENCE: parse_sequence,
    COMPONENT: parse_component,
}


def decoded(cell: Cell) -> dict:
    if isinstance(cell, Histogram):
        return {"scale": cell.scale, "first": cell.first, "buckets": cell.buckets}
    if isinstance(cell, Window):
        return {"duration": str(cell.duration), "slots": cell.slots}
    if not isinstance(cell, Sequenced):
        return {}
    slots = {"slots": cell.slots, "width": cell.width}
    if not cell.components:
        return slots
    keys = ("name", "type", "kind", "unit", "offset", "width")
    components = [{key: getattr(one, key) for key in keys} for one in cell.components]
    return {**slots, "components": components}
