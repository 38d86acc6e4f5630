"""What there is in a file: families and series, without values."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import NotFound
from .family import Family

Entry = tuple[int, Mapping[str, str], int, bool]
"""A series without its value: the index of its family, labels, time of creation, overflow. (A plain
tuple, since there may be many.)"""


class Directory:
    """Families and series, shared by all snapshots between which it didn't change."""

    __slots__ = ("_families", "_positions", "entries", "families", "spans")

    def __init__(
        self, families: tuple[Family, ...], spans: list[range], entries: list[Entry]
    ) -> None:
        self.families = families
        self.spans = spans
        """Where the series of each family stand."""
        self.entries = entries
        # Of families with one name the first.
        self._families = {family.name: n for n, family in reversed([*enumerate(families)])}
        self._positions: dict[tuple[int, frozenset[tuple[str, str]]], int] | None = None

    def family(self, name: str) -> int:
        """The index of the family of that name."""
        try:
            return self._families[name]
        except KeyError:
            raise NotFound(f"no family {name!r}") from None

    def position(self, name: str, labels: Mapping[str, str]) -> int | None:
        """Where the series stands that has these labels."""
        if self._positions is None:
            found: dict[tuple[int, frozenset[tuple[str, str]]], int] = {}
            for position, (number, own, _, _) in reversed([*enumerate(self.entries)]):
                found[number, _key(own)] = position
            self._positions = found
        of = self._families.get(name)
        return None if of is None else self._positions.get((of, _key(labels)))


def _key(labels: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((key, value) for key, value in labels.items() if value)
