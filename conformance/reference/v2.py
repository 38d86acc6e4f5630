"""Format 2: the header, the blocks and the directory, in the order of SPEC.md Part 2. What the
families' kinds make of attributes and cells is in attributes.py and cells.py.

    parse(data) -> File, or FormatError

All of `data` is taken as it is, as of a file that nobody writes to any more. live.py reads one that
somebody does.
"""

from __future__ import annotations

import struct
from typing import Iterator, NamedTuple

import attributes
import cells
from attributes import Attribute, Cell
from errors import FormatError
from text import read_text, show

MAGIC = b"\x02MMSTATS"
PAGE = 4096


class Header(NamedTuple):
    length: int
    published: int
    state: int
    append_generation: int
    reuse_generation: int
    application: str


class Block(NamedTuple):
    at: int
    kind: int
    header_length: int
    length: int
    head: int
    stripe: int
    ordinal: int

    @property
    def end(self) -> int:
        return self.at + self.length


class Family(NamedTuple):
    """A family and its series. `cell` is None where the kind or value type isn't known."""

    at: int
    length: int
    id: int
    kind: str
    type: str
    aggregate: int
    attributes: tuple[Attribute, ...]
    cell: Cell | None
    series: list[Series]

    def texts(self, tag: int) -> list[str]:
        return [str(one.value, "utf-8") for one in self.attributes if one.tag == tag]

    def text(self, tag: int) -> str:
        """That of the first attribute with this tag (F2-ATTRIBUTE-ONCE), or nothing."""
        return next(iter(self.texts(tag)), "")


class Series(NamedTuple):
    """`labels` is the label values of a live series; none, where it is the overflow series."""

    at: int
    length: int
    overflow: bool
    state: int
    cell: int
    created: int
    labels: tuple[str, ...]

    @property
    def live(self) -> bool:
        return self.state & 3 == LIVE


class File(NamedTuple):
    data: bytes
    header: Header
    blocks: list[Block]
    families: list[Family]

    def live_series(self) -> Iterator[tuple[Family, Series]]:
        for family in self.families:
            for series in family.series:
                if series.live:
                    yield family, series

    def places(self, cell: int) -> list[int]:
        """Where a cell is: in stripe 0, and then in each other stripe that has its block."""
        home = next(block for block in self.blocks if block.at <= cell < block.end)
        return [cell, *(block.at + cell - home.at for block in others(self.blocks, home))]


def parse(data: bytes) -> File:
    file = parse_directory(data)
    # F2-FIRST-FAULT: the texts of live series come last.
    for family, series in file.live_series():
        if family.kind == "text":
            cells.check_text(data, family.cell, series.cell)
    return file


def parse_directory(data: bytes) -> File:
    """The file but for its texts."""
    header = parse_header(data, len(data))
    blocks = parse_blocks(data, header)
    return File(data, header, blocks, parse_entries(data, header, blocks))


def u16(data: bytes, offset: int) -> int:
    return struct.unpack_from("<H", data, offset)[0]


def u32(data: bytes, offset: int) -> int:
    return struct.unpack_from("<I", data, offset)[0]


def u64(data: bytes, offset: int) -> int:
    return struct.unpack_from("<Q", data, offset)[0]


# 2.2 Header


def parse_header(data: bytes, size: int) -> Header:
    """`size` is the file's, of which `data` may be the beginning."""
    if data[:8] != MAGIC:
        found = "02, an unreleased draft of mmstats" if data[:1] == b"\x02" else show(data[:8])
        raise FormatError(0, "F2-MAGIC", "2.2", "02 and MMSTATS", found)
    if len(data) < PAGE:
        found = f"the end of the file after {len(data)}"
        raise FormatError(len(data), "F2-HEADER", "2.2", f"a header of {PAGE} bytes", found)
    length, features, published = u16(data, 10), u32(data, 12), u64(data, 16)
    if length % PAGE or not length:
        expected = f"a header length that is a multiple of {PAGE} and not 0"
        raise FormatError(10, "F2-HEADER-LENGTH", "2.2", expected, str(length))
    if features:
        bits = ", ".join(str(bit) for bit in range(32) if features >> bit & 1)
        raise FormatError(
            12, "F2-FEATURES", "2.2", "no required features", f"unknown ones: bit {bits}"
        )
    if published % PAGE or published > size:
        expected = f"a published length that is a multiple of {PAGE} and at most {size}"
        raise FormatError(16, "F2-PUBLISHED", "2.2", expected, str(published))
    if length > published:
        expected = f"a header length of at most the published length, {published}"
        raise FormatError(10, "F2-HEADER-LENGTH", "2.2", expected, str(length))
    application = read_text(data[136:200])
    return Header(length, published, u64(data, 24), u64(data, 104), u64(data, 112), application)


# 2.3 Blocks

DIRECTORY, CELLS, STRIPED = 1, 2, 3
BLOCK_HEADER = 64


def parse_blocks(data: bytes, header: Header) -> list[Block]:
    """All blocks, those of unknown kinds too."""
    blocks = []
    at = header.length
    while at < header.published:
        blocks.append(parse_block(data, at, header.published))
        at = blocks[-1].end
    check_stripes(blocks)
    return blocks


def parse_block(data: bytes, at: int, published: int) -> Block:
    kind, header_length, length, head, stripe, ordinal = struct.unpack_from("<IIQQII", data, at)
    if length % PAGE or not 0 < length <= published - at:
        expected = f"a block length that is a multiple of {PAGE} from {PAGE} to {published - at}"
        raise FormatError(at + 8, "F2-BLOCK-WHOLE", "2.3", expected, str(length))
    if header_length % 8 or not BLOCK_HEADER <= header_length <= length:
        expected = f"a multiple of 8 from {BLOCK_HEADER} to the block length {length}"
        raise FormatError(at + 4, "F2-BLOCK-HEADER", "2.3", expected, str(header_length))
    if head % 8 or not header_length <= head <= length:
        expected = f"a head that is a multiple of 8 from {header_length} to {length}"
        raise FormatError(at + 16, "F2-HEAD", "2.3", expected, str(head))
    return Block(at, kind, header_length, length, head, stripe, ordinal)


def check_stripes(blocks: list[Block]) -> None:
    striped = [block for block in blocks if block.kind == STRIPED]
    homes: dict[int, Block] = {}
    for block in striped:
        if block.stripe == 0:
            homes.setdefault(block.ordinal, block)
    for block in striped:
        # One without a block of stripe 0 is ignored: nothing points at it.
        home = homes.get(block.ordinal, block)
        for offset, item, found, expected in (
            (8, "block length", block.length, home.length),
            (4, "header length", block.header_length, home.header_length),
        ):
            if block.stripe and found != expected:
                expected = f"the {item} of the block at offset {home.at}, {expected}"
                raise FormatError(
                    block.at + offset, "F2-STRIPE-LENGTH", "2.3", expected, str(found)
                )


def others(blocks: list[Block], home: Block) -> list[Block]:
    """The blocks in which the other stripes have what the home block has in stripe 0. Of two
    with one ordinal only the first is a home."""
    homes = (one for one in blocks if one.kind == STRIPED and one.stripe == 0)
    if home is not next((one for one in homes if one.ordinal == home.ordinal), None):
        return []
    return [
        one for one in blocks if one.kind == STRIPED and one.stripe and one.ordinal == home.ordinal
    ]


# 2.4 Directory

FAMILY, SERIES = 1, 2
ENTRY_MIN = 16


def entries(data: bytes, blocks: list[Block]) -> Iterator[tuple[int, int, int]]:
    """Offset, length and type of each entry."""
    for block in blocks:
        if block.kind != DIRECTORY:
            continue
        at, end = block.at + block.header_length, block.at + block.head
        while at < end:
            length = u32(data, at)
            if length % 8 or not ENTRY_MIN <= length <= end - at:
                expected = f"an entry length that is a multiple of 8 from {ENTRY_MIN} to {end - at}"
                raise FormatError(at, "F2-ENTRY-LENGTH", "2.4", expected, str(length))
            yield at, length, u16(data, at + 4)
            at += length


def parse_entries(data: bytes, header: Header, blocks: list[Block]) -> list[Family]:
    families: list[Family] = []
    room = header.published
    for at, length, entry_type in entries(data, blocks):
        if entry_type == FAMILY:
            families.append(parse_family(data, at, length, expected_id=len(families) + 1))
        elif entry_type == SERIES:
            family = family_of(data, at, length, families)
            if family.cell is None:  # F2-KIND-SKIP
                continue
            home = check_cell(data, at, family, blocks)
            room -= family.cell.size * (1 + len(others(blocks, home)))
            if room < 0:
                expected = f"cells of {header.published} bytes together, the published length"
                raise FormatError(at + 16, "F2-CELL-SUM", "2.6", expected, f"{-room} bytes more")
            family.series.append(parse_series(data, at, length, family))
    return families


# 2.5 Family

KINDS = {1: "counter", 2: "gauge", 3: "text", 4: "histogram", 5: "struct", 6: "window"}
TYPES = {1: "u64", 2: "i64", 3: "f64", 4: "bool", 5: "bytes"}
PAIRS = {
    "counter": ("u64", "f64"),
    "gauge": ("u64", "i64", "f64", "bool"),
    "text": ("bytes",),
    "histogram": ("u64", "f64"),
    "struct": ("bytes",),
    "window": ("u64", "f64"),
}
AGGREGATES = {1: "sum", 2: "min", 3: "max", 4: "last", 5: "each"}
ALIVE_ONLY = 128
FAMILY_MIN = 24


def parse_family(data: bytes, at: int, length: int, expected_id: int) -> Family:
    if length < FAMILY_MIN:
        raise FormatError(
            at, "F2-FAMILY-ENTRY", "2.5", f"a family of at least {FAMILY_MIN} bytes", str(length)
        )
    family_id, kind_code, type_code, aggregate = struct.unpack_from("<IBBB", data, at + 8)
    if family_id != expected_id:
        raise FormatError(at + 8, "F2-FAMILY-ID", "2.5", f"id {expected_id}", str(family_id))
    kind, value_type = KINDS.get(kind_code, ""), TYPES.get(type_code, "")
    if not kind or not value_type:
        return Family(at, length, family_id, kind, value_type, aggregate, (), None, [])
    if value_type not in PAIRS[kind]:
        expected = f"a {kind} of {' or '.join(PAIRS[kind])}"
        raise FormatError(at + 12, "F2-KIND-TYPE", "2.5", expected, f"one of {value_type}")
    found = attributes_in(data, at + 16, at + length)
    used, cell = attributes.check(kind, found, at)
    return Family(at, length, family_id, kind, value_type, aggregate, used, cell, [])


def attributes_in(data: bytes, at: int, end: int) -> Iterator[Attribute]:
    while end - at >= 4 and u16(data, at):
        tag, length = u16(data, at), u16(data, at + 2)
        if length > end - at - 4:
            expected = f"an attribute of at most {end - at - 4} bytes"
            raise FormatError(at, "F2-ATTRIBUTE-WHOLE", "2.5", expected, str(length))
        yield Attribute(at, tag, data[at + 4 : at + 4 + length])
        at += 4 + length


# 2.6 Series

SERIES_MIN = 40
LIVE = 1


def family_of(data: bytes, at: int, length: int, families: list[Family]) -> Family:
    if length < SERIES_MIN:
        expected = f"a series of at least {SERIES_MIN} bytes"
        raise FormatError(at, "F2-SERIES-ENTRY", "2.6", expected, str(length))
    family_id = u32(data, at + 32)
    if not 1 <= family_id <= len(families):
        expected = f"the id of a family before it, at most {len(families)}"
        raise FormatError(at + 32, "F2-SERIES-FAMILY", "2.6", expected, str(family_id))
    return families[family_id - 1]


def check_cell(data: bytes, at: int, family: Family, blocks: list[Block]) -> Block:
    """The block of the cell."""
    offset, size = u64(data, at + 16), family.cell.size
    home = next((block for block in blocks if block.at <= offset < block.end), None)
    if (
        offset % 8
        or home is None
        or not (home.kind == CELLS or (home.kind == STRIPED and home.stripe == 0))
        or offset < home.at + home.header_length
        or size > home.end - offset
    ):
        expected = f"a cell of {size} bytes within a block of cells, at a multiple of 8"
        raise FormatError(at + 16, "F2-CELL", "2.6", expected, f"offset {offset}")
    if home.kind != CELLS and family.kind in ("gauge", "text", "struct"):
        expected = f"the cell of a {family.kind} in a block of kind 2"
        raise FormatError(at + 16, "F2-CELL-BLOCK", "2.6", expected, "one of kind 3")
    return home


def parse_series(data: bytes, at: int, length: int, family: Family) -> Series:
    flags, state, cell, created = struct.unpack_from("<HQQQ", data, at + 6)
    overflow = bool(flags & 1)
    labels: tuple[str, ...] = ()
    if state & 3 == LIVE and not overflow:
        labels = tuple(
            label_values(data, at + 36, at + length, len(family.texts(attributes.LABEL_KEY)))
        )
    return Series(at, length, overflow, state, cell, created, labels)


def label_values(data: bytes, at: int, end: int, count: int) -> Iterator[str]:
    for _ in range(count):
        if end - at < 2 or u16(data, at) > end - at - 2:
            expected = "a label value within its entry"
            raise FormatError(at, "F2-LABELS", "2.6", expected, f"{end - at} bytes left for it")
        raw = data[at + 2 : at + 2 + u16(data, at)]
        if not attributes.is_text(raw):
            expected = "a label value in well-formed UTF-8 without NUL"
            raise FormatError(at, "F2-LABELS", "2.6", expected, show(raw))
        yield raw.decode("utf-8")
        at += 2 + len(raw)
