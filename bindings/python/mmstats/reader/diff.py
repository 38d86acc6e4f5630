"""What happened between two snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..kinds import BUSY, Kind
from .histogram import Histogram
from .series import Series, Value
from .struct import Struct

if TYPE_CHECKING:
    from .snapshot import Snapshot


class Diff:
    """What happened between two snapshots: how much counters and histograms grew, and how fast.

    A series is the same in both where file, family, labels and time of creation are: one that was
    retired and made anew is a new one, and began at 0. A counter that fell all the same is taken
    for one that was set to 0 meanwhile. So nothing is ever negative.
    """

    __slots__ = ("_earlier", "_later", "elapsed")

    elapsed: float
    """The seconds between the two."""

    def __init__(self, later: Snapshot, earlier: Snapshot | None, elapsed: float) -> None:
        self._later = later
        self._earlier = earlier
        self.elapsed = elapsed

    def __iter__(self) -> Iterator[SeriesDiff]:
        return map(self._of, self._later)

    def find(self, name: str, labels: Mapping[str, str] = {}) -> SeriesDiff:
        """That of the series that `Snapshot.find` finds in the later one, or NotFound."""
        return self._of(self._later.find(name, labels))

    def _of(self, series: Series) -> SeriesDiff:
        before = None
        if self._earlier is not None:
            before = self._earlier.get(series.name, series.labels)
        if before and (before.created, before.family) != (series.created, series.family):
            before = None
        return SeriesDiff(series, before, self.elapsed)


class SeriesDiff:
    """What happened to one series between two snapshots."""

    __slots__ = ("_before", "elapsed", "new", "series")

    series: Series
    """The series, in the later snapshot."""
    new: bool
    """Whether it wasn't there in the earlier one."""

    def __init__(self, series: Series, before: Series | None, elapsed: float) -> None:
        self.series = series
        self.new = before is None
        self.elapsed = elapsed
        self._before: Value = before.value if before else None

    @property
    def delta(self) -> int | float | None:
        """How much a counter grew. None for other kinds."""
        now = self.series.value
        if self.series.family.kind is not Kind.COUNTER or not isinstance(now, (int, float)):
            return None
        return _grown(now, self._before)

    @property
    def rate(self) -> float | None:
        """How fast a counter grew, or how many values a histogram counted, in a second. None for
        other kinds, and where no time has passed."""
        grown = self.delta
        if grown is None:
            histogram = self.histogram
            grown = histogram.count if histogram else None
        return None if grown is None else _per_second(grown, self.elapsed)

    @property
    def histogram(self) -> Histogram | None:
        """What a histogram counted. None for other kinds."""
        now, before = self.series.value, self._before
        if not isinstance(now, Histogram):
            return None
        return now.since(before if isinstance(before, Histogram) else None)

    @property
    def deltas(self) -> dict[str, int | float]:
        """How much the counters in a struct grew, by their names. None are there for other kinds,
        and where one of the two values was busy."""
        now, before = self.series.value, self._before
        if not isinstance(now, Struct) or before is BUSY:
            return {}
        parts = zip(self.series.family.components, now)
        counters = [(of.name, part) for of, part in parts if of.kind is Kind.COUNTER]
        earlier = before if isinstance(before, Struct) else None
        return {
            name: _grown(part, earlier[name] if earlier else None)
            for name, part in counters
            if isinstance(part, (int, float))
        }

    @property
    def rates(self) -> dict[str, float]:
        """How fast the counters in a struct grew, in a second. None are there where no time has
        passed."""
        return {name: delta / self.elapsed for name, delta in self.deltas.items() if self.elapsed}


def _grown(now: int | float, before: Value) -> int | float:
    """How much a counter grew that may have begun anew meanwhile: never less than 0."""
    if isinstance(before, (int, float)) and now >= before:
        return now - before
    return max(now, 0)


def _per_second(amount: float, elapsed: float) -> float | None:
    return amount / elapsed if elapsed else None
