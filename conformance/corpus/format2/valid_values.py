"""Valid files: scalars, texts and structs (SPEC.md 2.7)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import CELLS, DIRECTORY, Image
from corpus.format2.shapes import (
    COMPONENTS,
    sequenced,
    struct_of,
    text,
    text_slot,
    word,
)

MAX_U64 = "18446744073709551615"
FLOATS = [
    "0.0", "-0.0", "0.1", "-1.5", "1e+16", "5e-324", "2.2250738585072014e-308",
    "1.7976931348623157e+308", "inf", "-inf", "nan",
]  # fmt: skip
EXTREMES = {
    ("counter", "u64"): ["0", "1", "9007199254740993", "9223372036854775808", MAX_U64],
    ("counter", "f64"): FLOATS,
    ("gauge", "u64"): ["0", "4294967296", MAX_U64],
    ("gauge", "i64"): ["0", "-1", "-9223372036854775808", "9223372036854775807"],
    ("gauge", "f64"): FLOATS,
    ("gauge", "bool"): [False, True],
}


def cases() -> Iterator[Case]:
    yield from scalars()
    yield from texts()
    yield from structs()


def scalars() -> Iterator[Case]:
    for (kind, type), values in EXTREMES.items():
        image = Image.small()
        for i, value in enumerate(values):
            image.series(image.family(f"v{i}", kind, type), word(value, type), value)
        yield Case(
            f"{kind}-{type}",
            "extreme values; 9007199254740993 is 2^53 + 1, which no f64 holds"
            if (kind, type) == ("counter", "u64")
            else "extreme values",
            image.bytes(),
            ("F2-KIND-TYPE", "F2-CELL"),
            image.decoded(),
            title="2.7",
            mutate=(kind, type) in (("counter", "u64"), ("gauge", "bool")),
        )
    image = Image.small()
    raw = bytes.fromhex("010000000000f8ff")
    image.series(image.family("payload", "gauge", "f64"), raw, "nan")
    yield Case(
        "gauge-nan-payload",
        "a negative NaN with a payload is nan, too",
        image.bytes(),
        (),
        image.decoded(),
        title="2.7",
    )


def texts() -> Iterator[Case]:
    for slots in (2, 4, 8, 16, 32, 64):
        image = Image.small(cells=4096 if slots < 64 else 8192)
        shape = text(slots, 16)
        for number in sorted({1, slots - 1, slots, slots + 1, 2**64 - 1}):
            value = f"s{number % 1000}"
            family = image.family(f"n{number}", "text", "bytes", shape)
            image.series(family, sequenced(shape, number, text_slot(value.encode())), value)
        yield Case(
            f"text-{slots}-slots",
            f"K is {slots}; sequences of 1, K - 1, K, K + 1, 2^64 - 1. All slots but the one that "
            "counts hold a text that is far too long, ee in each byte",
            image.bytes(),
            ("F2-SEQUENCE", "F2-TEXT-LENGTH"),
            image.decoded(),
            mutate=slots in (2, 4),
        )
    image = Image.small()
    shape = text(4, 32)
    for name, value in TEXTS.items():
        family = image.family(name, "text", "bytes", shape)
        image.series(family, sequenced(shape, 5, text_slot(value.encode())), value)
    yield Case(
        "texts",
        "empty, characters of 1 to 4 bytes, up to the capacity of 24 bytes and one less; a NUL "
        "is a character like any other where the length says so",
        image.bytes(),
        ("F2-TEXT-LENGTH", "F2-TEXT-UTF8"),
        image.decoded(),
        mutate=True,
    )
    image = Image.small()
    shape = text(4, 32)
    cell = bytes(8) + b"\xee" * (shape.size - 8)
    image.series(image.family("never", "text", "bytes", shape), cell, None)
    yield Case(
        "text-never-published",
        "a sequence of 0: no value, whatever the slots hold",
        image.bytes(),
        ("F2-SEQUENCE",),
        image.decoded(),
        mutate=True,
    )
    image = Image.small()
    shape = text(2, 8)
    image.series(
        image.family("none", "text", "bytes", shape), sequenced(shape, 3, text_slot(b"")), ""
    )
    yield Case(
        "text-no-capacity",
        "W is 8: there is room for the length, and for no byte",
        image.bytes(),
        ("F2-SEQUENCE", "F2-TEXT-LENGTH"),
        image.decoded(),
    )
    image = Image()
    image.block(DIRECTORY)
    image.block(CELLS, 36 * 4096)
    shape = text(2, 65_536)
    value = "x" * 65_527 + "y"
    family = image.family("longest", "text", "bytes", shape)
    image.series(family, sequenced(shape, 1, text_slot(value.encode()), others=0), value)
    yield Case(
        "text-longest",
        "W is 65,536, and the text 65,528 bytes long",
        image.bytes(),
        ("F2-SEQUENCE", "F2-TEXT-LENGTH"),
        image.decoded(),
    )


TEXTS = {
    "empty": "",
    "ascii": "7 bytes",
    "unicode": "é❤𝄞",
    "full": "abcdefghijklmnopqrstuvwx",
    "full-unicode": "𝄞𝄞𝄞𝄞𝄞𝄞",
    "less-1": "abcdefghijklmnopqrstuvw",
    "controls": '\t\n\x7f"\\',
    "nul": "a\0b",
    "last-character": "\U0010ffff",
}

EVERY = [  # component type, offset, value, packed
    ("u64", 0, MAX_U64),
    ("i64", 8, "-9223372036854775808"),
    ("f64", 16, "0.1"),
    ("u32", 24, "4294967295"),
    ("i32", 28, "-2147483648"),
    ("f32", 32, "0.10000000149011612"),
    ("u16", 36, "65535"),
    ("i16", 38, "-32768"),
    ("u8", 40, "255"),
    ("i8", 41, "-128"),
    ("bool", 42, True),
]


def packed(type: str, value: str | bool) -> bytes:
    code = COMPONENTS[type][2]
    return struct.pack("<" + code, float(value) if code in "fd" else int(value))


def slot(width: int, *parts: tuple[int, bytes], gaps: int = 0) -> bytes:
    raw = bytearray([gaps]) * width
    for offset, part in parts:
        raw[offset : offset + len(part)] = part
    return bytes(raw)


def structs() -> Iterator[Case]:
    yield every_component()
    yield gaps()
    yield component_texts()
    yield struct_never_published()
    yield struct_widest()
    yield attributes_last()


def every_component() -> Case:
    shape = struct_of(
        4,
        64,
        *((type, type, "gauge", "", offset) for type, offset, _value in EVERY),
        ("text", "text", "text", "", 43, 21),
    )
    raw = slot(64, *((at, packed(type, value)) for type, at, value in EVERY), (43, "é❤".encode()))
    image = Image.small()
    family = image.family("every", "struct", "bytes", shape)
    image.series(family, sequenced(shape, 1, raw), [value for *_, value in EVERY] + ["é❤"])
    return Case(
        "struct-every-component",
        "each type of component, one behind the other without gaps, to the end of the slot",
        image.bytes(),
        ("F2-COMPONENT", "F2-COMPONENT-PLACE"),
        image.decoded(),
        mutate=True,
    )


def gaps() -> Case:
    shape = struct_of(
        4,
        40,
        ("flag", "bool", "gauge", "", 3),
        ("total", "u64", "counter", "By", 16),
        ("one", "u8", "gauge", "1", 31),
    )
    raw = slot(40, (3, b"\x80"), (16, packed("u64", "258")), (31, b"\x07"), gaps=0xDD)
    image = Image.small()
    family = image.family("gaps", "struct", "bytes", shape, aggregate="each")
    image.series(family, sequenced(shape, 6, raw), [True, "258", "7"])
    return Case(
        "struct-gaps",
        "bytes of a slot that belong to no component are dd, and ignored; a component's bool of "
        "80 is true",
        image.bytes(),
        ("F2-COMPONENT-PLACE",),
        image.decoded(),
        mutate=True,
    )


def component_texts() -> Case:
    texts = {  # name: raw, value
        "one": (b"a", "a"),
        "full": (b"abcde", "abcde"),
        "nul": (b"ab\0cd", "ab"),
        "empty": (b"\0bcde", ""),
        "ill-formed": (b"a\xff\xc3bc", "abc"),
    }
    components, parts, offset = [], [], 0
    for name, (raw, _value) in texts.items():
        components.append((name, "text", "text", "", offset, len(raw)))
        parts.append((offset, raw))
        offset += len(raw)
    shape = struct_of(2, 24, *components)
    image = Image.small()
    family = image.family("texts", "struct", "bytes", shape)
    image.series(
        family,
        sequenced(shape, 2, slot(24, *parts)),
        [value for _raw, value in texts.values()],
    )
    return Case(
        "struct-texts",
        "a component's text ends at its first NUL or its width, and what is ill-formed is "
        "dropped; at any offset",
        image.bytes(),
        ("F2-COMPONENT",),
        image.decoded(),
    )


def struct_never_published() -> Case:
    shape = struct_of(8, 136, ("n", "u64", "counter", "", 128))
    image = Image.small()
    image.series(
        image.family("never", "struct", "bytes", shape), bytes(8) + b"\xee" * 8 * 136, None
    )
    return Case(
        "struct-never-published",
        "a sequence of 0; the only component is the last word of its slot",
        image.bytes(),
        ("F2-SEQUENCE", "F2-COMPONENT-PLACE"),
        image.decoded(),
    )


def struct_widest() -> Case:
    shape = struct_of(
        2, 65_536, ("first", "u8", "gauge", "", 0), ("last", "u8", "gauge", "", 65_535)
    )
    image = Image()
    image.block(DIRECTORY)
    image.block(CELLS, 33 * 4096)
    image.series(
        image.family("widest", "struct", "bytes", shape),
        sequenced(shape, 1, slot(65_536, (0, b"\1"), (65_535, b"\2")), others=0),
        ["1", "2"],
    )
    return Case(
        "struct-widest",
        "W is 65,536, with a component in its first and its last byte",
        image.bytes(),
        ("F2-SEQUENCE", "F2-COMPONENT-PLACE"),
        image.decoded(),
    )


def attributes_last() -> Case:
    shape = struct_of(4, 16, ("a", "u64", "counter", "", 0), ("b", "u64", "counter", "", 8))
    after = shape.attributes[12:] + shape.attributes[:12]
    image = Image.small()
    name = b"\1\0\4\0late"
    family = image.family("late", "struct", "bytes", shape, attributes=after + name)
    image.series(family, sequenced(shape, 1, struct.pack("<QQ", 3, 4)), ["3", "4"])
    return Case(
        "struct-sequence-last",
        "the attribute sequence stands behind the components, and the name behind all",
        image.bytes(),
        ("F2-COMPONENT-PLACE", "F2-SEQUENCE"),
        image.decoded(),
        mutate=True,
    )
