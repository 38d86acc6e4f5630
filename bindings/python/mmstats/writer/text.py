"""Texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._abi import Str
from .._text import encode
from .handle import Handle


class Text(Handle):
    """A text. Readers see each as a whole."""

    __slots__ = ("set",)

    set: Callable[[str], None]
    """Publishes a text. One that is longer than the capacity is cut between characters."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        call, what = self._serial("set"), f"text {self.name!r}"

        def set_text(text: str) -> None:
            call(Str.of(encode(text, what)))

        self.set = set_text
