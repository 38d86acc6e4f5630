"""Has prometheus_client keep its metrics in files of format 2."""

from __future__ import annotations

import functools
import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from prometheus_client import metrics, values

from ..errors import Duplicate, Invalid
from ..writer import Writer
from .values import Values

VARIABLES = ("PROMETHEUS_MULTIPROC_DIR", "prometheus_multiproc_dir")
KINDS = (metrics.Counter, metrics.Gauge, metrics.Summary, metrics.Histogram)
FILENAME = "{CMD}-{PID}-prometheus.mmstats"
"""Where MMSTATS_FILES says nothing else: another one than that of a writer of the program's own."""
REMOVING = ("remove", "remove_by_labels", "clear")


class Installed(NamedTuple):
    """What was installed in this process, or in the one that it was forked from."""

    application: str
    folder: Path | None
    """Of the writer's file, and of those of its children; None of a detached one."""


_installed: Installed | None = None


def installed() -> Installed | None:
    """What was installed; None before."""
    return _installed


def install(application: str, writer: Writer | None = None) -> Writer:
    """From here on counters, gauges, summaries and histograms of prometheus_client are in a stats
    file of that application, in forked children in files of their own. To be called once, before
    the first metric is made, so before modules are imported that make some.

    `writer`: one of that application that is there, for instance with other options; else one is
    made. Returns it.

    Errors: Invalid (there are metrics already: it names one; PROMETHEUS_MULTIPROC_DIR is set),
    Duplicate (it is installed); those of a `Writer`.
    """
    global _installed
    if _installed:
        raise Duplicate(
            f"prometheus_client: expected one install(), found that its metrics are those of "
            f"application {_installed.application!r} already: call it once, in one place"
        )
    _check_variables()
    _check_metrics()
    filename = None if os.environ.get("MMSTATS_FILES") else FILENAME
    writer = writer or Writer(application, filename=filename)
    made = Values(writer)
    setattr(values, "ValueClass", made)
    for name in REMOVING:
        method = getattr(metrics.MetricWrapperBase, name)
        setattr(metrics.MetricWrapperBase, name, _retiring(method, made))
    _installed = Installed(application, writer.path.parent if writer.path else None)
    return writer


def _check_variables() -> None:
    for name in VARIABLES:
        if name in os.environ:
            raise Invalid(
                f"{name}: expected it not to be set, since metrics go to mmstats' files, found "
                f"{os.environ[name]!r}: unset it before prometheus_client is imported"
            )


def _check_metrics() -> None:
    """Where a metric is, in whatever registry, its values are in this process alone."""
    for found in gc.get_objects():
        # Not isinstance, which asks objects that stand for others for the class of these.
        if issubclass(type(found), KINDS):
            raise Invalid(
                f"prometheus_client: expected install() before the first metric, found {found}: "
                "call it earlier, before the import of what makes that metric"
            )


def _retiring(method: Callable[..., None], of: Values) -> Callable[..., None]:
    """A method that removes children of a metric, as one that ends their series, too."""

    @functools.wraps(method)
    def removing(self: Any, *arguments: Any, **named: Any) -> None:
        before = dict(getattr(self, "_metrics", {}))
        method(self, *arguments, **named)
        for labels, child in before.items():
            if self._metrics.get(labels) is not child:
                of.retire(child)

    return removing
