"""/proc for your application: statistics in mapped files.

    import mmstats

    stats = mmstats.Writer("web")
    hits = stats.counter("http.requests", labels=["code"])
    hits["200"].inc()
    with stats.timer("http.latency"):
        ...

`Writer`, its handles, `Reader` and `reader` are of format 2; `mmstats.v1` has writers and readers
of format 1, the format of mmstats 0.8.0; `MmStats` and the fields are its models; the rest is what
both formats share.
"""

import importlib
from typing import TYPE_CHECKING, Any

# First: what follows works in the main interpreter alone.
from . import _interpreter  # isort: skip

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

if TYPE_CHECKING:
    from .defaults import DEFAULT_FILENAME, DEFAULT_GLOB, DEFAULT_PATH
    from .fields import (
        AverageField,
        BoolField,
        BufferedDescriptorField,
        ByteField,
        ComplexDoubleBufferedField,
        CompoundField,
        CounterField,
        DoubleBufferedField,
        DoubleField,
        DuplicateFieldName,
        Field,
        FloatField,
        IntField,
        MovingAverageField,
        PercentileField,
        ReadOnlyField,
        ReadWriteField,
        SamplingCounterField,
        ShortField,
        StaticDoubleField,
        StaticFloatField,
        StaticInt64Field,
        StaticTextField,
        StaticUInt64Field,
        StaticUIntField,
        StringField,
        TimerField,
        UInt64Field,
        UIntField,
        UShortField,
        WindowField,
    )
    from .models import BaseMmStats, MmStats

__all__ = [
    "Aggregate",
    "Application",
    "AverageField",
    "BUSY",
    "BaseMmStats",
    "BoolField",
    "Buckets",
    "BufferedDescriptorField",
    "Busy",
    "ByteField",
    "Cause",
    "Closed",
    "ComplexDoubleBufferedField",
    "Component",
    "CompoundField",
    "Corrupt",
    "Counter",
    "CounterField",
    "DEFAULT_FILENAME",
    "DEFAULT_GLOB",
    "DEFAULT_PATH",
    "DoubleBufferedField",
    "DoubleField",
    "Duplicate",
    "DuplicateFieldName",
    "EACH",
    "Error",
    "Family",
    "Field",
    "FloatField",
    "FoldOutcome",
    "FoldResult",
    "Full",
    "Gauge",
    "Handle",
    "Histogram",
    "Identity",
    "IntField",
    "Internal",
    "Invalid",
    "Io",
    "Kind",
    "Limit",
    "Liveness",
    "Local",
    "Measurement",
    "MmStats",
    "MovingAverageField",
    "NotAStatsFile",
    "NotFound",
    "PercentileField",
    "Permission",
    "ReadOnlyField",
    "ReadWriteField",
    "Reader",
    "SamplingCounterField",
    "ShortField",
    "Snapshot",
    "StaticDoubleField",
    "StaticFloatField",
    "StaticInt64Field",
    "StaticTextField",
    "StaticUInt64Field",
    "StaticUIntField",
    "StringField",
    "Struct",
    "Text",
    "Timer",
    "TimerField",
    "Totals",
    "Type",
    "UInt64Field",
    "UIntField",
    "UShortField",
    "UnknownVersion",
    "Window",
    "WindowField",
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

version = __version__

# The models of mmstats 0.8.0, which cost nothing where nobody uses them.
_OF_MODELS = ("models", "fields", "defaults")


def __getattr__(name: str) -> Any:
    if name in (*_OF_MODELS, "libgettid"):
        return importlib.import_module(f".{name}", __name__)
    if name in __all__:
        modules = (importlib.import_module(f".{module}", __name__) for module in _OF_MODELS)
        return next(getattr(module, name) for module in modules if hasattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
