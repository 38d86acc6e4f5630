"""Finding stats files."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from ._abi import Borrowed, Str
from ._function import bind

_glob = bind("mmstats_glob")
_count = bind("mmstats_paths_count")
_get = bind("mmstats_paths_get")
_free = bind("mmstats_paths_free")


def glob(pattern: str | os.PathLike[str] | None = None) -> list[Path]:
    """The paths that a pattern finds, in alphabetical order. No pattern: `default_globs()`.

    A folder that can't be listed is in the list itself, and opening it says why.
    """
    paths = ctypes.c_void_p()
    _glob(Str.of(b"" if pattern is None else os.fsencode(pattern)), ctypes.byref(paths))
    try:
        return [_path(paths, index) for index in range(_count(paths))]
    finally:
        _free(paths)


def _path(paths: ctypes.c_void_p, index: int) -> Path:
    path = Borrowed()
    _get(paths, index, ctypes.byref(path))
    return Path(os.fsdecode(path.copy()))
