"""Percentiles from buckets.

The value of rank k is in the bucket that the k-th value was counted in, so an estimate is off by
less than that bucket's width. Values in a bucket are taken to be spread evenly on a logarithmic
scale, each in the middle of its share. Of a histogram of integers only integers come into question,
so that small ones are exact. A test holds this to what the library says.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..kinds import Type

if TYPE_CHECKING:
    from .histogram import Histogram


class Counts:
    """What a histogram counted, to be asked for percentiles."""

    def __init__(
        self, histogram: Histogram, bounds: Callable[[int], tuple[float, float]]
    ) -> None:
        self._of = histogram
        self._bounds = bounds
        self._integers = histogram.type is Type.U64

    def percentile(self, percent: float) -> float | None:
        """The value that so many percent of all values don't exceed."""
        of = self._of
        total = of.zero + of.above + sum(count for _, count in of.buckets)
        if not total or math.isnan(percent):
            return None
        rank = math.ceil(min(max(percent, 0.0), 100.0) * total / 100)
        estimate = self._at_rank(min(max(rank, 1), total))
        least, greatest = of.range
        raised = estimate if least is None else max(estimate, least)
        return raised if greatest is None else min(raised, greatest)

    def _at_rank(self, rank: int) -> float:
        """The value of that rank, from 1."""
        of = self._of
        if rank <= of.zero:
            return self._within_zero(_share(rank, of.zero))
        rank -= of.zero
        for index, count in of.buckets:
            if rank <= count:
                return self._within(*self._bounds(index), _share(rank, count))
            rank -= count
        return self._within_above(_share(rank, of.above))

    def _within_zero(self, share: float) -> float:
        """Part of the way from 0 to the first bucket, evenly: 0 has no logarithm."""
        bound, _ = self._bounds(self._of.first)
        return _rounded(_floor(bound) * share) if self._integers else bound * share

    def _within_above(self, share: float) -> float:
        """Part of the way from the last bucket to the greatest value; where that isn't known, all
        that is known is that it is more than the bucket's bound."""
        _, bound = self._bounds(self._of.first + self._of.size - 1)
        greatest = self._of.range[1]
        if greatest is None or math.isinf(greatest) or greatest <= bound:
            return bound
        return self._within(bound, greatest, share)

    def _within(self, lower: float, upper: float, share: float) -> float:
        """Part of the way from a bound that is exceeded to one that isn't, on a logarithmic
        scale."""
        if not self._integers:
            upper = min(upper, sys.float_info.max)
            return float(lower * (upper / lower) ** share)
        least, most = _floor(lower) + 1, _floor(upper)
        return most if least >= most else float(least * (most / least) ** share)


def _share(rank: int, count: int) -> float:
    """The middle of the share that the value of that rank has of a bucket with so many."""
    return (rank - 0.5) / count


def _floor(number: float) -> float:
    """The same, as a float, and of infinity too."""
    return number if math.isinf(number) else float(math.floor(number))


def _rounded(number: float) -> float:
    """Half away from zero, where Python's `round` goes to even numbers."""
    below = math.floor(number)
    return float(below + (number - below >= 0.5))
