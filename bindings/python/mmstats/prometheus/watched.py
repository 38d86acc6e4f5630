"""What is known of an application from look to look."""

from __future__ import annotations

import threading

from prometheus_client import Metric

from .. import _fork
from ..application import Application, Totals
from ..errors import Closed
from ..reader.family import Family
from .merged import KINDS, Merged
from .sample import Sample

Key = tuple[str, tuple[str, ...]]
"""The name of an application, and the patterns of its files."""


class Layout:
    """Which metrics there are, and where their series stand in a look."""

    def __init__(self, totals: Totals) -> None:
        self.families = totals.families
        self.left_out = 0
        """How many families and series are not shown: those of a metric that is of another type,
        and what no program with prometheus_client has written."""
        self._metrics: dict[str, Merged] = {}
        family, of = None, None
        for place, series in enumerate(totals):
            if series.family is not family:
                family, of = series.family, self._metric(series.family)
            if of:
                merged, name, is_lost = of
                try:
                    merged.add(name, series.family, place, series, is_lost)
                except ValueError:
                    self.left_out += 1

    def _metric(self, family: Family) -> tuple[Merged, str, bool] | None:
        found = Sample.of(family)
        if found is None:
            return None
        sample, is_lost = found
        metric = self._metrics.get(sample.metric)
        try:
            metric = metric or KINDS[sample.type](sample, family.help)
        except ValueError:
            pass
        if metric is None or metric.type != sample.type:
            self.left_out += 1
            return None
        self._metrics[sample.metric] = metric
        return metric, sample.name, is_lost

    def metrics(self, totals: Totals) -> list[Metric]:
        """Those of a look that have samples: live ones may have none."""
        series = [*totals]
        metrics = [merged.metric(series) for merged in self._metrics.values()]
        return [metric for metric in metrics if metric.samples]


class Watched:
    """Looks at an application again and again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # What is known of files is worth more than a collector, of which some make one each time.
        self._known: dict[Key, tuple[Application, Layout | None]] = {}
        _fork.watch(self)

    def look(self, key: Key) -> tuple[Totals, Layout]:
        """What there is now."""
        with self._lock:
            application, layout = self._known.get(key) or (Application(*key), None)
        try:
            totals = application.look()
        except Closed:
            # Another thread was looking when this process was forked.
            application = Application(*key)
            totals = application.look()
        if layout is None or layout.families is not totals.families:
            layout = Layout(totals)
        with self._lock:
            self._known[key] = application, layout
        return totals, layout

    def forked(self) -> None:
        """In a forked child no other thread has the lock."""
        self._lock = threading.Lock()


WATCHED = Watched()
"""What the collectors of this process share."""
