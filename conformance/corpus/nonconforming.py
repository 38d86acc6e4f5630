"""Files that a reader reads and a validator complains of (SPEC.md: MUSTs marked *file*)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import LAYOUTS, PAGE, Image

ILL_FORMED = {  # name: bytes, what is left of them, what they are
    "continuation": (b"a\x80b", "ab", "a byte that continues nothing"),
    "overlong-2": (b"a\xc0\xafb", "ab", "a slash in two bytes"),
    "overlong-2-last": (b"a\xc1\xbfb", "ab", "c1 starts overlong forms only"),
    "overlong-3": (b"a\xe0\x9f\xbfb", "ab", "U+07FF in three bytes"),
    "overlong-4": (b"a\xf0\x8f\xbf\xbfb", "ab", "U+FFFF in four bytes"),
    "overlong-nul": (b"a\xc0\x80b", "ab", "Java's modified UTF-8 for NUL: no NUL here"),
    "surrogate-first": (b"a\xed\xa0\x80b", "ab", "U+D800"),
    "surrogate-last": (b"a\xed\xbf\xbfb", "ab", "U+DFFF"),
    "surrogate-pair": (b"a\xed\xa0\xb4\xed\xb4\x9eb", "ab", "CESU-8's form of U+1D11E"),
    "above-last": (b"a\xf4\x90\x80\x80b", "ab", "U+110000, one above the last"),
    "f5": (b"a\xf5\x80\x80\x80b", "ab", "f5 starts nothing"),
    "five-bytes": (b"a\xf8\x88\x80\x80\x80b", "ab", "UTF-8 of 1993"),
    "ff": (b"a\xff\xfeb", "ab", "never in UTF-8"),
    "latin-1": (b"caf\xe9 au lait", "caf au lait", "e9 promises two bytes, a space follows"),
    "cut-2-by-ascii": (b"a\xc3(b", "a(b", "what breaks a sequence is kept"),
    "cut-3-by-ascii": (b"a\xe2\x9d(b", "a(b", "after two of three bytes, too"),
    "cut-4-by-start": (b"a\xf0\x9f\x98\xc3\xa9", "aé", "and where it starts the next character"),
    "cut-by-nul": (b"ab\xe2\x9d\0\xa4", "ab", "the third byte stands behind the NUL"),
    "cut-by-width-2": (b"ab\xc3", "ab", "a writer cut it inside of a character of 2 bytes"),
    "cut-by-width-3": (b"ab\xe2\x9d", "ab", "of 3 bytes"),
    "cut-by-width-4": (b"ab\xf0\x9d\x84", "ab", "of 4 bytes"),
    "nothing-left": (b"\x80\xff", "", "nothing but ill-formed bytes"),
}


def cases() -> Iterator[Case]:
    yield from sizes()
    yield from bools()
    yield from texts()
    yield from repeated_labels()
    yield several_departures()


def sizes() -> Iterator[Case]:
    yield page_case("size-1", "the version byte, and nothing else", b"\x01", Image())
    yield page_case("size-2", "the version byte, and a single 00", b"\x01\0", Image())
    yield page_case("size-3", "the version byte, and a label size of 0", b"\x01\0\0", Image())
    for layout, byte_order in LAYOUTS:
        image = Image(layout, byte_order).field("a", "I", "258").field("b", "H", "259")
        name = f"{layout}-{byte_order}"
        yield page_case(f"{name}-no-padding", "ends after its last field", image.exact(), image)
        yield page_case(
            f"{name}-one-zero", "one 00 after its last field", image.exact() + b"\0", image
        )
    image = Image().field("a", "I", "258")
    yield page_case("page-less-1", "a byte less than a page", image.pages()[:-1], image)
    yield page_case("page-and-1", "a byte more than a page", image.pages() + b"\0", image)
    yield page_case("page-half", "a page of 2,048 bytes", image.pages()[: PAGE // 2], image)


def page_case(name: str, comment: str, data: bytes, image: Image) -> Case:
    return Case(
        name,
        f"{comment}: {len(data)} bytes, no whole pages",
        data,
        ("F1-PAGES",),
        image.decoded(),
        departures=((len(data), "F1-PAGES"),),
    )


def bools() -> Iterator[Case]:
    for layout, byte_order in LAYOUTS:
        image = Image(layout, byte_order).field("good", "?", True)
        image.field("bad", "?", True, raw=b"\x02")
        yield bool_case(f"{layout}-{byte_order}-bool-02", image, image.at["values"], "02")
    for byte in (0x80, 0xFE, 0xFF):
        image = Image().field("bad", "?", True, raw=bytes([byte]))
        yield bool_case(f"bool-{byte:02x}", image, image.at["values"], f"{byte:02x}")
    for write_buffer, read in ((0x00, 1), (0x01, 0)):
        image = Image()
        image.field("bad", "?", True, raw=b"\x07", unread=b"\x01", write_buffer=write_buffer)
        at = image.at["values"] + read
        yield bool_case(f"bool-07-in-buffer-{read}", image, at, "07, in the buffer that counts,")
    image = Image().field("bad", "I?", "1", True, raw=b"\x01\0\0\0\x07")
    yield bool_case("bool-07-in-tuple", image, image.at["values"] + 4, "07, the second part,")


def bool_case(name: str, image: Image, offset: int, what: str) -> Case:
    return Case(
        name,
        f"a bool of {what} reads as true",
        image.pages(),
        ("F1-BOOL",),
        image.decoded(),
        departures=((offset, "F1-BOOL"),),
    )


def texts() -> Iterator[Case]:
    for name, (raw, text, what) in ILL_FORMED.items():
        image = Image().field("text", f"{len(raw)}s", text, raw=raw)
        yield text_case(f"text-{name}", image, image.at["values"], what)
    image = Image("typed", "big")
    image.field("text", "3s", "ab", raw=b"a\xffb", unread=b"ok\0", write_buffer=0)
    offset = image.at["values"] + 3
    yield text_case("typed-big-text-ff", image, offset, "in the second buffer, the one that counts")
    image = Image().field("tuple", "H3sH", "1", "ab", "2", raw=b"\x01\0a\xffb\0\x02\0")
    offset = image.at["values"] + 2
    yield text_case("text-ff-in-tuple", image, offset, "in the second part of three")


def text_case(name: str, image: Image, offset: int, what: str) -> Case:
    return Case(
        name,
        f"a text with ill-formed bytes, which a reader drops: {what}",
        image.pages(),
        ("F1-TEXT-UTF8", "F1-TEXT-READ"),
        image.decoded(),
        departures=((offset, "F1-TEXT-UTF8"),),
    )


def repeated_labels() -> Iterator[Case]:
    for layout, byte_order in LAYOUTS:
        image = Image(layout, byte_order).field("same", "I", "1").field("other", "I", "2")
        image.field("same", "H", "3")
        yield Case(
            f"{layout}-{byte_order}-label-twice",
            "a reader yields both fields, with their types and values",
            image.pages(),
            ("F1-LABEL-UNIQUE",),
            image.decoded(),
            departures=((image.at["label"], "F1-LABEL-UNIQUE"),),
        )
    image = Image().field("same", "B", "1")
    offsets = [image.field("same", "B", str(i)).at["label"] for i in (2, 3)]
    yield Case(
        "label-three-times",
        "the second and the third are one too many each",
        image.pages(),
        ("F1-LABEL-UNIQUE",),
        image.decoded(),
        departures=tuple((offset, "F1-LABEL-UNIQUE") for offset in offsets),
    )


def several_departures() -> Case:
    image = Image().field("a", "?", True, raw=b"\x03")
    departures = [(image.at["values"], "F1-BOOL")]
    image.field("a", "2s", "", raw=b"\xff\xff")
    departures.append((image.at["label"], "F1-LABEL-UNIQUE"))
    departures.append((image.at["values"], "F1-TEXT-UTF8"))
    data = image.exact()
    departures.append((len(data), "F1-PAGES"))
    return Case(
        "four-departures",
        "one of each kind: a validator reports them all",
        data,
        ("F1-BOOL", "F1-LABEL-UNIQUE", "F1-TEXT-UTF8", "F1-PAGES"),
        image.decoded(),
        departures=tuple(departures),
        title="0.3",
    )
