"""Options of a writer."""

from __future__ import annotations

import ctypes
import os
from typing import NamedTuple

from .. import _abi2
from .._abi import Str
from ..errors import Invalid
from ..naming import default_filename, with_command
from . import _calls


class Identity(NamedTuple):
    """What differs from run to run in a file (SPEC.md 2.2): for tests of conformance."""

    created: int
    created_boot: int
    pid: int
    start: int
    pid_namespace: int
    uid: int
    boot_id: bytes
    file_id: bytes


def options(
    path: str | os.PathLike[str] | None,
    filename: str | None,
    mode: int | None,
    series_limit: int,
    reserve: int | None,
    detached: bool,
    or_detached: bool,
    fold: bool,
    identity: Identity | None,
) -> _abi2.Options:
    """As the library takes them. What is None is left to it."""
    fixed = ctypes.pointer(_identity(identity)) if identity else None
    made = _abi2.Options(
        size=ctypes.sizeof(_abi2.Options),
        path=Str.of(os.fsencode(path or "")),
        filename=Str.of(os.fsencode(with_command(filename or default_filename()))),
        mode=mode or 0,
        series_limit=_calls.in_range("series_limit", series_limit, 1, 2**32 - 1),
        reserve=_calls.in_range("reserve", reserve or 0, 0, 2**63 - 1),
        detached=detached,
        or_detached=or_detached,
        no_fold=not fold,
        identity=ctypes.cast(fixed, ctypes.c_void_p) if fixed else None,
    )
    # It points there.
    setattr(made, "kept", fixed)
    return made


def _identity(of: Identity) -> _abi2.Identity:
    ids = (of.boot_id, of.file_id)
    if any(len(found) != 16 for found in ids):
        raise Invalid(f"identity: expected boot id and file id of 16 bytes, found {ids!r}")
    return _abi2.Identity(*of[:-2], *(_abi2.Id(*found) for found in ids))
