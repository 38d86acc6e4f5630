"""Reads a file of format 2 while its writer may be alive, by copies (SPEC.md 2.10 to 2.13).

    look(descriptor) -> Look, or FormatError

The copies are put together to one image of the file, which v2.py then reads as if nobody wrote
to it.
"""

from __future__ import annotations

import os
import struct
import threading
from typing import Iterator, NamedTuple

import cells
import v2
from attributes import Cell, Sequenced, Window
from errors import FormatError

TRIES = 10
MASK = 2**64 - 1


class Look(NamedTuple):
    """What was seen. `busy` has the entries of live series whose values kept changing, or that were
    retired meanwhile; `unsettled` is how many series were being rewritten, so that nothing can be
    said of them."""

    file: v2.File
    busy: frozenset[int]
    unsettled: int = 0


def fence() -> None:
    """Sequentially consistent. Python has none by name: a lock's acquire and release are one."""
    with threading.Lock():
        pass


def copy(descriptor: int, length: int, offset: int) -> bytes:
    fence()
    return os.pread(descriptor, length, offset)


def look(descriptor: int) -> Look:
    """F2-COPY: all is copied anew until nobody rewrote the directory meanwhile, for some tries."""
    for _ in range(TRIES):
        before = copy(descriptor, v2.PAGE, 0)
        try:
            seen = look_once(descriptor, before)
        except FormatError:
            # Not to be believed where an entry was being rewritten.
            if unchanged(before, copy(descriptor, v2.PAGE, 0)):
                raise
            continue
        if unchanged(before, copy(descriptor, v2.PAGE, 0)):
            return seen
    return look_between(descriptor)


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether nobody rewrote an entry between two looks at the header, or closed the file."""
    if len(before) < v2.PAGE:
        return True
    reuse, state = slice(112, 120), slice(24, 32)
    return before[reuse] == after[reuse] and before[112] % 2 == 0 and before[state] == after[state]


def look_once(descriptor: int, header: bytes) -> Look:
    """Steps 1 to 6 of SPEC.md 2.13."""
    image = copy_directory(descriptor, header)
    return look_at_cells(descriptor, image)


def look_between(descriptor: int) -> Look:
    """The last resort: a series counts whose state was live and the same before its entry was
    copied and after."""
    image = copy_directory(descriptor, copy(descriptor, v2.PAGE, 0))
    entries = list(series_entries(image))
    before = states(descriptor, entries)
    for block in v2.parse_blocks(image, v2.parse_header(image, len(image))):
        if block.kind == v2.DIRECTORY:
            copy_entries(descriptor, block, image)
    after = states(descriptor, entries)
    unsettled = 0
    for at in entries:
        state = after[at] if before[at] == after[at] else 0
        unsettled += state & 3 == 0
        struct.pack_into("<Q", image, at + 8, state)
    seen = look_at_cells(descriptor, image)
    last = states(descriptor, entries)
    changed = {
        series.at for _family, series in seen.file.live_series() if last[series.at] != series.state
    }
    return Look(seen.file, seen.busy | changed, unsettled)


def series_entries(image: bytes) -> Iterator[int]:
    blocks = v2.parse_blocks(image, v2.parse_header(image, len(image)))
    for at, _length, entry_type in v2.entries(image, blocks):
        if entry_type == v2.SERIES:
            yield at


def states(descriptor: int, entries: list[int]) -> dict[int, int]:
    return {at: v2.u64(copy(descriptor, 8, at + 8), 0) for at in entries}


# Steps 2 and 3


def copy_directory(descriptor: int, header: bytes) -> bytearray:
    """An image of the file with its header, block headers and entries, and nothing in its cells."""
    known = v2.parse_header(header, os.fstat(descriptor).st_size)
    at, published = known.length, known.published
    image = grown(bytearray(header), published)
    heads: list[v2.Block] = []
    while at < published:
        image[at : at + v2.BLOCK_HEADER] = copy(descriptor, v2.BLOCK_HEADER, at)
        heads.append(v2.parse_block(image, at, published))
        at = heads[-1].end
    # F2-LENGTH-AGAIN: a cell can be in a block that came with an entry since the first length.
    image[16:24] = copy(descriptor, 8, 16)
    later = v2.u64(image, 16)
    grown(image, later)
    while at < later:
        image[at : at + v2.BLOCK_HEADER] = copy(descriptor, v2.BLOCK_HEADER, at)
        block = v2.parse_block(image, at, later)
        # Its entries are for the next look.
        struct.pack_into("<Q", image, at + 16, block.header_length)
        at = block.end
    for block in heads:
        if block.kind == v2.DIRECTORY:
            copy_entries(descriptor, block, image)
    return image


def copy_entries(descriptor: int, block: v2.Block, image: bytearray) -> None:
    start, end = block.at + block.header_length, block.at + block.head
    image[start:end] = copy(descriptor, end - start, start)


def grown(image: bytearray, length: int) -> bytearray:
    image += bytes(max(0, length - len(image)))
    return image


# Steps 4 to 6


def look_at_cells(descriptor: int, image: bytearray) -> Look:
    """Copies the cells: those that one word at a time is enough for all at once, the others each by
    itself."""
    file = v2.parse_directory(bytes(image))
    for block in file.blocks:
        if block.kind in (v2.CELLS, v2.STRIPED):
            start = block.at + block.header_length
            image[start : block.end] = copy(descriptor, block.end - start, start)
    busy = {
        series.at
        for family, series in file.live_series()
        if not all(
            copy_cell(descriptor, family.cell, place, image) for place in file.places(series.cell)
        )
    }
    whole = v2.File(bytes(image), *file[1:])
    for family, series in whole.live_series():
        if family.kind == "text" and series.at not in busy:
            cells.check_text(whole.data, family.cell, series.cell)
    return Look(whole, frozenset(busy))


def copy_cell(descriptor: int, cell: Cell, at: int, image: bytearray) -> bool:
    """Whether it could be had in one piece (F2-BUSY). What was had is put into the image."""
    if isinstance(cell, Sequenced):
        return any(copy_sequenced(descriptor, cell, at, image) for _ in range(TRIES))
    if isinstance(cell, Window):
        return any(copy_window(descriptor, cell, at, image) for _ in range(TRIES))
    return True


def copy_sequenced(descriptor: int, cell: Sequenced, at: int, image: bytearray) -> bool:
    """F2-SEQUENCED-READ, once."""
    sequence = v2.u64(copy(descriptor, 8, at), 0)
    slot = cell.slot(at, sequence)
    value = copy(descriptor, cell.width, slot)
    later = v2.u64(copy(descriptor, 8, at), 0)
    if later - sequence & MASK > cell.slots - 2:
        return False
    struct.pack_into("<Q", image, at, sequence)
    image[slot : slot + cell.width] = value
    return True


def copy_window(descriptor: int, cell: Window, at: int, image: bytearray) -> bool:
    """F2-WINDOW-READ, once for all slots."""
    before, value, after = (copy(descriptor, cell.size, at) for _ in range(3))
    slots = range(8, cell.size, 32)
    if any(before[slot : slot + 8] != after[slot : slot + 8] for slot in slots):
        return False
    image[at : at + cell.size] = value
    for slot in slots:
        image[at + slot : at + slot + 8] = before[slot : slot + 8]
    return True
