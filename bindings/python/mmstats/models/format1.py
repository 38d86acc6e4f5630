"""Files of models in format 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from .. import v1
from ..fields._file import Part
from ..v1.layout import CODES
from .naming import literally


class Format1:
    """A file of format 1: fields are declared, then it is created, and takes no more."""

    format = 1
    grows = False

    def __init__(self, application: str, folder: str, name: str) -> None:
        self._writer = v1.Writer(
            application, path=folder, filename=literally(name), system_fields=False
        )

    def create(self) -> None:
        """Makes it visible."""
        self._writer.create_file()

    def counter(self, label: str) -> Any:
        """A counter."""
        return self._writer.counter(label)

    def number(self, label: str, code: str, initial: Any) -> Any:
        """A number or bool."""
        return self._writer.field(label, CODES[code], initial)

    def text(self, label: str, size: int) -> Any:
        """A text."""
        return self._writer.text(label, size)

    def static(self, label: str, code: str, value: Any) -> None:
        """What doesn't change."""
        size = int(code[:-1] or 0)
        self._writer.static(label, value, CODES[code[-1]], size=size)

    def parts(self, label: str, parts: Sequence[Part]) -> Any:
        """Values that are published together."""
        return self._writer.tuple(label, "".join(part.code for part in parts))

    def timer(self, label: str) -> Callable[[float], None]:
        """Format 1 has none."""
        _only_format_2(label)

    def histogram(self, label: str) -> Any:
        """Format 1 has none."""
        _only_format_2(label)

    def window(self, label: str, slots: int, seconds: float) -> Any:
        """Format 1 has none."""
        _only_format_2(label)

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self._writer.size

    def flush(self, wait: bool) -> None:
        """Makes what was written survive a crash of the system."""
        if self._writer.path is not None:
            self._writer.flush(wait)

    def close(self) -> None:
        """Ends it, and leaves the file."""
        self._writer.close()

    def discard(self) -> None:
        """Ends it before there is a file."""
        self._writer.close()


def _only_format_2(label: str) -> NoReturn:
    raise NotImplementedError(f"field {label!r}: format 1 has no distributions")

