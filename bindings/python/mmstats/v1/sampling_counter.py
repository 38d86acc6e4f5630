"""Counters with their rate."""

from __future__ import annotations

from collections.abc import Callable

from ._handle import Handle
from ._owner import Owner
from ._sizes import checked


class SamplingCounter(Handle):
    """A counter and the increments in a millisecond, published together: a field of two parts."""

    __slots__ = ("_get", "_per_ms", "add", "inc")

    inc: Callable[[], None]
    """Adds 1, and samples the rate if it is time."""

    add: Callable[[int], None]
    """Adds a number, modulo 2 ** 64, and samples the rate if it is time."""

    def __init__(self, owner: Owner, label: str, every: int) -> None:
        super().__init__(owner, label)
        pointer = owner.declare_object(
            "sampling_counter", label, checked(label, "a number of increments", every)
        )
        name = "mmstats_v1_sampling_counter_add"
        self.inc = owner.bound(name, pointer, 1)
        self.add = owner.adder(name, pointer, label, int)
        self._get = owner.bound("mmstats_v1_sampling_counter_get", pointer)
        self._per_ms = owner.bound("mmstats_v1_sampling_counter_per_ms", pointer)

    @property
    def value(self) -> int:
        """The count."""
        return int(self._get())

    @property
    def per_ms(self) -> int:
        """Increments in a millisecond, at the last sample."""
        return int(self._per_ms())
