"""What a look at an application found."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import repeat

from .. import _abi2, _abi_application
from ..errors import NotFound
from ..reader._found import Found
from . import _decode
from ._kept import Kept
from ._shape import Shape
from .file import File
from .problem import Problem
from .series import Series, Value
from .since import Since

_each_of = _abi_application.function("mmstats_totals_each")
_all_files = _abi_application.function("mmstats_totals_files")
_all_problems = _abi_application.function("mmstats_totals_problems")
_all_series = _abi_application.function("mmstats_totals_series")
_taken = _abi_application.function("mmstats_totals_taken")
_rates = _abi_application.function("mmstats_totals_rates")
_since = _abi_application.function("mmstats_totals_since")
_percentile = _abi_application.function("mmstats_totals_percentile")

Each = tuple[tuple[File, Value], ...]


class Totals(Found[Series]):
    """What a look at an application found; it doesn't change, whatever becomes of the application.
    Iterating gives all series, by their families.

    The library keeps it, and objects are made of it once they are asked for. Any thread may use it
    at any time.
    """

    def __init__(self, kept: Kept, shape: Shape, files: _decode.Files, keep_each: bool) -> None:
        super().__init__(shape.directory)
        self._kept = kept
        self._shape = shape
        self._made_files = files
        self._has_each = keep_each or shape.has_each

    @cached_property
    def files(self) -> tuple[File, ...]:
        """The files that count, by their paths."""
        return self._made_files.decode(*self._kept.array(_all_files))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be counted, or not together."""
        return _decode.problems(*self._kept.array(_all_problems))

    @cached_property
    def taken(self) -> int:
        """When the look ended, nanoseconds of CLOCK_BOOTTIME; 0: there was none."""
        taken: int = _taken(self._kept.pointer)
        return taken

    def since(self, earlier: Totals) -> Since:
        """What happened from an earlier look at the same application to this one."""
        kept, before, between = self._kept, earlier._kept, _abi_application.Since()
        _since(kept.pointer, before.pointer, ctypes.byref(between))
        rates = ctypes.create_string_buffer(len(self) * ctypes.sizeof(_abi2.Rate))
        _rates(kept.pointer, before.pointer, rates, len(self))
        return Since(
            self,
            _decode.grown(rates.raw, self._shape.families, between.elapsed),
            between.elapsed / 1e9,
            between.gone,
            between.returned,
            lambda position, percent: _percentile_since(kept, before, position, percent),
        )

    def __iter__(self) -> Iterator[Series]:
        shape = self._shape
        each: Iterable[Each] = map(self._each, range(len(self))) if self._has_each else repeat(())
        columns = zip(shape.families, shape.labels, self._values, each, shape.overflow)
        return map(Series._make, columns)

    @cached_property
    def _values(self) -> Sequence[Value]:
        found = self._kept.array(_all_series)
        return _decode.values(*found, self._shape.families, self.taken)

    def _each(self, position: int) -> Each:
        found = self._kept.array(_each_of, position)
        family = self._shape.families[position]
        return tuple(_decode.each(*found, family, self.files, self.taken)) if found[0] else ()

    def _series(self, position: int) -> Series:
        number, labels, _created, overflow = self._directory.entries[position]
        value = self._values[position]
        return Series(self.families[number], labels, value, self._each(position), overflow)

    def __repr__(self) -> str:
        found = f"{len(self)} series of {len(self.files)} files"
        return f"<Totals: {found}, {len(self.problems)} problems>"


def _percentile_since(later: Kept, earlier: Kept, position: int, percent: float) -> float | None:
    found = ctypes.c_double()
    try:
        _percentile(later.pointer, earlier.pointer, position, percent, ctypes.byref(found))
    except NotFound:
        return None
    return found.value
