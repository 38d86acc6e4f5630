"""The hot paths: the fastest way that there is here to write and read through a handle.

Each is a way around the library's own function, which Python calls by ctypes. It is taken while the
writer's *gate* is open. Closed is the gate of a writer that was closed, and in a forked child until
that has a file of its own: then each call goes by the library, as ever, and that raises `Closed`,
or has the child follow (see `writer/_owner.py`). To go by the library is always right, so a gate
may be closed for a moment at any time.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from . import _extension, _gil, _views


class Gate(Protocol):
    """Whether the handles of one writer may be used. Open at first."""

    open: bool


class _NoGate:
    """Where all goes by the library."""

    def __init__(self) -> None:
        self.open = True


_wanted = os.environ.get("MMSTATS_HANDLES", "")


def _may_be(way: str) -> bool:
    # Both ways rely on the GIL: between a look at the gate and the write nobody closes it.
    return _gil.is_enabled() and _wanted in ("", way)


EXTENSION = _extension.load() if _may_be("extension") else None
"""The extension, where that is the way."""

_viewed = EXTENSION is None and _may_be("memoryviews") and _views.WORKS

if TYPE_CHECKING or not EXTENSION:
    from ._lookup import Lookup as Lookup
else:
    Lookup = EXTENSION.Lookup

WAY = "extension" if EXTENSION else "memoryviews" if _viewed else "library"
"""Which way is taken: that which MMSTATS_HANDLES names, else the first that there is."""

if _wanted not in ("", WAY):
    raise ImportError(
        'MMSTATS_HANDLES: expected "extension", where it is built, "memoryviews", where they work, '
        f'"library", or nothing, found {_wanted!r}: here it is {WAY!r}'
    )


def gate() -> Gate:
    """A new one."""
    if EXTENSION:
        new: Gate = EXTENSION.Gate()
        return new
    return _views.Gate() if _viewed else _NoGate()


def bind(
    verb: str, gate: Gate, cell: ctypes.Structure, in_python: Callable[..., Any]
) -> Callable[..., Any]:
    """A verb of a handle, as a callable. `verb` is the name of the library's function without
    "mmstats_", `in_python` what calls that."""
    if EXTENSION:
        bound: Callable[..., Any] = EXTENSION.bind(
            verb, gate, cell, ctypes.addressof(cell), in_python
        )
        return bound
    if isinstance(gate, _views.Gate):
        return _views.bind(verb, gate, cell, in_python)
    return in_python
