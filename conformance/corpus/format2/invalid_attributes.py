"""Invalid files: families and their attributes (SPEC.md 2.5, and 2.7 to 2.9)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import Image
from corpus.format2.invalid_files import fault, sample
from corpus.format2.shapes import attribute, buckets, component, ring, sequence

ILL_FORMED = {
    "ff": b"a\xffb",
    "overlong": b"a\xc0\xafb",
    "surrogate": b"a\xed\xa0\x80b",
    "cut": b"ab\xe2\x9d",
    "nul": b"a\0b",
}
NAME = attribute("name", b"a")


def cases() -> Iterator[Case]:
    yield from families()
    yield from texts_of_families()
    yield from sequences()
    yield from components()
    yield from distributions()


def families() -> Iterator[Case]:
    image = sample()
    at = image.entry(struct.pack("<IHHI4B", 16, 1, 0, 2, 1, 1, 1, 0))
    yield fault(
        "family-of-16", "an entry's least length, 8 less than a family's", image.bytes(), at,
        "F2-FAMILY-ENTRY", True,
    )  # fmt: skip
    for name, ids in (("0", (0,)), ("2-first", (2,)), ("twice", (1, 1)), ("left-out", (1, 3))):
        image = Image.small()
        for family_id in ids:
            family = image.family(f"f{family_id}", id=family_id)
        yield fault(
            f"family-id-{name}", "ids count from 1", image.bytes(), family.at + 8, "F2-FAMILY-ID"
        )
    image = Image.small()
    image.family("a", kind_code=99, known=False)
    family = image.family("b", id=1)
    yield fault(
        "family-id-after-unknown",
        "a family of an unknown kind has an id like any other",
        image.bytes(),
        family.at + 8,
        "F2-FAMILY-ID",
        clauses=("F2-KIND-SKIP",),
    )
    image = Image.small()
    family = image.family("a", kind_code=99, known=False, id=5)
    yield fault(
        "family-unknown-id",
        "the id is looked at where the kind isn't known",
        image.bytes(),
        family.at + 8,
        "F2-FAMILY-ID",
        clauses=("F2-KIND-SKIP",),
    )
    for kind, types in {
        "counter": ("i64", "bool", "bytes"),
        "gauge": ("bytes",),
        "text": ("u64", "bool"),
        "histogram": ("i64", "bytes"),
        "struct": ("f64",),
        "window": ("i64", "bool", "bytes"),
    }.items():
        for type in types:
            image = Image.small()
            family = image.family("a", kind, type)
            yield fault(
                f"family-{kind}-{type}",
                f"both known, but no {kind} is of {type}",
                image.bytes(),
                family.at + 12,
                "F2-KIND-TYPE",
                (kind, type) == ("counter", "i64"),
            )


def bad_attributes(name, comment, clause, *parts, at=-1, kind="counter", type="u64", mutate=False):
    """A family of these attributes, of which number `at` is at fault, or the entry (None)."""
    image = Image.small()
    family = image.family("a", kind, type, attributes=b"".join(parts))
    offset = family.at
    if at is not None:
        offset += 16 + sum(map(len, parts[: at % len(parts)]))
    return fault(name, comment, image.bytes(), offset, clause, mutate)


def texts_of_families() -> Iterator[Case]:
    for length in (5, 0xFFFF):
        yield (
            bad_attributes(
                f"attribute-whole-{length}",
                f"4 bytes are left in the entry, its length is {length}",
                "F2-ATTRIBUTE-WHOLE",
                NAME,
                attribute("help", b"abc"),
                struct.pack("<HHI", 2, length, 0)[:-4] + b"abcd",
            )
            if length != 5
            else bad_attributes(
                "attribute-whole-5",
                "4 bytes are left in the entry, and 5 would be needed",
                "F2-ATTRIBUTE-WHOLE",
                attribute("name", b"abcd"),
                struct.pack("<HH", 2, 5) + b"abcd",
                mutate=True,
            )
        )
    yield bad_attributes(
        "attribute-whole-unknown",
        "an unknown tag is skipped, if it lies in the entry",
        "F2-ATTRIBUTE-WHOLE",
        attribute("name", b"abcd"),
        struct.pack("<HH", 99, 5) + b"abcd",
    )
    yield bad_attributes(
        "attribute-whole-twice",
        "a second name is passed over, if it lies in the entry",
        "F2-ATTRIBUTE-WHOLE",
        attribute("name", b"abcd"),
        struct.pack("<HH", 1, 5) + b"abcd",
    )
    yield bad_attributes(
        "name-none", "a help, and no name", "F2-NAME", attribute("help", b"h"), at=None, mutate=True
    )
    yield bad_attributes(
        "name-after-end", "a tag of 0 ends the attributes", "F2-NAME", bytes(4), NAME, at=None
    )
    for tag, clause in (("name", "F2-NAME"), ("key", "F2-NAME")):
        first = (NAME,) if tag == "key" else ()
        for size in (0, 256):
            yield bad_attributes(
                f"{tag}-of-{size}", "1 to 255 bytes", clause, *first, attribute(tag, b"n" * size)
            )
    for tag, clause in (
        ("name", "F2-NAME"), ("key", "F2-NAME"), ("unit", "F2-UNIT"), ("help", "F2-HELP"),
    ):  # fmt: skip
        first = () if tag == "name" else (NAME,)
        for what, raw in ILL_FORMED.items():
            yield bad_attributes(
                f"{tag}-{what}",
                "not well-formed UTF-8" if what != "nul" else "a NUL",
                clause,
                *first,
                attribute(tag, raw),
                mutate=(tag, what) == ("unit", "cut"),
            )
    yield bad_attributes(
        "unit-of-256", "at most 255 bytes", "F2-UNIT", NAME, attribute("unit", b"u" * 256)
    )
    yield bad_attributes(
        "key-second", "the second of three", "F2-NAME",
        NAME, attribute("key", b"k"), attribute("key", b""), attribute("key", b"l"), at=2,
    )  # fmt: skip


def sequences() -> Iterator[Case]:
    options = {"kind": "text", "type": "bytes"}
    yield bad_attributes(
        "sequence-none-text", "a text", "F2-SEQUENCE", NAME, at=None, mutate=True, **options
    )
    yield bad_attributes(
        "sequence-none-struct", "a struct with a component", "F2-SEQUENCE",
        NAME, component("c", "u64", 0), at=None, kind="struct", type="bytes",
    )  # fmt: skip
    for length in (0, 7, 9, 16):
        raw = struct.pack("<II", 4, 16).ljust(16, b"\0")[:length]
        yield bad_attributes(
            f"sequence-length-{length}",
            "8 bytes",
            "F2-SEQUENCE",
            NAME,
            attribute("sequence", raw),
            **options,
        )
    for slots in (0, 1, 3, 63, 65, 128, 2**31):
        yield bad_attributes(
            f"sequence-slots-{slots}", "K is a power of two from 2 to 64", "F2-SEQUENCE",
            NAME, sequence(slots, 16), mutate=slots == 3, **options,
        )  # fmt: skip
    for width in (0, 4, 12, 65_544, 2**32 - 8):
        yield bad_attributes(
            f"sequence-width-{width}", "W is a multiple of 8 from 8 to 65,536", "F2-SEQUENCE",
            NAME, sequence(4, width), mutate=width == 12, **options,
        )  # fmt: skip


def components() -> Iterator[Case]:
    def bad(name, comment, *parts, clause="F2-COMPONENT", at=-1, mutate=False):
        return bad_attributes(
            f"component-{name}", comment, clause, *parts, at=at, kind="struct", type="bytes",
            mutate=mutate,
        )  # fmt: skip

    start = (NAME, sequence(4, 16))
    yield bad("none", "a struct without components", *start, at=None, mutate=True)
    whole = component("", "u64", 0)[4:]
    for size in (0, 11, 12):
        yield bad(
            f"of-{size}",
            "at least 12 bytes, and a name",
            *start,
            attribute("component", whole[:size]),
        )
    for code in (0, 13, 255):
        yield bad(f"type-{code}", "types are 1 to 12", *start, component("c", code, 0, width=8))
    for type, width in (("u64", 4), ("u64", 0), ("u8", 2), ("bool", 8), ("f32", 8), ("text", 0)):
        yield bad(
            f"{type}-of-{width}",
            "the width is not the type's",
            *start,
            component("c", type, 0, width=width),
        )
    for kind in (0, 4, 255):
        yield bad(f"kind-{kind}", "kinds are 1 to 3", *start, component("c", "u64", 0, kind=kind))
    for size in (2, 0xFFFF):
        yield bad(
            f"name-size-{size}", "the name has 1 byte", *start, component("c", "u64", 0, size=size),
            mutate=size == 2,
        )  # fmt: skip
    yield bad("name-of-256", "at most 255 bytes", *start, component("c" * 256, "u64", 0))
    yield bad("unit-of-256", "at most 255 bytes", *start, component("c", "u64", 0, unit=b"u" * 256))
    for what, raw in ILL_FORMED.items():
        yield bad(f"name-{what}", "as a name", *start, component(raw, "u64", 0))
        yield bad(f"unit-{what}", "as a unit", *start, component("c", "u64", 0, unit=raw))
    place = "F2-COMPONENT-PLACE"
    for offset, comment in (
        (16, "behind the slot of 16 bytes"),
        (12, "half of it"),
        (4, "no multiple of 8"),
        (2**32 - 8, "with its width it wraps in 32 bits"),
    ):
        yield bad(
            f"at-{offset}", comment, *start, component("c", "u64", offset), clause=place,
            mutate=offset == 4,
        )  # fmt: skip
    yield bad(
        "text-too-wide",
        "from 8 on in a slot of 16",
        *start,
        component("c", "text", 8, width=9),
        clause=place,
    )
    yield bad(
        "text-widest",
        "2^32 - 1 bytes",
        *start,
        component("c", "text", 1, width=2**32 - 1),
        clause=place,
    )
    first = component("a", "u32", 4)
    for offset in (0, 4, 7):
        yield bad(
            f"after-at-{offset}", "in front of the end of the component before it", *start, first,
            component("b", "u8", offset), clause=place,
        )  # fmt: skip
    yield bad(
        "place-sequence-last", "the width of the slot is told behind it", NAME,
        component("a", "u64", 0), component("c", "u64", 16), sequence(4, 16), at=2, clause=place,
    )  # fmt: skip
    yield bad(
        "place-before-missing-name", "all places are looked at before what is missing",
        component("c", "u64", 16), sequence(4, 16), at=0, clause=place,
    )  # fmt: skip
    yield bad(
        "place-after-later-fault",
        "the place of the first is wrong too, but can't be looked at before the sequence is known",
        NAME, component("c", "u64", 16), component("c", 99, 0, width=8), sequence(4, 16), at=2,
    )  # fmt: skip


def distributions() -> Iterator[Case]:
    def bad(name, comment, *parts, at=-1, kind="histogram", mutate=False):
        clause = "F2-BUCKETS" if kind == "histogram" else "F2-RING"
        return bad_attributes(name, comment, clause, NAME, *parts, at=at, kind=kind, mutate=mutate)

    yield bad("buckets-none", "a histogram", at=None, mutate=True)
    for length in (0, 11, 13):
        raw = buckets(4, 0, 16)[4:].ljust(13, b"\0")[:length]
        yield bad(f"buckets-length-{length}", "12 bytes", attribute("buckets", raw))
    for scale in (9, 64, 2**32 - 1):
        yield bad(f"buckets-scale-{scale}", "0 to 8", buckets(scale, 0, 16), mutate=scale == 9)
    for number in (0, 65_537, 2**32 - 1):
        yield bad(f"buckets-number-{number}", "1 to 65,536", buckets(8, -1000, number))
    for scale in (0, 8):
        lowest, end = -1022 * 2**scale, 1024 * 2**scale
        yield bad(f"buckets-too-low-{scale}", "below 2^-1022", buckets(scale, lowest - 1, 2))
        yield bad(f"buckets-too-high-{scale}", "above 2^1024", buckets(scale, end - 1, 2))
    yield bad("buckets-first-least", "-2^31", buckets(4, -(2**31), 2))
    yield bad(
        "buckets-first-greatest", "2^31 - 1: with the number it wraps", buckets(4, 2**31 - 1, 2)
    )
    window = {"kind": "window"}
    yield bad("ring-none", "a window", at=None, mutate=True, **window)
    for length in (0, 11, 13, 16):
        raw = ring(10**10, 7)[4:].ljust(16, b"\0")[:length]
        yield bad(f"ring-length-{length}", "12 bytes", attribute("ring", raw), **window)
    yield bad("ring-duration-0", "slots of no time", ring(0, 7), mutate=True, **window)
    for slots in (0, 1, 4097, 2**32 - 1):
        yield bad(f"ring-slots-{slots}", "2 to 4096", ring(10**10, slots), **window)
