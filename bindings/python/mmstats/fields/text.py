"""Texts that are set."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from .. import defaults
from .._packing import fitting
from ._file import File
from .base import FieldState, ReadWriteField

if TYPE_CHECKING:
    from ..models.model import BaseMmStats


class StringField(ReadWriteField[str]):
    """A text of at most `size` bytes of UTF-8. A longer one is cut between characters, and one with
    NUL ends there."""

    initial = ""

    def __init__(self, size: int = defaults.DEFAULT_STRING_SIZE, label: str | None = None) -> None:
        super().__init__(label)
        self.size = size
        self.buffer_type = ctypes.c_char * size

    @property
    def type_signature(self) -> str:
        """Its type, as in Python's `struct` module."""
        return f"{self.size}s"

    def declare(self, file: File, state: FieldState) -> Any:
        """A text."""
        cell = file.text(state.label, self.size)
        if self.initial:
            cell.set(self.initial)
        return cell

    def converted(self, value: Any) -> str:
        """The text that fits."""
        return fitting(value, self.size).decode()

    def __set__(self, model: BaseMmStats, value: str | bytes) -> None:
        if isinstance(value, bytes):
            value = value.decode(errors="ignore")
        self.state(model).cell.set(value)
