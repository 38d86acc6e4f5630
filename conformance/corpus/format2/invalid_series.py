"""Invalid files: series, label values and cells (SPEC.md 2.6, and texts of 2.7)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import CELLS, DIRECTORY, RETIRED, STRIPED, Image, label
from corpus.format2.invalid_attributes import ILL_FORMED
from corpus.format2.invalid_files import ONE, fault, patched, sample, u32, u64
from corpus.format2.shapes import Shape, histogram, sequenced, struct_of, text, text_slot


def cases() -> Iterator[Case]:
    yield from series()
    yield from cells()
    yield from label_values()
    yield from texts()


def series() -> Iterator[Case]:
    image = sample()
    raw = struct.pack("<IHHQQQ", 32, 2, 0, 1, image.blocks[1].at + 64, 0)
    at = image.entry(raw)
    yield fault(
        "series-of-32", "8 less than a series has", image.bytes(), at, "F2-SERIES-ENTRY", True
    )
    image = Image.small()
    image.family("x", kind_code=99, known=False)
    at = image.entry(struct.pack("<IHHQQQ", 32, 2, 0, 1, 0, 0))
    yield fault(
        "series-of-32-unknown",
        "what would be a series of a family that isn't known: its family can't be told",
        image.bytes(), at, "F2-SERIES-ENTRY",
    )  # fmt: skip
    for family_id in (0, 2, 2**32 - 1):
        image = sample()
        entry = image.blocks[0].at + image.blocks[0].head - 40
        yield fault(
            f"series-family-{family_id}", "there is family 1 only",
            patched(image.bytes(), entry + 32, u32(family_id)), entry + 32, "F2-SERIES-FAMILY",
            family_id == 2,
        )  # fmt: skip
    image = Image.small()
    raw = struct.pack("<IHHQQQI", 40, 2, 0, 1, image.blocks[1].at + 64, 0, 1).ljust(40, b"\0")
    at = image.entry(raw)
    image.family("later")
    yield fault(
        "series-before-family",
        "the family stands behind it",
        image.bytes(),
        at + 32,
        "F2-SERIES-FAMILY",
    )


def bad_cell(
    name: str, comment: str, image: Image, place: int, shape: Shape | None = None, **options
) -> Case:
    """A series whose cell is there."""
    clause = options.pop("clause", "F2-CELL")
    mutate = options.pop("mutate", False)
    kind, type = options.pop("of", ("counter", "u64"))
    family = image.family("bad", kind, type, shape or Shape(), **options)
    entry = image.series(family, b"", at=place, state=1 if clause != "F2-LIVE" else 2)
    return fault(f"cell-{name}", comment, image.bytes(), entry.at + 16, clause, mutate)


def cells() -> Iterator[Case]:
    image = sample
    first, end = 8192 + 64, 12288  # of the cells block
    for name, place, comment in (
        ("0", 0, "the magic"),
        ("in-header", 200, "in the file's header"),
        ("in-directory", 4096 + 64, "in the directory"),
        ("in-block-header", first - 8, "the last word of the block's header"),
        ("not-aligned", first + 4, "no multiple of 8"),
        ("not-aligned-1", first + 1, "no multiple of 8"),
        ("at-end", end, "at the published length"),
        ("behind-end", end + 4096, "behind it"),
        ("2-63", 2**63, "negative, where somebody takes it for signed"),
        ("last", 2**64 - 8, "with its size it wraps to 0"),
    ):
        yield bad_cell(name, comment, image(), place, mutate=name == "in-block-header")
    shape = histogram(4, 0, 16)
    for left in (8, shape.size - 8):
        yield bad_cell(
            f"cut-{left}", f"a histogram of {shape.size} bytes, {left} in front of the block's end",
            image(), end - left, shape, of=("histogram", "u64"), mutate=left != 8,
        )  # fmt: skip
    image = Image.small()
    image.block(CELLS)
    yield bad_cell(
        "across-blocks", "half in one block of cells, half in the next",
        image, end - shape.size // 16 * 8, shape, of=("histogram", "u64"),
    )  # fmt: skip
    yield bad_cell(
        "larger-than-file", "65,472 buckets in a file of 12,288 bytes",
        sample(), first, histogram(5, -1022 * 32, 65_472), of=("histogram", "u64"),
    )  # fmt: skip
    image = Image.small()
    image.block(77)
    yield bad_cell("in-unknown-block", "in a block of kind 77", image, end + 64)
    image = Image.striped(1)
    yield bad_cell("in-stripe-1", "in a block of stripe 1", image, image.blocks[2].at + 64)
    image = Image.small()
    image.block(CELLS, header_length=128)
    yield bad_cell("in-long-header", "64 bytes into a block whose header has 128", image, end + 64)
    data = Image.small()
    data.series(data.family("a"), ONE, state=RETIRED)
    yield fault(
        "cell-retired", "a series that is retired has a cell, too",
        patched(data.bytes(), 4096 + 64 + 24 + 16, u64(8)), 4096 + 64 + 24 + 16, "F2-CELL",
        clauses=("F2-LIVE",),
    )  # fmt: skip
    slots = text(2, 16)
    for kind, type, shape in (
        ("gauge", "u64", Shape()),
        ("text", "bytes", slots),
        ("struct", "bytes", struct_of(2, 16, ("c", "u64", "counter", "", 0))),
    ):
        image = Image.striped()
        yield bad_cell(
            f"{kind}-striped", f"a {kind} can't be added up over stripes",
            image, image.blocks[1].at + 64, shape, of=(kind, type), clause="F2-CELL-BLOCK",
            mutate=kind == "gauge",
        )  # fmt: skip
    yield cell_sum()
    yield cell_sum_stripes()


def cell_sum() -> Case:
    """Cells that overlap, so that all of them together are longer than the file."""
    image = Image()
    image.block(DIRECTORY)
    image.block(STRIPED)
    shape = histogram(4, 0, 496)
    place = image.blocks[1].at + 64
    family = image.family("h", "histogram", "u64", shape, keys=("k",))
    # 4032 bytes each, in a file of 12,288: the fourth is too much.
    for i in range(4):
        last = image.series(family, b"", at=place, state=2, raw_labels=label(b"abcd"))
    return fault(
        "cell-sum", "four cells of 4,032 bytes in one place of a file of 12,288",
        image.bytes(), last.at + 16, "F2-CELL-SUM", True,
    )  # fmt: skip


def cell_sum_stripes() -> Case:
    """As above, but in two stripes."""
    image = Image.striped(1)
    shape = histogram(4, 0, 496)
    place = image.blocks[1].at + 64
    family = image.family("h", "histogram", "u64", shape, keys=("k",))
    for _ in range(3):
        last = image.series(family, b"", at=place, state=2, raw_labels=label(b"abcd"))
    return fault(
        "cell-sum-stripes",
        "three cells of 4,032 bytes in one place, each in two stripes: 24,192 in a file of 16,384",
        image.bytes(), last.at + 16, "F2-CELL-SUM", True,
    )  # fmt: skip


def label_values() -> Iterator[Case]:
    for name, keys, raw, bad, comment in (
        ("none", 3, label(b"") + label(b""), 4, "two label values for three keys"),
        ("beyond", 1, b"\5\0ab", 0, "5 bytes, of which 2 are in the entry"),
        ("beyond-second", 2, label(b"ab") + b"\7\0abcdef", 4, "the second has 7 bytes"),
        ("longest", 1, b"\xff\xffab", 0, "65,535 bytes"),
        ("one-left", 2, label(b"abcdefghi") + b"\0", 11, "a byte is left for the second's length"),
        *((f"{what}", 1, label(value), 0, "a label value") for what, value in ILL_FORMED.items()),
        ("second-ff", 2, label(b"ok") + label(b"\xff"), 4, "the second"),
    ):
        image = Image.small()
        family = image.family("a", keys=tuple(f"k{i}" for i in range(keys)))
        # Nothing but the label values: 36 and as many bytes, whatever that makes.
        raw = (
            raw.ljust(-(-(36 + len(raw)) // 8) * 8 - 36, b"\0")
            if name not in ("one-left",)
            else raw
        )
        entry = image.series(family, ONE, raw_labels=raw)
        yield fault(
            f"label-value-{name}", comment, image.bytes(), entry.at + 36 + bad, "F2-LABELS",
            name == "beyond-second",
        )  # fmt: skip


def texts() -> Iterator[Case]:
    shape = text(4, 32)
    for length in (25, 32, 2**32, 2**63, 2**64 - 1):
        image = Image.small()
        family = image.family("t", "text", "bytes", shape)
        entry = image.series(family, sequenced(shape, 6, text_slot(b"a" * 24, length)))
        yield fault(
            f"text-length-{length}", "24 bytes have room in the slot that counts, number 2",
            image.bytes(), entry.cell + 8 + 2 * 32, "F2-TEXT-LENGTH", length == 25,
        )  # fmt: skip
    image = Image.small()
    shape = text(2, 8)
    family = image.family("t", "text", "bytes", shape)
    entry = image.series(family, sequenced(shape, 2, text_slot(b"", 1)))
    yield fault(
        "text-length-no-capacity", "a byte, where there is room for none",
        image.bytes(), entry.cell + 8, "F2-TEXT-LENGTH",
    )  # fmt: skip
