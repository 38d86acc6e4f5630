"""Numbers and bools that are set. Integers that are out of range wrap, as in C."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from .base import BufferedDescriptorField, ReadWriteField

if TYPE_CHECKING:
    from ..models.model import BaseMmStats


class ByteField(ReadWriteField[int]):
    """An integer of 8 bits with a sign."""

    buffer_type = ctypes.c_int8
    type_signature = "b"


class BoolField(ReadWriteField[bool]):
    """True or false."""

    buffer_type = ctypes.c_bool
    type_signature = "?"

    def __init__(self, initial: bool = False, label: str | None = None) -> None:
        super().__init__(label)
        self.initial = bool(initial)

    def __set__(self, model: BaseMmStats, value: object) -> None:
        self.state(model).cell.set(bool(value))


class ShortField(BufferedDescriptorField[int]):
    """An integer of 16 bits with a sign."""

    buffer_type = ctypes.c_int16


class UShortField(BufferedDescriptorField[int]):
    """An integer of 16 bits."""

    buffer_type = ctypes.c_uint16


class IntField(BufferedDescriptorField[int]):
    """An integer of 32 bits with a sign."""

    buffer_type = ctypes.c_int32
    type_signature = "i"


class UIntField(BufferedDescriptorField[int]):
    """An integer of 32 bits."""

    buffer_type = ctypes.c_uint32
    type_signature = "I"


class UInt64Field(BufferedDescriptorField[int]):
    """An integer of 64 bits."""

    buffer_type = ctypes.c_uint64
    type_signature = "Q"


class FloatField(BufferedDescriptorField[float]):
    """A float of 32 bits."""

    buffer_type = ctypes.c_float


class DoubleField(BufferedDescriptorField[float]):
    """A float of 64 bits."""

    buffer_type = ctypes.c_double
