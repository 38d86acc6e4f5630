"""Valid files: entries, families, attributes and series (SPEC.md 2.4 to 2.6)."""

from __future__ import annotations

import struct
from typing import Iterator

from corpus.case import Case
from corpus.format2.image import CELLS, DIRECTORY, RETIRED, Image, label
from corpus.format2.shapes import (
    attribute,
    histogram,
    histogram_cell,
    sequenced,
    text,
    text_slot,
    word,
)
from corpus.format2.valid_files import case, counter

ONE = word("1", "u64")
FOLDED = 3  # the type of entries that list folded files


def cases() -> Iterator[Case]:
    yield from families()
    yield from attributes()
    yield from unknown()
    yield from folded()
    yield from labels()
    yield from states()


def families() -> Iterator[Case]:
    image = Image.small()
    for alive_only in (False, True):
        for aggregate in ("sum", "min", "max", "last", "each"):
            name = f"{aggregate}-{alive_only}"
            family = image.family(name, "gauge", aggregate=aggregate, alive_only=alive_only)
            image.series(family, ONE, "1")
    yield case("aggregates", "all ten", image, "F2-AGGREGATE", mutate=True)
    image = Image()
    image.block(DIRECTORY, 16 * 4096)
    image.block(CELLS)
    image.family("no-series")
    image.family("x", unit="By", help="H" * 40_000)
    image.series(image.family("n" * 255, unit="u" * 255, help="é❤𝄞\n"), ONE, "1")
    yield case(
        "family-texts",
        "a family without series; help of 40,000 bytes; a name and a unit of 255; help in "
        "characters of 2 to 4 bytes",
        image,
        "F2-NAME",
        "F2-UNIT",
        "F2-HELP",
    )
    image = Image.small()
    for name in ("é❤𝄞", "a b", "\t\n\x7f", "{}\"'\\", "\U0010ffff"):
        counter(image, name, "1")
    yield case("names", "names that something might trip over", image, "F2-NAME", mutate=True)


def attributes() -> Iterator[Case]:
    name = attribute("name", b"a")
    image = Image.small()
    shape = histogram()
    raw = [attribute(tag, b"\xff\0\xff") for tag in (9, 255, 256, 0xFFFF)]
    raw.insert(2, name)
    raw.append(attribute(10, b""))
    family = image.family("a", attributes=b"".join(raw))
    image.series(family, ONE, "1")
    yield case(
        "attributes-unknown",
        "tags 9, 10, 255, 256 and 65535 around the name",
        image,
        "F2-ATTRIBUTE-SKIP",
        mutate=True,
    )
    image = Image.small()
    useless = [attribute(tag, b"\xff") for tag in ("buckets", "ring", "sequence", "component")]
    image.series(image.family("a", attributes=name + b"".join(useless)), ONE, "1")
    family = image.family("h", "histogram", "u64", shape, more=b"".join(useless[1:]))
    image.series(
        family,
        histogram_cell(shape, counts={0: 1}),
        {
            "count": "1", "sum": "0", "min": None, "max": None, "zero": "0", "above": "0",
            "negative": "0", "nan": "0", "buckets": [[0, "1"]],
        },
    )  # fmt: skip
    family = image.family("t", "text", "bytes", text(2, 16), more=useless[0] + useless[3])
    image.series(family, sequenced(text(2, 16), 1, text_slot(b"x")), "x")
    yield case(
        "attributes-of-no-use",
        "attributes of other kinds, a byte ff each, which would be errors in theirs",
        image,
        "F2-ATTRIBUTE-SKIP",
        mutate=True,
    )
    image = Image.small()
    raw = attribute("key", b"k1") + attribute("help", b"h") + attribute("unit", b"")
    family = image.family(
        "a", attributes=raw + name + attribute("key", b"k2"), keys=("k1", "k2"), help="h"
    )
    image.series(family, ONE, "1", ("v1", "v2"))
    yield case(
        "attributes-in-any-order",
        "the name behind other attributes, a label key before it and one behind; an empty unit",
        image,
        "F2-ATTRIBUTE-ONCE",
    )
    image = Image.small()
    for left in range(8):
        # 4 + 4 * size of name: with help of `left` less bytes the entry has `left` bytes left.
        family = image.family(f"left{left}", help="h" * (8 - left), padding=0)
        image.series(family, ONE, "1")
    yield case(
        "attributes-end",
        "0 to 7 bytes are left behind the attributes: where 4 or more are, a tag of 0 ends them",
        image,
        "F2-ATTRIBUTE-WHOLE",
        "F2-PADDING",
        mutate=True,
    )
    image = Image.small()
    image.series(image.family("a", padding=64), ONE, "1")
    yield case("family-padding", "64 bytes of zeros behind the attributes", image, "F2-PADDING")


def unknown() -> Iterator[Case]:
    image = Image.small()
    for length, type in ((16, 4), (24, 0), (64, 0xFFFF)):
        image.entry(struct.pack("<IH", length, type) + b"\xee" * (length - 6))
        counter(image, f"after-{type}", "1")
    yield case(
        "entry-types-unknown",
        "entries of type 4, 0 and 65535, the first of the least length, in front of others",
        image,
        "F2-ENTRY-SKIP",
        mutate=True,
    )
    image = Image.small()
    codes = {"kind-7": (7, 1), "kind-0": (0, 1), "kind-255": (255, 1)}
    codes |= {"type-0": (1, 0), "type-6": (1, 6), "type-255": (4, 255)}
    for i, (name, (kind, type)) in enumerate(codes.items()):
        family = image.family(name, known=False, kind_code=kind, type_code=type)
        image.series(family, ONE)
        if i in (0, 5):
            counter(image, f"after-{name}", "1")
    yield case(
        "families-unknown",
        "kinds 0, 7 and 255, value types 0, 6 and 255, with series; two counters among them",
        image,
        "F2-KIND-SKIP",
        mutate=True,
    )
    image = Image.small()
    raw = attribute("name", b"\xff") + struct.pack("<HH", 2, 0xFFFF)
    family = image.family("x", attributes=raw, known=False, kind_code=9)
    image.series(family, b"", at=2**64 - 1, raw_labels=b"\xff" * 12)
    image.series(family, b"", at=0)
    counter(image, "a", "1")
    yield case(
        "family-unknown-absurd",
        "what would be errors in a family of a known kind: a name, an attribute, cells, label "
        "values",
        image,
        "F2-KIND-SKIP",
        mutate=True,
    )


def folded() -> Iterator[Case]:
    """Accumulators: a reader of one file skips what they list (SPEC.md 2.21)."""
    items = b"".join(struct.pack("<16sQ", bytes([n]) * 16, n) for n in (1, 2))
    for name, comment, count, tail in (
        ("accumulator", "two files that were folded, and what they counted", 2, b""),
        ("accumulator-of-none", "no file that was folded", 0, b""),
        (
            "accumulator-more",
            "more items than the entry has, and half of one behind them",
            2**64 - 1,
            b"\xee" * 8,
        ),
    ):
        image = Image.small()
        image.state = 2
        counter(image, "hits", "7")
        listed = (items if count else b"") + tail
        head = struct.pack("<IHHQ", 16 + len(listed), FOLDED, 0, count)
        image.entry(head + listed)
        counter(image, "errors", "2")
        yield case(name, comment, image, "F2-ENTRY-SKIP", mutate=True)


def labels() -> Iterator[Case]:
    image = Image.small()
    family = image.family("http.requests", keys=("code",))
    for i, code in enumerate(("200", "404", "")):
        image.series(family, word(str(i), "u64"), str(i), (code,))
    yield case("labels", "three series; an empty label value", image, "F2-LABELS", mutate=True)
    image = Image.small()
    keys = ("a", "é❤𝄞", "k" * 255)
    family = image.family("f", keys=keys)
    for values in (("1", "2", "3"), ("", "", ""), ("é", "❤", "𝄞"), ("3", "2", "1")):
        image.series(family, ONE, "1", values)
    yield case("labels-three", "three keys, and values in their order", image, "F2-LABELS")
    image = Image.small()
    family = image.family("f", keys=tuple(f"k{i}" for i in range(100)))
    image.series(family, ONE, "1", tuple(str(i) for i in range(100)))
    yield case("labels-100", "a hundred keys", image, "F2-LABELS")
    image = Image()
    image.block(DIRECTORY, 17 * 4096)
    image.block(CELLS)
    family = image.family("f", keys=("k",))
    image.series(family, ONE, "1", ("v" * 65_535,))
    yield case("label-longest", "a label value of 65,535 bytes", image, "F2-LABELS")
    image = Image.small()
    family = image.family("f", keys=("k",))
    image.series(family, ONE, "1", ("ab",))
    image.series(family, ONE, "1", ("abc",), padding=24)
    image.series(family, ONE, "1", ("abcd",), raw_labels=label(b"abcd") + b"\xee" * 30)
    image.series(family, ONE, "1", ("abcdef",))
    yield case(
        "label-ends",
        "label values that end with their entry, 24 bytes before it, and in front of garbage",
        image,
        "F2-LABELS",
        mutate=True,
    )


def states() -> Iterator[Case]:
    image = Image.small()
    family = image.family("f", keys=("k",))
    for incarnation in (0, 1, 2**62 - 1):
        for state in (0, 1, 2):
            name = f"{incarnation}-{state}"
            image.series(family, ONE, "1", (name,), state=incarnation * 4 + state)
    image.word(112, 7)
    yield case(
        "states",
        "being rewritten, live and retired, in incarnations 0, 1 and 2^62 - 1; the reuse "
        "generation is odd, because the writer was killed while it rewrote an entry",
        image,
        "F2-LIVE",
        "F2-STATE-WORD",
        mutate=True,
    )
    image = Image.small()
    family = image.family("f", keys=("k",))
    for state in (0, RETIRED):
        image.series(family, ONE, state=state, raw_labels=b"\xff" * 12)
        image.series(family, ONE, state=state, raw_labels=label(b"\xff\xff"))
    image.series(family, ONE, "1", ("live",))
    text_shape = text(2, 16)
    family = image.family("t", "text", "bytes", text_shape)
    cell = struct.pack("<Q", 1) + b"\xff" * 32
    image.series(family, cell, state=RETIRED)
    yield case(
        "states-not-looked-at",
        "label values and a text that would be errors, in series that aren't live",
        image,
        "F2-LIVE",
        mutate=True,
    )
    image = Image.small()
    family = image.family("f", keys=("k",))
    overflow = (("live", 1), ("retired", 2), ("reused", 5))
    for i, (_name, state) in enumerate(overflow):
        family = image.family(f"f{i}", keys=("k",))
        image.series(family, ONE, "1", state=state, overflow=True)
        image.series(family, ONE, "1", ("v",))
    family = image.family("none")
    image.series(family, ONE, "1", overflow=True)
    yield case(
        "overflow",
        "overflow series: live, retired (nothing went there yet), live in incarnation 1, and of a "
        "family without labels",
        image,
        "F2-OVERFLOW",
        mutate=True,
    )
    image = Image.small()
    family = image.family("f", keys=("k",))
    image.series(family, ONE, "1", overflow=True, raw_labels=b"\xff" * 12, flags=0xFFFE)
    image.series(family, ONE, "1", ("v",), flags=0xFFFE)
    yield case(
        "flags",
        "all flags but overflow are ignored; so is what stands for label values of an overflow "
        "series",
        image,
        "F2-OVERFLOW",
    )
    image = Image.small()
    for created in (0, 2**64 - 1):
        image.series(image.family(f"c{created}"), ONE, "1", created=created)
    yield case("created", "the first moment and the last", image, title="2.6")
