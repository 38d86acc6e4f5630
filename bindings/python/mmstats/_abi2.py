"""The C ABI of format 2: structures, numbers and prototypes as in mmstats.h, and nothing else."""

from __future__ import annotations

import ctypes
from ctypes import c_bool, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_uint8, c_uint32
from ctypes import c_uint64, c_void_p
from typing import Any

from ._abi import Borrowed, Prototype, Status, Str
from ._function import bind
from .kinds import Aggregate, Kind, Type

KINDS: dict[Kind, int] = {kind: number for number, kind in enumerate(Kind, start=1)}
TYPES: dict[Type, int] = {
    **{type: number for number, type in enumerate(Type, start=1)},
    Type.BYTES: 14,
}
AGGREGATES: dict[Aggregate, int] = {each: number for number, each in enumerate(Aggregate, start=1)}

NO_CAPACITY = 2**32 - 1
"""The capacity of a text that is always empty."""

WARNING_DETACHED = 1
"""That a writer has no file."""

# Kinds of values that are no type of a component; the last two are those of applications.
STRUCT, HISTOGRAM, WINDOW, UNPUBLISHED, BUSY, EACH, WINDOWS = range(15, 22)

Id = c_uint8 * 16

# Writing.


class Identity(ctypes.Structure):
    """What differs from run to run in a file."""

    _fields_ = [
        ("created", c_uint64),
        ("created_boot", c_uint64),
        ("pid", c_uint64),
        ("start", c_uint64),
        ("pid_namespace", c_uint64),
        ("uid", c_uint64),
        ("boot_id", Id),
        ("file_id", Id),
    ]


class Options(ctypes.Structure):
    """Options of a writer."""

    _fields_ = [
        ("size", c_size_t),
        ("path", Str),
        ("filename", Str),
        ("mode", c_uint32),
        ("series_limit", c_uint32),
        ("reserve", c_size_t),
        ("detached", c_bool),
        ("identity", c_void_p),
        ("follow", c_bool),
        ("or_detached", c_bool),
        ("no_fold", c_bool),
    ]


class Component(ctypes.Structure):
    """A component of a struct."""

    _fields_ = [
        ("name", Str),
        ("unit", Str),
        ("type", c_int32),
        ("kind", c_int32),
        ("offset", c_uint32),
        ("width", c_uint32),
    ]


class Desc(ctypes.Structure):
    """The description of a family."""

    _fields_ = [
        ("size", c_size_t),
        ("name", Str),
        ("unit", Str),
        ("help", Str),
        ("label_keys", c_void_p),
        ("label_values", c_void_p),
        ("labels", c_size_t),
        ("aggregate", c_int32),
        ("alive_only", c_bool),
        ("limit", c_uint32),
        ("capacity", c_uint32),
        ("buckets", c_uint32),
        ("scale", c_uint32),
        ("first", c_int32),
        ("slots", c_uint32),
        ("duration", c_uint64),
        ("components", c_void_p),
        ("component_count", c_size_t),
        ("struct_size", c_size_t),
    ]


class CounterCell(ctypes.Structure):
    """A handle to a counter."""

    _fields_ = [("cell", c_void_p), ("mode", c_uint32)]


class GaugeCell(ctypes.Structure):
    """A handle to a gauge."""

    _fields_ = [("cell", c_void_p)]


class TextCell(ctypes.Structure):
    """A handle to a text."""

    _fields_ = [("cell", c_void_p), ("slots", c_uint32), ("capacity", c_uint32)]


class StructCell(ctypes.Structure):
    """A handle to a struct."""

    _fields_ = [("cell", c_void_p), ("slots", c_uint32), ("width", c_uint32)]


class HistogramCell(ctypes.Structure):
    """A handle to a histogram."""

    _fields_ = [
        ("cell", c_void_p),
        ("scale", c_uint32),
        ("first", c_int32),
        ("buckets", c_uint32),
        ("mode", c_uint32),
    ]


class WindowCell(ctypes.Structure):
    """A handle to a window."""

    _fields_ = [("cell", c_void_p), ("duration", c_uint64), ("slots", c_uint32)]


# Reading.


class FoundComponent(ctypes.Structure):
    """A component of a struct, as a result."""

    _fields_ = [
        ("name", Borrowed),
        ("unit", Borrowed),
        ("type", c_int32),
        ("kind", c_int32),
        ("offset", c_uint32),
        ("width", c_uint32),
    ]


class FamilyInfo(ctypes.Structure):
    """A family of a file."""

    _fields_ = [
        ("name", Borrowed),
        ("unit", Borrowed),
        ("help", Borrowed),
        ("kind", c_int32),
        ("type", c_int32),
        ("aggregate", c_int32),
        ("alive_only", c_bool),
        ("label_keys", c_void_p),
        ("label_count", c_size_t),
        ("first_series", c_size_t),
        ("series_count", c_size_t),
        ("slots", c_uint32),
        ("width", c_uint32),
        ("components", c_void_p),
        ("component_count", c_size_t),
        ("duration", c_uint64),
        ("scale", c_uint32),
        ("first", c_int32),
        ("buckets", c_uint32),
    ]


class Number(ctypes.Union):
    """A number of a distribution or a window."""

    _fields_ = [("u64", c_uint64), ("f64", c_double)]


class Parts(ctypes.Structure):
    """The values of a struct."""

    _fields_ = [("values", c_void_p), ("count", c_size_t)]


class Bucket(ctypes.Structure):
    """A bucket of a histogram."""

    _fields_ = [("count", c_uint64), ("index", c_int32)]


class Distribution(ctypes.Structure):
    """The values of a histogram."""

    _fields_ = [
        ("count", c_uint64),
        ("sum", Number),
        ("min", Number),
        ("max", Number),
        ("has_extremes", c_bool),
        ("zero", c_uint64),
        ("above", c_uint64),
        ("negative", c_uint64),
        ("nan", c_uint64),
        ("buckets", c_void_p),
        ("bucket_count", c_size_t),
        ("scale", c_uint32),
        ("first", c_int32),
        ("number", c_uint32),
    ]


class WindowSlot(ctypes.Structure):
    """A slot of a window."""

    _fields_ = [("epoch", c_uint64), ("count", c_uint64), ("sum", Number), ("max", Number)]


class Lately(ctypes.Structure):
    """What happened in the last slots of a window."""

    _fields_ = [("count", c_uint64), ("sum", Number), ("max", Number), ("covered", c_uint64)]


class Recent(ctypes.Structure):
    """The values of a window."""

    _fields_ = [
        ("refused", c_uint64),
        ("slots", c_void_p),
        ("count", c_size_t),
        ("last", Lately),
        ("duration", c_uint64),
        ("number", c_uint32),
    ]


class Payload(ctypes.Union):
    """A value as its widest type."""

    _fields_ = [
        ("u64", c_uint64),
        ("i64", c_int64),
        ("f64", c_double),
        ("text", Borrowed),
        ("parts", Parts),
        ("histogram", c_void_p),
        ("window", c_void_p),
    ]


class Value(ctypes.Structure):
    """A value."""

    _fields_ = [("kind", c_int32), ("payload", Payload)]


class Rate(ctypes.Structure):
    """How much a series grew."""

    _fields_ = [("delta", Number), ("per_second", c_double), ("known", c_bool), ("is_new", c_bool)]


class Label(ctypes.Structure):
    """A label of a series."""

    _fields_ = [("key", Borrowed), ("value", Borrowed)]


class Series(ctypes.Structure):
    """A series of a file."""

    _fields_ = [
        ("value", Value),
        ("labels", c_void_p),
        ("label_count", c_size_t),
        ("created", c_uint64),
        ("family", c_size_t),
        ("overflow", c_bool),
    ]


class FileInfo(ctypes.Structure):
    """What a file says of itself."""

    _fields_ = [
        ("application", Borrowed),
        ("closed", c_bool),
        ("skipped", c_size_t),
        ("rewritten", c_size_t),
        ("taken", c_uint64),
        ("created", c_uint64),
        ("created_boot", c_uint64),
        ("pid", c_uint64),
        ("start", c_uint64),
        ("uid", c_uint64),
        ("pid_namespace", c_uint64),
        ("heartbeat", c_uint64),
        ("boot_id", Id),
        ("file_id", Id),
    ]


# Functions. Creating series can wait for the file system, which gives them space.

PROTOTYPES: dict[str, Prototype] = {
    "mmstats_open": Prototype((Str, c_void_p, c_void_p), Status, blocks=True),
    "mmstats_decode": Prototype((c_char_p, c_size_t, c_void_p, c_void_p), Status, blocks=True),
    "mmstats_clock_boottime": Prototype((), c_uint64),
    "mmstats_bucket_lower_bound": Prototype((c_uint32, c_int32), c_double),
    "mmstats_bucket_upper_bound": Prototype((c_uint32, c_int32), c_double),
    "mmstats_reader_open": Prototype((Str, c_void_p), Status, blocks=True),
    "mmstats_reader_decode": Prototype((c_char_p, c_size_t, c_void_p), Status, blocks=True),
    "mmstats_reader_free": Prototype((c_void_p,), None),
    "mmstats_reader_refresh": Prototype((c_void_p,), Status, blocks=True),
    "mmstats_reader_families": Prototype((c_void_p, c_void_p), c_void_p),
    "mmstats_reader_series": Prototype((c_void_p, c_void_p), c_void_p),
    "mmstats_reader_info": Prototype((c_void_p, c_void_p), Status),
    "mmstats_reader_writer": Prototype((c_void_p,), c_int),
    "mmstats_reader_rates": Prototype((c_void_p, c_void_p, c_char_p, c_size_t), c_size_t),
    "mmstats_snapshot_new": Prototype((c_void_p, c_void_p), Status),
    "mmstats_snapshot_free": Prototype((c_void_p,), None),
    "mmstats_writer_new": Prototype((Str, c_void_p, c_void_p), Status, blocks=True),
    "mmstats_writer_free": Prototype((c_void_p,), None),
    "mmstats_writer_close": Prototype((c_void_p,), Status),
    "mmstats_writer_flush": Prototype((c_void_p, c_bool), Status, blocks=True),
    "mmstats_writer_follow": Prototype((c_void_p,), Status),
    "mmstats_writer_warning": Prototype((c_void_p, c_void_p, c_void_p), Status),
    "mmstats_writer_path": Prototype((c_void_p, c_void_p), Status),
    "mmstats_writer_size": Prototype((c_void_p,), c_size_t),
    "mmstats_writer_retire": Prototype((c_void_p, c_void_p), Status),
    "mmstats_writer_family": Prototype(
        (c_void_p, c_int32, c_int32, c_void_p, c_void_p), Status, blocks=True
    ),
    "mmstats_local_new": Prototype((c_void_p, c_void_p), Status),
    "mmstats_local_free": Prototype((c_void_p,), None),
    "mmstats_counter_inc": Prototype((CounterCell,), None),
    "mmstats_text_set": Prototype((TextCell, Str), Status),
    "mmstats_struct_publish": Prototype((StructCell, c_char_p, c_size_t), Status),
}

CELLS: dict[str, type[ctypes.Structure]] = {
    "counter": CounterCell,
    "counter_f64": CounterCell,
    "gauge_u64": GaugeCell,
    "gauge_i64": GaugeCell,
    "gauge_f64": GaugeCell,
    "gauge_bool": GaugeCell,
    "text": TextCell,
    "struct": StructCell,
    "histogram": HistogramCell,
    "histogram_f64": HistogramCell,
    "window": WindowCell,
    "window_f64": WindowCell,
}
"""What handles point with, by the names that the library's functions have for them."""

NUMBERS: dict[str, type[Any]] = {
    "counter": c_uint64,
    "counter_f64": c_double,
    "gauge_u64": c_uint64,
    "gauge_i64": c_int64,
    "gauge_f64": c_double,
    "gauge_bool": c_bool,
    "histogram": c_uint64,
    "histogram_f64": c_double,
    "window": c_uint64,
    "window_f64": c_double,
}
"""The C type of what each of them takes that takes numbers."""

for _name, _cell in CELLS.items():
    _asked = (c_void_p, c_void_p, c_size_t, c_void_p)
    PROTOTYPES[f"mmstats_family_{_name}"] = Prototype(_asked, Status, blocks=True)

for _name, _number in NUMBERS.items():
    _cell, _noun = CELLS[_name], _name.partition("_")[0]
    if _noun in ("counter", "gauge"):
        PROTOTYPES[f"mmstats_{_name}_get"] = Prototype((_cell,), _number)
        if _number is not c_bool:
            PROTOTYPES[f"mmstats_{_name}_add"] = Prototype((_cell, _number), None)
    if _noun == "gauge":
        PROTOTYPES[f"mmstats_{_name}_set"] = Prototype((_cell, _number), None)
    else:
        PROTOTYPES[f"mmstats_local_{_name}"] = Prototype((c_void_p, _cell), _cell, blocks=True)
    if _noun in ("histogram", "window"):
        PROTOTYPES[f"mmstats_{_name}_observe"] = Prototype((_cell, _number), None)
    if _noun == "window":
        PROTOTYPES[f"mmstats_{_name}_observe_at"] = Prototype((_cell, c_uint64, _number), None)


def function(name: str) -> Any:
    """A new object for a function of this format."""
    return bind(name, PROTOTYPES)
