"""What doesn't change."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, TypeVar

from .._packing import fitting
from ..errors import Invalid
from ._file import File
from .base import FieldState, ValueField

T = TypeVar("T")


class Constant:
    """The value of a static field."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class ReadOnlyField(ValueField[T]):
    """A field with a value that is written once: that which is given, or what a function returns
    when an instance is made, of each thread and each forked child anew."""

    def __init__(self, label: str | None = None, value: T | Callable[[], T] | None = None) -> None:
        super().__init__(label)
        self.value = value

    def declare(self, file: File, state: FieldState) -> Any:
        """A value that doesn't change."""
        if state.constant is None:
            value: Any = self.value() if callable(self.value) else self.value
            if value is None:
                raise Invalid(
                    f"field {state.label!r}: value must be set: a value or a function, found None"
                )
            state.constant = self.converted(value)
        file.static(state.label, self.type_signature, state.constant)
        return Constant(state.constant)

    def carry(self, old: Any, new: Any) -> None:
        """It has it already."""


class StaticUIntField(ReadOnlyField[int]):
    """An integer of 32 bits."""

    buffer_type = ctypes.c_uint32
    type_signature = "I"


class StaticInt64Field(ReadOnlyField[int]):
    """An integer of 64 bits with a sign."""

    buffer_type = ctypes.c_int64
    type_signature = "q"


class StaticUInt64Field(ReadOnlyField[int]):
    """An integer of 64 bits."""

    buffer_type = ctypes.c_uint64
    type_signature = "Q"


class StaticFloatField(ReadOnlyField[float]):
    """A float of 32 bits."""

    buffer_type = ctypes.c_float


class StaticDoubleField(ReadOnlyField[float]):
    """A float of 64 bits."""

    buffer_type = ctypes.c_double


class StaticTextField(ReadOnlyField[str]):
    """A text of at most 256 bytes of UTF-8. A longer one is cut between characters."""

    initial = ""
    size = 256
    buffer_type = ctypes.c_char * size
    type_signature = f"{size}s"

    def converted(self, value: Any) -> str:
        """The text that fits."""
        if isinstance(value, bytes):
            value = value.decode(errors="ignore")
        return fitting(value, self.size).decode()
