"""Averages: published means of what was added."""

from __future__ import annotations

from collections.abc import Callable

from ._handle import Handle
from ._owner import Owner
from ._sizes import checked


class Average(Handle):
    """The mean of all values, or of the last `size`."""

    __slots__ = ("_get", "add")

    add: Callable[[float], None]
    """Adds a value and publishes the mean."""

    def __init__(self, owner: Owner, label: str, size: int | None = None) -> None:
        super().__init__(owner, label)
        if size is None:
            pointer = owner.declare_object("average", label)
        else:
            pointer = owner.declare_object(
                "moving_average", label, checked(label, "a size", size)
            )
        self.add = owner.adder("mmstats_v1_average_add", pointer, label, float)
        self._get = owner.bound("mmstats_v1_average_get", pointer)

    @property
    def value(self) -> float:
        """The published mean; 0 before the first value."""
        return float(self._get())
