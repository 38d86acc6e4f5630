"""A model of a writer: plays a scenario step by step on bytes in memory, by the protocols of
SPEC.md part 2 and the decisions of ../../README.md, "Identical bytes". One thread, nothing
atomic."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from corpus.format2.shapes import COMPONENTS, KINDS, MASK, attribute, component, sequence
from corpus.format2.values import (
    as_word,
    bucket_word,
    cut,
    label_values,
    packed,
    up,
    whole_words,
)

PAGE = 4096
LARGEST_BLOCK = 1 << 20
BLOCK_HEADER = 64
DIRECTORY, CELLS, STRIPED = 1, 2, 3
FAMILY_KINDS = {"counter": 1, "gauge": 2, "text": 3, "histogram": 4, "struct": 5, "window": 6}
TYPES = {"u64": 1, "i64": 2, "f64": 3, "bool": 4, "bytes": 5}
AGGREGATES = {"sum": 1, "min": 2, "max": 3, "last": 4, "each": 5}
LIVE, RETIRED = 1, 2
OVERFLOW = {
    "name": "mmstats.overflow",
    "kind": "counter",
    "type": "u64",
    "unit": "1",
    "help": "Lookups of label values beyond the limit of a family, counted in its overflow series.",
    "aggregate": "sum",
}
DEFAULT_LIMIT = 2000


@dataclass
class Block:
    at: int
    kind: int
    length: int
    stripe: int
    ordinal: int
    head: int = BLOCK_HEADER


@dataclass
class Series:
    entry: int
    length: int
    cell: int
    home: Block
    labels: tuple[str, ...]
    incarnation: int = 0
    overflow: bool = False


@dataclass
class Family:
    spec: dict
    id: int
    slots: int = 0
    width: int = 0
    offsets: list[int] = field(default_factory=list)
    """Of the components in the slot."""
    size: int = 8
    live: dict[tuple[str, ...], Series] = field(default_factory=dict)
    retired: list[Series] = field(default_factory=list)
    overflow: Series | None = None

    def __post_init__(self) -> None:
        kind = self.spec["kind"]
        if kind == "text":
            self.width = up(8 + self.spec["capacity"], 8)
        if kind == "struct":
            end = 0
            for one in self.spec["components"]:
                width = width_of(one)
                start = end if one["type"] == "text" else up(end, width)
                self.offsets.append(start)
                end = start + width
            self.width = up(end, 8)
        if self.width:
            self.slots = 8 if self.width > 128 else 4
            self.size = 8 + self.slots * self.width
        if kind == "histogram":
            self.size = 8 * (8 + self.spec["buckets"])
        if kind == "window":
            self.size = 8 * (1 + 4 * self.spec["slots"])

    def attributes(self) -> bytes:
        spec = self.spec
        raw = attribute("name", spec["name"].encode())
        for tag in ("unit", "help"):
            if spec.get(tag):
                raw += attribute(tag, spec[tag].encode())
        for key in spec.get("labels", ()):
            raw += attribute("key", key.encode())
        if spec["kind"] == "histogram":
            packed = struct.pack("<IiI", spec["scale"], spec["first"], spec["buckets"])
            raw += attribute("buckets", packed)
        if spec["kind"] == "window":
            raw += attribute("ring", struct.pack("<QI", int(spec["duration"]), spec["slots"]))
        if self.width:
            raw += sequence(self.slots, self.width)
        for one, offset in zip(spec.get("components", ()), self.offsets):
            kind, unit = KINDS[one["kind"]], one["unit"].encode()
            raw += component(
                one["name"], one["type"], offset, width=width_of(one), kind=kind, unit=unit
            )
        return raw.ljust(up(len(raw), 8), b"\0")


def width_of(component: dict) -> int:
    return component["width"] if component["type"] == "text" else COMPONENTS[component["type"]][1]


class Writer:
    """The file is `data`."""

    def __init__(self, application: str, identity: dict | None):
        self.identity = identity or {}
        self.data = bytearray(PAGE)
        self.blocks: list[Block] = []
        self.families: dict[str, Family] = {}
        self.data[:12] = b"\x02MMSTATS" + struct.pack("<HH", 0, PAGE)
        self.put(24, 1)
        names = ("created", "created_boot", "pid", "start", "pid_namespace", "uid")
        for offset, name in zip((32, 40, 48, 56, 80, 88), names):
            self.put(offset, int(self.identity.get(name, 0)))
        for offset, name in ((64, "boot_id"), (120, "file_id")):
            self.data[offset : offset + 16] = bytes.fromhex(self.identity.get(name, "01" * 16))
        self.data[136 : 136 + len(application.encode())] = application.encode()
        self.add_block(DIRECTORY, PAGE)
        self.add_block(CELLS, PAGE)

    # Words

    def put(self, offset: int, value: int) -> None:
        struct.pack_into("<Q", self.data, offset, value & MASK)

    def get(self, offset: int) -> int:
        return struct.unpack_from("<Q", self.data, offset)[0]

    def add(self, offset: int, value: str | int, type: str = "u64") -> None:
        if type == "f64":
            total = struct.unpack_from("<d", self.data, offset)[0] + float(value)
            struct.pack_into("<d", self.data, offset, total)
        else:
            self.put(offset, self.get(offset) + int(value))

    # Blocks

    def add_block(self, kind: int, length: int, stripe: int = 0, ordinal: int = 0) -> Block:
        block = Block(len(self.data), kind, length, stripe, ordinal)
        if stripe:
            block.head = length
        self.data += bytes(length)
        header = struct.pack("<IIQQII", kind, BLOCK_HEADER, length, block.head, stripe, ordinal)
        self.data[block.at : block.at + len(header)] = header
        self.blocks.append(block)
        self.put(16, len(self.data))
        return block

    def room(self, kind: int, size: int, alignment: int) -> tuple[Block, int]:
        """The block that takes as many bytes, and where in it."""
        mine = [block for block in self.blocks if block.kind == kind and not block.stripe]
        if mine:
            at = up(mine[-1].head, alignment)
            if at + size <= mine[-1].length:
                return mine[-1], at
        share = up(sum(block.length for block in mine), 8 * PAGE) // 8
        length = max(min(max(share, PAGE), LARGEST_BLOCK), up(BLOCK_HEADER + size, PAGE))
        return self.add_block(kind, length, ordinal=len(mine)), BLOCK_HEADER

    def move_head(self, block: Block, head: int) -> None:
        block.head = head
        self.put(block.at + 16, head)

    def append_entry(self, raw: bytes) -> int:
        block, start = self.room(DIRECTORY, len(raw), 8)
        at = block.at + start
        self.data[at : at + len(raw)] = raw
        self.move_head(block, start + len(raw))
        self.add(104, 1)
        return at

    # Families and series

    def register(self, spec: dict) -> None:
        if spec.get("labels") and OVERFLOW["name"] not in self.families:
            self.register(OVERFLOW)
        family = Family(spec, len(self.families) + 1)
        self.families[spec["name"]] = family
        raw = family.attributes()
        aggregate = AGGREGATES[spec["aggregate"]] + 128 * spec.get("alive_only", False)
        kind, type = FAMILY_KINDS[spec["kind"]], TYPES[spec["type"]]
        head = (16 + len(raw), 1, 0, family.id, kind, type, aggregate, 0)
        self.append_entry(struct.pack("<IHHI4B", *head) + raw)
        if spec.get("labels"):
            family.overflow = self.add_series(family, (), overflow=True)
        else:
            family.live[()] = self.add_series(family, ())

    def add_series(self, family: Family, labels: tuple[str, ...], overflow: bool = False) -> Series:
        striped = family.spec["kind"] in ("counter", "histogram", "window")
        scalar = family.spec["kind"] in ("counter", "gauge")
        block, start = self.room(
            STRIPED if striped else CELLS, family.size, 8 if scalar else BLOCK_HEADER
        )
        self.move_head(block, start + family.size)
        raw = label_values(labels)
        length = up(36 + len(raw), 32) if labels else 40
        state = RETIRED if overflow else LIVE
        cell = block.at + start
        head = (length, 2, int(overflow), state, cell, self.created, family.id)
        entry = self.append_entry((struct.pack("<IHHQQQI", *head) + raw).ljust(length, b"\0"))
        return Series(entry, length, cell, block, labels, overflow=overflow)

    @property
    def created(self) -> int:
        return int(self.identity.get("created", 0))

    def lookup(self, family: Family, labels: tuple[str, ...]) -> Series:
        if labels in family.live:
            return family.live[labels]
        if len(family.live) >= family.spec.get("limit", DEFAULT_LIMIT):
            self.add(self.families[OVERFLOW["name"]].live[()].cell, 1)
            if family.overflow.incarnation == 0:
                self.rewrite(family, family.overflow, ())
            return family.overflow
        size = 36 + len(label_values(labels))
        series = next((one for one in family.retired if size <= one.length), None)
        if series:
            family.retired.remove(series)
            self.rewrite(family, series, labels)
        else:
            series = self.add_series(family, labels)
        family.live[labels] = series
        return series

    def rewrite(self, family: Family, series: Series, labels: tuple[str, ...]) -> None:
        """F2-REUSE"""
        self.add(112, 1)
        series.incarnation += 1
        series.labels = labels
        self.put(series.entry + 8, series.incarnation * 4)
        self.put(series.entry + 24, self.created)
        raw = label_values(labels).ljust(series.length - 36, b"\0")
        self.data[series.entry + 36 : series.entry + series.length] = raw
        self.clear(family, series)
        self.put(series.entry + 8, series.incarnation * 4 + LIVE)
        self.add(112, 1)

    def clear(self, family: Family, series: Series) -> None:
        if family.width:
            if self.get(series.cell):
                # F2-SEQUENCE-KEPT
                zeros = bytes(8 if family.spec["kind"] == "text" else family.width)
                self.publish(family, series, zeros)
            return
        for block in self.blocks:
            if block is series.home or (
                block.kind == STRIPED
                and series.home.kind == STRIPED
                and block.ordinal == series.home.ordinal
            ):
                cell = block.at + series.cell - series.home.at
                self.data[cell : cell + family.size] = bytes(family.size)

    def retire(self, family: Family, series: Series) -> None:
        """F2-RETIRE"""
        self.put(series.entry + 8, series.incarnation * 4 + RETIRED)
        self.add(112, 2)
        del family.live[series.labels]
        family.retired.append(series)

    def place(self, series: Series, stripe: int) -> int:
        """Where a stripe's handle of the series writes."""
        if stripe == 0 or series.overflow:
            return series.cell
        home = series.home
        mine = [
            block
            for block in self.blocks
            if block.kind == STRIPED and (block.stripe, block.ordinal) == (stripe, home.ordinal)
        ]
        block = mine[0] if mine else self.add_block(STRIPED, home.length, stripe, home.ordinal)
        return block.at + series.cell - home.at

    # Steps

    def play(self, step: dict) -> None:
        op = step["op"]
        if op == "family":
            self.register({key: value for key, value in step.items() if key != "op"})
        elif op == "close":
            self.put(24, 2)
        else:
            family = self.families[step["name"]]
            series = self.lookup(family, tuple(step["labels"]))
            cell = self.place(series, step.get("stripe", 0))
            values = step["values"]
            type = family.spec["type"]
            if op == "inc":
                self.add(cell, 1, type)
            elif op == "add":
                self.add(cell, values[0], type)
            elif op == "set" and family.width:
                raw = cut(values[0], family.spec["capacity"])
                self.publish(family, series, struct.pack("<Q", len(raw)) + whole_words(raw))
            elif op == "set":
                self.put(cell, as_word(values[0], type))
            elif op == "observe":
                self.observe(family, cell, values[0])
            elif op == "observe_at":
                self.observe_at(family, cell, int(values[0]), values[1])
            elif op == "publish":
                slot = packed(family.width, family.spec["components"], family.offsets, values)
                self.publish(family, series, slot)
            elif op == "retire":
                self.retire(family, series)

    def publish(self, family: Family, series: Series, raw: bytes) -> None:
        """F2-PUBLISH"""
        number = self.get(series.cell) + 1 & MASK
        at = series.cell + 8 + number % family.slots * family.width
        self.data[at : at + len(raw)] = raw
        self.put(series.cell, number)

    def observe(self, family: Family, cell: int, value: str) -> None:
        """F2-BUCKET"""
        spec = family.spec
        number = float(value) if spec["type"] == "f64" else int(value)
        if number != number:
            self.add(cell + 48, 1)
        elif number < 0:
            self.add(cell + 40, 1)
        else:
            self.add(cell + 8 * bucket_word(spec, number), 1)
            self.add(cell + 8, value, spec["type"])
            bits = as_word(abs(number), spec["type"])
            self.put(cell + 16, max(self.get(cell + 16), bits))
            self.put(cell + 24, max(self.get(cell + 24), bits ^ MASK))

    def observe_at(self, family: Family, cell: int, time: int, value: str) -> None:
        """F2-WINDOW-RESET"""
        type, slots = family.spec["type"], family.spec["slots"]
        number = float(value) if type == "f64" else int(value)
        if not number >= 0:
            self.add(cell, 1)
            return
        epoch = time // int(family.spec["duration"]) + 1
        slot = cell + 8 + epoch % slots * 32
        if self.get(slot) < epoch:
            self.data[slot : slot + 32] = struct.pack("<4Q", epoch, 0, 0, 0)
        self.add(slot + 8, 1)
        self.add(slot + 16, value, type)
        self.put(slot + 24, max(self.get(slot + 24), as_word(abs(number), type)))


def image(scenario: dict) -> bytes:
    writer = Writer(scenario["application"], scenario.get("identity"))
    for step in scenario["steps"]:
        writer.play(step)
    return bytes(writer.data)
