"""Files of format 2 that a reader reads and a validator complains of (MUSTs marked *file* only)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import CELLS, DIRECTORY, RETIRED, STRIPED, Image
from corpus.format2.invalid_files import ONE, patched, sample, u64
from corpus.format2.shapes import (
    attribute,
    histogram,
    sequenced,
    struct_of,
    text,
    text_slot,
    word,
)
from corpus.nonconforming import ILL_FORMED


def cases() -> Iterator[Case]:
    yield from headers()
    yield from blocks()
    yield from families()
    yield from series()
    yield from cells()
    yield from texts()
    yield several()


def departing(
    name: str,
    comment: str,
    image: Image,
    *departures: tuple[int, str],
    data: bytes | None = None,
    mutate: bool = False,
) -> Case:
    clauses = tuple(dict.fromkeys(clause for _offset, clause in departures))
    return Case(
        name,
        comment,
        data or image.bytes(),
        clauses,
        image.decoded(),
        departures=tuple(sorted(departures)),
        mutate=mutate,
    )


def headers() -> Iterator[Case]:
    for state in (0, 3, 2**64 - 1):
        image = sample()
        image.state = state
        yield departing(f"state-{state}", "taken for open", image, (24, "F2-STATE"))
    ill_formed = {
        "none": (b"", "", "all NUL"),
        "behind-nul": (b"web\0x", "web", "it ends at its first NUL"),
        "last-byte": (b"web".ljust(63, b"\0") + b"x", "web", "the 64th byte"),
        "ff": (b"w\xffeb", "web", "ill-formed bytes are dropped"),
        "cut": (
            "é".encode() * 31 + b"w\xc3",
            "é" * 31 + "w",
            "a writer cut it inside of a character",
        ),
    }
    for name, (raw, left, comment) in ill_formed.items():
        image = sample()
        image.application = left
        data = image.bytes()
        data = data[:136] + raw.ljust(64, b"\0") + data[200:]
        yield departing(
            f"application-{name}", comment, image, (136, "F2-APPLICATION"), data=data,
            mutate=name == "ff",
        )  # fmt: skip


def blocks() -> Iterator[Case]:
    for name, kinds, ordinals in (
        ("directory-1", (DIRECTORY, CELLS), {0: 1}),
        ("cells-1", (DIRECTORY, CELLS), {1: 1}),
        ("cells-twice", (DIRECTORY, CELLS, CELLS), {2: 0}),
        ("directory-left-out", (DIRECTORY, CELLS, DIRECTORY), {2: 2}),
        ("striped-5", (DIRECTORY, STRIPED), {1: 5}),
    ):
        image = Image()
        for i, kind in enumerate(kinds):
            image.block(kind, ordinal=ordinals.get(i))
        image.series(image.family(), ONE, "1", into=image.blocks[1])
        bad = image.blocks[next(iter(ordinals))].at + 28
        yield departing(f"ordinal-{name}", "they count from 0", image, (bad, "F2-ORDINAL"))
    image = Image.striped(1)
    second = image.block(STRIPED, stripe=1, ordinal=0)
    image.series(image.family(), ONE, "1")
    yield departing(
        "ordinal-stripe-twice", "two blocks 0 of stripe 1, both of zeros", image,
        (second.at + 28, "F2-ORDINAL"),
    )  # fmt: skip
    image = Image()
    image.block(DIRECTORY)
    first = image.block(STRIPED)
    again = image.block(STRIPED, ordinal=0)
    stripe = image.block(STRIPED, stripe=1)
    series = image.series(image.family("a"), word("1", "u64"), "5", into=first)
    image.stripe_cell(series, stripe, word("4", "u64"))
    image.series(image.family("b"), word("2", "u64"), "2", into=again)
    yield departing(
        "ordinal-striped-twice",
        "two blocks 0 of stripe 0: that of stripe 1 belongs to the first", image,
        (again.at + 28, "F2-ORDINAL"),
    )  # fmt: skip
    image = Image.striped(1)
    lost = image.block(STRIPED, 8192, stripe=1, ordinal=1)
    image.put(lost.at + 64, word("9", "u64"))
    image.series(image.family(), ONE, "1")
    yield departing(
        "stripe-zero", "stripe 1 has a block 1, stripe 0 hasn't: ignored, whatever its length",
        image, (lost.at, "F2-STRIPE-ZERO"),
    )  # fmt: skip
    image = Image()
    for kind in (DIRECTORY, CELLS):
        image.block(kind)
    lost = image.block(STRIPED, stripe=7)
    image.series(image.family(), ONE, "1", into=image.blocks[1])
    yield departing(
        "stripe-zero-none", "a block of stripe 7, and no other striped one", image,
        (lost.at, "F2-STRIPE-ZERO"),
    )  # fmt: skip


def families() -> Iterator[Case]:
    for code in (0, 6, 127, 128, 134, 255):
        image = Image.small()
        family = image.family("a", "gauge", aggregate="each", aggregate_code=code)
        image.series(family, ONE, "1")
        yield departing(
            f"aggregate-{code}", "taken for each", image, (family.at + 14, "F2-AGGREGATE")
        )
    image = Image.small()
    bad = []
    for tag, first, second in (
        ("name", b"", attribute("name", b"\xff")),
        ("unit", attribute("unit", b"By"), attribute("unit", b"u" * 256)),
        ("help", attribute("help", b"h"), attribute("help", b"\0")),
    ):
        name = f"by-{tag}"
        raw = attribute("name", name.encode()) + first + second
        told = {tag: {"unit": "By", "help": "h"}[tag]} if first else {}
        family = image.family(name, attributes=raw, **told)
        image.series(family, ONE, "1")
        bad.append((family.at + 16 + len(raw) - len(second), "F2-ATTRIBUTE-ONCE"))
    yield departing(
        "attributes-twice", "the first counts, and the second isn't looked at: each would be "
        "an error",
        image, *bad, mutate=True,
    )  # fmt: skip
    image = Image.small()
    bad = []
    shape = text(2, 16)
    family = image.family("t", "text", "bytes", shape, more=attribute("sequence", b""))
    bad.append((family.values_at["more"], "F2-ATTRIBUTE-ONCE"))
    image.series(family, sequenced(shape, 1, text_slot(b"x")), "x")
    shape = histogram(0, 0, 1)
    family = image.family("h", "histogram", "u64", shape, more=histogram(0, 0, 2).attributes)
    bad.append((family.values_at["more"], "F2-ATTRIBUTE-ONCE"))
    yield departing("shapes-twice", "of the attributes that make a cell, too", image, *bad)

    image = Image.small()
    image.series(image.family("same"), ONE, "1")
    image.series(image.family("other"), ONE, "1")
    bad = []
    for kind in ("gauge", "counter"):
        family = image.family("same", kind)
        image.series(family, word("2", "u64"), "2")
        bad.append((family.values_at["name"], "F2-NAME-UNIQUE"))
    yield departing("name-three-times", "the second and the third are one too many", image, *bad)
    image = Image.small()
    family = image.family("f", keys=("k", "l", "k"))
    yield departing(
        "key-twice", "the third key is the first again", image,
        (family.values_at["key"] + 10, "F2-KEY-UNIQUE"),
    )  # fmt: skip
    for name, padding, place in (("first", b"\0\0\0\0\1", 4), ("last", bytes(15) + b"\1", 15)):
        image = Image.small()
        family = image.family("abcd", more=padding)
        image.series(family, ONE, "1")
        at = family.values_at["more"] + place
        yield departing(f"padding-{name}", "behind a tag of 0", image, (at, "F2-PADDING"))
    image = Image.small()
    family = image.family("abc", more=b"\x09")
    image.series(family, ONE, "1")
    at = family.values_at["more"]
    yield departing(
        "padding-less-than-4", "less than 4 bytes are left, too few for an attribute", image,
        (at, "F2-PADDING"),
    )  # fmt: skip


def series() -> Iterator[Case]:
    image = Image.small()
    family = image.family("f", keys=("k",))
    image.series(family, ONE, "1", ("a",))
    bad = image.series(family, ONE, state=7, raw_labels=b"\xff\xff\xff\xff")
    yield departing(
        "state-word-3", "not live, so it is not yielded", image, (bad.at + 8, "F2-STATE-WORD"),
        mutate=True,
    )  # fmt: skip
    image = Image.small()
    family = image.family("f", keys=("k", "l"))
    image.series(family, ONE, "1", ("a", "b"))
    image.series(family, ONE, "2", ("a", "b"), state=RETIRED)
    image.series(family, ONE, "1", ("b", "a"))
    bad = image.series(family, word("3", "u64"), "3", ("a", "b"))
    yield departing(
        "series-twice", "the second of a live one is too many; a retired one is none", image,
        (bad.at, "F2-SERIES-UNIQUE"),
    )  # fmt: skip
    image = Image.small()
    family = image.family("f")
    image.series(family, ONE, "1")
    bad = image.series(family, word("2", "u64"), "2")
    yield departing(
        "series-twice-no-labels", "a family without labels has one series", image,
        (bad.at, "F2-SERIES-UNIQUE"),
    )  # fmt: skip


def cells() -> Iterator[Case]:
    image = Image.small()
    image.series(image.family("a"), ONE, "1")
    place = image.blocks[1].at + 64 + 8
    bad = image.series(image.family("b"), b"", "7", at=place)
    image.put(place, word("7", "u64"))
    yield departing(
        "cell-behind-head",
        "the cell begins where the head is",
        image,
        (bad.at + 16, "F2-CELL-HEAD"),
    )
    image = Image.small()
    shape = histogram(0, 0, 4)
    empty = {
        "count": "0", "sum": "0", "min": None, "max": None, "zero": "0", "above": "0",
        "negative": "0", "nan": "0", "buckets": [],
    }  # fmt: skip
    first = image.series(image.family("h", "histogram", "u64", shape), bytes(shape.size), empty)
    image.blocks[1].head -= 8
    yield departing(
        "cell-across-head",
        "its last word is behind the head",
        image,
        (first.at + 16, "F2-CELL-HEAD"),
    )
    image = Image.small()
    first = image.series(image.family("a"), word("7", "u64"), "7")
    bad = image.series(image.family("b"), b"", "7", at=first.cell)
    yield departing(
        "cell-shared",
        "two series with one cell",
        image,
        (bad.at + 16, "F2-CELL-OVERLAP"),
        mutate=True,
    )
    image = Image.small()
    shape = text(2, 16)
    place = image.blocks[1].at + 64
    early = image.series(image.family("word"), b"", "0", at=place + 32)
    late = image.series(
        image.family("t", "text", "bytes", shape), sequenced(shape, 0, b"", others=0), None
    )
    assert early.at < late.at
    yield departing(
        "cell-inside", "a counter in the last slot of a text; the text's entry stands later", image,
        (late.at + 16, "F2-CELL-OVERLAP"),
    )  # fmt: skip
    image = Image()
    image.block(DIRECTORY)
    image.block(STRIPED)
    shape = histogram(4, 0, 248)
    place = image.blocks[1].at + 64
    family = image.family("h", "histogram", "u64", shape, keys=("k",))
    bad = []
    # 6 x 2048 = 12,288: as much as the published length.
    for _ in range(6):
        entry = image.series(family, b"", at=place, state=RETIRED, raw_labels=bytes(4))
        bad.append((entry.at + 16, "F2-CELL-OVERLAP"))
    image.blocks[1].head += shape.size
    yield departing(
        "cell-sum-exact",
        "cells in one place that are as long together as the file",
        image,
        *bad[1:],
    )
    for value in (2, 256, 2**63):
        image = Image.small()
        entry = image.series(image.family("b", "gauge", "bool"), u64(value), True)
        yield departing(f"bool-{value}", "reads as true", image, (entry.cell, "F2-BOOL"))


def texts() -> Iterator[Case]:
    shape = text(4, 24)
    image = Image.small()
    bad = []
    for name, (raw, left, _what) in ILL_FORMED.items():
        # The length ends a text of format 2: a NUL is a character of it.
        left = "ab\0" if name == "cut-by-nul" else left
        entry = image.series(
            image.family(name, "text", "bytes", shape), sequenced(shape, 3, text_slot(raw)), left
        )
        bad.append((entry.cell + 8 + 3 * 24, "F2-TEXT-UTF8"))
    yield departing(
        "texts-ill-formed", "each way to be ill-formed that format 1 has a file for; what is "
        "ill-formed is dropped", image, *bad,
    )  # fmt: skip
    for number in (4, 5):
        image = Image.small()
        cell = bytearray(sequenced(shape, number, text_slot(b"caf\xe9")))
        entry = image.series(image.family("t", "text", "bytes", shape), bytes(cell), "caf")
        at = entry.cell + 8 + number % 4 * 24
        yield departing(
            f"text-latin-1-slot-{number % 4}", "e9 promises two bytes, and the length ends it",
            image, (at, "F2-TEXT-UTF8"), mutate=number == 5,
        )  # fmt: skip
    image = Image.small()
    shape = struct_of(
        2,
        16,
        ("a", "u32", "gauge", "", 0),
        ("b", "u32", "gauge", "", 4),
        ("a", "u64", "gauge", "", 8),
    )
    family = image.family("s", "struct", "bytes", shape)
    image.series(family, sequenced(shape, 1, struct.pack("<IIQ", 1, 2, 3)), ["1", "2", "3"])
    third = family.values_at["shape"] + 12 + 2 * 17
    yield departing(
        "component-twice", "the third component is called as the first", image,
        (third, "F2-COMPONENT-UNIQUE"),
    )  # fmt: skip


def several() -> Case:
    image = Image.small()
    image.state = 9
    family = image.family("a", aggregate="each", aggregate_code=99)
    image.series(family, ONE, "1")
    second = image.family("a", "gauge", "bool")
    entry = image.series(second, u64(3), True)
    data = patched(image.bytes(), 136, b"w\0b")
    image.application = "w"
    return departing(
        "five-departures", "a validator reports them all", image,
        (24, "F2-STATE"), (136, "F2-APPLICATION"), (family.at + 14, "F2-AGGREGATE"),
        (second.values_at["name"], "F2-NAME-UNIQUE"), (entry.cell, "F2-BOOL"), data=data,
    )  # fmt: skip
