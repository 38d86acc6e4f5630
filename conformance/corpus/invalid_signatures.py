"""Files that don't decode because of a signature (SPEC.md 1.4)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import Image
from corpus.invalid_fields import broken

UNKNOWN = {  # name: signature, what is wrong with it
    "s": (b"s", "no count: struct takes it for 1s"),
    "00s": (b"00s", "a leading zero"),
    "05s": (b"05s", "a leading zero"),
    "10-digits": (b"1000000000s", "10 digits: one above the largest count"),
    "10-digits-leading-zero": (b"0999999999s", "10 digits, though no larger than the largest"),
    "20-digits": (b"18446744073709551617s", "2 ** 64 + 1: 1 in 64 bits"),
    "plus-5s": (b"+5s", "a sign"),
    "minus-5s": (b"-5s", "a sign"),
    "5": (b"5", "a count of nothing"),
    "Q5": (b"Q5", "a count of nothing, after a part"),
    "5-space-s": (b"5 s", "a space inside of a part"),
    "5S": (b"5S", "an upper-case S"),
    "5p": (b"5p", "struct's Pascal string"),
    "hex-count": (b"0x5s", "a count in hexadecimal"),
    "exponent-count": (b"1e1s", "a count with an exponent"),
    "arabic-digit": ("٥s".encode(), "a digit, but none of 0 to 9"),
    "superscript-digit": (b"\xb2s", "a superscript 2 of Latin-1"),
    "2Q": (b"2Q", "a repeat count: struct takes it for QQ"),
    "0Q": (b"0Q", "struct's way to align the end"),
    "Q2s2Q": (b"Q2s2Q", "a repeat count behind good parts"),
    "less-Q": (b"<Q", "a byte-order mark"),
    "greater-Q": (b">Q", "a byte-order mark"),
    "at-Q": (b"@Q", "struct's mark for native mode"),
    "equal-Q": (b"=Q", "struct's mark for native order"),
    "bang-Q": (b"!Q", "struct's mark for network order"),
    "space-first": (b" Q", "a space before"),
    "space-last": (b"Q ", "a space behind"),
    "space-between": (b"Q Q", "a space between; struct skips it"),
    "nul": (b"\0", "a NUL"),
    "nul-last": (b"Q\0", "a signature padded with NUL"),
    "x": (b"x", "struct's pad byte"),
    "c": (b"c", "struct's character"),
    "e": (b"e", "struct's half float"),
    "g": (b"g", "ctypes' long double"),
    "n": (b"n", "struct's ssize_t"),
    "P": (b"P", "struct's pointer"),
    "z": (b"z", "ctypes' char pointer"),
    "Qz": (b"Qz", "an unknown code behind a known one"),
    "comma": (b"Q,Q", "a separator"),
    "ff": (b"\xff", "a byte that is no character"),
    "type-name": (b"u64", "a type's name"),
}


def cases() -> Iterator[Case]:
    for name, (signature, what) in UNKNOWN.items():
        image = Image().items(signature=signature)
        yield broken(
            f"signature-{name}", f"unknown to 1.4: {what}", "F1-SIGNATURE", "signature", image
        )
    image = Image().items(signature=b"b" * 65534 + b"x", values=b"\x01" * 65535)
    comment = "the longest signature, 65,535 bytes, of which only the last is unknown"
    yield broken("signature-65535-last", comment, "F1-SIGNATURE", "signature", image)
    image = Image().field("first", "I", "258").items(signature=b"1" * 10000 + b"s")
    comment = "a count of 10,000 digits, more than any type of integer holds"
    yield broken("signature-10000-digits", comment, "F1-SIGNATURE", "signature", image)
    image = Image("typed", "big").field("first", "I", "258").items(signature=b"2Q")
    comment = "a repeat count, big-endian"
    yield broken("typed-big-signature-2Q", comment, "F1-SIGNATURE", "signature", image)
    yield from chars()


def chars() -> Iterator[Case]:
    for name, signature, what in (
        ("s", b"s", "there is no text in the char layout"),
        ("5", b"5", "a count is more than one byte can say"),
        ("x", b"x", "struct's pad byte"),
        ("P", b"P", "struct's pointer"),
        ("00", b"\0", "a NUL"),
        ("ff", b"\xff", "a byte that is no character"),
    ):
        for byte_order in ("little", "big"):
            image = Image("char", byte_order).field("first", "I", "258")
            image.items(b"second", signature, 0xFF, b"\x01" * 8)
            yield broken(
                f"char-{byte_order}-signature-{name}", what, "F1-CHAR-SIGNATURE", "signature", image
            )
