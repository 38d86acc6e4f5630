"""Finding by a key what was asked for before."""

from __future__ import annotations

from typing import Any


class Lookup:
    """What is found by a key; for one that isn't there, what the method `_ask` returns. To be
    derived from."""

    __slots__ = ("_found",)

    _found: dict[Any, Any]
    """What was asked for before."""

    def __new__(cls, *_arguments: Any) -> Lookup:
        new = super().__new__(cls)
        new._found = {}
        return new

    def __getitem__(self, key: Any) -> Any:
        found = self._found.get(key)
        return self._ask(key) if found is None else found

    def _ask(self, key: Any) -> Any:
        raise NotImplementedError
