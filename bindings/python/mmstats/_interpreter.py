"""Which interpreter of the process this is.

The library has one table of writers for a process, and what this package keeps beside that, an
interpreter has for itself: its hooks for forks and for the end, and the GIL that calls rely on. So
all but the main interpreter are refused.
"""

from __future__ import annotations

import sys

REFUSED = (
    "mmstats works in a process's main interpreter alone, found a sub-interpreter: use threads or "
    "processes instead. In Apache's mod_wsgi set WSGIApplicationGroup to %{GLOBAL}, in uWSGI "
    "single-interpreter to true."
)


def check() -> None:
    """Raises ImportError in a sub-interpreter."""
    try:
        import ctypes
    except ImportError as error:
        # Where interpreters have each a GIL of their own, this module of Python refuses first.
        if "subinterpreters" in str(error):
            raise ImportError(REFUSED) from error
        raise
    if sys.implementation.name == "cpython":
        get = ctypes.pythonapi["PyInterpreterState_Get"]
        main = ctypes.pythonapi["PyInterpreterState_Main"]
        get.restype = main.restype = ctypes.c_void_p
        if get() != main():
            raise ImportError(REFUSED)


check()
