#!/usr/bin/env python3
"""Reference validator of format 1: reports every departure of files from SPEC.md.

    validate.py FILE...

prints a line for each departure from a MUST marked *file* (and, as a note, from a SHOULD),
with its offset and clause, or that the file conforms. Exits with 1 where any file departs
from a MUST, with 2 where one can't be read at all.

    departures(data) -> [Departure], by offset
"""

from __future__ import annotations

import sys
from typing import Iterator, NamedTuple

from decode import Field, File, FormatError, Part, parse, read_regular_file

PAGE = 4096


class Departure(NamedTuple):
    """A place where a file departs from SPEC.md. A note is a departure from a SHOULD."""

    offset: int
    clause: str
    section: str
    expected: str
    found: str
    must: bool = True

    def __str__(self) -> str:
        note = "" if self.must else "note: "
        return (
            f"offset {self.offset}: {note}{self.clause} (SPEC.md {self.section}): "
            f"expected {self.expected}, found {self.found}"
        )


def departures(data: bytes) -> list[Departure]:
    found = list(check_pages(data))
    try:
        file = parse(data)
    except FormatError as error:
        found.append(Departure(*error.args))
    else:
        found += check_fields(data, file)
    return sorted(found, key=lambda departure: departure.offset)


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


def main(paths: list[str]) -> int:
    if not paths:
        print("usage: validate.py FILE...", file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        try:
            found = departures(read_regular_file(path))
        except OSError as error:
            print(f"{path}: {error.strerror or error}", file=sys.stderr)
            status = 2
            continue
        for departure in found:
            print(f"{path}: {departure}")
        if any(departure.must for departure in found):
            status = max(status, 1)
        else:
            print(f"{path}: conforms")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
