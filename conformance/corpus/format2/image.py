"""The bytes of a file of format 2, put together block by block and entry by entry, with what a
reader has to make of them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from corpus.format2.shapes import SCALAR, Shape, attribute

PAGE = 4096
MAGIC = b"\x02MMSTATS"
CREATED = 1_700_000_000_000_000_000
DIRECTORY, CELLS, STRIPED = 1, 2, 3
KINDS = {"counter": 1, "gauge": 2, "text": 3, "histogram": 4, "struct": 5, "window": 6}
TYPES = {"u64": 1, "i64": 2, "f64": 3, "bool": 4, "bytes": 5}
AGGREGATES = {"sum": 1, "min": 2, "max": 3, "last": 4, "each": 5}
LIVE, RETIRED = 1, 2


@dataclass
class Block:
    at: int
    kind: int
    length: int
    header_length: int
    stripe: int
    ordinal: int
    head: int

    @property
    def end(self) -> int:
        return self.at + self.length


@dataclass
class Family:
    id: int
    at: int
    kind: str
    type: str
    shape: Shape
    keys: tuple[str, ...]
    decoded: dict
    values_at: dict[str, int] = field(default_factory=dict)
    """Offsets of the attributes, by tag: name, unit, help, key, buckets, ..."""


@dataclass
class Series:
    at: int
    cell: int
    home: Block


class Image:
    """A file in the making. Blocks come one behind the other; entries and cells go to the last
    block of their kind (and stripe 0) unless they are told where."""

    def __init__(self, application: str = "web", *, header_length: int = PAGE):
        self.data = bytearray(header_length)
        self.blocks: list[Block] = []
        self.families: list[dict] = []
        self.skipped = 0
        self.entries = 0
        self.ids = 0
        self.state = 1
        self.application = application
        self.data[:12] = MAGIC + struct.pack("<HH", 0, header_length)
        times = (CREATED, 1_000_000_000, 4242, 777)
        self.data[32:64] = struct.pack("<4Q", *times)
        self.data[64:80] = bytes.fromhex("00112233445566778899aabbccddeeff")
        self.data[80:96] = struct.pack("<2Q", 4026531836, 1000)
        self.data[120:136] = bytes.fromhex("0f0e0d0c0b0a09080706050403020100")
        self.put(136, application.encode())

    @classmethod
    def small(cls, *, cells: int = PAGE, **options: object) -> Image:
        """One directory block and one cells block."""
        image = cls(**options)
        image.block(DIRECTORY)
        image.block(CELLS, cells)
        return image

    @classmethod
    def striped(cls, *stripes: int) -> Image:
        """One directory block, the striped block of stripe 0, and those of others."""
        image = cls()
        image.block(DIRECTORY)
        for stripe in (0, *stripes):
            image.block(STRIPED, stripe=stripe)
        return image

    def put(self, offset: int, raw: bytes) -> None:
        assert offset + len(raw) <= len(self.data), (offset, len(raw))
        self.data[offset : offset + len(raw)] = raw

    def word(self, offset: int, value: int, width: int = 8) -> Image:
        self.put(offset, value.to_bytes(width, "little"))
        return self

    def block(
        self,
        kind: int,
        length: int = PAGE,
        *,
        stripe: int = 0,
        ordinal: int | None = None,
        header_length: int = 64,
    ) -> Block:
        if ordinal is None:
            ordinal = sum(one.kind == kind and one.stripe == stripe for one in self.blocks)
        block = Block(len(self.data), kind, length, header_length, stripe, ordinal, header_length)
        if stripe:
            block.head = length
        self.blocks.append(block)
        self.data += bytes(length)
        return block

    def last(self, *kinds: int) -> Block:
        return next(one for one in reversed(self.blocks) if one.kind in kinds and one.stripe == 0)

    def entry(self, raw: bytes, into: Block | None = None) -> int:
        """Appends an entry as it is, and returns its offset."""
        block = into or self.last(DIRECTORY)
        at = block.at + block.head
        assert block.head + len(raw) <= block.length, "the directory block is full"
        self.put(at, raw)
        block.head += len(raw)
        self.entries += 1
        return at

    def family(
        self,
        name: str = "a",
        kind: str = "counter",
        type: str = "u64",
        shape: Shape = SCALAR,
        *,
        unit: str = "",
        help: str = "",
        keys: tuple[str, ...] = (),
        aggregate: str = "sum",
        alive_only: bool = False,
        attributes: bytes | None = None,
        more: bytes = b"",
        padding: int = 0,
        known: bool = True,
        into: Block | None = None,
        **codes: int,
    ) -> Family:
        """`attributes` stands in place of those that the arguments make, `more` behind them;
        `codes` (id, kind_code, type_code, aggregate_code) are written as they are."""
        self.ids += 1
        parts = {"name": attribute("name", name.encode())}
        if unit:
            parts["unit"] = attribute("unit", unit.encode())
        if help:
            parts["help"] = attribute("help", help.encode())
        for key in keys:
            parts["key"] = parts.get("key", b"") + attribute("key", key.encode())
        parts["shape"] = shape.attributes
        raw = b"".join(parts.values()) if attributes is None else attributes
        raw = (raw + more).ljust(8, b"\0")
        raw += bytes(-len(raw) % 8 + padding)
        aggregate_code = AGGREGATES[aggregate] + 128 * alive_only
        family_id = codes.get("id", self.ids)
        head = struct.pack(
            "<IHHIBBBB",
            16 + len(raw),
            1,
            0,
            family_id,
            codes.get("kind_code", KINDS[kind]),
            codes.get("type_code", TYPES[type]),
            codes.get("aggregate_code", aggregate_code),
            0,
        )
        at = self.entry(head + raw, into)
        decoded = {
            "name": name, "kind": kind, "type": type, "unit": unit, "help": help,
            "aggregate": aggregate, "alive_only": alive_only, "labels": list(keys),
            **shape.decoded, "series": [],
        }  # fmt: skip
        family = Family(family_id, at, kind, type, shape, keys, decoded)
        offset = at + 16
        for tag, part in parts.items():
            family.values_at[tag] = offset
            offset += len(part)
        family.values_at["more"] = offset
        if known:
            self.families.append(decoded)
        else:
            self.skipped += 1
        return family

    def cell(self, raw: bytes, into: Block | None = None, alignment: int = 8) -> tuple[int, Block]:
        block = into or self.last(CELLS, STRIPED)
        block.head += -block.head % alignment
        at = block.at + block.head
        assert block.head + len(raw) <= block.length, "the cells block is full"
        self.put(at, raw)
        block.head += len(raw)
        return at, block

    def series(
        self,
        family: Family,
        cell: bytes,
        value: object = None,
        labels: tuple[str, ...] = (),
        *,
        state: int = LIVE,
        overflow: bool = False,
        flags: int = 0,
        created: int = CREATED,
        raw_labels: bytes | None = None,
        padding: int = 0,
        at: int | None = None,
        length: int | None = None,
        into: Block | None = None,
        entry_into: Block | None = None,
    ) -> Series:
        """A cell with these bytes and its entry. It is expected to be read as `value` where it is
        live. `at` is written as the cell's offset in place of the right one."""
        if at is None:
            place, home = self.cell(cell, into)
        else:
            place, home = at, None
        raw = raw_labels
        if raw is None:
            raw = b"".join(label(one.encode()) for one in labels)
        raw = raw.ljust(4, b"\0")
        raw += bytes(-(36 + len(raw)) % 8 + padding)
        head = struct.pack(
            "<IHHQQQI",
            36 + len(raw) if length is None else length,
            2,
            int(overflow) | flags,
            state,
            place,
            created,
            family.id,
        )
        entry = self.entry(head + raw, entry_into)
        if state & 3 == LIVE:
            names = dict(zip(family.keys, labels))
            if overflow:
                names = {"otel.metric.overflow": "true"}
            family.decoded["series"].append(
                {"labels": names, "created": str(created), "value": value}
            )
        return Series(entry, place, home)

    def stripe_cell(self, series: Series, block: Block, raw: bytes) -> None:
        """The same cell in another stripe."""
        self.put(block.at + series.cell - series.home.at, raw)

    def bytes(self, tail: bytes = b"", published: int | None = None) -> bytes:
        """The file, with what stands behind the published length."""
        self.word(16, len(self.data) if published is None else published)
        self.word(24, self.state).word(104, self.entries)
        for one in self.blocks:
            header = struct.pack(
                "<IIQQII",
                one.kind, one.header_length, one.length, one.head, one.stripe, one.ordinal,
            )  # fmt: skip
            self.put(one.at, header)
        return bytes(self.data) + tail

    def decoded(self) -> dict:
        return {
            "format": 2,
            "application": self.application,
            "state": "closed" if self.state == 2 else "open",
            "skipped": self.skipped,
            "families": self.families,
        }


def label(raw: bytes) -> bytes:
    """A label value as it stands in a series' entry."""
    return struct.pack("<H", len(raw)) + raw
