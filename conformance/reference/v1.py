"""Format 1, in the order of SPEC.md Part 1.

    parse(data) -> File, or FormatError
    decoded(file) -> the decoded form
"""

from __future__ import annotations

import re
import struct
from typing import NamedTuple

from errors import FormatError
from text import decoded_value, read_text, show


class Part(NamedTuple):
    """One scalar or text of a value."""

    type: str
    value: int | float | bool | str
    offset: int
    width: int


class Field(NamedTuple):
    """A labelled value, the offsets of its items, and that of what follows it. (Type size,
    where there is one, stands 2 bytes before the signature.)"""

    name: str
    parts: tuple[Part, ...]
    label_size_at: int
    label_at: int
    signature_at: int
    write_buffer_at: int
    values_at: int
    end: int

    @property
    def type(self) -> str:
        return self.parts[0].type if len(self.parts) == 1 else "tuple"

    @property
    def value(self) -> int | float | bool | str | None:
        return self.parts[0].value if len(self.parts) == 1 else None


class File(NamedTuple):
    """A file that parses."""

    layout: str
    byte_order: str
    fields: tuple[Field, ...]


# 1.2 Header


def check_header(data: bytes) -> None:
    if not data:
        raise FormatError(0, "F1-NOT-EMPTY", "1.2", "a version byte", "an empty file")
    if data[0] != 0x01:
        raise FormatError(0, "F1-VERSION", "1.2", "version 01", version_found(data))


def version_found(data: bytes) -> str:
    if data[0] == 0x00:
        return "00: a file that its writer has not finished creating, or no stats file"
    if data[0] == 0x02 and data[1:8] == b"MMSTATS":
        return "02 and MMSTATS: a format 2 file; read it with a reader of format 2"
    if data[0] == 0x02:
        return "02: a file in an unreleased draft of mmstats"
    return f"{data[0]:02x}: no stats file"


# 1.3 Field


def parse_field(data: bytes, start: int, layout: str, byte_order: str) -> Field:
    label_size = read_u16(data, start, byte_order, "a label size")
    label_at = start + 2
    name = parse_label(take(data, label_at, label_size, "a label"), label_at)

    read_signature = read_typed_signature if layout == "typed" else read_char_signature
    signature, signature_at = read_signature(data, label_at + label_size, byte_order)
    parts, width = parse_signature(signature, signature_at)

    write_buffer_at = signature_at + len(signature)
    write_buffer = take(data, write_buffer_at, 1, "a write buffer")[0]
    if write_buffer not in (0x00, 0x01, 0xFF):
        raise FormatError(
            write_buffer_at, "F1-WRITE-BUFFER", "1.3", "00, 01 or ff", f"{write_buffer:02x}"
        )

    values_at = write_buffer_at + 1
    # A port: width is up to about 2 ** 43 here, more than 32 bits hold.
    if write_buffer == 0xFF:
        end = values_at + len(take(data, values_at, width, "a value"))
        read_at = values_at
    else:
        end = values_at + len(take(data, values_at, 2 * width, "two values"))
        # F1-READ-BUFFER (1.5): the buffer that the writer does not write next.
        read_at = values_at + (write_buffer ^ 1) * width
    values = tuple([read_part(data, part, read_at, byte_order) for part in parts])
    return Field(name, values, start, label_at, signature_at, write_buffer_at, values_at, end)


def read_typed_signature(data: bytes, offset: int, byte_order: str) -> tuple[bytes, int]:
    """The signature behind the type size at `offset`, and where it starts."""
    type_size = read_u16(data, offset, byte_order, "a type size")
    if type_size == 0:
        raise FormatError(offset, "F1-TYPE-SIZE", "1.3", "a type size of 1 or more", "0")
    return take(data, offset + 2, type_size, "a signature"), offset + 2


def read_char_signature(data: bytes, offset: int, _byte_order: str) -> tuple[bytes, int]:
    """The one byte of signature at `offset`."""
    signature = take(data, offset, 1, "a signature")
    if signature not in SCALARS:
        expected = "one of Q q L l I i H h B b ? f d"
        raise FormatError(offset, "F1-CHAR-SIGNATURE", "1.4", expected, show(signature))
    return signature, offset


def take(data: bytes, offset: int, width: int, item: str) -> bytes:
    raw = data[offset : offset + width]
    if len(raw) < width:
        expected, found = f"{item} of {width} bytes", f"{len(raw)} left in the file"
        raise FormatError(offset, "F1-FIELD-WHOLE", "1.3", expected, found)
    return raw


def read_u16(data: bytes, offset: int, byte_order: str, item: str) -> int:
    return int.from_bytes(take(data, offset, 2, item), byte_order)


def parse_label(label: bytes, offset: int) -> str:
    try:
        # Strict: overlong forms and surrogates are ill-formed.
        name = label.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(
            offset,
            "F1-LABEL-UTF8",
            "1.3",
            "a label in well-formed UTF-8",
            f"ill-formed bytes {error.start} bytes into it",
        ) from None
    if "\0" in name:
        raise FormatError(
            offset, "F1-LABEL-NUL", "1.3", "a label without NUL", f"a NUL in {show(label)}"
        )
    return name


# 1.4 Signature

SCALARS = {  # code: type, width (which is the alignment, too)
    b"Q": ("u64", 8),
    b"q": ("i64", 8),
    b"L": ("u64", 8),
    b"l": ("i64", 8),
    b"I": ("u32", 4),
    b"i": ("i32", 4),
    b"H": ("u16", 2),
    b"h": ("i16", 2),
    b"B": ("u8", 1),
    b"b": ("i8", 1),
    b"?": ("bool", 1),
    b"f": ("f32", 4),
    b"d": ("f64", 8),
}

COUNT_DIGITS = 9


class Place(NamedTuple):
    """Where a part stands in its value."""

    type: str
    start: int
    width: int


def parse_signature(signature: bytes, offset: int) -> tuple[list[Place], int]:
    """The parts of a value, and its width."""
    parts = []
    end = 0
    i = 0
    while i < len(signature):
        code = signature[i : i + 1]
        if code in SCALARS:
            part_type, width = SCALARS[code]
            # F1-ALIGN: at the next multiple of the part's alignment.
            start = (end + width - 1) // width * width
            i += 1
        else:
            digits = count_digits(signature, i)
            if digits is None:
                raise FormatError(
                    offset,
                    "F1-SIGNATURE",
                    "1.3",
                    "a signature as in SPEC.md 1.4",
                    f"{show(signature)}, unknown at its byte {i}",
                )
            part_type, width = "text", int(signature[i : i + digits])
            start = end
            i += digits + 1
        parts.append(Place(part_type, start, width))
        end = start + width
    return parts, end


def count_digits(signature: bytes, i: int) -> int | None:
    """How many digits stand before the `s` of the text part at `i`, if it is one."""
    digits = 0
    while i + digits < len(signature) and signature[i + digits] in b"0123456789":
        digits += 1
    leading_zero = digits > 1 and signature[i] == ord("0")
    ends_in_s = signature[i + digits : i + digits + 1] == b"s"
    if not 1 <= digits <= COUNT_DIGITS or leading_zero or not ends_in_s:
        return None
    return digits


# 1.5 Values


def read_part(data: bytes, part: Place, value_at: int, byte_order: str) -> Part:
    offset = value_at + part.start
    raw = data[offset : offset + part.width]
    if part.type == "text":
        value = read_text(raw)
    elif part.type == "bool":
        value = raw != b"\0"
    elif part.type in ("f32", "f64"):
        order = "<" if byte_order == "little" else ">"
        value = struct.unpack(order + ("f" if part.type == "f32" else "d"), raw)[0]
    else:
        value = int.from_bytes(raw, byte_order, signed=part.type.startswith("i"))
    return Part(part.type, value, offset, part.width)


# 1.6 End of fields


def fields_end(data: bytes, offset: int) -> bool:
    return data[offset : offset + 2] in (b"", b"\0", b"\0\0")


def check_tail(data: bytes, offset: int) -> None:
    nonzero = re.compile(rb"\0*").match(data, offset).end()
    if nonzero < len(data):
        expected = f"00 from the end of the fields at offset {offset} on"
        raise FormatError(nonzero, "F1-ZERO-TAIL", "1.6", expected, f"{data[nonzero]:02x}")


# 1.7 Layout

FITS = (("typed", "little"), ("typed", "big"), ("char", "little"), ("char", "big"))


def parse(data: bytes) -> File:
    """The file as the first layout and byte order that fits, else the furthest error."""
    check_header(data)
    furthest = None
    for layout, byte_order in FITS:
        try:
            return parse_as(data, layout, byte_order)
        except FormatError as error:
            if furthest is None or error.offset > furthest.offset:
                furthest = error
    raise furthest


def parse_as(data: bytes, layout: str, byte_order: str) -> File:
    fields = []
    offset = 1
    while not fields_end(data, offset):
        field = parse_field(data, offset, layout, byte_order)
        fields.append(field)
        offset = field.end
    check_tail(data, offset)
    return File(layout, byte_order, tuple(fields))


# The decoded form (conformance/README.md)


def decoded(file: File) -> dict:
    return {
        "format": 1,
        "layout": file.layout,
        "byte_order": file.byte_order,
        "fields": [decoded_field(field) for field in file.fields],
    }


def decoded_field(field: Field) -> dict:
    parts = [{"type": part.type, "value": decoded_value(part.value)} for part in field.parts]
    if field.type == "tuple":
        return {"name": field.name, "type": "tuple", "parts": parts}
    return {"name": field.name, **parts[0]}
