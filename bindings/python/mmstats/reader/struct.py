"""Values of structs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import SupportsIndex, overload

Part = int | float | bool | str


class Struct(tuple[Part, ...]):
    """The values of a struct, in the order of its components; `value["n"]` is that of one."""

    names: tuple[str, ...]
    """The names of the components."""

    def __new__(cls, names: Iterable[str], values: Iterable[Part]) -> Struct:
        new = super().__new__(cls, values)
        new.names = tuple(names)
        return new

    def __getnewargs__(self) -> tuple[tuple[str, ...], tuple[Part, ...]]:
        return self.names, tuple(self)

    @overload
    def __getitem__(self, key: str | SupportsIndex) -> Part: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Part, ...]: ...
    def __getitem__(self, key: str | SupportsIndex | slice) -> Part | tuple[Part, ...]:
        if isinstance(key, str):
            try:
                return super().__getitem__(self.names.index(key))
            except ValueError:
                raise KeyError(key) from None
        return super().__getitem__(key)

    def __repr__(self) -> str:
        return f"Struct({', '.join(f'{name}={part!r}' for name, part in zip(self.names, self))})"
