"""Valid files: histograms and windows, in one stripe and in several (SPEC.md 2.8, 2.9)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.format2.image import DIRECTORY, STRIPED, Image
from corpus.format2.shapes import histogram, histogram_cell, window, window_cell

MAX_U64 = "18446744073709551615"


def cases() -> Iterator[Case]:
    yield from histograms()
    yield from windows()


def value(**given: object) -> dict:
    """A histogram's value, empty but for what is given."""
    empty = {
        "count": "0", "sum": "0", "min": None, "max": None, "zero": "0", "above": "0",
        "negative": "0", "nan": "0", "buckets": [],
    }  # fmt: skip
    return {**empty, **given}


def histograms() -> Iterator[Case]:
    yield empty_histograms()
    yield scales()
    yield every_count()
    yield float_histogram()
    yield histogram_of_zero()
    yield wrapped()
    yield histogram_stripes()
    yield many_buckets()


def one_histogram(name, comment, cell, expected, type="u64", shape=None, mutate=False) -> Case:
    shape = shape or histogram()
    image = Image.striped()
    family = image.family("h", "histogram", type, shape, unit="ns")
    image.series(family, cell, expected)
    return Case(
        name, comment, image.bytes(), ("F2-BUCKETS",), image.decoded(), title="2.8", mutate=mutate
    )


def empty_histograms() -> Case:
    image = Image.striped()
    for type, zero in (("u64", "0"), ("f64", "0.0")):
        shape = histogram()
        family = image.family(type, "histogram", type, shape)
        image.series(family, bytes(shape.size), value(sum=zero))
    return Case(
        "histogram-empty",
        "nothing counted: no minimum, and so no maximum",
        image.bytes(),
        ("F2-BUCKETS",),
        image.decoded(),
        mutate=True,
    )


def scales() -> Case:
    """The first and the last two buckets that a scale may have, and one that has both ends."""
    image = Image()
    image.block(DIRECTORY, 8192)
    image.block(STRIPED, 24 * 4096)
    for scale in range(9):
        lowest, end = -1022 * 2**scale, 1024 * 2**scale
        for name, first, number in (("lowest", lowest, 2), ("highest", end - 2, 2)):
            shape = histogram(scale, first, number)
            family = image.family(f"{name}-{scale}", "histogram", "f64", shape)
            cell = histogram_cell(shape, "f64", counts={first: 3, first + 1: 4})
            expected = value(count="7", sum="0.0", buckets=[[first, "3"], [first + 1, "4"]])
            image.series(family, cell, expected)
    shape = histogram(0, -1022, 2046)
    cell = histogram_cell(shape, counts={-1022: 1, -1: 2, 0: 3, 1023: 4})
    expected = value(count="10", buckets=[[-1022, "1"], [-1, "2"], [0, "3"], [1023, "4"]])
    image.series(image.family("all", "histogram", "u64", shape), cell, expected)
    return Case(
        "histogram-scales",
        "at each scale the lowest two buckets and the highest two; all 2,046 of scale 0",
        image.bytes(),
        ("F2-BUCKETS",),
        image.decoded(),
    )


def every_count() -> Case:
    shape = histogram()
    cell = histogram_cell(
        shape,
        counts={-1: 1, 0: 2, 14: 4},
        sum="1234567890123456789",
        min="1",
        max=MAX_U64,
        zero=8,
        above=16,
        negative=32,
        nan=64,
        unused=0xEEEE,
    )
    expected = value(
        count="31",
        sum="1234567890123456789",
        min="1",
        max=MAX_U64,
        zero="8",
        above="16",
        negative="32",
        nan="64",
        buckets=[[-1, "1"], [0, "2"], [14, "4"]],
    )
    return one_histogram(
        "histogram-every-count",
        "every word has a value of its own, also the one that is not used; refused values are "
        "in no count",
        cell,
        expected,
        mutate=True,
    )


def float_histogram() -> Case:
    shape = histogram(3, -10, 20)
    cell = histogram_cell(
        shape, "f64", counts={-10: 1, 9: 1}, sum="2.6", min="0.4", max="2.2", nan=1
    )
    expected = value(
        count="2", sum="2.6", min="0.4", max="2.2", nan="1", buckets=[[-10, "1"], [9, "1"]]
    )
    return one_histogram(
        "histogram-f64", "the first and the last bucket", cell, expected, "f64", shape, True
    )


def histogram_of_zero() -> Case:
    shape = histogram()
    cell = histogram_cell(shape, zero=1, min="0")
    return one_histogram(
        "histogram-min-0",
        "a single 0 was counted: the minimum is 0, which is ff in every byte, and not none",
        cell,
        value(count="1", zero="1", min="0", max="0"),
    )


def wrapped() -> Case:
    shape = histogram()
    cell = histogram_cell(shape, counts={0: 2**64 - 1, 1: 3}, sum=MAX_U64, min="1", max="2")
    return one_histogram(
        "histogram-wraps",
        "counts that add up to 2^64 + 2, of which the count is the remainder",
        cell,
        value(count="2", sum=MAX_U64, min="1", max="2", buckets=[[0, MAX_U64], [1, "3"]]),
    )


def histogram_stripes() -> Case:
    image = Image.striped(1, 2, 3)
    shape = histogram()
    family = image.family("h", "histogram", "u64", shape)
    first = histogram_cell(shape, counts={1: 1}, sum="3", min="3", max="3", zero=1, nan=1)
    total = value(
        count="10", sum="4", min="2", max="9", zero="3", above="1", negative="5", nan="1",
        buckets=[[1, "3"], [5, "3"]],
    )  # fmt: skip
    series = image.series(family, first, total)
    second = histogram_cell(
        shape, counts={1: 2, 5: 3}, sum=str(2**64 - 6), min="2", max="9", zero=2, above=1
    )
    image.stripe_cell(series, image.blocks[2], second)
    image.stripe_cell(series, image.blocks[3], histogram_cell(shape, sum="7", negative=5))
    family = image.family("f", "histogram", "f64", shape)
    total = value(count="2", sum="0.30000000000000004", min="0.1", max="0.2", zero="2")
    series = image.series(
        family, histogram_cell(shape, "f64", zero=1, sum="0.1", min="0.1", max="0.1"), total
    )
    cell = histogram_cell(shape, "f64", zero=1, sum="0.2", min="0.2", max="0.2")
    image.stripe_cell(series, image.blocks[4], cell)
    return Case(
        "histogram-stripes",
        "counts and sums of four stripes add up, sums modulo 2^64; a stripe that has no minimum "
        "says nothing about it",
        image.bytes(),
        ("F2-BUCKETS", "F2-STRIPE-LENGTH"),
        image.decoded(),
        title="2.8",
    )


def many_buckets() -> Case:
    shape = histogram(5, -1022 * 32, 65_472)
    image = Image()
    image.block(DIRECTORY)
    image.block(STRIPED, 129 * 4096)
    first, last = -32_704, 32_767
    cell = histogram_cell(shape, counts={first: 1, -1: 2, 0: 3, last: 4})
    image.series(
        image.family("h", "histogram", "u64", shape),
        cell,
        value(count="10", buckets=[[first, "1"], [-1, "2"], [0, "3"], [last, "4"]]),
    )
    return Case(
        "histogram-largest",
        "all 65,472 buckets of scale 5, from 2^-1022 to 2^1024: half a megabyte",
        image.bytes(),
        ("F2-BUCKETS",),
        image.decoded(),
    )


def seen(refused: int, *slots: tuple[int, int, str, str]) -> dict:
    keys = ("epoch", "count", "sum", "max")
    return {
        "refused": str(refused),
        "slots": [dict(zip(keys, map(str, one))) for one in slots],
    }


def windows() -> Iterator[Case]:
    for name, comment, epochs, mutate in (
        ("window-empty", "no epoch yet", (), True),
        ("window-one", "the first slot of all", ((1, 2, "3", "2"),), False),
        (
            "window-full",
            "seven slots, of which the ring begins in the middle; told by epoch",
            tuple((epoch, epoch, str(10 * epoch), str(epoch)) for epoch in range(18, 25)),
            True,
        ),
        (
            "window-gaps",
            "epochs 8, 12 and 16 share the ring with empty slots; 8 is older than the window",
            ((8, 1, "1", "1"), (12, 2, "2", "1"), (16, 3, "3", "1")),
            False,
        ),
        (
            "window-extremes",
            "the last epoch that there is, and extreme values",
            ((2**64 - 1, 2**64 - 1, MAX_U64, MAX_U64), (2**63 + 1, 1, "0", "0")),
            False,
        ),
    ):
        image = Image.striped()
        shape = window()
        family = image.family("w", "window", "u64", shape, unit="By")
        image.series(
            family, window_cell(shape, "u64", *epochs, refused=3), seen(3, *sorted(epochs))
        )
        yield Case(
            name,
            comment,
            image.bytes(),
            ("F2-RING",),
            image.decoded(),
            mutate=mutate,
        )
    yield float_window()
    yield ring_sizes()
    yield window_stripes()


def float_window() -> Case:
    image = Image.striped()
    shape = window(1, 2)
    epochs = ((5, 2, "0.30000000000000004", "0.2"), (6, 1, "inf", "inf"))
    image.series(
        image.family("w", "window", "f64", shape),
        window_cell(shape, "f64", *epochs),
        seen(0, *epochs),
    )
    return Case(
        "window-f64",
        "the smallest ring: two slots of a nanosecond",
        image.bytes(),
        ("F2-RING",),
        image.decoded(),
        mutate=True,
    )


def ring_sizes() -> Case:
    image = Image()
    image.block(DIRECTORY)
    image.block(STRIPED, 33 * 4096)
    shape = window(2**64 - 1, 4096)
    epochs = ((4095, 1, "1", "1"), (4096, 2, "2", "1"))
    image.series(
        image.family("w", "window", "u64", shape),
        window_cell(shape, "u64", *epochs),
        seen(0, *epochs),
    )
    return Case(
        "window-largest",
        "4,096 slots of 2^64 - 1 nanoseconds; the last slot and the first",
        image.bytes(),
        ("F2-RING",),
        image.decoded(),
    )


def window_stripes() -> Case:
    image = Image.striped(1, 2)
    shape = window()
    family = image.family("w", "window", "u64", shape)
    total = seen(6, (8, 1, "10", "10"), (9, 5, "15", "7"), (10, 1, "1", "1"), (15, 1, "2", "2"))
    cell = window_cell(shape, "u64", (8, 1, "10", "10"), (9, 2, "9", "5"), refused=1)
    series = image.series(family, cell, total)
    cell = window_cell(shape, "u64", (9, 3, "6", "7"), (15, 1, "2", "2"), refused=2)
    image.stripe_cell(series, image.blocks[2], cell)
    cell = window_cell(shape, "u64", (10, 1, "1", "1"), refused=3)
    image.stripe_cell(series, image.blocks[3], cell)
    return Case(
        "window-stripes",
        "slots of one epoch add up over stripes; epochs 8 and 15 have the same slot in two of "
        "them, and stay apart",
        image.bytes(),
        ("F2-RING", "F2-STRIPE-LENGTH"),
        image.decoded(),
        title="2.9",
        mutate=True,
    )
