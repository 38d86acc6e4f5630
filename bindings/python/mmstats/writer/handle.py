"""What all handles to series have."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import _gil
from ..errors import Closed, Invalid
from .kin import Kin

if TYPE_CHECKING:
    from .family import Family


class Handle:
    """A handle to a series. It keeps its writer alive; once that is closed, each use raises
    `Closed`. Any thread may use it at any time."""

    __slots__ = ("_cell", "_family", "_kin", "_local", "_values")

    def __init__(
        self,
        family: Family[Any] | None,
        kin: Kin,
        values: tuple[str, ...] | None,
        cell: Any,
        local: object = None,
    ) -> None:
        self._family = weakref.ref(family) if family else None
        self._kin = kin
        self._values = values
        self._cell = cell
        # To keep it.
        self._local = local
        kin.owner.keep(cell)

    @property
    def name(self) -> str:
        """The name of its family."""
        return self._kin.name

    @property
    def labels(self) -> dict[str, str]:
        """What tells the series apart. `{"otel.metric.overflow": "true"}`: it stands for those
        beyond the family's limit."""
        if self._values is None:
            return {"otel.metric.overflow": "true"}
        return dict(zip(self._kin.keys, self._values))

    def retire(self) -> None:
        """Ends the series: readers don't see it any more, and its place may be used again by
        another of its family. What is written through this handle from here on goes nowhere; the
        same labels give a new series. (Handles of locals are no longer to be used.) Errors: Invalid
        (that beyond the limit, a handle of a local), NotFound (it was retired), Closed."""
        if self._local is not None:
            raise Invalid(f"{self!r}: expected the shared handle of the series to retire")
        with self._kin.owner.lock:
            cell = self._cell.cell
            self._kin.owner.call("mmstats_writer_retire", cell)
            family = self._family() if self._family else None
            if family is not None:
                family.forget(cell)
            self.forget(cell)

    def forget(self, cell: int) -> bool:
        """Lets go of its series, if it has this cell. Returns whether it had."""
        had: bool = self._cell.cell == cell
        if had:
            self._cell.cell = None
            self._kin.owner.look_again()
        return had

    def _call(self, verb: str) -> Callable[..., Any]:
        """A function of the library, with this handle as its first argument."""
        return functools.partial(self._kin.function(verb), self._cell)

    def _serial(self, verb: str) -> Callable[..., Any]:
        """The same, of those that one thread at a time may call."""
        return functools.partial(_gil.serialized(self._kin.function(verb)), self._cell)

    def _fast(self, verb: str, in_python: Callable[..., Any]) -> Callable[..., Any]:
        """The fastest way to do what that does."""
        return self._kin.fast(verb, self._cell, in_python)

    def __repr__(self) -> str:
        labels = "".join(f" {key}={value!r}" for key, value in self.labels.items())
        value = ""
        if hasattr(type(self), "value"):
            try:
                value = f": {getattr(self, 'value')!r}"
            except Closed:
                value = ": closed"
        return f"<{type(self).__name__} {self.name!r}{labels}{value}>"
