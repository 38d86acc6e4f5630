"""What is found by the names and labels of series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar, overload

from ..errors import NotFound
from ._directory import Directory
from .family import Family

S = TypeVar("S")


class Found(Generic[S]):
    """Series with their families, which don't change. Iterating gives all series, by their
    families."""

    __slots__ = ("_directory",)

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    @property
    def families(self) -> tuple[Family, ...]:
        """All families, also those without series, in the order of the file."""
        return self._directory.families

    def family(self, name: str) -> Family:
        """The family of that name, or NotFound, which is a KeyError too."""
        return self.families[self._directory.family(name)]

    def __iter__(self) -> Iterator[S]:
        return map(self._series, range(len(self)))

    def __len__(self) -> int:
        return len(self._directory.entries)

    def __getitem__(self, name: str) -> tuple[S, ...]:
        """All series of the family of that name, or NotFound."""
        return self._of(self._directory.family(name))

    def by_family(self) -> Iterator[tuple[Family, tuple[S, ...]]]:
        """Each family with its series."""
        for number, family in enumerate(self.families):
            yield family, self._of(number)

    def find(self, name: str, labels: Mapping[str, str] = {}) -> S:
        """The series of that family with these labels and no others, or NotFound. (A label that it
        has with an empty value is one that it doesn't have.)"""
        position = self._directory.position(name, labels)
        if position is None:
            raise NotFound(f"no series {name!r} with labels {dict(labels)!r}")
        return self._series(position)

    @overload
    def get(self, name: str, labels: Mapping[str, str] = {}) -> S | None: ...
    @overload
    def get(self, name: str, labels: Mapping[str, str], default: S) -> S: ...
    def get(
        self, name: str, labels: Mapping[str, str] = {}, default: S | None = None
    ) -> S | None:
        """The same, or a default."""
        position = self._directory.position(name, labels)
        return default if position is None else self._series(position)

    def _series(self, position: int) -> S:
        raise NotImplementedError

    def _of(self, number: int) -> tuple[S, ...]:
        return tuple(map(self._series, self._directory.spans[number]))
