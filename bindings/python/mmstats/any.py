"""Files of either format."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import _abi2, v1
from ._abi import Str
from ._reader import checked_bytes
from .errors import Error
from .paths import glob
from .reader import Reader

_open = _abi2.function("mmstats_open")
_decode = _abi2.function("mmstats_decode")


def open(path: str | os.PathLike[str]) -> Reader | v1.Reader:
    """A reader of a file, whichever its format is. Errors: as those of both."""
    return _either(_open, Path(path), Str.of(os.fsencode(path)))


def decode(data: bytes) -> Reader | v1.Reader:
    """A reader of bytes that are in memory, whichever their format is."""
    return _either(_decode, None, checked_bytes(data), len(data))


def _either(function: Any, path: Path | None, *arguments: Any) -> Reader | v1.Reader:
    first, second = ctypes.c_void_p(), ctypes.c_void_p()
    function(*arguments, ctypes.byref(first), ctypes.byref(second))
    return v1.Reader.of(first, path) if first else Reader.of(second, path)


def read_all(
    pattern: str | os.PathLike[str] | None = None,
) -> Iterator[tuple[Path, Reader | v1.Reader | Error]]:
    """Reads each file that a pattern finds (none: `default_globs()`), in alphabetical order. Gives
    its path, and a reader or the reason why there is none: a bad file never spoils the rest."""
    for path in glob(pattern):
        try:
            found: Reader | v1.Reader | Error = open(path)
        except Error as error:
            found = error
        yield path, found
