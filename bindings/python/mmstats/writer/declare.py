"""Getting and creating what a writer has: `stats.counter(...)` and its like.

All of them take `unit` (in UCUM where that has it: "ns", "By", "1"), `help` (for people),
`aggregate` (what a sum over the files of one application is; None: the sum of counters, histograms
and windows, else each), `alive_only` (whether files of dead writers don't count in it), `labels`
(the keys that tell series apart: then the result is a family) and `limit` (how many series the
family may have; None: the writer's `series_limit`). Where it is there already it is got, with the
unit, help and aggregate that it has.

Errors of all: Invalid (a name, unit, help, label or parameter that can't be), WrongType (the name
is that of another kind or type, or has other labels, buckets, slots or components), Limit (the file
would be larger than it can become), Full, Closed, Io.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar, overload

from ..kinds import Aggregate
from . import noun
from .family import Family
from .handle import Handle
from .registry import Registry
from .shape import Buckets, Component, Shape
from .struct import Struct
from .text import Text

H = TypeVar("H", bound=Handle)


class Declare(Generic[H]):
    """What a writer declares in one way."""

    __slots__ = ("_noun", "_registry")

    def __init__(self, registry: Registry, noun: noun.Noun) -> None:
        self._registry = registry
        self._noun = noun

    def __repr__(self) -> str:
        return f"<declares a {self._noun.handle.__name__} of {self._noun.value_type.value}>"


class DeclareScalar(Declare[H]):
    """Counters and gauges."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        *,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> H: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Family[H]: ...
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str] | None = None,
        limit: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape()
        declare = self._registry.declare
        return declare(
            self._noun, shape, name, labels, unit, help, aggregate, alive_only, limit
        )


class DeclareHistogram(Declare[H]):
    """Histograms and timers. `buckets`: 640 from 1 to 2 ** 40 where nothing is said, 16 from one
    power of two to the next, so that a percentile is off by 4.4 % at most."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        *,
        buckets: Buckets | tuple[int, int, int] | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> H: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        buckets: Buckets | tuple[int, int, int] | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Family[H]: ...
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str] | None = None,
        limit: int | None = None,
        buckets: Buckets | tuple[int, int, int] | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape(buckets=None if buckets is None else Buckets(*buckets))
        declare = self._registry.declare
        return declare(
            self._noun, shape, name, labels, unit, help, aggregate, alive_only, limit
        )


class DeclareText(Declare[Text]):
    """Texts of at most `capacity` bytes, rounded up to whole words of 8: 120 if nothing is said."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        *,
        capacity: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Text: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        capacity: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Family[Text]: ...
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str] | None = None,
        limit: int | None = None,
        capacity: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape(capacity=capacity)
        declare = self._registry.declare
        return declare(
            self._noun, shape, name, labels, unit, help, aggregate, alive_only, limit
        )


class DeclareStruct(Declare[Struct]):
    """Structs."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        components: Iterable[Component | tuple[Any, ...]],
        *,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Struct: ...
    @overload
    def __call__(
        self,
        name: str,
        components: Iterable[Component | tuple[Any, ...]],
        *,
        labels: Iterable[str],
        limit: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Family[Struct]: ...
    def __call__(
        self,
        name: str,
        components: Iterable[Component | tuple[Any, ...]],
        *,
        labels: Iterable[str] | None = None,
        limit: int | None = None,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape(components=tuple(Component(*component) for component in components))
        declare = self._registry.declare
        return declare(
            self._noun, shape, name, labels, unit, help, aggregate, alive_only, limit
        )


class DeclareWindow(Declare[H]):
    """Windows of `slots` slots of time, that which is being filled included, of `duration`
    nanoseconds each: the last minute where nothing is said."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        *,
        slots: int = 7,
        duration: int = 10_000_000_000,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> H: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        slots: int = 7,
        duration: int = 10_000_000_000,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Family[H]: ...
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str] | None = None,
        limit: int | None = None,
        slots: int = 7,
        duration: int = 10_000_000_000,
        unit: str = "",
        help: str = "",
        aggregate: Aggregate | str | None = None,
        alive_only: bool = False,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape(slots=slots, duration=duration)
        declare = self._registry.declare
        return declare(
            self._noun, shape, name, labels, unit, help, aggregate, alive_only, limit
        )
