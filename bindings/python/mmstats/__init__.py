"""/proc for your application: statistics in mapped files.

    import mmstats

    stats = mmstats.v1.Writer("web")
    requests = stats.counter("requests")
    stats.create_file()
    requests.inc()

`mmstats.v1` has writers and readers of format 1; here is what formats share.
"""

from ._version import VERSION as __version__
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
from .naming import default_glob, default_path
from .paths import glob

from . import v1  # isort: skip

__all__ = [
    "Busy",
    "Cause",
    "Closed",
    "Corrupt",
    "Duplicate",
    "Error",
    "Full",
    "Internal",
    "Invalid",
    "Io",
    "Limit",
    "NotAStatsFile",
    "NotFound",
    "Permission",
    "UnknownVersion",
    "WrongType",
    "__version__",
    "default_glob",
    "default_path",
    "glob",
    "v1",
]
