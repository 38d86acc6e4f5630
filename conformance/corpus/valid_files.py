"""Valid files: where fields end, sizes of files, and which layout it is (SPEC.md 1.6 to 1.12)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import LAYOUTS, PAGE, Image


def cases() -> Iterator[Case]:
    yield no_fields()
    yield no_fields_two_pages()
    for layout, byte_order in LAYOUTS:
        yield page_exact(layout, byte_order)
        for left in (1, 2, 3):
            yield zeros_left(layout, byte_order, left)
    yield two_pages()
    yield many_counters()
    yield system_fields()
    yield typed_fits_both_orders()
    yield char_fits_both_orders()
    yield fits_typed_and_char()
    yield fits_typed_big_and_char_little()
    yield char_that_looks_typed()


def no_fields() -> Case:
    image = Image()
    return Case(
        "no-fields",
        "a version byte and zeros; fits every layout, and is typed, little-endian",
        image.pages(),
        ("F1-FIT", "F1-ZERO-TAIL", "F1-VERSION"),
        image.decoded(),
        title="1.7",
    )


def no_fields_two_pages() -> Case:
    image = Image()
    return Case(
        "no-fields-two-pages",
        "no field, and more zeros than a page",
        image.pages() + bytes(PAGE),
        ("F1-ZERO-TAIL", "F1-PAGES"),
        image.decoded(),
    )


def page_exact(layout: str, byte_order: str) -> Case:
    image = Image(layout, byte_order).field("first", "I", "258").fill(left=0)
    return Case(
        f"{layout}-{byte_order}-ends-after-last-field",
        "the last field ends with the file: no label size of 0 ends the fields",
        image.exact(),
        ("F1-FIELD-WHOLE", "F1-ZERO-TAIL"),
        image.decoded(),
        title="1.6",
    )


def zeros_left(layout: str, byte_order: str, left: int) -> Case:
    odd = {
        1: "a single 00 ends the fields, though a label size takes two bytes",
        2: "a label size of 0, and nothing behind it",
        3: "a label size of 0, and one 00 behind it",
    }
    image = Image(layout, byte_order).field("first", "I", "258").fill(left)
    return Case(
        f"{layout}-{byte_order}-{left}-left",
        f"{left} of 00 left after the last field: {odd[left]}",
        image.pages(),
        ("F1-ZERO-TAIL",),
        image.decoded(),
    )


def two_pages() -> Case:
    image = Image().fill(left=5).field("across", "Q", "258", write_buffer=1)
    return Case(
        "field-across-pages",
        "the second field's label starts on the first page and ends on the second",
        image.pages(),
        ("F1-PAGES", "F1-READ-BUFFER"),
        image.decoded(),
    )


def many_counters() -> Case:
    image = Image()
    for i in range(1000):
        image.field(f"counter.{i:04}", "Q", str(i * 1_000_003), write_buffer=i % 2)
    return Case(
        "counters-1000",
        "1,000 counters in every other state; 1,000,003 is a prime, so that all bytes vary",
        image.pages(),
        ("F1-READ-BUFFER",),
        image.decoded(),
        title="1.8",
    )


def system_fields() -> Case:
    image = Image()
    image.field("web.stats.sys.pid", "I", "4194304")
    image.field("web.stats.sys.tid", "q", "140405217445696")
    image.field("web.stats.sys.uid", "Q", "4294967294")
    image.field("web.stats.sys.gid", "Q", "65534")
    image.field("web.stats.sys.created", "d", "1795253322.703027")
    image.field("web.stats.hits", "Q", "1", write_buffer=1)
    return Case(
        "system-fields",
        "the five fields that a writer puts in by itself, behind a label prefix",
        image.pages(),
        decoded=image.decoded(),
        title="1.12",
    )


def typed_fits_both_orders() -> Case:
    signature = "1000s" * 51 + "HH"
    assert len(signature) == 0x0101, signature
    image = Image().field("l" * 257, signature, *["x"] * 51, "258", "259")
    return Case(
        "typed-fits-both-orders",
        "a label and a signature of 257 bytes: 0101 in both byte orders, so the file fits "
        "typed, big-endian too. The first in the order is typed, little-endian",
        image.pages(),
        ("F1-FIT",),
        image.decoded(),
    )


def char_fits_both_orders() -> Case:
    image = Image("char").field("l" * 257, "H", "513").field("m" * 514, "i", "67305985")
    return Case(
        "char-fits-both-orders",
        "labels of 257 and 514 bytes: 0101 and 0202 in both byte orders, so the file fits "
        "char, big-endian too. The first in the order is char, little-endian",
        image.pages(),
        ("F1-FIT",),
        image.decoded(),
    )


CHAR_LABEL = 0x3031
"""12337: the bytes "10" as a label size, little-endian."""


def fits_typed_and_char() -> Case:
    """As char, the type size 81 (5100) is the signature `Q` and the write buffer 00, the first
    16 codes are its two buffers, and the `10` of `10s` is the size of a second label. It goes
    to 12,247 bytes into the long text, whose last character is that field's signature `b`;
    its write buffer 00 and its buffers are the NULs behind the text."""
    signature = "b" * 16 + "10s" + "13000s" + "b" * 56
    assert len(signature) == ord("Q"), signature
    rest_of_signature = len(signature) - 18
    text = "t" * (CHAR_LABEL - rest_of_signature - 1 - 16 - 10) + "b"
    values = ["65"] * 16 + ["a" * 10, text] + ["0"] * 56
    width = 16 + 10 + 13000 + 56
    image = Image().field("a", signature, *values, write_buffer=1, unread=bytes(width))
    return Case(
        "fits-typed-and-char",
        "made so that it fits typed and char, both little-endian. Typed comes first; a reader "
        "that asks for char first finds two fields, with labels of 1 and 12,337 bytes",
        image.pages(),
        ("F1-FIT",),
        image.decoded(),
    )


def fits_typed_big_and_char_little() -> Case:
    """The label size 0105 is 261 as typed, big-endian, and 1,281 as char, little-endian: there
    the first label ends inside of the first buffer, at a `b` with write buffer 01, and the second
    one (4103, little-endian: 833) inside of the second, at a `b` with write buffer ff."""
    signature = "10s" * 85 + "bb"
    assert len(signature) == 0x0101, signature
    values_at = 3 + 0x0105 + 2 + len(signature) + 1
    first_label_end = 3 + 0x0501
    second_label_end = first_label_end + 6 + 0x0341
    read = bytearray(b"t" * 850)
    at = first_label_end - values_at
    read[at : at + 6] = b"b\x01tt\x41\x03"
    unread = b"t" * (second_label_end - values_at - len(read) - 2) + b"b\xff\x07"
    texts = [read[i : i + 10].decode() for i in range(0, len(read), 10)]
    image = Image("typed", "big").field(
        "l" * 0x0105,
        signature,
        *[*texts, "1", "2"],
        write_buffer=1,
        unread=unread.ljust(len(read) + 2, b"\0"),
    )
    return Case(
        "fits-typed-big-and-char-little",
        "made so that it fits typed, big-endian, and char, little-endian. Typed comes first, in "
        "whatever byte order; a reader that asks for all of little-endian first finds two fields, "
        "with labels of 1,281 and 833 bytes",
        image.pages(),
        ("F1-FIT",),
        image.decoded(),
    )


def char_that_looks_typed() -> Case:
    """The first 16 + 2 bytes as in the case above, but the file ends before what as typed
    would be the values."""
    as_signature = "b" * 16 + "10s" + "13000s" + "b" * 56
    first = as_signature[:16].encode()
    label = as_signature[18:] + "\x01" + "l" * (CHAR_LABEL - 64)
    image = Image("char")
    image.items(b"a", b"Q", 0x00, first)
    image.fields.append({"name": "a", "type": "u64", "value": str(0x6262626262626262)})
    image.field(label, "b", "-1")
    return Case(
        "char-that-looks-typed",
        "as typed, little-endian, it holds out to the value(s) of its first field, which the "
        "file is too short for; as char it fits to the end. 12,337 is 3031, the label size "
        "that reads as the 10 of a text's count",
        image.pages(),
        ("F1-FIT",),
        image.decoded(),
    )
