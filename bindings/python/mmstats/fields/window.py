"""What happened lately."""

from __future__ import annotations

import ctypes
import threading
import time
from collections import deque
from typing import Any

from ..errors import Invalid
from ._file import File
from .base import ComplexDoubleBufferedField, FieldState, Internal


class Slot:
    """What was added in one slot of time."""

    __slots__ = ("count", "epoch", "largest", "sum")

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self.count = 0
        self.sum = 0.0
        self.largest = float("-inf")


class Ring:
    """The last slots of time, and what is published of them."""

    def __init__(self, published: dict[str, Any], slots: int, seconds: float) -> None:
        self._published = published
        self._lock = threading.RLock()
        self._duration = seconds / slots
        self._number = slots
        self._slots: deque[Slot] = deque()

    def observe(self, value: float) -> None:
        """Adds a value now and publishes."""
        value = float(value)
        with self._lock:
            epoch = int(time.monotonic() / self._duration)
            # The one that is being filled, and as many before it.
            while self._slots and self._slots[0].epoch < epoch - self._number:
                self._slots.popleft()
            if not self._slots or self._slots[-1].epoch < epoch:
                self._slots.append(Slot(epoch))
            slot = self._slots[-1]
            slot.count += 1
            slot.sum += value
            slot.largest = max(slot.largest, value)
            self._publish()

    def _publish(self) -> None:
        count = sum(slot.count for slot in self._slots)
        total = sum(slot.sum for slot in self._slots)
        self._published["count"].set(count)
        self._published["mean"].set(total / count)
        self._published["max"].set(max(slot.largest for slot in self._slots))

    def carry(self, old: Ring) -> None:
        """Goes on where another one is."""
        with old._lock:
            self._slots.extend(old._slots)
            if self._slots:
                self._publish()

    @property
    def value(self) -> dict[str, float]:
        """What is published."""
        return {name: number.value for name, number in self._published.items()}


class Window(Internal):
    """Takes values, of which the last are published."""

    def add(self, value: float) -> None:
        """Adds a value now."""
        self._state.cell.observe(value)

    def __repr__(self) -> str:
        return f"<{type(self._state.field).__name__} {self._state.label!r}>"


class WindowField(ComplexDoubleBufferedField[Window]):
    """What was added in the last `seconds`, in steps of a slot of time: of `slots` slots and that
    which is being filled.

    In format 1 these are fields of their own, `label.count`, `label.mean` and `label.max`, as they
    were when something was added last. In format 2 it is a window, of which readers see how it is
    now; negative values are counted apart there.
    """

    buffer_type = ctypes.c_double
    InternalClass = Window

    def __init__(self, seconds: float = 60, slots: int = 6, label: str | None = None) -> None:
        super().__init__(label)
        if not seconds > 0 or slots < 1:
            raise Invalid(
                f"window: expected more than 0 seconds in 1 slot or more, found {seconds!r} in "
                f"{slots!r}"
            )
        self.seconds = seconds
        self.slots = slots

    def declare(self, file: File, state: FieldState) -> Any:
        """In format 2 a window, else a number for each."""
        if file.format == 2:
            return file.window(state.label, self.slots, self.seconds)
        numbers = {
            "count": file.number(f"{state.label}.count", "Q", 0),
            "mean": file.number(f"{state.label}.mean", "d", 0.0),
            "max": file.number(f"{state.label}.max", "d", 0.0),
        }
        return Ring(numbers, self.slots, self.seconds)

    def carry(self, old: Any, new: Any) -> None:
        """With what was added."""
        new.carry(old)
