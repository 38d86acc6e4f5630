"""From what the library found of an application to Python's objects."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import _abi2, _abi_application
from .._function import cause
from .._words import floating
from ..kinds import EACH, Kind, Type
from ..liveness import Liveness
from ..reader import _decode
from ..reader._decode import SCALARS, SERIES_VALUE, array
from ..reader._directory import Directory
from ..reader.family import Family
from .file import File
from .problem import Problem, ProblemKind
from .series import Value
from .since import Grown

# `_abi_application.File`: path; format, writer, pid, created, id, accumulator.
FILE = struct.Struct("@PNIiQQ16s?7x")
FILE_VALUE = struct.Struct("@iQQN")
# `.Problem`: kind, cause; path, text, counted.
PROBLEM = struct.Struct("@iiPNPN?7x")
# `_abi2.Rate`: delta, per second, known, is new.
RATE = struct.Struct("@Qd??6x")

Each = tuple[tuple[File, Value], ...]

_each = _abi_application.function("mmstats_application_each")


FileKey = tuple[Any, ...]


def files(at: int | None, count: int, known: dict[FileKey, File]) -> dict[FileKey, File]:
    """The files, by what the library says of each. Those of which it says the same are those that
    are known: most are, from look to look."""
    found = {}
    for path, length, *about in array(FILE, at, count):
        key = ctypes.string_at(path, length), *about
        found[key] = known.get(key) or _file(*key)
    return found


def _file(
    path: bytes, format: int, writer: int, pid: int, created: int, id: bytes, accumulator: bool
) -> File:
    return File(
        Path(os.fsdecode(path)),
        format,
        Liveness(writer),
        pid or None,
        created or None,
        id if any(id) else None,
        accumulator,
    )


def problems(at: int | None, count: int) -> tuple[Problem, ...]:
    """The problems."""
    return tuple(
        Problem(
            ProblemKind(kind),
            cause(status) if status else None,
            _path(path, length) if length else None,
            ctypes.string_at(text, text_length).decode(errors="replace"),
            counted,
        )
        for kind, status, path, length, text, text_length, counted in array(PROBLEM, at, count)
    )


def _path(at: int, length: int) -> Path:
    return Path(os.fsdecode(ctypes.string_at(at, length)))


def values(at: int | None, count: int, of: Directory, taken: int) -> list[Value]:
    """The values of all series."""
    return [
        _value(kind, word, length, of.families[number], taken)
        for (number, *_), (kind, word, length) in zip(of.entries, array(SERIES_VALUE, at, count))
    ]


def _value(kind: int, word: int, length: int, family: Family, taken: int) -> Any:
    decode = SCALARS.get(kind)
    if decode:
        return decode(word, length)
    if kind == _abi2.EACH:
        return EACH
    if kind == _abi2.WINDOWS:
        rows = array(_decode.VALUE, word, length)
        return tuple(_decode.compound(of, at, n, family, None, taken) for of, at, n in rows)
    return _decode.compound(kind, word, length, family, None, taken)


def each(
    application: ctypes.c_void_p, of: Directory, files: tuple[File, ...], taken: int
) -> list[Each]:
    """The values of single files of all series."""
    found = []
    count = ctypes.c_size_t()
    to_count = ctypes.byref(count)
    for index, (number, *_) in enumerate(of.entries):
        at = _each(application, index, to_count)
        found.append(tuple(_of_files(at, count.value, of.families[number], files, taken)))
    return found


def _of_files(
    at: int | None, count: int, family: Family, files: tuple[File, ...], taken: int
) -> Iterator[tuple[File, Value]]:
    for kind, word, length, file in array(FILE_VALUE, at, count):
        yield files[file], _value(kind, word, length, family, taken)


def grown(rates: bytes, of: Directory, elapsed: int) -> list[Grown]:
    """How much the series grew."""
    rows = zip(of.entries, RATE.iter_unpack(rates))
    return [_grown(row, of.families[number], elapsed) for (number, *_), row in rows]


def _grown(row: tuple[Any, ...], family: Family, elapsed: int) -> Grown:
    delta, rate, known, new = row
    if not known:
        return Grown(new, None, None)
    is_float = family.type is Type.F64 and family.kind is Kind.COUNTER
    return Grown(new, floating(delta) if is_float else delta, rate if elapsed else None)
