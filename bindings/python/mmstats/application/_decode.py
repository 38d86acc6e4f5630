"""From what the library found of an application to Python's objects."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from .. import _abi2, _abi_application
from .._function import cause
from .._words import floating
from ..kinds import EACH, Kind, Type
from ..liveness import Liveness
from ..reader import _decode
from ..reader._decode import SCALARS, SERIES, array
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

# How `memoryview` reads numbers.
_NUMBERS: dict[int, Literal["Q", "q", "d"]] = {
    _abi2.TYPES[Type.U64]: "Q",
    _abi2.TYPES[Type.I64]: "q",
    _abi2.TYPES[Type.F64]: "d",
}


class Files:
    """Makes files of what the library says of each. Those of which it says the same as last time
    are the same objects: most are, from look to look."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], File] = {}

    def decode(self, at: int | None, count: int) -> tuple[File, ...]:
        """The files."""
        known, found = self._known, {}
        for path, length, *about in array(FILE, at, count):
            key = ctypes.string_at(path, length), *about
            found[key] = known.get(key) or _file(*key)
        self._known = found
        return tuple(found.values())


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


def values(
    at: int | None, count: int, families: Sequence[Family], taken: int
) -> Sequence[Value]:
    """The values of all series, whose families these are."""
    if not at:
        return []
    # As `SERIES` begins: a kind, and two words, of which a number is the first.
    packed, step = memoryview(ctypes.string_at(at, count * SERIES.size)), SERIES.size // 8
    kinds: list[int] = packed.cast("i")[:: 2 * step].tolist()
    numbers = {kind: packed.cast(code)[1::step] for kind, code in _NUMBERS.items()}
    if kinds.count(kinds[0]) == count and kinds[0] in numbers:
        return numbers[kinds[0]].tolist()
    words, lengths = packed.cast("Q")[1::step], packed.cast("Q")[2::step]
    return [
        numbers[kind][n]
        if kind in numbers
        else _value(kind, words[n], lengths[n], families[n], taken)
        for n, kind in enumerate(kinds)
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
    at: int | None, count: int, family: Family, files: Sequence[File], taken: int
) -> Iterator[tuple[File, Value]]:
    """The values that files have of a series."""
    for kind, word, length, file in array(FILE_VALUE, at, count):
        yield files[file], _value(kind, word, length, family, taken)


def grown(rates: bytes, families: Sequence[Family], elapsed: int) -> list[Grown]:
    """How much the series grew, whose families these are."""
    return [_grown(row, family, elapsed) for row, family in zip(RATE.iter_unpack(rates), families)]


def _grown(row: tuple[Any, ...], family: Family, elapsed: int) -> Grown:
    delta, rate, known, new = row
    if not known:
        return Grown(new, None, None)
    is_float = family.type is Type.F64 and family.kind is Kind.COUNTER
    return Grown(new, floating(delta) if is_float else delta, rate if elapsed else None)
