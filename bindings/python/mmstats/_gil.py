"""One thread at a time, also where there is no GIL.

A call that keeps the GIL needs no lock: see `_function.bind`. Python can be built without a GIL
since 3.13; there such calls take this lock instead.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable
from typing import Any

# Of the kind that its owner can take again: an object that is collected during a call is freed
# under it.
LOCK = threading.RLock()


def is_enabled() -> bool:
    """Whether there is one."""
    return bool(getattr(sys, "_is_gil_enabled", lambda: True)())


def serialized(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, as a call that no other thread interrupts."""
    if is_enabled():
        return function

    @functools.wraps(function, assigned=("__name__",), updated=())
    def locked(*arguments: Any) -> Any:
        with LOCK:
            return function(*arguments)

    return locked


def renew() -> None:
    """In a forked child, which doesn't have the thread that held the lock."""
    global LOCK
    LOCK = threading.RLock()
