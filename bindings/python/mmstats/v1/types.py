"""Types of values."""

from __future__ import annotations

import enum


class Type(enum.Enum):
    """The type of a value, in the order of the library's numbers. `Type("u64")` is `Type.U64`."""

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
    TUPLE = "tuple"
