"""What fields need of the file that they are in, whichever its format is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol


class Cell(Protocol):
    """Where the value of a field is."""

    @property
    def value(self) -> Any:
        """What it is."""

    @value.setter
    def value(self, value: Any) -> None: ...


class Part(NamedTuple):
    """One of several values that are published together."""

    name: str
    code: str
    """Its type, as in Python's `struct` module."""
    counts: bool = False
    """Whether it only grows."""


class File(Protocol):
    """A file that takes fields. `set`, `inc`, `add` and `observe` of a cell write to it."""

    format: int

    def counter(self, label: str) -> Any:
        """Declares a u64 with `inc()`, `add(n)` and `value`."""

    def number(self, label: str, code: str, initial: Any) -> Any:
        """Declares a number or bool of that type, with `set(value)` and `value`."""

    def text(self, label: str, size: int) -> Any:
        """Declares a text of at most `size` bytes, with `set(text)` and `value`."""

    def static(self, label: str, code: str, value: Any) -> None:
        """Declares what doesn't change."""

    def parts(self, label: str, parts: Sequence[Part]) -> Any:
        """Declares values that are published together, with `set(*values)` and `value`, a tuple."""

    def timer(self, label: str) -> Callable[[float], None]:
        """Declares a distribution of seconds; of format 2 only, like the next two."""

    def histogram(self, label: str) -> Any:
        """Declares a distribution, with `observe(x)`."""

    def window(self, label: str, slots: int, seconds: float) -> Any:
        """Declares what happened in the last `seconds`, with `observe(x)`."""
