"""What happened between two looks at an application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..reader._found import Found
from .series import Series

if TYPE_CHECKING:
    from .totals import Totals


class Grown(NamedTuple):
    """How much a series grew, and how fast."""

    new: bool
    delta: int | float | None
    rate: float | None


class SeriesSince:
    """What happened to one series between two looks."""

    __slots__ = ("_percentile", "delta", "new", "rate", "series")

    series: Series
    """The series, in the later look."""
    new: bool
    """Whether no file had it in the earlier one."""
    delta: int | float | None
    """How much a counter grew, in all files; of a histogram, how many values it counted. None for
    other kinds, and where there is neither a sum nor the value of each file."""
    rate: float | None
    """The same in a second; None where no time has passed, too."""

    def __init__(
        self, series: Series, grown: Grown, percentile: Callable[[float], float | None]
    ) -> None:
        self.series = series
        self.new, self.delta, self.rate = grown
        self._percentile = percentile

    def percentile(self, percent: float) -> float | None:
        """The value that `percent` percent of what a histogram counted in between don't exceed;
        None where that is nothing. Errors: WrongType (no histogram)."""
        return self._percentile(percent)


class Since(Found[SeriesSince]):
    """What happened between two looks at an application: to each series of the later one.

    Nothing in it is negative: a total that fell has lost a file, and how much the others grew can't
    be told. Where both looks have the values of each file (`keep_each`), it is exact.
    """

    __slots__ = ("_grown", "_later", "_percentile", "elapsed", "gone", "returned")

    elapsed: float
    """The seconds between the two."""
    gone: int
    """How many files counted earlier and don't now: their values are missing."""
    returned: int
    """How many files count now only, though they are older than the earlier look: all that they
    ever counted is in what grew."""

    def __init__(
        self,
        later: Totals,
        grown: Sequence[Grown],
        elapsed: float,
        gone: int,
        returned: int,
        percentile: Callable[[int, float], float | None],
    ) -> None:
        super().__init__(later._directory)
        self._later = later
        self._grown = grown
        self._percentile = percentile
        self.elapsed = elapsed
        self.gone = gone
        self.returned = returned

    def _series(self, position: int) -> SeriesSince:
        return SeriesSince(
            self._later._series(position),
            self._grown[position],
            lambda percent: self._percentile(position, percent),
        )

    def __repr__(self) -> str:
        return f"<Since: {len(self)} series in {self.elapsed} s>"
