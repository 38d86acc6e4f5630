"""What prometheus_client calls a sample, as a family of format 2.

A metric of prometheus_client has one or several samples, each with a value for every set of labels:
a counter `x` has `x_total`, a gauge `x`, a summary `x_count` and `x_sum`, a histogram `x_sum` and
`x_bucket`, whose label `le` tells the buckets apart. Each sample is a family of its name here:

- What counts is a counter of floats, so that it adds up over files, and dead workers' files fold,
  without anything being rounded to other buckets: those of format 2's own histograms are powers of
  2, and bounds such as 0.3 are none. What falls, as a sum of negative observations, or a counter
  that is reset, counts what it lost in a second family: the value is the difference.
- A gauge is one of floats, whose mode is the family's aggregate; that of the modes `mostrecent` is
  a struct of the value and the time when it was set, one for each file.

The family's unit says of what type the metric is. A unit is part of what a family is (SPEC.md,
F2-MERGE), so that metrics of one name but of different types, in two versions of a program, never
add up; and no other family of the application is taken for a metric. In braces it is UCUM's word
for no unit.
"""

from __future__ import annotations

from typing import NamedTuple

from ..kinds import Aggregate, Kind
from ..reader.family import Family

_UNIT = "{prometheus:%s}"
_LOST = ".lost"
_SUFFIXES = {
    "counter": ("_total",),
    "gauge": ("",),
    "summary": ("_count", "_sum"),
    "histogram": ("_bucket", "_sum"),
}
_BY_UNIT = {_UNIT % type: type for type in _SUFFIXES}

_AGGREGATES = {
    "all": Aggregate.EACH,
    "min": Aggregate.MIN,
    "max": Aggregate.MAX,
    "sum": Aggregate.SUM,
    "mostrecent": Aggregate.EACH,
}

RECENT = [("value", "f64"), ("time", "f64")]
"""The components of a gauge of which the value that was set last counts."""


class Mode(NamedTuple):
    """How the values of several processes become one gauge."""

    aggregate: Aggregate
    alive_only: bool
    is_recent: bool

    @staticmethod
    def of(name: str) -> Mode:
        """That of prometheus_client's name."""
        base = name.removeprefix("live")
        return Mode(_AGGREGATES[base], base != name, base == "mostrecent")


class Sample(NamedTuple):
    """A sample of a metric, and what tells it from others of its name."""

    type: str
    """That of the metric."""
    metric: str
    """The name of the metric."""
    name: str

    @property
    def unit(self) -> str:
        """That of its family."""
        return _UNIT % self.type

    @property
    def lost(self) -> str:
        """The name of the family that has what it lost."""
        return self.name + _LOST

    @staticmethod
    def of(family: Family) -> tuple[Sample, bool] | None:
        """That of a family, and whether it is what was lost; None of one that is no metric's."""
        type = _BY_UNIT.get(family.unit)
        if type is None:
            return None
        is_lost = family.kind is Kind.COUNTER and family.name.endswith(_LOST)
        name = family.name.removesuffix(_LOST) if is_lost else family.name
        for suffix in _SUFFIXES[type]:
            if name.endswith(suffix):
                return Sample(type, name.removesuffix(suffix), name), is_lost
        return None
