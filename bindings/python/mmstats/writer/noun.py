"""What a writer can declare."""

from __future__ import annotations

from typing import NamedTuple

from ..kinds import Kind, Type
from .counter import Counter
from .gauge import Gauge
from .handle import Handle
from .histogram import Histogram
from .struct import Struct
from .text import Text
from .timer import Timer
from .window import Window


class Noun(NamedTuple):
    """What can be declared."""

    name: str
    """In the names of the library's functions."""
    kind: Kind
    value_type: Type
    handle: type[Handle]
    unit: str = ""
    """Where none is given."""


COUNTER = Noun("counter", Kind.COUNTER, Type.U64, Counter)
COUNTER_F64 = Noun("counter_f64", Kind.COUNTER, Type.F64, Counter)
GAUGE = Noun("gauge_i64", Kind.GAUGE, Type.I64, Gauge)
GAUGE_U64 = Noun("gauge_u64", Kind.GAUGE, Type.U64, Gauge)
GAUGE_F64 = Noun("gauge_f64", Kind.GAUGE, Type.F64, Gauge)
GAUGE_BOOL = Noun("gauge_bool", Kind.GAUGE, Type.BOOL, Gauge)
HISTOGRAM = Noun("histogram", Kind.HISTOGRAM, Type.U64, Histogram)
HISTOGRAM_F64 = Noun("histogram_f64", Kind.HISTOGRAM, Type.F64, Histogram)
TIMER = Noun("histogram", Kind.HISTOGRAM, Type.U64, Timer, unit="ns")
TEXT = Noun("text", Kind.TEXT, Type.BYTES, Text)
STRUCT = Noun("struct", Kind.STRUCT, Type.BYTES, Struct)
WINDOW = Noun("window", Kind.WINDOW, Type.U64, Window)
WINDOW_F64 = Noun("window_f64", Kind.WINDOW, Type.F64, Window)
