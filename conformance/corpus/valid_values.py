"""Valid files: every type, its extremes, floats, tuples and texts (SPEC.md 1.4 and 1.5)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import LAYOUTS, TYPES, Image

PLAIN = {  # No value reads the same in the other byte order, or as its unsigned twin.
    "Q": "72623859790382856",  # 0102030405060708
    "q": "-72623859790382856",
    "L": "72623859790382856",
    "l": "-72623859790382856",
    "I": "16909060",  # 01020304
    "i": "-16909060",
    "H": "258",  # 0102
    "h": "-258",
    "B": "200",
    "b": "-56",  # the same byte as the 200
    "?": True,
    "f": "1.5",
    "d": "0.1",
    "5s": "abcde",
}

EXTREMES = {
    "Q": ("0", "18446744073709551615"),
    "q": ("-9223372036854775808", "9223372036854775807"),
    "L": ("0", "18446744073709551615"),
    "l": ("-9223372036854775808", "9223372036854775807"),
    "I": ("0", "4294967295"),
    "i": ("-2147483648", "2147483647"),
    "H": ("0", "65535"),
    "h": ("-32768", "32767"),
    "B": ("0", "255"),
    "b": ("-128", "127"),
    "?": (False, True),
    "f": ("-3.4028234663852886e+38", "3.4028234663852886e+38"),
    "d": ("-1.7976931348623157e+308", "1.7976931348623157e+308"),
}

SPECIAL_FLOATS = {  # f64 bits are those of the f32 in the same row, and of some more
    "f": {
        "7fc00000": "nan",
        "ffc00000": "nan",
        "7f800001": "nan",  # a signalling one with the smallest payload
        "7f800000": "inf",
        "ff800000": "-inf",
        "80000000": "-0.0",
        "00000001": "1.401298464324817e-45",  # the smallest subnormal
        "007fffff": "1.1754942106924411e-38",  # the largest subnormal
        "00800000": "1.1754943508222875e-38",  # the smallest normal
        "7f7fffff": "3.4028234663852886e+38",
        "3dcccccd": "0.10000000149011612",  # 0.1 as f32, widened
    },
    "d": {
        "7ff8000000000000": "nan",
        "fff8000000000000": "nan",
        "7ff0000000000001": "nan",
        "7ff0000000000000": "inf",
        "fff0000000000000": "-inf",
        "8000000000000000": "-0.0",
        "0000000000000001": "5e-324",
        "000fffffffffffff": "2.225073858507201e-308",
        "0010000000000000": "2.2250738585072014e-308",
        "7fefffffffffffff": "1.7976931348623157e+308",
        "3fd3333333333334": "0.30000000000000004",  # 17 digits, no fewer
        "4340000000000000": "9007199254740992.0",  # 2 ** 53
        "430c6bf526340000": "1000000000000000.0",  # 1e15 in full,
        "4341c37937e08000": "1e+16",  # and from here with an exponent
        "3f1a36e2eb1c432d": "0.0001",
        "3ee4f8b588e368f1": "1e-05",
        "403e000000000000": "30.0",
    },
}

TUPLES = [  # signature, values, what is odd about it
    ("bQ", ("-1", "2"), "7 bytes of gap: 16 wide"),
    ("Qb", ("2", "-1"), "no gap, and none after the last part: 9 wide"),
    ("bhiq", ("-1", "-2", "-3", "-4"), "gaps of 1, 0 and 0 bytes"),
    ("qihb", ("-4", "-3", "-2", "-1"), "falling alignment: no gap at all"),
    ("?5sd", (True, "abc", "1.5"), "a text starts anywhere, the f64 after it at 8"),
    ("QQ", ("258", "259"), "two values that change together"),
    ("LlHIhfHd", ("1", "-2", "3", "4", "5", "0.5", "6", "0.25"), "L and l have 8 bytes"),
    ("bLblbd", ("1", "2", "3", "-4", "5", "0.5"), "and their alignment is 8, as that of d"),
    ("b0sQ", ("-1", "", "7"), "0s takes no room and aligns nothing"),
    ("0s", ("",), "a value of no bytes at all"),
    ("0s0s", ("", ""), "two of them"),
    ("b0s", ("-1", ""), "a last part of no bytes"),
    ("10s999s", ("ten", "many"), "counts of more digits"),
    ("1s1s", ("a", "b"), "not a text of 11 bytes"),
    ("bb?BbB", ("1", "2", True, "3", "4", "5"), "bytes need no gap"),
]


def cases() -> Iterator[Case]:
    for layout, byte_order in LAYOUTS:
        for write_buffer in (0x00, 0x01, 0xFF):
            yield every_code(layout, byte_order, write_buffer)
    for layout, byte_order in (("typed", "little"), ("char", "big")):
        yield extremes(layout, byte_order)
        yield special_floats(layout, byte_order)
    for byte_order, write_buffer in (("little", 0xFF), ("little", 0x01), ("big", 0x00)):
        yield tuples(byte_order, write_buffer)
    yield alignments()
    yield tuple_gap_garbage()
    yield unread_buffer_garbage()


def every_code(layout: str, byte_order: str, write_buffer: int) -> Case:
    image = Image(layout, byte_order)
    for code, value in PLAIN.items():
        if layout == "typed" or code in TYPES:
            image.field(f"code.{code}", code, value, write_buffer=write_buffer)
    read = {0x00: "the second buffer", 0x01: "the first buffer", 0xFF: "the only value"}
    return Case(
        f"{layout}-{byte_order}-every-code-{write_buffer:02x}",
        f"every code with write buffer {write_buffer:02x}: {read[write_buffer]} counts; "
        "a second one holds the same bytes inverted",
        image.pages(),
        ("F1-READ-BUFFER", "F1-FIT"),
        image.decoded(),
    )


def extremes(layout: str, byte_order: str) -> Case:
    image = Image(layout, byte_order)
    for code, (low, high) in EXTREMES.items():
        image.field(f"low.{code}", code, low)
        image.field(f"high.{code}", code, high, write_buffer=0)
    return Case(
        f"{layout}-{byte_order}-extremes",
        "the lowest and the highest value of every code",
        image.pages(),
        decoded=image.decoded(),
        title="1.5",
    )


def special_floats(layout: str, byte_order: str) -> Case:
    image = Image(layout, byte_order)
    for code, patterns in SPECIAL_FLOATS.items():
        for bits, value in patterns.items():
            raw = bytes.fromhex(bits)
            raw = raw if byte_order == "big" else raw[::-1]
            image.field(f"{code}.{bits}", code, value, raw=raw)
    return Case(
        f"{layout}-{byte_order}-special-floats",
        "floats at the borders of IEEE 754 and of their decimal form; the label has the bits",
        image.pages(),
        decoded=image.decoded(),
        title="1.5",
    )


def tuples(byte_order: str, write_buffer: int) -> Case:
    image = Image("typed", byte_order)
    for signature, values, odd in TUPLES:
        image.field(f"{signature}: {odd}", signature, *values, write_buffer=write_buffer)
    return Case(
        f"typed-{byte_order}-tuples-{write_buffer:02x}",
        "signatures of several parts; each label says what is odd about its own",
        image.pages(),
        ("F1-TUPLE", "F1-ALIGN", "F1-READ-BUFFER"),
        image.decoded(),
    )


def alignments() -> Case:
    image = Image()
    for code, befores in {"H": range(3), "i": range(5), "q": range(9)}.items():
        for before in befores:
            image.field(f"{before}s{code}", f"{before}s{code}", "x" * before, "513")
    return Case(
        "alignments",
        "every gap that an alignment of 2, 4 and 8 can ask for: 0 to 8 bytes of text first",
        image.pages(),
        ("F1-ALIGN",),
        image.decoded(),
    )


def tuple_gap_garbage() -> Case:
    image = Image()
    raw = b"\x01" + b"\xee" * 7 + (2).to_bytes(8, "little")
    image.field("gap", "bQ", "1", "2", raw=raw)
    return Case(
        "tuple-gap-not-zero",
        "bytes between parts are ignored, though a writer should make them zero",
        image.pages(),
        ("F1-ALIGN",),
        image.decoded(),
    )


def unread_buffer_garbage() -> Case:
    image = Image()
    image.field("bool", "?", True, write_buffer=0, unread=b"\x07")
    image.field("bool.other", "?", False, write_buffer=1, unread=b"\xff")
    image.field("text", "4s", "ok", write_buffer=0, unread=b"\xc3\x28\xff\x80")
    image.field("nan", "d", "2.0", write_buffer=1, unread=b"\xff" * 8)
    return Case(
        "unread-buffer-garbage",
        "the buffer that the writer writes next may hold anything: no bool, no text",
        image.pages(),
        ("F1-READ-BUFFER", "F1-BOOL", "F1-TEXT-UTF8"),
        image.decoded(),
    )
