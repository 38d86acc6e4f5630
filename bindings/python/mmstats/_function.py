"""Functions of the library as Python calls them."""

from __future__ import annotations

import ctypes
from typing import Any

from . import _abi, _library, errors


def bind(name: str, prototypes: dict[str, _abi.Prototype] = _abi.PROTOTYPES) -> Any:
    """A new object for a function, with its types set; one that can fail raises `Error`.

    All but those that may block are called with the GIL held. That is not only faster by a third:
    to other threads such a call is one step. So they may use the same handle, though the library
    wants one thread at a time for each field, and nothing can be freed under a call (see
    `_owner.py`).
    """
    arguments, result, blocks = prototypes[name]
    library = _library.releasing if blocks else _library.holding
    if result is None and len(arguments) == 1:
        # A handle's verb such as `inc`, which users call as it is: only where the parameters are
        # counted does ctypes refuse an argument too many, and `inc(2)` must not add 1.
        prototype = (ctypes.CFUNCTYPE if blocks else ctypes.PYFUNCTYPE)(result, *arguments)
        return prototype((name, library), ((1,),))
    # By index and not by attribute, which would give everybody the same object.
    function: Any = library[name]
    function.argtypes = arguments
    function.restype = result
    unwatch(function)
    return function


def unwatch(function: Any) -> None:
    """Gives a function the errcheck that it has from the start."""
    if function.restype is _abi.Status:
        function.errcheck = check
    else:
        del function.errcheck


def checked(result: Any, function: Any, arguments: Any) -> Any:
    """The result, if it is none that says of a failure."""
    if isinstance(result, _abi.Status):
        return check(result, function, arguments)
    return result


_error_message = bind("mmstats_error_message")
_error_offset = bind("mmstats_error_offset")
_status_name = bind("mmstats_status_name")


def check(status: _abi.Status, _function: object, _arguments: object) -> None:
    """Raises what a status says; to be an `errcheck`."""
    if status.value:
        # This thread's last error, which stays until the next call that fails in it.
        message, offset = _error_message().decode(errors="replace"), _error_offset()
        raise _error(status.value)(message, offset if offset >= 0 else None)


def cause(status: int) -> errors.Cause:
    """The cause that a status other than 0 says."""
    return _error(status).cause


def _error(status: int) -> type[errors.Error]:
    # A later library may know causes that this package doesn't.
    return errors.BY_NAME.get(_status_name(status).decode(), errors.Io)
