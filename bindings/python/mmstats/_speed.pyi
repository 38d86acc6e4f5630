"""The C extension: verbs of handles that come by without ctypes. It needs the GIL."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

class Gate:
    """Whether the handles of one writer may be used. Open at first."""

    open: bool

def connect(library: int) -> None:
    """Says which library it is that Python loaded, as `dlopen` does. Before a verb is called."""

def bind(
    verb: str, gate: Gate, cell: object, address: int, in_python: Callable[..., Any]
) -> Callable[..., Any]:
    """A verb of a handle, as a callable: the name of the library's function without "mmstats_", or
    LookupError. The handle is at that address, in memory of `cell`. While the gate isn't open, and
    with a value that isn't exactly an int or a float in range, the call goes to `in_python`."""

def measure(running: ContextVar[tuple[Any, ...]], closed: type[Exception]) -> tuple[type, type]:
    """The types Measurement and Blocks, which do as those of `_blocks`. To be called once, with
    the blocks that run and with the error of a timer that was closed."""

class Lookup:
    """What is found by a key; for one that isn't there, what the method `_ask` returns. To be
    derived from."""

    @property
    def _found(self) -> dict[Any, Any]:
        """What was asked for before."""

    def __getitem__(self, key: Any) -> Any: ...
