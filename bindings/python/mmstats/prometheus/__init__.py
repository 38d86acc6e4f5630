"""A bridge for programs that have their metrics in prometheus_client.

    import mmstats.prometheus

    mmstats.prometheus.install("web")

One call before the first metric, and prometheus_client's counters, gauges, summaries and histograms
live in files of format 2: forked workers each have their own, and `MmstatsCollector` shows all of
them as one, alive and dead. It stands where PROMETHEUS_MULTIPROC_DIR and MultiProcessCollector
stood. This package needs prometheus_client, which nothing else of mmstats does.
"""

try:
    import prometheus_client as _needed  # noqa: F401
except ImportError as _error:
    raise ImportError(
        "mmstats.prometheus: expected prometheus_client, found that it is not installed: "
        "install it, for instance by pip install 'libmmstats[prometheus]'"
    ) from _error

from .collector import MmstatsCollector
from .install import install

__all__ = ["MmstatsCollector", "install"]
