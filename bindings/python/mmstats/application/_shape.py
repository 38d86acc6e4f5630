"""What there is in an application, without values."""

from __future__ import annotations

from .. import _abi_application
from ..kinds import Aggregate
from ..reader._decode import directory
from ._kept import Kept

_shape = _abi_application.function("mmstats_totals_shape")
_families = _abi_application.function("mmstats_totals_families")
_series = _abi_application.function("mmstats_totals_series")


class Shape:
    """Families and series, shared by all looks between which they didn't change. To make these
    objects takes far longer than to read values."""

    __slots__ = ("_number", "directory", "families", "has_each", "labels", "overflow")

    def __init__(self, kept: Kept, number: int) -> None:
        self._number = number
        self.directory = directory(*kept.array(_families), *kept.array(_series))
        entries, families = self.directory.entries, self.directory.families
        # Of each series.
        self.families = [families[number] for number, *_ in entries]
        self.labels = [labels for _, labels, *_ in entries]
        self.overflow = [overflow for *_, overflow in entries]
        self.has_each = any(family.aggregate is Aggregate.EACH for family in families)
        """Whether there are families that have no values of all files, but those of each."""

    @staticmethod
    def of(kept: Kept, known: Shape | None) -> Shape:
        """That of a look: the one that is known, where it is."""
        number: int = _shape(kept.pointer)
        return known if known and known._number == number else Shape(kept, number)
