"""Valid files: headers, blocks and stripes (SPEC.md 2.2, 2.3, 2.7)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import CELLS, DIRECTORY, STRIPED, Image
from corpus.format2.shapes import word

UNKNOWN = 4  # the first block kind that there isn't


def cases() -> Iterator[Case]:
    yield from headers()
    yield from blocks()
    yield from stripes()


def counter(image: Image, name: str, value: str, **options: object) -> None:
    image.series(image.family(name), word(value, "u64"), value, **options)


def case(name: str, comment: str, image: Image, *clauses: str, **options: object) -> Case:
    """`data` in the options stands in place of the image's own bytes."""
    data = options.pop("data", None) or image.bytes()
    return Case(name, comment, data, clauses, image.decoded(), **options)


def headers() -> Iterator[Case]:
    image = Image()
    yield case(
        "header-only",
        "no block: what the published length is at least",
        image,
        "F2-HEADER",
        "F2-PUBLISHED",
        mutate=True,
    )
    yield case(
        "empty",
        "a directory block and a cells block, and nothing in them",
        Image.small(),
        "F2-MAGIC",
        "F2-HEAD",
        mutate=True,
    )
    image = Image.small()
    counter(image, "a", "7")
    image.state = 2
    yield case("closed", "the writer closed it", image, "F2-STATE", mutate=True)
    for minor in (1, 0xFFFF):
        image = Image.small()
        counter(image, "a", "7")
        image.word(8, minor, 2)
        yield case(f"minor-version-{minor}", "readers of version 0 read it", image, title="2.16")
    image = Image.small(header_length=8192)
    image.put(200, b"\xee" * (8192 - 200))
    counter(image, "a", "7")
    yield case(
        "header-length-8192",
        "the blocks begin at 8192; device, inode and what is not used in the header are ee",
        image,
        "F2-HEADER-LENGTH",
        mutate=True,
    )
    image = Image.small()
    counter(image, "a", "7")
    image.put(32, b"\xff" * 72)
    yield case("header-extremes", "ff in all that says who wrote the file", image, title="2.2")
    image = Image.small()
    counter(image, "a", "7")
    yield case(
        "tail-of-garbage",
        "a page of ee behind the published length, and half a page",
        image,
        "F2-PUBLISHED",
        data=image.bytes(b"\xee" * 6144),
    )
    image = Image.small()
    counter(image, "a", "7")
    tail = struct.pack("<IIQQ", CELLS, 64, 4096, 64).ljust(4096, b"\0")
    yield case(
        "tail-of-a-block",
        "the writer was killed after it made a block, and before it published it",
        image,
        "F2-PUBLISHED",
        "F2-GROW",
        data=image.bytes(tail),
    )
    for name, application in (("1", "w"), ("64", "a" * 64), ("64-unicode", "é❤𝄞" * 7 + "w")):
        image = Image.small(application=application)
        yield case(f"application-{name}", "to the last byte of its field", image, "F2-APPLICATION")


def blocks() -> Iterator[Case]:
    image = Image()
    for kind in (DIRECTORY, UNKNOWN, CELLS, 0, 0xFFFFFFFF):
        image.block(kind)
    image.put(image.blocks[1].at + 64, b"\xee" * 4032)
    counter(image, "a", "7", into=image.blocks[2])
    yield case(
        "block-kinds-unknown",
        "blocks of kind 4, 0 and 2^32 - 1 between others",
        image,
        "F2-BLOCK-SKIP",
        mutate=False,
    )
    image = Image()
    for kind in (DIRECTORY, CELLS, STRIPED):
        image.block(kind, header_length=128)
    image.block(STRIPED, stripe=1, header_length=128)
    family = image.family("a")
    series = image.series(family, word("3", "u64"), "7")
    image.stripe_cell(series, image.blocks[3], word("4", "u64"))
    image.put(image.blocks[0].at + 32, b"\xee" * 96)
    counter(image, "b", "8", into=image.blocks[1])
    yield case(
        "block-header-128",
        "block headers of 128 bytes; of that of the directory, what is not used is ee",
        image,
        "F2-BLOCK-HEADER",
        mutate=False,
    )
    image = Image()
    image.block(DIRECTORY, header_length=4096)
    image.block(CELLS)
    image.block(DIRECTORY)
    counter(image, "a", "7", into=image.blocks[1])
    yield case(
        "block-header-all",
        "a directory block that is nothing but header: its head is its length",
        image,
        "F2-BLOCK-HEADER",
        "F2-HEAD",
    )
    yield order("cells-first", "the cells stand before the directory", (CELLS, DIRECTORY))
    yield order(
        "blocks-several", "three blocks of each kind, in turn", (DIRECTORY, CELLS, STRIPED) * 3
    )
    yield full_blocks()
    yield long_blocks()
    yield last_word()


def order(name: str, comment: str, kinds: tuple[int, ...]) -> Case:
    image = Image()
    for kind in kinds:
        image.block(kind)
    homes = [block for block in image.blocks if block.kind != DIRECTORY]
    directories = [block for block in image.blocks if block.kind == DIRECTORY]
    for i, home in enumerate(homes):
        # An entry in each directory block in turn; a series in another one than its family.
        here, there = directories[i * len(directories) // len(homes)], directories[-1]
        family = image.family(f"f{i}", into=here)
        image.series(family, word(str(i + 1), "u64"), str(i + 1), into=home, entry_into=there)
    return case(name, comment, image, "F2-BLOCK-WHOLE", "F2-SERIES-FAMILY", title="2.3")


def full_blocks() -> Case:
    """Directory blocks whose entries end where they do, and cells blocks too."""
    image = Image()
    for kind in (DIRECTORY, CELLS, DIRECTORY, CELLS):
        image.block(kind)
    first, cells, second, more = image.blocks
    # 4032 bytes are left of a block: a family of 32 bytes, one entry and 99 series of 40 each.
    family = image.family("f", keys=("k",), into=first)
    image.entry(struct.pack("<IH", 40, 9).ljust(40, b"\0"), first)
    for i in range(99):
        value = str(i)
        image.series(
            family,
            word(value, "u64"),
            value,
            raw_labels=struct.pack("<H", 2) + f"{i:02}".encode(),
            labels=(f"{i:02}",),
            into=cells,
            entry_into=first,
        )
    assert first.head == 4096, first.head
    family = image.family("g", keys=("k",), into=second)
    for i in range(504 - 99):
        image.cell(bytes(8), cells)
    image.series(family, word("5", "u64"), "5", ("last",), into=more, entry_into=second)
    assert cells.head == 4096, cells.head
    return case(
        "blocks-full",
        "a directory block with entries to its last byte, and a cells block with cells to its last",
        image,
        "F2-HEAD",
        "F2-ENTRY-LENGTH",
        "F2-CELL",
    )


def long_blocks() -> Case:
    image = Image()
    image.block(DIRECTORY, 20 * 4096)
    image.block(CELLS, 3 * 4096)
    for i in range(1000):
        counter(image, f"counter.{i:04}", str(i * 1_000_003))
    return case(
        "counters-1000",
        "1,000 counters in two blocks; 1,000,003 is a prime, so that all bytes vary",
        image,
        "F2-FAMILY-ID",
        title="2.5",
    )


def last_word() -> Case:
    image = Image.small()
    block = image.blocks[1]
    block.head = 4088
    counter(image, "last", "7")
    assert block.head == block.length
    return case(
        "cell-last-word", "the cell is the last word of the file", image, "F2-CELL", mutate=True
    )


def stripes() -> Iterator[Case]:
    image = Image.striped()
    counter(image, "a", "7")
    yield case(
        "stripe-0-only",
        "a striped block, and no other stripe",
        image,
        "F2-CELL",
        mutate=True,
        title="2.7",
    )
    yield striped(
        "stripes",
        "five stripes, numbered as their threads came, in no order",
        (3, 1, 2, 4294967295),
        ["1", "10", "100", "1000", "10000"],
        "11111",
    )
    yield striped(
        "stripe-wraps", "the sum is 2^64 + 4, so 4", (1,), ["18446744073709551615", "5"], "4"
    )
    yield missing_blocks()
    yield float_stripes()
    image = Image()
    for kind in (DIRECTORY, STRIPED, CELLS):
        image.block(kind)
    for kind, type, value in (("counter", "u64", "1"), ("counter", "f64", "0.5")):
        family = image.family(f"{kind}-{type}", kind, type)
        image.series(family, word(value, type), value, into=image.blocks[2])
    yield case(
        "stripe-not",
        "counters in a block of kind 2, beside a striped block that is empty",
        image,
        "F2-CELL-BLOCK",
        title="2.7",
    )
    image = Image.striped(1)
    stripe = image.blocks[2]
    stripe.head = 64
    series = image.series(image.family("a"), word("3", "u64"), "7")
    image.stripe_cell(series, stripe, word("4", "u64"))
    yield case(
        "stripe-head",
        "the head of a stripe other than 0 says nothing about its cells: it is 64 here",
        image,
        "F2-CELL-HEAD",
        title="2.7",
    )


def striped(
    name: str, comment: str, numbers: tuple[int, ...], values: list[str], total: str
) -> Case:
    image = Image.striped(*numbers)
    image.series(image.family("before"), word("9", "u64"), "9")
    series = image.series(image.family("a"), word(values[0], "u64"), total)
    for block, value in zip(image.blocks[2:], values[1:]):
        image.stripe_cell(series, block, word(value, "u64"))
    return case(name, comment, image, "F2-STRIPE-LENGTH", title="2.7")


def missing_blocks() -> Case:
    """Stripe 1 lacks block 0, stripe 2 has them the other way round, stripe 3 block 1 alone."""
    image = Image()
    image.block(DIRECTORY)
    homes = [image.block(STRIPED, length) for length in (4096, 8192)]
    second = [image.block(STRIPED, homes[n].length, stripe=2, ordinal=n) for n in (1, 0)]
    first = image.block(STRIPED, 8192, stripe=1, ordinal=1)
    for i, home in enumerate(homes):
        total = ("1201", "10302")[i]
        series = image.series(image.family(f"f{i}"), word(str(i + 1), "u64"), total, into=home)
        place = second[1 - i]
        image.stripe_cell(series, place, word(("1200", "300")[i], "u64"))
        if i == 1:
            image.stripe_cell(series, first, word("10000", "u64"))
    return case(
        "stripe-missing",
        "stripe 1 has no block 0, which counts zero; stripe 2 has block 1 before block 0",
        image,
        "F2-ORDINAL",
        "F2-STRIPE-LENGTH",
        title="2.3",
    )


def float_stripes() -> Case:
    image = Image.striped(2, 1)
    for name, values, total in (
        ("order", ["1e+16", "1.0", "1.0"], "1e+16"),
        ("other-order", ["1.0", "1.0", "1e+16"], "1.0000000000000002e+16"),
        ("zero", ["-0.0", "-0.0", "-0.0"], "-0.0"),
        ("infinite", ["inf", "-inf", "1.0"], "nan"),
    ):
        series = image.series(image.family(name, type="f64"), word(values[0], "f64"), total)
        for block, value in zip(image.blocks[2:], values[1:]):
            image.stripe_cell(series, block, word(value, "f64"))
    return case(
        "stripes-f64",
        "f64s are added in the order of the file: 10^16 + 1 + 1 is 10^16, and 1 + 1 + 10^16 is "
        "not; no 0.0 stands before the first, or -0.0 would be lost",
        image,
        "F2-STRIPE-LENGTH",
        title="2.7",
    )
