"""All processes' metrics, as a collector of prometheus_client."""

from __future__ import annotations

import collections
import contextlib
import glob
import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.registry import Collector

from ..application import ProblemKind, Totals
from ..errors import Error, Invalid
from ..folding import fold
from ..liveness import Liveness
from .install import installed
from .watched import WATCHED

Pattern = str | os.PathLike[str]

FOLD_FROM = 32
"""So many files of dead writers are let be."""
FOLD_AT_MOST = 1024
"""So many are folded by one look, which then takes a tenth of a second."""


class MmstatsCollector(Collector):
    """Shows the metrics of all processes of an application as one, those of dead ones included,
    as prometheus_client's MultiProcessCollector does: register it in a registry of its own.

    `application`: whose (default: that of `install`). `globs`: in what files (default: those in the
    folder of the installed writer, else where readers look).

    Where it looks in the folder of the installed writer it folds (`mmstats.fold`) once there are
    many files of dead workers, so that a look stays cheap; not where MMSTATS_FOLD is 0.

    What could not be read or added up is told by a gauge `mmstats_problems`, which is there only
    then, and spoils nothing else.
    """

    def __init__(
        self,
        registry: CollectorRegistry | None = None,
        application: str | None = None,
        globs: Iterable[Pattern] | Pattern | None = None,
    ) -> None:
        own = installed()
        if application is None:
            if own is None:
                raise Invalid(
                    "MmstatsCollector: expected the name of an application, or install() before, "
                    "found neither"
                )
            application = own.application
        self._folds = None
        if globs is None and own and own.folder and own.application == application:
            self._folds, globs = own.folder, glob.escape(str(own.folder)) + "/*.mmstats"
        patterns = [globs] if isinstance(globs, (str, os.PathLike)) else globs or ()
        self._key = application, tuple(os.fspath(pattern) for pattern in patterns)
        if registry:
            registry.register(self)

    def collect(self) -> list[Metric]:
        """All metrics, as of now."""
        totals, layout = WATCHED.look(self._key)
        self._fold(totals)
        return layout.metrics(totals) + _problems(totals, layout.left_out)

    def _fold(self, totals: Totals) -> None:
        if self._folds is None or os.environ.get("MMSTATS_FOLD") == "0":
            return
        # The folder may be gone, or somebody else's. The look tells of that.
        with contextlib.suppress(OSError, Error):
            if len(os.listdir(self._folds)) <= FOLD_FROM:
                return
            dead = sum(f.writer is Liveness.DEAD and not f.accumulator for f in totals.files)
            if dead > FOLD_FROM:
                fold(self._folds, self._key[0], limit=FOLD_AT_MOST)


def _problems(totals: Totals, left_out: int) -> list[Metric]:
    """A metric that counts them, where there are any."""
    # Of families that differ in their labels all series are shown.
    kinds = [problem.kind for problem in totals.problems]
    count = collections.Counter(of.name.lower() for of in kinds if of is not ProblemKind.FAMILIES)
    if left_out:
        count["metrics"] = left_out
    if not count:
        return []
    metric = Metric("mmstats_problems", "What could not be counted, by its kind.", "gauge")
    for kind, number in sorted(count.items()):
        metric.add_sample(metric.name, {"kind": kind}, number)
    return [metric]
