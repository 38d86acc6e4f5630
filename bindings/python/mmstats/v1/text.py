"""Fields of text."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from .. import _gil
from .._abi import Str
from .._text import encode
from ._abi import WideCell
from ._handle import Handle
from ._owner import Owner
from ._sizes import checked


class Text(Handle):
    """A text of a fixed width."""

    __slots__ = ("_cell", "_get", "set")

    set: Callable[[str], None]
    """Stores a text. One that is too long is cut between characters, and one with NUL ends there.
    A reader that looks at that moment may see the old and the new mixed: format 1 has one
    buffer for text."""

    def __init__(self, owner: Owner, label: str, size: int) -> None:
        super().__init__(owner, label)
        self._cell = WideCell()
        owner.declare("text", label, self._cell, checked(label, "a size", size))
        self._get = _gil.serialized(owner.function("mmstats_v1_text_get"))
        self.set = _setter(owner, self._cell, f"field {label!r}")

    @property
    def size(self) -> int:
        """The most bytes that it takes."""
        return int(self._cell.width)

    @property
    def value(self) -> str:
        """The text."""
        text = ctypes.create_string_buffer(self.size)
        length = self._get(self._cell, text, self.size)
        return text.raw[:length].decode()

    @value.setter
    def value(self, value: str) -> None:
        self.set(value)


def _setter(owner: Owner, cell: WideCell, what: str) -> Callable[[str], None]:
    function = _gil.serialized(owner.function("mmstats_v1_text_set"))

    def set_text(text: str) -> None:
        function(cell, Str.of(encode(text, what)))

    return set_text
