"""Files that don't decode: their header, their end, or no layout at all (SPEC.md 1.2, 1.6, 1.7)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import LAYOUTS, PAGE, Image


def cases() -> Iterator[Case]:
    yield from headers()
    yield from tails()
    yield from nothing_fits()


def headers() -> Iterator[Case]:
    fields = Image().field("a", "I", "258").pages()[1:]
    yield header("empty-file", "what 0.8.0 leaves if it is killed early", b"", "F1-NOT-EMPTY")
    for name, comment, data in (
        ("version-00-all-zero", "a page that nobody has written to", bytes(PAGE)),
        ("version-00", "all but the version byte is there", b"\0" + fields),
        ("version-02-draft", "an unreleased draft of mmstats", b"\x02" + fields),
        ("version-02-format-2", "format 2", b"\x02MMSTATS".ljust(PAGE, b"\0")),
        ("version-02-cut", "too short to tell which 02 it is", b"\x02MMSTAT"),
        ("version-03", "one above the versions that there are", b"\x03" + fields),
        ("version-81", "01 with the high bit set", b"\x81" + fields),
        ("version-ff", "-1, where somebody takes a byte for signed", b"\xff" + fields),
        ("version-31", "a digit: a text file", b"1" + fields),
    ):
        # To a reader of format 2 too, some of them are files of that format.
        alternatives = {
            "version-02-draft": ((0, "F2-MAGIC"),),
            "version-02-cut": ((0, "F2-MAGIC"),),
            "version-02-format-2": ((10, "F2-HEADER-LENGTH"),),
        }.get(name, ())
        yield header(name, comment, data, "F1-VERSION", alternatives)


def header(
    name: str,
    comment: str,
    data: bytes,
    clause: str,
    alternatives: tuple[tuple[int, str], ...] = (),
) -> Case:
    # Where the offset hangs on the formats that a reader knows, so would the digests.
    mutate = False if any(offset for offset, _clause in alternatives) else None
    return Case(
        name,
        comment,
        data,
        (clause,),
        error=(0, clause),
        alternatives=alternatives,
        mutate=mutate,
    )


def tails() -> Iterator[Case]:
    for layout, byte_order in LAYOUTS:
        name = f"{layout}-{byte_order}"
        image = Image(layout, byte_order).field("first", "I", "258").field("last", "H", "259")
        end = len(image.data)
        yield tail(f"{name}-tail-first", "right behind the label size of 0", image, end + 2)
        yield tail(f"{name}-tail-last", "the very last byte of the file", image, PAGE - 1)
    yield tail("tail-no-fields-first", "a version byte, a label size of 0, and then 01", Image(), 3)
    yield tail("tail-no-fields-last", "no field, and the last byte", Image(), PAGE - 1)
    image = Image().field("first", "I", "258")
    yield tail("tail-next-page", "the first byte of the second page", image, PAGE, pages=2)
    yield tail("tail-last-page", "the last byte of the second page", image, 2 * PAGE - 1, pages=2)
    yield hidden_field()


def tail(name: str, comment: str, image: Image, offset: int, pages: int = 1) -> Case:
    data = bytearray(image.exact().ljust(pages * PAGE, b"\0"))
    data[offset] = 0x01
    return Case(
        name,
        f"a 01 among the zeros: {comment}",
        bytes(data),
        ("F1-ZERO-TAIL",),
        error=(offset, "F1-ZERO-TAIL"),
    )


def hidden_field() -> Case:
    image = Image().field("first", "I", "258")
    image.data += b"\0\0"
    offset = len(image.data)
    return Case(
        "tail-hidden-field",
        "a whole field behind the label size of 0, which has ended the fields",
        image.field("hidden", "I", "259").pages(),
        ("F1-ZERO-TAIL",),
        error=(offset, "F1-ZERO-TAIL"),
    )


def nothing_fits() -> Iterator[Case]:
    yield Case(
        "no-layout-letters",
        "all letters: a label size of 4141 is 16,705, for every layout more than a page holds. "
        "All four errors stand at offset 3, so the first in the order counts",
        b"\x01".ljust(PAGE, b"A"),
        ("F1-FURTHEST", "F1-FIELD-WHOLE"),
        error=(3, "F1-FIELD-WHOLE"),
    )
    image = Image().items(b"a", b"", 0xFF, b"\x01", type_size=0)
    yield Case(
        "no-layout-tie",
        "a type size of 0 is, as char, an unknown signature 00 at the same offset: of errors "
        "with the same offset that of the first in the order counts",
        image.pages(),
        ("F1-FURTHEST", "F1-TYPE-SIZE"),
        error=(image.at["type size"], "F1-TYPE-SIZE"),
    )
    image = Image("char").field("first", "I", "258").items(b"second", b"s", 0xFF, b"")
    yield Case(
        "no-layout-char-furthest",
        "as typed it fails in the first field, as char in the second: char got further",
        image.pages(),
        ("F1-FURTHEST", "F1-CHAR-SIGNATURE"),
        error=(image.at["signature"], "F1-CHAR-SIGNATURE"),
    )
    image = Image("char").items(b"a", b"x", 0xFF, b"\x01")
    yield Case(
        "no-layout-typed-furthest",
        "as char its first signature is unknown; as typed the same byte is a type size of "
        "65,400 (ff78) bytes that aren't there, which is an error two bytes further on",
        image.pages(),
        ("F1-FURTHEST", "F1-FIELD-WHOLE"),
        error=(image.at["signature"] + 2, "F1-FIELD-WHOLE"),
    )
