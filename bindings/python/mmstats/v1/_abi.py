"""The C ABI of format 1: structures and prototypes as in mmstats.h, and nothing else."""

from __future__ import annotations

import ctypes
from ctypes import c_bool, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_uint32
from ctypes import c_uint64, c_void_p
from typing import Any

from .._abi import Borrowed, Prototype, Status, Str
from .._function import bind
from .types import Type


class Options(ctypes.Structure):
    """Options of a writer."""

    _fields_ = [
        ("size", c_size_t),
        ("path", Str),
        ("filename", Str),
        ("label_prefix", Str),
        ("no_system_fields", c_bool),
        ("mode", c_uint32),
    ]


class Cell(ctypes.Structure):
    """A handle to a field of one number."""

    _fields_ = [("at", c_void_p)]


class WideCell(ctypes.Structure):
    """A handle to a text or a tuple."""

    _fields_ = [("at", c_void_p), ("width", c_size_t)]


class Payload(ctypes.Union):
    """A value as its widest type."""

    _fields_ = [("u64", c_uint64), ("i64", c_int64), ("f64", c_double), ("text", Borrowed)]


class Value(ctypes.Structure):
    """A value, whose kind is a number of `KINDS`."""

    _fields_ = [("kind", c_int32), ("payload", Payload)]


class Field(ctypes.Structure):
    """A field of a file."""

    _fields_ = [("label", Borrowed), ("value", Value)]


KINDS: dict[int, Type] = dict(enumerate(Type, start=1))

SCALARS: dict[Type, type[Any]] = {
    Type.U64: ctypes.c_uint64,
    Type.I64: ctypes.c_int64,
    Type.U32: ctypes.c_uint32,
    Type.I32: ctypes.c_int32,
    Type.U16: ctypes.c_uint16,
    Type.I16: ctypes.c_int16,
    Type.U8: ctypes.c_uint8,
    Type.I8: ctypes.c_int8,
    Type.F32: ctypes.c_float,
    Type.F64: ctypes.c_double,
    Type.BOOL: ctypes.c_bool,
}
"""The types of one number, each with its C type."""

PROTOTYPES: dict[str, Prototype] = {
    "mmstats_v1_writer_new": Prototype((Str, c_void_p, c_void_p), Status),
    "mmstats_v1_writer_free": Prototype((c_void_p,), None),
    "mmstats_v1_writer_counter": Prototype((c_void_p, Str, c_void_p), Status),
    "mmstats_v1_writer_text": Prototype((c_void_p, Str, c_size_t, c_void_p), Status),
    "mmstats_v1_writer_tuple": Prototype((c_void_p, Str, Str, c_void_p), Status),
    "mmstats_v1_writer_average": Prototype((c_void_p, Str, c_void_p), Status),
    "mmstats_v1_writer_moving_average": Prototype((c_void_p, Str, c_size_t, c_void_p), Status),
    "mmstats_v1_writer_timer": Prototype((c_void_p, Str, c_size_t, c_void_p), Status),
    "mmstats_v1_writer_sampling_counter": Prototype((c_void_p, Str, c_uint64, c_void_p), Status),
    "mmstats_v1_writer_constant": Prototype((c_void_p, Str, c_void_p), Status),
    "mmstats_v1_writer_constant_text": Prototype((c_void_p, Str, Str, c_size_t), Status),
    "mmstats_v1_writer_create_file": Prototype((c_void_p,), Status, blocks=True),
    "mmstats_v1_writer_path": Prototype((c_void_p, c_void_p), Status),
    "mmstats_v1_writer_size": Prototype((c_void_p,), c_size_t),
    "mmstats_v1_writer_flush": Prototype((c_void_p, c_bool), Status, blocks=True),
    "mmstats_v1_writer_remove": Prototype((c_void_p,), Status, blocks=True),
    "mmstats_v1_counter_inc": Prototype((Cell,), None),
    "mmstats_v1_counter_add": Prototype((Cell, c_uint64), None),
    "mmstats_v1_counter_set": Prototype((Cell, c_uint64), None),
    "mmstats_v1_counter_get": Prototype((Cell,), c_uint64),
    "mmstats_v1_text_set": Prototype((WideCell, Str), Status),
    "mmstats_v1_text_get": Prototype((WideCell, c_void_p, c_size_t), c_size_t),
    "mmstats_v1_tuple_set": Prototype((WideCell, c_char_p, c_size_t), Status),
    "mmstats_v1_tuple_get": Prototype((WideCell, c_void_p, c_size_t), c_size_t),
    "mmstats_v1_average_add": Prototype((c_void_p, c_double), None),
    "mmstats_v1_average_get": Prototype((c_void_p,), c_double),
    "mmstats_v1_timer_observe": Prototype((c_void_p, c_double), None),
    "mmstats_v1_timer_get": Prototype((c_void_p,), c_double),
    "mmstats_v1_timer_last": Prototype((c_void_p,), c_double),
    "mmstats_v1_sampling_counter_add": Prototype((c_void_p, c_uint64), None),
    "mmstats_v1_sampling_counter_get": Prototype((c_void_p,), c_uint64),
    "mmstats_v1_sampling_counter_per_ms": Prototype((c_void_p,), c_uint64),
    "mmstats_v1_reader_open": Prototype((Str, c_void_p), Status, blocks=True),
    "mmstats_v1_reader_decode": Prototype((c_char_p, c_size_t, c_void_p), Status, blocks=True),
    "mmstats_v1_reader_free": Prototype((c_void_p,), None),
    "mmstats_v1_reader_refresh": Prototype((c_void_p,), Status, blocks=True),
    "mmstats_v1_reader_fields": Prototype((c_void_p, c_void_p), c_void_p),
    "mmstats_v1_reader_find": Prototype((c_void_p, Str, c_void_p), Status),
    "mmstats_v1_reader_part": Prototype((c_void_p, c_size_t, c_size_t, c_void_p), Status),
    "mmstats_v1_reader_size": Prototype((c_void_p,), c_size_t),
    "mmstats_v1_reader_is_typed": Prototype((c_void_p,), c_bool),
    "mmstats_v1_reader_is_big_endian": Prototype((c_void_p,), c_bool),
    "mmstats_v1_reader_writer": Prototype((c_void_p,), c_int),
}

for _type, _number in SCALARS.items():
    _name = _type.value
    PROTOTYPES[f"mmstats_v1_writer_{_name}"] = Prototype((c_void_p, Str, _number, c_void_p), Status)
    PROTOTYPES[f"mmstats_v1_{_name}_set"] = Prototype((Cell, _number), None)
    PROTOTYPES[f"mmstats_v1_{_name}_get"] = Prototype((Cell,), _number)


def function(name: str) -> Any:
    """A new object for a function of this format."""
    return bind(name, PROTOTYPES)
