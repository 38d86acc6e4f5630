"""Families with labels: the way to their series."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar, cast

from .. import _abi2
from .._hot import Lookup
from ..errors import NotFound
from ._desc import address, strings
from .handle import Handle
from .kin import Kin

H = TypeVar("H", bound=Handle)


class Family(Lookup, Generic[H]):
    """Series with one name, told apart by the values of labels in the order of their keys:
    `hits["200"]`, or, of two keys, `hits["GET", "200"]`. A series is created when it is first asked
    for. `del hits["200"]` retires it.

    Where the family has as many series as its limit says, further values share one that says so
    (`otel.metric.overflow`), and `mmstats.overflow` counts them: never an error, never a silent
    loss.

    Errors: Invalid (another number of values than the family has keys, one with NUL), WrongType
    (one that is no text), Limit (the file would be larger than it can become), Full, Closed, Io.
    """

    __slots__ = ("__weakref__", "_handles", "_limit", "_overflow", "_pointer", "kin")

    kin: Kin
    """What its series have in common."""

    def __init__(self, kin: Kin, pointer: ctypes.c_void_p, limit: int) -> None:
        self.kin = kin
        self._pointer = pointer
        self._limit = limit
        # Those of all live series but that beyond the limit.
        self._handles: dict[tuple[str, ...], H] = {}
        self._overflow: H | None = None
        kin.owner.keep(pointer)

    @property
    def name(self) -> str:
        """Its name."""
        return self.kin.name

    @property
    def labels(self) -> tuple[str, ...]:
        """The keys of its labels."""
        return self.kin.keys

    if TYPE_CHECKING:

        def __getitem__(self, values: str | tuple[str, ...]) -> H: ...

    else:

        def __getattr__(self, name: str) -> NoReturn:
            # Asked for what isn't there, such as a verb of its series.
            message = f"{type(self).__name__!r} object has no attribute {name!r}"
            if name not in Family.__slots__ and hasattr(self.kin.noun.handle, name):
                keys = ", ".join(self.labels)
                message = f"family {self.name!r}: choose a series, family[{keys}].{name}"
            raise AttributeError(message, name=name, obj=self)

    def __delitem__(self, values: str | tuple[str, ...]) -> None:
        """Retires the series with these label values, or NotFound."""
        if isinstance(values, str):
            values = (values,)
        try:
            handle = self._handles[values]
        except KeyError:
            raise NotFound(f"family {self.name!r}: no series {values!r}") from None
        handle.retire()

    def forget(self, cell: int) -> None:
        """Drops the handle of a series that was retired."""
        for values, handle in [*self._handles.items()]:
            if handle.forget(cell):
                del self._handles[values]
                for key in (values, *values):
                    self._found.pop(key, None)

    def _ask(self, key: str | tuple[str, ...]) -> H:
        values = key if isinstance(key, tuple) else (key,)
        owner, noun = self.kin.owner, self.kin.noun.name
        cell = _abi2.CELLS[noun]()
        array = strings(values, f"family {self.name!r}, label value")
        with owner.lock:
            # As many as are live may be there: what the library does then, it counts itself.
            full = len(self._handles) >= self._limit and values not in self._handles
            ask = owner.function(f"mmstats_family_{noun}")
            ask(self._pointer, address(array), len(array), ctypes.byref(cell))
            if not full:
                handle = self._handles.setdefault(values, self._made(values, cell))
                # The same may be asked for as a text and as a tuple.
                self._found[key] = handle
                return handle
            if self._overflow is None:
                self._overflow = self._made(None, cell)
            return self._overflow

    def _made(self, values: tuple[str, ...] | None, cell: ctypes.Structure) -> H:
        return cast(H, self.kin.noun.handle(self, self.kin, values, cell))

    def __repr__(self) -> str:
        made = self.kin.noun.handle.__name__
        return f"<Family {self.name!r} of {made}: {len(self._handles)} series>"
