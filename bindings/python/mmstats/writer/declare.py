"""Getting and creating what a writer has: `stats.counter(...)` and its like.

Where it is there already it is got, with the unit, help and aggregate that it has. With labels the
result is a family: `labels` are the keys that tell its series apart, `limit` is how many it may
have (None: the writer's `series_limit`).

Errors of all: Invalid (a name, unit, help, label or parameter that can't be), WrongType (the name
is that of another kind or type, or has other labels, buckets, slots or components), Limit (the file
would be larger than it can become), Full, Closed, Io.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from . import _calls, noun
from .family import Family
from .handle import Handle
from .registry import About, Registry
from .shape import Buckets, Component, Shape
from .struct import Struct
from .text import Text

if TYPE_CHECKING:
    # Type checkers have it, whether it is installed or not; in typing it is from Python 3.11 on.
    from typing_extensions import Unpack

H = TypeVar("H", bound=Handle)

MOST_SLOTS = 4095
"""Of a window (SPEC.md 2.17), besides the one that is being filled."""


class Declare(Generic[H]):
    """What a writer declares in one way."""

    __slots__ = ("_noun", "_registry")

    def __init__(self, registry: Registry, noun: noun.Noun) -> None:
        self._registry = registry
        self._noun = noun

    def _declare(self, name: str, shape: Shape, about: dict[str, Any]) -> Any:
        return self._registry.declare(self._noun, shape, name, **about)

    def __repr__(self) -> str:
        return f"<declares a {self._noun.handle.__name__} of {self._noun.value_type.value}>"


class DeclareScalar(Declare[H]):
    """Counters and gauges."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        **about: Unpack[About],
    ) -> H: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        **about: Unpack[About],
    ) -> Family[H]: ...
    def __call__(
        self,
        name: str,
        **about: Any,
    ) -> Any:
        """A handle, or a family where there are labels."""
        return self._declare(name, Shape(), about)


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
        **about: Unpack[About],
    ) -> H: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        buckets: Buckets | tuple[int, int, int] | None = None,
        **about: Unpack[About],
    ) -> Family[H]: ...
    def __call__(
        self,
        name: str,
        *,
        buckets: Buckets | tuple[int, int, int] | None = None,
        **about: Any,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape(buckets=None if buckets is None else Buckets(*buckets))
        return self._declare(name, shape, about)


class DeclareText(Declare[Text]):
    """Texts of at most `capacity` bytes, rounded up to whole words of 8: 120 if nothing is said."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        *,
        capacity: int | None = None,
        **about: Unpack[About],
    ) -> Text: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        capacity: int | None = None,
        **about: Unpack[About],
    ) -> Family[Text]: ...
    def __call__(
        self,
        name: str,
        *,
        capacity: int | None = None,
        **about: Any,
    ) -> Any:
        """A handle, or a family where there are labels."""
        return self._declare(name, Shape(capacity=capacity), about)


class DeclareStruct(Declare[Struct]):
    """Structs. Of each component at least the name and the type."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        components: Iterable[Component | tuple[Any, ...]],
        **about: Unpack[About],
    ) -> Struct: ...
    @overload
    def __call__(
        self,
        name: str,
        components: Iterable[Component | tuple[Any, ...]],
        *,
        labels: Iterable[str],
        limit: int | None = None,
        **about: Unpack[About],
    ) -> Family[Struct]: ...
    def __call__(
        self,
        name: str,
        components: Iterable[Component | tuple[Any, ...]],
        **about: Any,
    ) -> Any:
        """A handle, or a family where there are labels."""
        shape = Shape(components=tuple(Component(*component) for component in components))
        return self._declare(name, shape, about)


class DeclareWindow(Declare[H]):
    """Windows of the last `slots` slots of time, besides that which is being filled, of `duration`
    nanoseconds each: the last minute where nothing is said."""

    __slots__ = ()

    @overload
    def __call__(
        self,
        name: str,
        *,
        slots: int = 6,
        duration: int = 10_000_000_000,
        **about: Unpack[About],
    ) -> H: ...
    @overload
    def __call__(
        self,
        name: str,
        *,
        labels: Iterable[str],
        limit: int | None = None,
        slots: int = 6,
        duration: int = 10_000_000_000,
        **about: Unpack[About],
    ) -> Family[H]: ...
    def __call__(
        self,
        name: str,
        *,
        slots: int = 6,
        duration: int = 10_000_000_000,
        **about: Any,
    ) -> Any:
        """A handle, or a family where there are labels."""
        # One more, which is being filled.
        ring = _calls.in_range(f"window {name!r}, slots", slots, 1, MOST_SLOTS) + 1
        return self._declare(name, Shape(slots=ring, duration=duration), about)
