"""The bytes of a stats file, put together item by item, with what a reader has to make of them.

Widths, alignment and values come from Python's own struct module in native mode, which is
what SPEC.md 1.4 takes over: so nothing here follows the reader that the files check. It needs
a 64-bit machine where a C long has 8 bytes (LP64: Linux, macOS).
"""

from __future__ import annotations

import re
import struct
import sys

PAGE = 4096

TYPES = {
    "Q": "u64",
    "q": "i64",
    "L": "u64",
    "l": "i64",
    "I": "u32",
    "i": "i32",
    "H": "u16",
    "h": "i16",
    "B": "u8",
    "b": "i8",
    "?": "bool",
    "f": "f32",
    "d": "f64",
}
"""The codes of one byte, in the order of SPEC.md 1.4."""

LAYOUTS = [
    (layout, byte_order) for layout in ("typed", "char") for byte_order in ("little", "big")
]
"""In the order of SPEC.md 1.7."""


class Image:
    """A file in the making. `at` holds the offsets of the items of the last field."""

    def __init__(self, layout: str = "typed", byte_order: str = "little"):
        self.layout = layout
        self.byte_order = byte_order
        self.data = bytearray(b"\x01")
        self.fields: list[dict] = []
        self.at: dict[str, int] = {}

    def field(
        self,
        label: str,
        signature: str,
        *values: str | bool,
        write_buffer: int = 0xFF,
        raw: bytes | None = None,
        unread: bytes | None = None,
    ) -> Image:
        """Appends a field with these values (decoded form), one for each part. `raw` gives
        the bytes that decode to them where they aren't the obvious ones, `unread` the bytes
        of the buffer that doesn't count, which are otherwise those of the other inverted."""
        read = pack(signature, values, self.byte_order) if raw is None else raw
        if unread is None:
            unread = bytes(byte ^ 0xFF for byte in read)
        buffers = {0xFF: read, 0x00: unread + read, 0x01: read + unread}[write_buffer]
        self.items(label.encode(), signature.encode(), write_buffer, buffers)
        self.fields.append(decoded_field(label, signature, values))
        return self

    def items(
        self,
        label: bytes = b"field",
        signature: bytes = b"Q",
        write_buffer: int = 0xFF,
        values: bytes = b"\x01\0\0\0\0\0\0\0",
        *,
        label_size: int | None = None,
        type_size: int | None = None,
    ) -> Image:
        """Appends the items of a field as they are given, right or wrong."""
        contents = {
            "label size": self.u16(len(label) if label_size is None else label_size),
            "label": label,
            "type size": self.u16(len(signature) if type_size is None else type_size),
            "signature": signature,
            "write buffer": bytes([write_buffer]),
            "values": values,
        }
        if self.layout == "char":
            del contents["type size"]
        for item, content in contents.items():
            self.at[item] = len(self.data)
            self.data += content
        return self

    def u16(self, number: int) -> bytes:
        return number.to_bytes(2, self.byte_order)

    def fill(self, left: int) -> Image:
        """Appends a field that leaves this many bytes of the page."""
        rest = len(Image(self.layout).field("", "b", "1").data) - 1
        return self.field("f" * (PAGE - left - len(self.data) - rest), "b", "1")

    def exact(self) -> bytes:
        return bytes(self.data)

    def pages(self) -> bytes:
        """The file as a writer leaves it: with zeros to the end of the page."""
        return self.exact() + bytes(-len(self.data) % PAGE)

    def decoded(self) -> dict:
        return {
            "format": 1,
            "layout": self.layout,
            "byte_order": self.byte_order,
            "fields": self.fields,
        }


def codes(signature: str) -> list[str]:
    return re.findall(r"[0-9]+s|.", signature)


def pack(signature: str, values: tuple[str | bool, ...], byte_order: str) -> bytes:
    """The bytes of a value, NUL between its parts and behind its texts."""
    packed = b""
    for code, value in zip(codes(signature), values, strict=True):
        if code.endswith("s"):
            text, width = value.encode(), int(code[:-1])
            assert len(text) <= width, (signature, value)
            packed += text.ljust(width, b"\0")
            continue
        # struct's own way to ask where the next part starts: none of it, aligned.
        start = struct.calcsize(f"@{len(packed)}s0{code}")
        scalar = struct.pack(f"@{code}", float(value) if code in "fd" else int(value))
        packed = packed.ljust(start, b"\0")
        packed += scalar if byte_order == sys.byteorder else scalar[::-1]
    return packed


def decoded_field(label: str, signature: str, values: tuple[str | bool, ...]) -> dict:
    parts = [
        {"type": "text" if code.endswith("s") else TYPES[code], "value": value}
        for code, value in zip(codes(signature), values, strict=True)
    ]
    if len(parts) == 1:
        return {"name": label, **parts[0]}
    return {"name": label, "type": "tuple", "parts": parts}
