"""Invalid files: headers, blocks and the lengths of entries (SPEC.md 2.2 to 2.4)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import CELLS, DIRECTORY, STRIPED, Image
from corpus.format2.shapes import attribute, sequenced, text, text_slot, word

ONE = word("1", "u64")


def cases() -> Iterator[Case]:
    yield from magics()
    yield from headers()
    yield from blocks()
    yield from stripes()
    yield from entries()
    yield from orders()


def sample() -> Image:
    """A counter, whose name and value are all there is."""
    image = Image.small()
    image.series(image.family("hits"), ONE, "1")
    return image


def patched(data: bytes, offset: int, raw: bytes) -> bytes:
    assert data[offset : offset + len(raw)] != raw, "a fault that changes nothing"
    return data[:offset] + raw + data[offset + len(raw) :]


def fault(
    name: str,
    comment: str,
    data: bytes,
    offset: int,
    clause: str,
    mutate: bool = False,
    alternatives: tuple[tuple[int, str], ...] = (),
    clauses: tuple[str, ...] = (),
) -> Case:
    return Case(
        name,
        comment,
        data,
        (clause, *clauses),
        error=(offset, clause),
        mutate=mutate,
        alternatives=alternatives,
    )


def u16(value: int) -> bytes:
    return struct.pack("<H", value)


def u32(value: int) -> bytes:
    return struct.pack("<I", value)


def u64(value: int) -> bytes:
    return struct.pack("<Q", value)


def magics() -> Iterator[Case]:
    data = sample().bytes()
    for name, comment, raw in (
        ("draft", "an unreleased draft: 02, and no MMSTATS", b"\x02\x01\0\0\0\0\0\0"),
        ("last-byte", "the last byte of the magic", b"\x02MMSTAT\0"),
        ("lower-case", "02 and mmstats", b"\x02mmstats"),
    ):
        # A reader of both formats has no other name for it than format 1's.
        alternatives = ((0, "F1-VERSION"),)
        yield fault(
            f"magic-{name}", comment, patched(data, 0, raw), 0, "F2-MAGIC",
            alternatives=alternatives,
        )  # fmt: skip
    yield fault(
        "magic-cut", "7 bytes, too short to tell which 02 it is", data[:7], 0, "F2-MAGIC",
        alternatives=((0, "F1-VERSION"),), clauses=("F2-HEADER",),
    )  # fmt: skip
    for size in (8, 199, 4095):
        yield fault(f"header-{size}", f"{size} bytes", data[:size], size, "F2-HEADER", size == 4095)


def headers() -> Iterator[Case]:
    data = sample().bytes()
    size = len(data)
    for length, comment in (
        (0, "it would begin with the header itself"),
        (64, "no multiple of 4096"),
        (4095, "one less"),
        (4097, "one more"),
        (size + 4096, "a page beyond the published length"),
        (0xF000, "the greatest multiple of 4096"),
    ):
        yield fault(
            f"header-length-{length}",
            f"a header length of {length}: {comment}",
            patched(data, 10, u16(length)),
            10,
            "F2-HEADER-LENGTH",
            length == 0,
        )
    yield fault(
        "published-0",
        "a multiple of 4096 within the file, but the header ends beyond it",
        patched(data, 16, u64(0)),
        10,
        "F2-HEADER-LENGTH",
    )
    for bits in (1, 0x80000000, 0x00010100):
        yield fault(
            f"features-{bits:08x}",
            "required features that nobody knows",
            patched(data, 12, u32(bits)),
            12,
            "F2-FEATURES",
            bits == 1,
        )
    for name, published, comment in (
        ("and-1", size + 1, "no multiple of 4096, and beyond the end"),
        ("less-1", size - 1, "no multiple of 4096"),
        ("less-8", size - 8, "no multiple of 4096"),
        ("and-page", size + 4096, "a page beyond the end of the file"),
        ("2-63", 2**63, "negative, where somebody takes it for signed"),
        ("last", 2**64 - 4096, "the last multiple of 4096"),
    ):
        yield fault(
            f"published-{name}",
            f"the file's size is {size}, the published length {published}: {comment}",
            patched(data, 16, u64(published)),
            16,
            "F2-PUBLISHED",
            name == "less-8",
        )
    for cut in (1, 4096):
        yield fault(
            f"file-cut-{cut}",
            f"the last {cut} bytes of the file are missing",
            data[:-cut],
            16,
            "F2-PUBLISHED",
        )


def blocks() -> Iterator[Case]:
    kinds = {"directory": DIRECTORY, "cells": CELLS, "striped": STRIPED, "unknown": 77}
    for name, kind in kinds.items():
        image = Image()
        for one in (DIRECTORY, kind, CELLS):
            image.block(one)
        image.series(image.family("hits"), ONE, "1", into=image.blocks[2])
        block = image.blocks[1]
        yield fault(
            f"block-{name}-length-0",
            "a length of 0 has no end of blocks",
            patched(image.bytes(), block.at + 8, u64(0)),
            block.at + 8,
            "F2-BLOCK-WHOLE",
            clauses=("F2-BLOCK-SKIP",) if name == "unknown" else (),
        )
    image = sample()
    data, block = image.bytes(), image.blocks[1]
    left = block.length
    for length in (left - 8, 64, left + 1, left + 4096, 2**63, 2**64 - 4096):
        yield fault(
            f"block-length-{length}",
            f"{left} bytes are left to the published length",
            patched(data, block.at + 8, u64(length)),
            block.at + 8,
            "F2-BLOCK-WHOLE",
            length == left - 8,
        )
    for name, block in (("directory", image.blocks[0]), ("cells", image.blocks[1])):
        for length in (0, 56, 68, 4104, 2**32 - 8):
            yield fault(
                f"block-{name}-header-{length}",
                "at least 64, at most the length of 4096, and a multiple of 8",
                patched(data, block.at + 4, u32(length)),
                block.at + 4,
                "F2-BLOCK-HEADER",
                (name, length) == ("cells", 68),
            )
        for head in (0, 56, block.head + 4, 4104, 2**64 - 8):
            yield fault(
                f"block-{name}-head-{head}",
                "at least the header length of 64, at most the length of 4096, and a multiple of 8",
                patched(data, block.at + 16, u64(head)),
                block.at + 16,
                "F2-HEAD",
                (name, head) == ("directory", 56),
            )
    unknown = Image()
    for kind in (DIRECTORY, CELLS, 77):
        unknown.block(kind)
    block = unknown.blocks[2]
    for item, offset, raw, clause in (
        ("header", 4, u32(60), "F2-BLOCK-HEADER"),
        ("head", 16, u64(4104), "F2-HEAD"),
    ):
        yield fault(
            f"block-unknown-{item}",
            "a kind that isn't known has to be well-formed, too",
            patched(unknown.bytes(), block.at + offset, raw),
            block.at + offset,
            clause,
            clauses=("F2-BLOCK-SKIP",),
        )


def stripes() -> Iterator[Case]:
    for name, length, header, offset in (
        ("longer", 8192, 64, 8),
        ("header", 4096, 72, 4),
    ):
        image = Image.striped(1)
        image.block(STRIPED, length, stripe=2, header_length=header)
        image.series(image.family("hits"), ONE, "1", into=image.blocks[1])
        yield fault(
            f"stripe-{name}",
            "stripe 2's block isn't as stripe 0's, stripe 1's is",
            image.bytes(),
            image.blocks[-1].at + offset,
            "F2-STRIPE-LENGTH",
        )
    image = Image()
    image.block(DIRECTORY)
    image.block(STRIPED, 8192)
    image.block(STRIPED)
    image.block(STRIPED, 4096, stripe=1, ordinal=1)
    image.block(STRIPED, 4096, stripe=1, ordinal=0)
    yield fault(
        "stripe-shorter",
        "stripe 1 has block 1 in front of block 0, which is shorter than stripe 0's",
        image.bytes(),
        image.blocks[-1].at + 8,
        "F2-STRIPE-LENGTH",
    )
    image = Image()
    image.block(DIRECTORY)
    image.block(STRIPED, 8192, stripe=1)
    image.block(STRIPED)
    yield fault(
        "stripe-before",
        "the block of stripe 1 stands in front of that of stripe 0, and is longer",
        image.bytes(),
        image.blocks[1].at + 8,
        "F2-STRIPE-LENGTH",
    )


def entries() -> Iterator[Case]:
    image = sample()
    data, block = image.bytes(), image.blocks[0]
    last = block.at + block.head - 40
    for length in (0, 8, 15, 20, 44, 48, 2**32 - 8):
        yield fault(
            f"entry-length-{length}",
            "the last entry, of which 40 bytes are in front of the head",
            patched(data, last, u32(length)),
            last,
            "F2-ENTRY-LENGTH",
            length == 48,
        )
    first = block.at + 64
    yield fault(
        "entry-length-first-0",
        "the first entry's length is 0: going on would be going nowhere",
        patched(data, first, u32(0)),
        first,
        "F2-ENTRY-LENGTH",
    )
    image = sample()
    image.blocks[0].head += 8
    yield fault(
        "entry-8-left",
        "8 bytes are left in front of the head, less than an entry",
        image.bytes(),
        last + 40,
        "F2-ENTRY-LENGTH",
    )
    image = sample()
    image.blocks[0].head -= 8
    yield fault(
        "entry-cut-by-head", "the head is 8 bytes too small", image.bytes(), last, "F2-ENTRY-LENGTH"
    )
    image = Image()
    for kind in (DIRECTORY, DIRECTORY, CELLS):
        image.block(kind)
    first = image.blocks[0]
    image.series(image.family("hits", into=first), ONE, "1", entry_into=first)
    at = first.at + first.head
    image.entry(
        struct.pack("<IH", 4096 - first.head + 64, 9).ljust(4096 - first.head, b"\0"), first
    )
    yield fault(
        "entry-across-blocks",
        "an entry of an unknown type that ends in the next directory block",
        image.bytes(),
        at,
        "F2-ENTRY-LENGTH",
        clauses=("F2-ENTRY-SKIP",),
    )


def orders() -> Iterator[Case]:
    """Several faults each: a reader reports the first in the order of SPEC.md 2.15."""
    data = sample().bytes()
    block = sample().blocks[0]
    both = patched(patched(data, 10, u16(64)), 12, u32(1))
    yield several("header-length-and-features", both, 10, "F2-HEADER-LENGTH")
    both = patched(patched(data, 12, u32(1)), 16, u64(1))
    yield several("features-and-published", both, 12, "F2-FEATURES")
    both = patched(patched(data, 16, u64(2**63)), 10, u16(0xF000))
    yield several("published-and-header-length", both, 16, "F2-PUBLISHED")
    both = patched(patched(data, block.at + 4, u32(8)), block.at + 8, u64(8))
    yield several("block-length-and-header", both, block.at + 8, "F2-BLOCK-WHOLE")
    both = patched(patched(data, block.at + 16, u64(4)), block.at + 4096 + 8, u64(8))
    yield several("head-and-next-block", both, block.at + 16, "F2-HEAD")
    both = patched(patched(data, block.at + 64, u32(0)), block.at + 4096 + 8, u64(8))
    yield several("entry-and-later-block", both, block.at + 4096 + 8, "F2-BLOCK-WHOLE")

    image = Image.striped()
    image.block(STRIPED, 8192, stripe=1)
    image.block(CELLS)
    stripe, cells = image.blocks[-2:]
    both = patched(image.bytes(), cells.at + 16, u64(4))
    yield several("stripe-and-later-head", both, cells.at + 16, "F2-HEAD")
    both = patched(image.bytes(), image.blocks[0].at + 16, u64(72))
    yield several("stripe-and-entry", both, stripe.at + 8, "F2-STRIPE-LENGTH")

    image = Image.small()
    shape = text(2, 16)
    family = image.family("t", "text", "bytes", shape)
    image.series(family, sequenced(shape, 1, text_slot(b"", 9)), "")
    later = image.entry(bytes(16))
    yield several("text-and-later-entry", image.bytes(), later, "F2-ENTRY-LENGTH")

    image = Image()
    for kind in (DIRECTORY, CELLS):
        image.block(kind)
    slots = []
    # The first entry's cell stands behind the second's.
    cells = image.blocks[1]
    for place in (cells.at + 64 + shape.size, cells.at + 64):
        family = image.family(f"t{place}", "text", "bytes", shape)
        image.series(family, b"", "", at=place)
        image.put(place, sequenced(shape, 1, text_slot(b"", 9)))
        slots.append(place + 8 + 16)
    cells.head += 2 * shape.size
    yield several("texts-by-entry", image.bytes(), slots[0], "F2-TEXT-LENGTH")

    image = Image.small()
    bad = attribute("unit", b"\xff") + attribute("help", b"\xff")
    family = image.family(attributes=bad)
    yield several("attributes-by-offset", image.bytes(), family.at + 16, "F2-UNIT")

    image = Image.small()
    family = image.family("c", "counter", "i64", attributes=b"\2\0\1\0\xff", id=7)
    yield several("family-id-and-type", image.bytes(), family.at + 8, "F2-FAMILY-ID")

    image = Image.small()
    family = image.family("a", keys=("k",))
    series = image.series(family, b"", "", at=4, raw_labels=b"\xff\xff")
    yield several("cell-and-labels", image.bytes(), series.at + 16, "F2-CELL")


def several(name: str, data: bytes, offset: int, clause: str) -> Case:
    return fault(
        f"order-{name}",
        f"two faults or more; the first in the order of checks is {clause}",
        data,
        offset,
        clause,
        clauses=("F2-FIRST-FAULT",),
    )
