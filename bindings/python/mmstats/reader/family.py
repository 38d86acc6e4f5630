"""Families: what series have in common."""

from __future__ import annotations

from typing import NamedTuple

from ..kinds import Aggregate, Kind, Type


class Component(NamedTuple):
    """A component of a struct."""

    name: str
    type: Type
    kind: Kind
    """COUNTER, GAUGE or TEXT."""
    unit: str
    offset: int
    """In the slot."""
    width: int
    """In bytes."""


class Family(NamedTuple):
    """What series have in common that share a name."""

    name: str
    kind: Kind
    type: Type
    unit: str
    """Empty where there is none."""
    help: str
    aggregate: Aggregate
    alive_only: bool
    """Whether files of dead writers don't count in sums."""
    labels: tuple[str, ...]
    """The keys of the labels that tell its series apart."""
    slots: int = 0
    """Of a text or struct: in how many places its cell keeps values. Of a window: of its ring, one
    more than those that it tells of."""
    width: int = 0
    """Of a text or struct: the bytes of a slot."""
    components: tuple[Component, ...] = ()
    """Of a struct."""
    duration: int = 0
    """Of a window: that of a slot, in nanoseconds."""
    scale: int = 0
    """Of a histogram: 2 ** scale buckets are from one power of two to the next."""
    first: int = 0
    """Of a histogram: the index of its first bucket."""
    buckets: int = 0
    """Of a histogram: how many it has."""
