"""The reader of one format 1 file."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, cast

from .._abi import Str
from .._reader import BaseReader
from .._text import encode
from ..errors import NotFound
from ..liveness import Liveness
from . import _abi, _decode
from .field import Field, Parts

_refresh = _abi.function("mmstats_v1_reader_refresh")
_fields = _abi.function("mmstats_v1_reader_fields")
_find = _abi.function("mmstats_v1_reader_find")
_part = _abi.function("mmstats_v1_reader_part")
_size = _abi.function("mmstats_v1_reader_size")
_is_typed = _abi.function("mmstats_v1_reader_is_typed")
_is_big_endian = _abi.function("mmstats_v1_reader_is_big_endian")
_writer = _abi.function("mmstats_v1_reader_writer")

# How many fields are made at once: few enough to take no memory to speak of.
BLOCK = 256


class Reader(BaseReader):
    """Looks at one file, once or again and again.

    It copies the file's bytes, never maps them, and makes Python objects of them only when they are
    asked for. Opening never blocks and follows no symbolic link. Errors: NotFound, Permission,
    NotAStatsFile, UnknownVersion, Corrupt (`offset` says where), Limit (more than 64 MiB), Io.

    Iterating gives all fields in file order, `reader[label]` the first of that label. Any thread
    may use it at any time.
    """

    __slots__ = ("_array", "_generation", "_length")

    _open = _abi.function("mmstats_v1_reader_open")
    _decode = _abi.function("mmstats_v1_reader_decode")
    _free = _abi.function("mmstats_v1_reader_free")

    def _take(self, reader: ctypes.c_void_p, path: Path | None) -> None:
        self._generation = 0
        super()._take(reader, path)

    def _look(self) -> None:
        count = ctypes.c_size_t()
        self._array: int | None = _fields(self._pointer, ctypes.byref(count))
        self._length = count.value
        self._generation += 1

    def refresh(self) -> None:
        """Reads the file again. It stays the file that was opened, even if another has its name by
        now. After an error the reader has no fields, and can be refreshed again. Errors: as when it
        was opened; Closed (it decoded bytes in memory)."""
        with self._lock:
            self._check_open()
            try:
                _refresh(self._pointer)
            finally:
                self._look()

    def _ask(self, function: Any) -> Any:
        with self._lock:
            self._check_open()
            return function(self._pointer)

    def __len__(self) -> int:
        with self._lock:
            self._check_open()
            return self._length

    def __iter__(self) -> Iterator[Field]:
        generation = self._generation
        for start in range(0, len(self), BLOCK):
            yield from self._block(start, generation)

    def _block(self, start: int, generation: int) -> list[Field]:
        with self._lock:
            self._check_open()
            if generation != self._generation or self._array is None:
                raise RuntimeError("the reader was refreshed while its fields were iterated over")
            count = min(BLOCK, self._length - start)
            at = self._array + start * ctypes.sizeof(_abi.Field)
            return _decode.fields(at, count, lambda i, parts: self._parts(start + i, parts))

    def _parts(self, index: int, count: int) -> Parts:
        value = _abi.Value()
        parts = []
        for number in range(count):
            _part(self._pointer, index, number, ctypes.byref(value))
            parts.append(_decode.part(value))
        return Parts(parts)

    def __getitem__(self, label: str) -> Field:
        """The first field of that label, or NotFound, which is a KeyError too."""
        found = _abi.Field()
        with self._lock:
            self._check_open()
            _find(self._pointer, Str.of(encode(label)), ctypes.byref(found))
            at = ctypes.addressof(found)
            [field] = _decode.fields(at, 1, lambda _, n: self._parts(self._index_of(found), n))
            return field

    def _index_of(self, field: _abi.Field) -> int:
        """Where a field stands among all: its label is theirs, and not a copy."""
        array = (_abi.Field * self._length).from_address(cast(int, self._array))
        return next(i for i, other in enumerate(array) if other.label.data == field.label.data)

    def get(self, label: str, default: Field | None = None) -> Field | None:
        """The first field of that label, or a default."""
        try:
            return self[label]
        except NotFound:
            return default

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and self.get(label) is not None

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        return int(self._ask(_size))

    @property
    def layout(self) -> Literal["typed", "char"]:
        """The file's layout (SPEC.md 1.7)."""
        return "typed" if self._ask(_is_typed) else "char"

    @property
    def byte_order(self) -> Literal["little", "big"]:
        """The file's byte order."""
        return "big" if self._ask(_is_big_endian) else "little"

    @property
    def writer(self) -> Liveness:
        """Whether the writer of the file lives: by its lock, or else the process id in the file."""
        return Liveness(self._ask(_writer))
