"""Folding: what dead writers counted goes to one accumulator, and their files go."""

from __future__ import annotations

import ctypes
import enum
import os
import struct
from pathlib import Path
from typing import NamedTuple

from . import _abi_application
from ._abi import Str
from ._function import cause
from ._text import encode
from .errors import Cause, Invalid
from .reader._decode import array

_fold = _abi_application.function("mmstats_fold")
_free = _abi_application.function("mmstats_fold_report_free")
_outcomes = _abi_application.function("mmstats_fold_report_outcomes")

# `_abi_application.FoldOutcome`: path, text; result, cause.
OUTCOME = struct.Struct("@PNPNii")


class FoldResult(enum.Enum):
    """What became of a file, by the library's numbers."""

    FOLDED = 1
    """Its counts are in the accumulator, and it is gone."""
    REMOVED = 2
    """Its counts were in the accumulator already, and it is gone."""
    KEPT = 3
    """It stays as it is, for another reason than those below."""
    ALIVE = 4
    """It stays: its writer lives."""
    ORPHANED = 5
    """It stays: its writer has ended, but a child of it has its lock."""
    UNKNOWN = 6
    """It stays: nobody can say from here whether its writer lives."""
    OTHER_USER = 7
    """It stays: it belongs to another user, who folds it."""
    NEWEST = 8
    """It stays: it is one of the newest."""
    LIMIT = 9
    """It stays: so many were folded as were asked for at most."""
    CONFLICT = 10
    """It stays: a family is another one in the accumulator."""
    FORMAT_ONE = 11
    """It stays: it is of format 1, which doesn't fold."""
    NO_ID = 12
    """It stays: it has no id by which an accumulator could list it."""
    BUSY = 13
    """It stays: another process has it, or the accumulator, at this moment."""
    UNREAD = 14
    """It stays: it can't be read, or not be removed."""
    ACCUMULATOR = 15
    """It stays: the accumulator can't be read or written."""
    TWICE = 16
    """It stays: another file has the same id; one of them is a copy, or has two names."""
    HOLDS = 17
    """It stays: it is an accumulator, under another name."""

    @classmethod
    def _missing_(cls, value: object) -> FoldResult:
        # A later library may know more.
        return cls.KEPT


class FoldOutcome(NamedTuple):
    """What became of a file."""

    path: Path
    result: FoldResult
    text: str
    """The same for people: "folded", "kept: " and why."""
    cause: Cause | None
    """Why it can't be read, or why the accumulator can't be had."""


def fold(
    folder: str | os.PathLike[str],
    application: str | None = None,
    *,
    keep_newest: int = 8,
    limit: int | None = None,
    dry_run: bool = False,
) -> list[FoldOutcome]:
    """Folds the files that dead writers left in a folder (SPEC.md 2.21): what counters and
    histograms of this user counted goes to the accumulator of their application, one file in the
    same folder, and they are removed. No total of an `Application` falls, and none has anything
    twice, whoever is killed meanwhile. Gives what became of each file.

    `application`: only its files. `keep_newest`: how many files of dead writers of each application
    stay, those created last. `limit`: how many are folded at most. `dry_run`: changes nothing, and
    says what would become of each.

    Errors: NotFound, Permission, Io (the folder can't be listed), Invalid.
    """
    if not 0 <= keep_newest < _abi_application.KEEP_NONE:
        raise Invalid(f"keep_newest: expected 0 to {2**32 - 2}, found {keep_newest!r}")
    if limit is not None and not 0 < limit < 2**63:
        raise Invalid(f"limit: expected None or 1 to 2**63 - 1, found {limit!r}")
    options = _abi_application.FoldOptions(
        size=ctypes.sizeof(_abi_application.FoldOptions),
        application=Str.of(encode(application or "")),
        limit=limit or 0,
        keep_newest=keep_newest or _abi_application.KEEP_NONE,
        dry_run=dry_run,
    )
    report = ctypes.c_void_p()
    _fold(Str.of(os.fsencode(folder)), ctypes.byref(options), ctypes.byref(report))
    try:
        count = ctypes.c_size_t()
        at = _outcomes(report, ctypes.byref(count))
        return [_outcome(*row) for row in array(OUTCOME, at, count.value)]
    finally:
        _free(report)


def _outcome(
    path: int, length: int, text: int, text_length: int, result: int, status: int
) -> FoldOutcome:
    return FoldOutcome(
        Path(os.fsdecode(ctypes.string_at(path, length))),
        FoldResult(result),
        ctypes.string_at(text, text_length).decode(errors="replace"),
        cause(status) if status else None,
    )
