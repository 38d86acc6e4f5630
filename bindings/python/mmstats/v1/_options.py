"""Options of a writer as the library takes them."""

from __future__ import annotations

import ctypes
import os

from .._abi import Str
from .._text import encode
from ..naming import default_filename, with_command
from . import _abi


def options(
    path: str | os.PathLike[str] | None,
    filename: str | None,
    label_prefix: str,
    system_fields: bool,
    mode: int | None,
) -> _abi.Options:
    """What is None is left to the library."""
    name = with_command(filename or default_filename())
    return _abi.Options(
        size=ctypes.sizeof(_abi.Options),
        path=Str.of(os.fsencode(path or "")),
        filename=Str.of(os.fsencode(name)),
        label_prefix=Str.of(encode(label_prefix)),
        no_system_fields=not system_fields,
        mode=mode or 0,
    )
