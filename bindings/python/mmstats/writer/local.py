"""Locals: what one thread writes alone."""

from __future__ import annotations

import ctypes
import weakref
from typing import TypeVar

from .. import _abi2
from ..errors import WrongType
from ._owner import Owner
from .handle import Handle

H = TypeVar("H", bound=Handle)


class Local:
    """A stripe of a writer: counters, histograms and windows that one thread writes alone, with
    plain loads and stores. Readers add them up. `local(handle)` gives a handle there. The stripe is
    given back when the local and all its handles are gone, or its thread has ended."""

    __slots__ = ("__weakref__", "_local", "_owner")

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._local = ctypes.c_void_p()
        owner.call("mmstats_local_new", ctypes.byref(self._local))
        end = weakref.finalize(self, _free, self._local)
        # The end of the process gives all back.
        end.atexit = False

    def __call__(self, handle: H) -> H:
        """The handle's counter, histogram or window in this stripe. Where there is none to be had,
        as of a series beyond its family's limit, it is the shared one."""
        name = f"mmstats_local_{handle._kin.noun.name}"
        if name not in _abi2.PROTOTYPES:
            raise WrongType(f"expected a counter, histogram, timer or window, found {handle!r}")
        with self._owner.lock:
            cell = self._owner.function(name)(self._local, handle._cell)
        return type(handle)(None, handle._kin, handle._values, cell, self)


_free = _abi2.function("mmstats_local_free")
