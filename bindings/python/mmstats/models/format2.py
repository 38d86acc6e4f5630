"""Files of models in format 2."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .._packing import fitting
from ..errors import Invalid
from ..fields._file import Part
from ..kinds import Kind
from ..v1.layout import CODES
from ..writer import Component, Counter, Gauge, Struct, Text, Writer
from ..v1._abi import SCALARS
from .naming import literally

MOST_BYTES = 64
"""Of the name of an application (SPEC.md 2.2)."""


class Count:
    """A counter, which in format 2 only grows."""

    def __init__(self, counter: Counter[int]) -> None:
        self._counter = counter
        self.inc = counter.inc
        self.add = counter.add

    @property
    def value(self) -> int:
        """The count."""
        return self._counter.value

    @value.setter
    def value(self, value: int) -> None:
        found = self._counter.value
        if value < found:
            raise Invalid(
                f"counter {self._counter.name!r}: counters of format 2 only grow; expected at "
                f"least {found}, found {value}. Use a UInt64Field for what goes down, too"
            )
        self._counter.add(value - found)


class Number:
    """A gauge, whose values are those of a C type."""

    def __init__(self, gauge: Gauge[Any], c_type: Any) -> None:
        self._gauge = gauge
        self._c_type = c_type

    def set(self, value: Any) -> None:
        """Sets it."""
        try:
            value = self._c_type(value).value
        except TypeError:
            pass  # The gauge says what is wrong.
        self._gauge.set(value)

    @property
    def value(self) -> Any:
        """The value."""
        return self._gauge.value

    @value.setter
    def value(self, value: Any) -> None:
        self.set(value)


class Kept:
    """What is published and remembered."""

    def __init__(self, publish: Callable[..., None], value: Any) -> None:
        self._publish = publish
        self._value = value

    @property
    def value(self) -> Any:
        """What was published last."""
        return self._value


class Line(Kept):
    """A text."""

    def __init__(self, text: Text, size: int) -> None:
        super().__init__(text.set, "")
        self._what = f"text {text.name!r}"
        self._size = size
        self.set("")

    def set(self, text: str) -> None:
        """Publishes a text."""
        fits = fitting(text, self._size, self._what).decode()
        self._publish(fits)
        self._value = fits


class Parts(Kept):
    """A struct."""

    def __init__(self, struct: Struct, zero: tuple[Any, ...]) -> None:
        super().__init__(struct.publish, zero)
        self.set(*zero)

    def set(self, *values: Any) -> None:
        """Publishes all values."""
        self._publish(*values)
        self._value = values


class Format2:
    """A file of format 2: it is there at once, and takes fields at any time."""

    format = 2
    grows = True

    def __init__(self, application: str, folder: str, name: str, detached: bool = False) -> None:
        self._writer = Writer(
            fitting(application, MOST_BYTES).decode(),
            path=folder,
            filename=literally(name),
            follow=False,
            detached=detached,
        )

    def create(self) -> None:
        """It is there already."""

    def counter(self, label: str) -> Any:
        """A counter."""
        return Count(self._writer.counter(label))

    def number(self, label: str, code: str, initial: Any) -> Any:
        """A gauge."""
        number = Number(self._gauge(code)(label), SCALARS[CODES[code]])
        number.set(initial)
        return number

    def _gauge(self, code: str) -> Any:
        if code == "?":
            return self._writer.gauge_bool
        if code in "fd":
            return self._writer.gauge_f64
        return self._writer.gauge if code.islower() else self._writer.gauge_u64

    def text(self, label: str, size: int) -> Any:
        """A text."""
        return Line(self._writer.text(label, capacity=size), size)

    def static(self, label: str, code: str, value: Any) -> None:
        """A gauge or a text that is set once."""
        if code.endswith("s"):
            self.text(label, int(code[:-1])).set(value)
        else:
            self.number(label, code, value)

    def parts(self, label: str, parts: Sequence[Part]) -> Any:
        """A struct."""
        zero = tuple("" if part.code.endswith("s") else 0 for part in parts)
        return Parts(self._writer.struct(label, [_component(part) for part in parts]), zero)

    def timer(self, label: str) -> Callable[[float], None]:
        """A timer."""
        return self._writer.timer(label).observe

    def histogram(self, label: str) -> Any:
        """A histogram."""
        return self._writer.histogram_f64(label)

    def window(self, label: str, slots: int, seconds: float) -> Any:
        """A window."""
        duration = round(seconds * 1e9 / slots)
        return self._writer.window_f64(label, slots=slots, duration=duration)

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
        """Ends it, and removes the file."""
        path = self._writer.path
        if path is not None:
            path.unlink(missing_ok=True)
        self._writer.close()


def _component(part: Part) -> Component:
    width = int(part.code[:-1]) if part.code.endswith("s") else 0
    return Component(
        part.name,
        CODES[part.code[-1]].value,
        Kind.COUNTER if part.counts else None,
        width=width,
    )
