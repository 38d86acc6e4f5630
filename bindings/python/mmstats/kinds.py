"""What series of format 2 are: their kinds, types and aggregates (SPEC.md 2.5)."""

from __future__ import annotations

import enum


class Kind(enum.Enum):
    """What the series of a family are, in the order of the library's numbers."""

    COUNTER = "counter"
    GAUGE = "gauge"
    TEXT = "text"
    HISTOGRAM = "histogram"
    STRUCT = "struct"
    WINDOW = "window"


class Type(enum.Enum):
    """The type of a family's values, or of a struct's component."""

    U64 = "u64"
    I64 = "i64"
    U32 = "u32"
    I32 = "i32"
    U16 = "u16"
    I16 = "i16"
    U8 = "u8"
    I8 = "i8"
    F32 = "f32"
    F64 = "f64"
    BOOL = "bool"
    TEXT = "text"
    """Of a component alone."""
    BYTES = "bytes"
    """Of families of texts and structs."""


class Aggregate(enum.Enum):
    """What a sum over the files of one application is, in the order of the library's numbers."""

    SUM = "sum"
    MIN = "min"
    MAX = "max"
    LAST = "last"
    """That of the file created last."""
    EACH = "each"
    """None: one for each file."""


class Busy(enum.Enum):
    """The type of `BUSY`."""

    BUSY = "busy"

    def __repr__(self) -> str:
        return "mmstats.BUSY"


BUSY = Busy.BUSY
"""Stands for a value that changed whenever it was looked at. The next look may find it."""


class Each(enum.Enum):
    """The type of `EACH`."""

    EACH = "each"

    def __repr__(self) -> str:
        return "mmstats.EACH"


EACH = Each.EACH
"""Stands for a value of an application of which there is none of all files: each has its own."""
