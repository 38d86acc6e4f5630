"""Valid files: texts and labels (SPEC.md 1.3, 1.5 and 1.8)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import Image

LABELS = {
    "non-ascii": ("café.❤.𝄞", "characters of 2, 3 and 4 bytes"),
    "last-code-point": ("\U0010ffff", "f4 8f bf bf, the last character that there is"),
    "around-surrogates": ("\ud7ff\ue000", "ed 9f bf and ee 80 80: what stands next to them"),
    "shortest-of-each-length": ("\x01\x80\u0800\U00010000", "no overlong form, but just so"),
    "noncharacters": ("\ufffe\uffff\ufffd", "all of them well-formed, as is the replacement"),
    "byte-order-mark": ("\ufefflabel", "a byte-order mark is a character as any other"),
    "punctuation": (" ,={}\"'\\/%&<>|", "nothing is special"),
    "control": ("\x01\t\n\r\x1b\x7f", "nor are control characters, but for NUL"),
    "digits": ("0123", "nor digits, which look like a count"),
}

TEXTS = {
    "0s": ("", b"", "no bytes"),
    "1s": ("", b"\0", "a NUL only"),
    "3s": ("abc", b"abc", "full to its width, no NUL"),
    "4s": ("abc", b"abc\0", "one NUL, the last byte"),
    "5s": ("ab", b"ab\0cd", "bytes behind the NUL are ignored, not a second text"),
    "6s": ("", b"\0abcde", "so too where the NUL comes first"),
    "7s": ("abc", b"abc\0\xff\xfe\xc3", "and where they are no UTF-8"),
    "8s": ("é❤é", "é❤é\0".encode(), "characters of 2 and 3 bytes"),
    "9s": ("𝄞❤é", "𝄞❤é".encode(), "full to its width with whole characters"),
    "10s": ("\ufeffx", "\ufeffx".encode().ljust(10, b"\0"), "a byte-order mark is kept"),
    "11s": ("\U0010ffff\uffff\x7f", "\U0010ffff\uffff\x7f".encode().ljust(11, b"\0"), "borders"),
    "12s": ('"\\/\b\t\n\r%', b'"\\/\b\t\n\r%\0\0\0\0', "what JSON escapes"),
    "13s": ("\ufffd", b"\xef\xbf\xbd".ljust(13, b"\0"), "a replacement character that is meant"),
    "14s": (" a ", b" a ".ljust(14, b"\0"), "spaces are kept"),
}


def cases() -> Iterator[Case]:
    yield labels("typed", "little")
    yield labels("char", "big")
    for size in (1, 255, 256, 257, 65535):
        yield label_size(size)
    yield texts(0xFF)
    yield texts(0x00)
    yield text_of_pages()


def labels(layout: str, byte_order: str) -> Case:
    image = Image(layout, byte_order)
    for label, _odd in LABELS.values():
        image.field(label, "I", "7")
    return Case(
        f"{layout}-{byte_order}-labels",
        "; ".join(f"{name}: {odd}" for name, (_label, odd) in LABELS.items()),
        image.pages(),
        ("F1-LABEL-UTF8", "F1-LABEL-NUL"),
        image.decoded(),
    )


def label_size(size: int) -> Case:
    odd = {
        1: "the shortest label",
        255: "the largest size with a high byte of 0",
        256: "a low byte of 0: should not be (F1-LABEL-256), yet conforms",
        257: "as many bytes as 0101, which is the same in both byte orders",
        65535: "the longest label: a size that must not be taken for negative",
    }
    image = Image().field("l" * size, "Q", "258").field("after", "H", "259", write_buffer=1)
    return Case(
        f"label-of-{size}",
        f"a label of {size} bytes: {odd[size]}",
        image.pages(),
        ("F1-LABEL-256",) if size == 256 else (),
        image.decoded(),
        title="1.8",
    )


def texts(write_buffer: int) -> Case:
    image = Image()
    for signature, (text, raw, odd) in TEXTS.items():
        image.field(
            f"{signature}: {odd}", signature, text, raw=raw, write_buffer=write_buffer
        )
    return Case(
        f"texts-{write_buffer:02x}",
        "texts at the borders of their width; each label says what is odd about its own",
        image.pages(),
        ("F1-TEXT-READ", "F1-TEXT-UTF8"),
        image.decoded(),
    )


def text_of_pages() -> Case:
    image = Image().field("text", "9000s", "❤" * 3000).field("after", "B", "1")
    return Case(
        "text-over-three-pages",
        "a text of 9,000 bytes, 3,000 characters of 3 bytes",
        image.pages(),
        ("F1-TEXT-READ",),
        image.decoded(),
    )
