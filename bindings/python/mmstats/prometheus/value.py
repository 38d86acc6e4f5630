"""The values of metrics, as prometheus_client uses them: `inc`, `set`, `get`."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import _fork, _hot

if TYPE_CHECKING:
    from .families import Families

Labels = tuple[str, ...]
Take = Callable[[float], None]


def _taking_ints(add: Take) -> Take:
    """A handle's `add` for what prometheus_client adds, which mostly is the int 1: memoryviews take
    that for floats as slowly as the library."""
    return (lambda amount: add(float(amount))) if _hot.WAY == "memoryviews" else add


class Value:
    """What all values have. An exemplar is kept in this process alone, as a counter's own metric
    shows it."""

    __slots__ = ("__weakref__", "_exemplar", "labels", "name")

    name: str
    """That of its sample."""
    labels: Labels
    """What tells its series apart."""

    def __init__(self, families: Families, labels: Labels) -> None:
        self.name, self.labels = families.sample.name, labels
        self._exemplar: Any = None

    def set_exemplar(self, exemplar: Any) -> None:
        """Keeps the last exemplar."""
        self._exemplar = exemplar

    def get_exemplar(self) -> Any:
        """That, or None."""
        return self._exemplar

    def retire(self) -> None:
        """Ends its series."""
        raise NotImplementedError


class Tally(Value):
    """What adds up: what it grew by, less what it lost."""

    __slots__ = ("_add", "_families", "_grown", "_lost")

    def __init__(self, families: Families, labels: Labels) -> None:
        super().__init__(families, labels)
        self._families = families
        self._grown = families.grown(labels)
        self._lost: Any = None
        self._add = _taking_ints(self._grown.add)

    def set(self, value: float, timestamp: float | None = None) -> None:
        """Sets it: counters are, to 0, when they are reset."""
        self._change(value - self.get())

    def get(self) -> float:
        """What this process counted."""
        grown: float = self._grown.value
        return grown - self._lost.value if self._lost else grown

    def _change(self, amount: float) -> None:
        # Neither for what is no number, which would stand in the sum of all processes for ever.
        if amount >= 0:
            self._add(amount)
        elif amount < 0:
            if not self._lost:
                self._lost = self._families.lost(self.labels)
            self._lost.add(-amount)

    def retire(self) -> None:
        self._grown.retire()
        if self._lost:
            self._lost.retire()


class Count(Tally):
    """A counter, or how often something was observed."""

    __slots__ = ("inc",)

    inc: Take

    def __init__(self, families: Families, labels: Labels) -> None:
        super().__init__(families, labels)
        self.inc = self._add


class Sum(Tally):
    """A sum of what was observed, which may be negative."""

    __slots__ = ()

    inc = Tally._change


class Level(Value):
    """A gauge."""

    __slots__ = ("_gauge", "inc", "set")

    inc: Take
    set: Take

    def __init__(self, families: Families, labels: Labels) -> None:
        super().__init__(families, labels)
        self._gauge = families.gauge(labels)
        self.inc, self.set = _taking_ints(self._gauge.add), self._gauge.set

    def get(self) -> float:
        """What this process set."""
        value: float = self._gauge.value
        return value

    def retire(self) -> None:
        self._gauge.retire()


class Recent(Value):
    """A gauge of which the value that was set last counts, whatever process set it."""

    __slots__ = ("_struct", "_value")

    def __init__(self, families: Families, labels: Labels) -> None:
        super().__init__(families, labels)
        self._struct = families.recent(labels)
        # A struct can't be read back.
        self._value = 0.0
        _fork.watch(self)

    def set(self, value: float, timestamp: float | None = None) -> None:
        """Publishes the value with its time, in seconds since 1970."""
        self._value = value
        self._struct.publish(value, time.time() if timestamp is None else timestamp)

    def get(self) -> float:
        """What this process set."""
        return self._value

    def retire(self) -> None:
        self._struct.retire()

    def forked(self) -> None:
        """A child has set nothing."""
        self._value = 0.0
