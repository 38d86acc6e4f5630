"""What a file of format 2 owes beyond what a reader asks for: the MUSTs marked *file* only, in the
order of SPEC.md Part 2."""

from __future__ import annotations

from typing import Iterator

import attributes
import cells
from attributes import Component, Sequenced
from departure import Departure
from v2 import AGGREGATES, ALIVE_ONLY, STRIPED, Block, Family, File, Series, attributes_in


def check(data: bytes, file: File) -> Iterator[Departure]:
    yield from check_header(data, file)
    yield from check_blocks(file)
    for family in file.families:
        if family.cell is not None:
            yield from check_family(data, family)
    yield from check_family_names(file)
    yield from check_cells(file)
    for family, series in file.live_series():
        yield from check_value(data, family, series)


# 2.2 Header


def check_header(data: bytes, file: File) -> Iterator[Departure]:
    if file.header.state not in (1, 2):
        yield Departure(24, "F2-STATE", "2.2", "1 or 2", str(file.header.state))
    name = data[136:200].rstrip(b"\0")
    if not name or not attributes.is_text(name):
        expected = "1 to 64 bytes of UTF-8, then NUL"
        yield Departure(136, "F2-APPLICATION", "2.2", expected, repr(name)[1:])


# 2.3 Blocks


def check_blocks(file: File) -> Iterator[Departure]:
    homes = {block.ordinal for block in file.blocks if block.kind == STRIPED and not block.stripe}
    seen: dict[tuple[int, int], list[int]] = {}
    for block in file.blocks:
        if block.kind not in (1, 2, 3):
            continue
        ordinals = seen.setdefault((block.kind, block.stripe), [])
        foreign = block.kind == STRIPED and block.stripe
        if foreign and block.ordinal not in homes:
            yield no_home(block)
        if block.ordinal in ordinals if foreign else block.ordinal != len(ordinals):
            expected = "an ordinal that is not yet there" if foreign else str(len(ordinals))
            yield Departure(block.at + 28, "F2-ORDINAL", "2.3", expected, str(block.ordinal))
        ordinals.append(block.ordinal)


def no_home(block: Block) -> Departure:
    expected = f"a block of stripe 0 with the ordinal {block.ordinal}"
    return Departure(block.at, "F2-STRIPE-ZERO", "2.3", expected, "none")


# 2.5 Family


def check_family(data: bytes, family: Family) -> Iterator[Departure]:
    if family.aggregate & ~ALIVE_ONLY not in AGGREGATES:
        expected = "1 to 5, or 129 to 133"
        yield Departure(family.at + 14, "F2-AGGREGATE", "2.5", expected, str(family.aggregate))
    end = family.at + 16
    seen: set[int] = set()
    for attribute in attributes_in(data, end, family.at + family.length):
        end = attribute.at + 4 + len(attribute.value)
        repeated = (attributes.LABEL_KEY, attributes.COMPONENT)
        if attribute.tag in seen and attribute.tag not in repeated and attribute.tag <= 8:
            expected = f"one attribute with tag {attribute.tag}"
            yield Departure(attribute.at, "F2-ATTRIBUTE-ONCE", "2.5", expected, "a second")
        seen.add(attribute.tag)
    behind = data[end : family.at + family.length].lstrip(b"\0")
    if behind:
        offset = family.at + family.length - len(behind)
        expected = "00 behind the attributes"
        yield Departure(offset, "F2-PADDING", "2.5", expected, f"{behind[0]:02x}")
    keys = [one for one in family.attributes if one.tag == attributes.LABEL_KEY]
    yield from repeated_names(
        [(one.at, one.value) for one in keys], "F2-KEY-UNIQUE", "2.5", "a label key"
    )
    if isinstance(family.cell, Sequenced):
        components: tuple[Component, ...] = family.cell.components
        names = [(one.at, one.name) for one in components]
        yield from repeated_names(names, "F2-COMPONENT-UNIQUE", "2.7", "a component")


def check_family_names(file: File) -> Iterator[Departure]:
    names = [
        next((one.at, one.value) for one in family.attributes if one.tag == attributes.NAME)
        for family in file.families
        if family.cell is not None
    ]
    yield from repeated_names(names, "F2-NAME-UNIQUE", "2.5", "a family")


def repeated_names(
    names: list[tuple[int, object]], clause: str, section: str, item: str
) -> Iterator[Departure]:
    seen: set[object] = set()
    for offset, name in names:
        if name in seen:
            yield Departure(
                offset, clause, section, f"{item} with a name of its own", "one that is there"
            )
        seen.add(name)


# 2.6 Series


def check_cells(file: File) -> Iterator[Departure]:
    taken: list[tuple[int, int, int]] = []
    for family in file.families:
        labels: set[tuple[object, ...]] = set()
        for series in family.series:
            if series.state & 3 == 3:
                expected = "a state of 0, 1 or 2 in its two low bits"
                yield Departure(series.at + 8, "F2-STATE-WORD", "2.6", expected, "3")
            end = series.cell + family.cell.size
            home = next(block for block in file.blocks if block.at <= series.cell < block.end)
            if end > home.at + home.head:
                expected = f"a cell that ends at the head {home.at + home.head} or before"
                yield Departure(series.at + 16, "F2-CELL-HEAD", "2.6", expected, str(end))
            taken.append((series.cell, end, series.at))
            if series.live:
                key = (series.overflow, *series.labels)
                if key in labels:
                    expected = "label values that no live series of the family has"
                    yield Departure(series.at, "F2-SERIES-UNIQUE", "2.6", expected, "a second")
                labels.add(key)
    yield from overlaps(taken)


def overlaps(taken: list[tuple[int, int, int]]) -> Iterator[Departure]:
    """Each cell that shares a byte with that of an entry before it."""
    taken.sort()
    guilty: set[int] = set()
    for i, (_start, end, entry) in enumerate(taken):
        for other_start, _end, other in taken[i + 1 :]:
            if other_start >= end:
                break
            guilty.add(max(entry, other))
    for entry in sorted(guilty):
        expected = "a cell that shares no byte with another"
        yield Departure(entry + 16, "F2-CELL-OVERLAP", "2.6", expected, "one that does")


# 2.7 Scalar and sequenced cells


def check_value(data: bytes, family: Family, series: Series) -> Iterator[Departure]:
    if family.type == "bool" and cells.word(data, series.cell) > 1:
        found = str(cells.word(data, series.cell))
        yield Departure(series.cell, "F2-BOOL", "2.7", "0 or 1", found)
    if family.kind != "text":
        return
    raw = cells.text(data, family.cell, series.cell)
    if raw is not None and not is_well_formed(raw):
        slot = family.cell.slot(series.cell, cells.word(data, series.cell))
        yield Departure(slot, "F2-TEXT-UTF8", "2.7", "well-formed UTF-8", "ill-formed bytes")


def is_well_formed(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
