"""What a file of format 1 owes beyond what a reader asks for (MUSTs marked *file*, and SHOULDs)."""

from __future__ import annotations

from typing import Iterator

from departure import Departure
from v1 import Field, File, Part

PAGE = 4096


def check_pages(data: bytes) -> Iterator[Departure]:
    if len(data) % PAGE or not data:
        yield Departure(
            len(data),
            "F1-PAGES",
            "1.9",
            f"a size of one or more pages of {PAGE} bytes",
            f"{len(data)} bytes",
        )


def check_fields(data: bytes, file: File) -> Iterator[Departure]:
    first_with_label: dict[str, Field] = {}
    for field in file.fields:
        first = first_with_label.setdefault(field.name, field)
        if first is not field:
            yield Departure(
                field.label_at,
                "F1-LABEL-UNIQUE",
                "1.3",
                "a label that no field before has",
                f"that of the field at offset {first.label_size_at}",
            )
        yield from check_label_size(data, field, file)
        yield from check_gaps(data, field)
        for part in field.parts:
            yield from check_part(data, part)
    if file.fields and file.fields[-1].end == len(data):
        yield Departure(
            len(data),
            "F1-LAST-ZERO",
            "1.6",
            "a zero after the last field",
            "the end of the file",
            must=False,
        )


def check_label_size(data: bytes, field: Field, file: File) -> Iterator[Departure]:
    size = int.from_bytes(data[field.label_size_at : field.label_at], file.byte_order)
    if size % 256 == 0:
        yield Departure(
            field.label_size_at,
            "F1-LABEL-256",
            "1.3",
            "a label size that is no multiple of 256",
            str(size),
            must=False,
        )


def check_gaps(data: bytes, field: Field) -> Iterator[Departure]:
    """Notes what stands between two parts of the value that counts."""
    for before, after in zip(field.parts, field.parts[1:]):
        gap_at = before.offset + before.width
        yield from note_nonzero(data, gap_at, after.offset, "F1-GAP-ZERO", "1.4")


def check_part(data: bytes, part: Part) -> Iterator[Departure]:
    raw = data[part.offset : part.offset + part.width]
    if part.type == "bool" and raw not in (b"\0", b"\1"):
        yield Departure(part.offset, "F1-BOOL", "1.5", "00 or 01", raw.hex())
    if part.type == "text":
        text = raw.partition(b"\0")[0]
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Departure(
                part.offset,
                "F1-TEXT-UTF8",
                "1.5",
                "a text in well-formed UTF-8",
                f"ill-formed bytes {error.start} bytes into it",
            )
        padding_at = part.offset + len(text)
        end = part.offset + part.width
        yield from note_nonzero(data, padding_at, end, "F1-TEXT-PAD", "1.5")


def note_nonzero(
    data: bytes, start: int, end: int, clause: str, section: str
) -> Iterator[Departure]:
    padding = data[start:end]
    behind = padding.lstrip(b"\0")
    if behind:
        nonzero = end - len(behind)
        found = f"{data[nonzero]:02x}"
        yield Departure(nonzero, clause, section, "00 as padding", found, must=False)
