"""What a look at an application found."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Sequence

from .. import _abi_application
from ..reader._directory import Directory
from ..reader._found import Found
from .file import File
from .problem import Problem
from .series import Series, Value

_new = _abi_application.function("mmstats_totals_new")
_free = _abi_application.function("mmstats_totals_free")

Each = tuple[tuple[File, Value], ...]


class Totals(Found[Series]):
    """What a look at an application found; it doesn't change. Iterating gives all series, by their
    families."""

    __slots__ = ("__weakref__", "_each", "files", "kept", "problems", "taken")

    files: tuple[File, ...]
    """The files that count, by their paths."""
    problems: tuple[Problem, ...]
    """What could not be counted, or not together."""
    taken: int
    """When the look ended, nanoseconds of CLOCK_BOOTTIME; 0: there was none."""

    def __init__(
        self,
        directory: Directory,
        values: Sequence[Value],
        each: Sequence[Each],
        files: tuple[File, ...],
        problems: tuple[Problem, ...],
        taken: int,
        kept: ctypes.c_void_p,
    ) -> None:
        super().__init__(directory, values)
        self._each = each
        self.files = files
        self.problems = problems
        self.taken = taken
        self.kept = kept
        # The library's own, which tells what happened since.
        weakref.finalize(self, _free, kept).atexit = False

    def _series(self, position: int) -> Series:
        number, labels, _created, overflow = self._directory.entries[position]
        value, each = self._values[position], self._each[position]
        return Series(self.families[number], labels, value, each, overflow)

    def __repr__(self) -> str:
        found = f"{len(self)} series of {len(self.files)} files"
        return f"<Totals: {found}, {len(self.problems)} problems>"


def keep(application: ctypes.c_void_p) -> ctypes.c_void_p:
    """What the library found at its last look, to tell later what happened since."""
    kept = ctypes.c_void_p()
    _new(application, ctypes.byref(kept))
    return kept
