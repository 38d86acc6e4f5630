"""Descriptions of families as the library takes them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from .. import _abi2
from .._abi import Str
from .._text import encode
from ..kinds import Aggregate, Type
from . import _calls
from .shape import Component, Shape

U32 = 2**32 - 1


def strings(texts: Sequence[str], what: str = "") -> ctypes.Array[Str]:
    """An array of strings."""
    return (Str * len(texts))(*(Str.of(encode(text, what)) for text in texts))


def address(array: Any) -> int | None:
    """Where an array stands, which has to be kept for as long as that is used."""
    return ctypes.addressof(array) if len(array) else None


class Description:
    """The description of a family, and the arrays that it points at."""

    def __init__(
        self,
        name: str,
        keys: tuple[str, ...],
        unit: str,
        help: str,
        aggregate: Aggregate | None,
        alive_only: bool,
        limit: int,
        shape: Shape,
    ) -> None:
        self._keys, self._components = strings(keys), _components(shape)
        self.desc = _abi2.Desc(
            size=ctypes.sizeof(_abi2.Desc),
            name=Str.of(encode(name)),
            unit=Str.of(encode(unit)),
            help=Str.of(encode(help)),
            label_keys=address(self._keys),
            labels=len(keys),
            aggregate=_abi2.AGGREGATES[aggregate] if aggregate else 0,
            alive_only=bool(alive_only),
            limit=_calls.in_range(f"family {name!r}, limit", limit, 1, U32),
            components=address(self._components),
            component_count=len(self._components),
            struct_size=shape.packing.size,
            **_numbers(name, shape),
        )


def _numbers(name: str, shape: Shape) -> dict[str, int]:
    """What has other names, or ranges that the library doesn't look at."""

    def checked(what: str, number: int, least: int, most: int) -> int:
        return _calls.in_range(f"family {name!r}, {what}", number, least, most)

    numbers = {}
    if shape.buckets:
        scale, first, number = shape.buckets
        numbers["scale"] = checked("scale", scale, 0, U32)
        numbers["first"] = checked("first index", first, -(2**31), 2**31 - 1)
        numbers["buckets"] = checked("number of buckets", number, 1, U32)
    numbers["slots"] = checked("slots", shape.slots, 0, U32)
    numbers["duration"] = checked("duration", shape.duration, 0, _calls.LARGEST)
    if shape.capacity is not None:
        # 0 is the library's word for its default.
        capacity = checked("capacity", shape.capacity, 0, U32 - 1)
        numbers["capacity"] = capacity or _abi2.NO_CAPACITY
    return numbers


def _components(shape: Shape) -> ctypes.Array[_abi2.Component]:
    packing = shape.packing
    parts = zip(shape.components, packing.offsets, packing.widths)
    made = [_component(*part) for part in parts]
    return (_abi2.Component * len(made))(*made)


def _component(of: Component, offset: int, width: int) -> _abi2.Component:
    return _abi2.Component(
        name=Str.of(encode(of.name)),
        unit=Str.of(encode(of.unit)),
        type=_abi2.TYPES[Type(of.type)],
        kind=_abi2.KINDS[of.known_kind],
        offset=offset,
        width=width,
    )
