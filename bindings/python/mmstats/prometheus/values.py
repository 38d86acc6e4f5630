"""Makes the values of metrics: what `prometheus_client.values.ValueClass` is once installed."""

from __future__ import annotations

import threading

from .. import _fork
from ..errors import Duplicate
from ..writer import Writer
from .families import Families
from .sample import Mode, Sample
from .value import Count, Level, Recent, Sum, Tally, Value


class Values:
    """Makes values of metrics in a writer's file."""

    __slots__ = ("__weakref__", "_families", "_last", "_lock", "_writer")

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._families: dict[str, Families] = {}
        # The value that was made last for each series, by its sample's name and its labels.
        self._last: dict[tuple[str, tuple[str, ...]], Value] = {}
        self._lock = threading.Lock()
        _fork.watch(self)

    def __call__(
        self,
        typ: str,
        metric_name: str,
        name: str,
        labelnames: tuple[str, ...],
        labelvalues: tuple[str, ...],
        help_text: str = "",
        multiprocess_mode: str = "",
        **_more: object,
    ) -> Value:
        """As prometheus_client calls it. One name with the same labels is one series, also of two
        metrics."""
        sample, keys = Sample(typ, metric_name, name), tuple(labelnames)
        with self._lock:
            families = self._families.get(name)
            if families is None:
                families = Families(self._writer, sample, keys, help_text, multiprocess_mode)
            elif families.what != (sample, keys, multiprocess_mode):
                raise Duplicate(
                    f"{typ} {metric_name!r}: expected that all metrics with {name!r} are alike, "
                    f"found {families}: give one of them another name"
                )
            value = _kind(sample, multiprocess_mode)(families, tuple(labelvalues))
            # Only now: what could not be declared is no metric.
            self._families[name] = families
            self._last[name, value.labels] = value
            return value

    def retire(self, child: object) -> None:
        """Ends the series of a metric's child that was removed; those that another thread has asked
        for again since are that one's."""
        with self._lock:
            for value in _values(child):
                series = value.name, value.labels
                if self._last.get(series) is value:
                    del self._last[series]
                    value.retire()

    def forked(self) -> None:
        """In a forked child no other thread has the lock."""
        self._lock = threading.Lock()


def _kind(sample: Sample, mode: str) -> type[Tally | Level | Recent]:
    if sample.type == "gauge":
        return Recent if Mode.of(mode).is_recent else Level
    return Sum if sample.name == sample.metric + "_sum" else Count


def _values(child: object) -> list[Value]:
    """What a metric has: a value, or lists of values."""
    lists = [one if isinstance(one, list) else [one] for one in vars(child).values()]
    return [value for one in lists for value in one if isinstance(value, Value)]
