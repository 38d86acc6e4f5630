"""/proc for your application: statistics in mapped files.

    import mmstats

    stats = mmstats.Writer("web")
    hits = stats.counter("http.requests", labels=["code"])
    hits["200"].inc()
    with stats.timer("http.latency"):
        ...

`Writer`, its handles, `Reader` and `reader` are of format 2; `mmstats.v1` has writers and readers
of format 1, the format of mmstats 0.8.0; the rest is what both share.
"""

from ._measurement import Measurement
from ._version import VERSION as __version__
from ._warning import WriterWarning
from .any import decode, open, read_all
from .application import Application, Totals
from .errors import (
    Busy,
    Cause,
    Closed,
    Corrupt,
    Duplicate,
    Error,
    Full,
    Internal,
    Invalid,
    Io,
    Limit,
    NotAStatsFile,
    NotFound,
    Permission,
    UnknownVersion,
    WrongType,
)
from .folding import FoldOutcome, FoldResult, fold
from .kinds import BUSY, EACH, Aggregate, Kind, Type
from .liveness import Liveness
from .naming import default_globs, default_path
from .paths import glob
from .reader import Reader, Snapshot
from .writer import (
    Buckets,
    Component,
    Counter,
    Family,
    Gauge,
    Handle,
    Histogram,
    Identity,
    Local,
    Struct,
    Text,
    Timer,
    Window,
    Writer,
)

from . import application, reader, v1, writer  # isort: skip

__all__ = [
    "Aggregate",
    "Application",
    "BUSY",
    "Buckets",
    "Busy",
    "Cause",
    "Closed",
    "Component",
    "Corrupt",
    "Counter",
    "Duplicate",
    "EACH",
    "Error",
    "Family",
    "FoldOutcome",
    "FoldResult",
    "Full",
    "Gauge",
    "Handle",
    "Histogram",
    "Identity",
    "Internal",
    "Invalid",
    "Io",
    "Kind",
    "Limit",
    "Liveness",
    "Local",
    "Measurement",
    "NotAStatsFile",
    "NotFound",
    "Permission",
    "Reader",
    "Snapshot",
    "Struct",
    "Text",
    "Timer",
    "Totals",
    "Type",
    "UnknownVersion",
    "Window",
    "Writer",
    "WriterWarning",
    "WrongType",
    "__version__",
    "application",
    "decode",
    "default_globs",
    "default_path",
    "fold",
    "glob",
    "open",
    "read_all",
    "reader",
    "v1",
    "writer",
]
