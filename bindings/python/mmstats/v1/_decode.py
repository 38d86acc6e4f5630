"""From the library's fields to Python's."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from typing import Any

from .._words import floating, signed
from . import _abi
from .field import Field, Parts
from .types import Type

# `_abi.Field`, taken apart in one step: address and length of the label, kind, the two words of
# the value. Attributes of ctypes would take many times as long.
_FIELD = struct.Struct("@PNiQQ")


def _unsigned(word: int, _length: int) -> int:
    return word


def _signed(word: int, _length: int) -> int:
    return signed(word)


def _float(word: int, _length: int) -> float:
    return floating(word)


def _bool(word: int, _length: int) -> bool:
    return word != 0


def _text(address: int, length: int) -> str:
    return ctypes.string_at(address, length).decode() if length else ""


def _from_words(type: Type) -> Callable[[int, int], Any] | None:
    if type is Type.TUPLE:
        return None
    special = {Type.F32: _float, Type.F64: _float, Type.BOOL: _bool, Type.TEXT: _text}
    return special.get(type, _signed if type.value.startswith("i") else _unsigned)


_KINDS = {kind: (type, _from_words(type)) for kind, type in _abi.KINDS.items()}


def fields(address: int, count: int, parts: Callable[[int, int], Parts]) -> list[Field]:
    """So many fields from an array of `_abi.Field`. Of a tuple there stands the number of its
    parts; `parts` gets its index in the array and that number, and gives them."""
    found = []
    array = ctypes.string_at(address, count * _FIELD.size)
    for index, (label_at, label_length, kind, word, length) in enumerate(_FIELD.iter_unpack(array)):
        type, from_words = _KINDS[kind]
        value = parts(index, word) if from_words is None else from_words(word, length)
        found.append(Field(ctypes.string_at(label_at, label_length).decode(), value, type))
    return found


def part(value: _abi.Value) -> tuple[Type, Any]:
    """A value that is no tuple, with its type."""
    type, from_words = _KINDS[value.kind]
    assert from_words, "no part is a tuple"
    return type, from_words(value.payload.u64, value.payload.text.len)
