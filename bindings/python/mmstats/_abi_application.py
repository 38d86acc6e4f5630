"""The C ABI of applications and of folding: structures and prototypes as in mmstats.h, and nothing
else."""

from __future__ import annotations

import ctypes
from ctypes import c_bool, c_double, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

from ._abi import Borrowed, Prototype, Status, Str
from ._abi2 import Id, Value
from ._function import bind

KEEP_NONE = 2**32 - 1
"""`keep_newest` of folding: none."""


class File(ctypes.Structure):
    """A file of an application."""

    _fields_ = [
        ("path", Borrowed),
        ("format", c_uint32),
        ("writer", c_int32),
        ("pid", c_uint64),
        ("created", c_uint64),
        ("file_id", Id),
        ("accumulator", c_bool),
    ]


class FileValue(ctypes.Structure):
    """The value that one file has."""

    _fields_ = [("value", Value), ("file", c_size_t)]


class Problem(ctypes.Structure):
    """What a look could not count."""

    _fields_ = [
        ("kind", c_int32),
        ("cause", c_int32),
        ("path", Borrowed),
        ("text", Borrowed),
        ("counted", c_bool),
    ]


class Since(ctypes.Structure):
    """What happened to files between two looks."""

    _fields_ = [("elapsed", c_uint64), ("gone", c_size_t), ("returned", c_size_t)]


class FoldOptions(ctypes.Structure):
    """Options of folding."""

    _fields_ = [
        ("size", c_size_t),
        ("application", Str),
        ("limit", c_size_t),
        ("keep_newest", c_uint32),
        ("dry_run", c_bool),
    ]


class FoldOutcome(ctypes.Structure):
    """What became of a file."""

    _fields_ = [("path", Borrowed), ("text", Borrowed), ("result", c_int32), ("cause", c_int32)]


_ARRAY = Prototype((c_void_p, c_void_p), c_void_p)

PROTOTYPES: dict[str, Prototype] = {
    "mmstats_application_new": Prototype((Str, c_void_p, c_size_t, c_void_p), Status),
    "mmstats_application_free": Prototype((c_void_p,), None),
    "mmstats_application_keep_each": Prototype((c_void_p, c_bool), Status),
    "mmstats_application_keep_open": Prototype((c_void_p, c_bool), Status),
    "mmstats_application_look": Prototype((c_void_p,), Status, blocks=True),
    "mmstats_totals_new": Prototype((c_void_p, c_void_p), Status),
    "mmstats_totals_free": Prototype((c_void_p,), None),
    "mmstats_totals_shape": Prototype((c_void_p,), c_uint64),
    "mmstats_totals_families": _ARRAY,
    "mmstats_totals_series": _ARRAY,
    "mmstats_totals_files": _ARRAY,
    "mmstats_totals_problems": _ARRAY,
    "mmstats_totals_each": Prototype((c_void_p, c_size_t, c_void_p), c_void_p),
    "mmstats_totals_taken": Prototype((c_void_p,), c_uint64),
    "mmstats_totals_rates": Prototype((c_void_p, c_void_p, c_void_p, c_size_t), c_size_t),
    "mmstats_totals_since": Prototype((c_void_p, c_void_p, c_void_p), Status),
    "mmstats_totals_percentile": Prototype(
        (c_void_p, c_void_p, c_size_t, c_double, c_void_p), Status
    ),
    "mmstats_fold": Prototype((Str, c_void_p, c_void_p), Status, blocks=True),
    "mmstats_fold_report_free": Prototype((c_void_p,), None),
    "mmstats_fold_report_outcomes": _ARRAY,
}


def function(name: str) -> Any:
    """A new object for a function of applications or of folding."""
    return bind(name, PROTOTYPES)
