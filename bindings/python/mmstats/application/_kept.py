"""What the library keeps of a look."""

from __future__ import annotations

import ctypes
import weakref
from typing import Any

from .. import _abi_application

_new = _abi_application.function("mmstats_totals_new")
_free = _abi_application.function("mmstats_totals_free")


class Kept:
    """What the library found at the last look at an application, as long as it is asked: it neither
    changes nor moves."""

    __slots__ = ("__weakref__", "pointer")

    def __init__(self, application: ctypes.c_void_p) -> None:
        self.pointer = ctypes.c_void_p()
        _new(application, ctypes.byref(self.pointer))
        weakref.finalize(self, _free, self.pointer).atexit = False

    def array(self, function: Any, *arguments: int) -> tuple[int | None, int]:
        """The array that a function of the library gives, where it is and how long."""
        count = ctypes.c_size_t()
        return function(self.pointer, *arguments, ctypes.byref(count)), count.value
