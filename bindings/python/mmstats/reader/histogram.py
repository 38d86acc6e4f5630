"""Values of histograms, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .. import _abi2
from ..kinds import Type
from ._distribution import unpack
from ._percentile import Counts

_lower_bound = _abi2.function("mmstats_bucket_lower_bound")
_upper_bound = _abi2.function("mmstats_bucket_upper_bound")


@dataclass(frozen=True, repr=False)
class Histogram:
    """What a histogram counted, ever or between two snapshots."""

    type: Type
    """U64 or F64."""
    scale: int
    """2 ** scale buckets are from one power of two to the next."""
    first: int
    """The index of the first bucket."""
    size: int
    """How many buckets there are."""
    count: int
    """How many values were counted."""
    sum: int | float
    """Their sum; of integers modulo 2 ** 64."""
    min: int | float | None
    """The smallest value. None: there is none, or it isn't known, as between two snapshots."""
    max: int | float | None
    """The greatest value, or None."""
    zero: int
    """How many were at most the lower bound of the first bucket."""
    above: int
    """How many were greater than the upper bound of the last bucket."""
    negative: int
    """How many were negative: refused, and in nothing else."""
    nan: int
    """How many were NaN: refused, and in nothing else."""
    buckets: tuple[tuple[int, int], ...]
    """Index and count of the buckets that aren't empty, in the order of their indices."""
    range: tuple[float | None, float | None] = field(default=(None, None))
    """What no value is below or above, where that is known."""

    @classmethod
    def found(cls, type: Type, packed: bytes, buckets: bytes) -> Histogram:
        """One that is taken apart once anything of it is asked for: that takes most of the time of
        a look at histograms."""
        new = cls.__new__(cls)
        new.__dict__["_packed"] = type, packed, buckets
        return new

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # Asked for what isn't there yet.
            packed = self.__dict__.get("_packed")
            if packed and name in self.__dataclass_fields__:
                self.__dict__.update(unpack(*packed))
                return self.__dict__[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        # Of buckets there may be hundreds.
        known = [f"count={self.count}", f"sum={self.sum}"]
        if self.min is not None:
            known += [f"min={self.min}", f"max={self.max}"]
        for name in ("negative", "nan"):
            if refused := getattr(self, name):
                known.append(f"{name}={refused}")
        return f"<Histogram of {self.type.value}: {', '.join(known)}>"

    @property
    def mean(self) -> float | None:
        """The mean of the values; None where there are none."""
        return self.sum / self.count if self.count else None

    def bounds(self, index: int) -> tuple[float, float]:
        """A bucket counts the values that are greater than the first, up to the second."""
        return _lower_bound(self.scale, index), _upper_bound(self.scale, index)

    def percentile(self, percent: float) -> float | None:
        """The value that `percent` percent of all values don't exceed: 50 for the median. None
        where there are none.

        It is off by less than a bucket's width, a factor of 2 ** (1 / 2 ** scale): 4.4 % at scale
        4. It is never below the minimum or above the maximum, and is just these at 0 and 100.
        Integers that have a bucket of their own are exact.
        """
        if percent <= 0 and self.min is not None:
            return float(self.min)
        if percent >= 100 and self.max is not None:
            return float(self.max)
        return Counts(self, self.bounds).percentile(percent)

    def since(self, earlier: Histogram | None) -> Histogram:
        """What it counted that an earlier one of the same series hadn't. All of it where a count
        fell: then it began anew. The minimum and maximum of that are not known."""
        before = dict(earlier.buckets) if earlier else {}
        if earlier is None or self._fell(earlier, before):
            earlier, before = _NOTHING, {}
        grown = ((index, count - before.get(index, 0)) for index, count in self.buckets)
        buckets = tuple((index, count) for index, count in grown if count)
        zero, above = self.zero - earlier.zero, self.above - earlier.above
        total = self.sum - earlier.sum
        return Histogram(
            type=self.type,
            scale=self.scale,
            first=self.first,
            size=self.size,
            count=zero + above + sum(count for _, count in buckets),
            sum=total % 2**64 if self.type is Type.U64 else total,
            min=None,
            max=None,
            zero=zero,
            above=above,
            negative=max(self.negative - earlier.negative, 0),
            nan=max(self.nan - earlier.nan, 0),
            buckets=buckets,
            range=self.range,
        )

    def _fell(self, earlier: Histogram, before: dict[int, int]) -> bool:
        now = dict(self.buckets)
        return (
            self.zero < earlier.zero
            or self.above < earlier.above
            or any(now.get(index, 0) < count for index, count in before.items())
        )


_NOTHING = Histogram(Type.U64, 0, 0, 0, 0, 0, None, None, 0, 0, 0, 0, ())
