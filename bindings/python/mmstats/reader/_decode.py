"""From what the library found to Python's objects.

Arrays are copied whole and taken apart by `struct`: attributes of ctypes would take many times as
long.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Iterator
from typing import Any

from .. import _abi2
from .._words import floating, signed
from ..kinds import BUSY, Type
from . import _distribution
from ._directory import Directory, Entry
from ._distribution import number
from .family import Component, Family
from .histogram import Histogram
from .series import Value
from .snapshot import FileInfo
from .struct import Struct
from .window import Window, WindowSlot

# `_abi2.FamilyInfo`: name, unit, help; kind, type, aggregate, alive only; label keys, series;
# slots, width, components; duration, scale, first, buckets.
FAMILY = struct.Struct("@PNPNPNiii?PNNNIIPNQIiI4x")
COMPONENT = struct.Struct("@PNPNiiII")
# `_abi2.Series`: kind, the two words of the value; address and number of labels, created, index of
# the family, overflow.
SERIES = struct.Struct("@iQQPNQN?7x")
# The same of the value alone.
SERIES_VALUE = struct.Struct("@iQQ40x")
# `_abi2.Value`, `.Label` and `Borrowed`, `.Recent`, `.WindowSlot`.
VALUE = struct.Struct("@iQQ")
LABEL = struct.Struct("@PNPN")
TEXT = struct.Struct("@PN")
RECENT = struct.Struct("@QPNQQQQQI4x")
SLOT = struct.Struct("@QQQQ")

_KINDS = {number: kind for kind, number in _abi2.KINDS.items()}
_TYPES = {number: type for type, number in _abi2.TYPES.items()}
_AGGREGATES = {number: aggregate for aggregate, number in _abi2.AGGREGATES.items()}


def file_info(found: _abi2.FileInfo) -> FileInfo:
    """What the file says of itself."""
    own = {name: getattr(found, name) for name in FileInfo._fields}
    own["application"] = found.application.copy().decode()
    own["boot_id"], own["file_id"] = bytes(found.boot_id), bytes(found.file_id)
    return FileInfo(**own)


def directory(at: int | None, count: int, series_at: int | None, series_count: int) -> Directory:
    """Families and series."""
    families, spans = [], []
    for row in array(FAMILY, at, count):
        families.append(_family(row))
        spans.append(range(row[12], row[12] + row[13]))
    rows = array(SERIES, series_at, series_count)
    entries: list[Entry] = [
        (family, _labels(labels, count), created, overflow)
        for _, _, _, labels, count, created, family, overflow in rows
    ]
    return Directory(tuple(families), spans, entries)


def values(at: int | None, count: int, of: Directory, info: FileInfo) -> list[Value]:
    """The values of all series."""
    decoded: list[Value] = []
    for (number, _, created, _), (kind, word, length) in zip(
        of.entries, array(SERIES_VALUE, at, count)
    ):
        decode = SCALARS.get(kind)
        if decode:
            decoded.append(decode(word, length))
        else:
            # The file says what time it was by both clocks once.
            boot = info.created_boot + max(created - info.created, 0)
            decoded.append(compound(kind, word, length, of.families[number], boot, info.taken))
    return decoded


def array(of: struct.Struct, at: int | None, count: int) -> Iterator[tuple[Any, ...]]:
    return of.iter_unpack(ctypes.string_at(at, count * of.size) if at else b"")


def _one(of: struct.Struct, at: int) -> tuple[Any, ...]:
    return of.unpack(ctypes.string_at(at, of.size))


def text(at: int, length: int) -> str:
    return ctypes.string_at(at, length).decode() if length else ""


def _labels(at: int, count: int) -> dict[str, str]:
    rows = array(LABEL, at, count)
    return {text(key, key_length): text(own, length) for key, key_length, own, length in rows}


def _family(row: tuple[Any, ...]) -> Family:
    texts, (kind, type, aggregate, alive_only) = row[:6], row[6:10]
    keys, key_count, _first, _count, slots, width, components, component_count = row[10:18]
    return Family(
        text(*texts[:2]),
        _KINDS[kind],
        _TYPES[type],
        text(*texts[2:4]),
        text(*texts[4:]),
        _AGGREGATES[aggregate],
        alive_only,
        tuple([text(*key) for key in array(TEXT, keys, key_count)]) if key_count else (),
        slots,
        width,
        tuple([_component(*of) for of in array(COMPONENT, components, component_count)]),
        *row[18:],
    )


def _component(
    name: int, length: int, unit: int, unit_length: int, type: int, kind: int, *place: int
) -> Component:
    names = text(name, length), text(unit, unit_length)
    return Component(names[0], _TYPES[type], _KINDS[kind], names[1], *place)


# Values that stand in their two words.

SCALARS: dict[int, Callable[[int, int], Any]] = {
    **{_abi2.TYPES[type]: lambda word, _: word for type in Type if type.value.startswith("u")},
    **{_abi2.TYPES[type]: lambda word, _: signed(word) for type in Type if type.value[0] == "i"},
    **{_abi2.TYPES[type]: lambda word, _: floating(word) for type in (Type.F32, Type.F64)},
    _abi2.TYPES[Type.BOOL]: lambda word, _: word != 0,
    _abi2.TYPES[Type.TEXT]: text,
    _abi2.UNPUBLISHED: lambda _word, _: None,
    _abi2.BUSY: lambda _word, _: BUSY,
}


# Values elsewhere.


def compound(
    kind: int, word: int, length: int, family: Family, created: int | None, taken: int
) -> Any:
    """A struct, histogram or window. Of a window: when it was made, and when it was looked at,
    nanoseconds of CLOCK_BOOTTIME."""
    if kind == _abi2.STRUCT:
        return _struct(word, length, family)
    if kind == _abi2.HISTOGRAM:
        return Histogram.found(family.type, *_distribution.copy(word))
    return _window(word, family.type, created, taken)


def _struct(at: int, count: int, family: Family) -> Struct:
    parts = (SCALARS[kind](word, length) for kind, word, length in array(VALUE, at, count))
    # Those of format 1 have no names.
    names = [component.name for component in family.components] or map(str, range(count))
    return Struct(names, parts)


def _window(at: int, type: Type, created: int | None, taken: int) -> Window:
    refused, slots, count, *_last, covered, duration, size = _one(RECENT, at)
    return Window(
        type=type,
        duration=duration,
        size=size,
        refused=refused,
        slots=tuple(
            WindowSlot(epoch, of, number(total, type), number(most, type))
            for epoch, of, total, most in array(SLOT, slots, count)
        ),
        created=taken - covered if created is None else created,
        taken=taken,
    )
