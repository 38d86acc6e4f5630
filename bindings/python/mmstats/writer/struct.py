"""Structs: several values that are published together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import WrongType
from .handle import Handle


class Struct(Handle):
    """Several values that readers see change together."""

    __slots__ = ("publish",)

    publish: Callable[..., None]
    """Publishes the values, given as one argument for each component. A number out of its
    component's range is an error (`WrongType`); a text that is too long is cut between
    characters."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        packing = self._kin.shape.packing
        call, pack, size = self._serial("publish"), packing.pack, packing.size
        name = self.name

        def publish(*values: Any) -> None:
            try:
                packed = pack(values)
            except WrongType as error:
                raise WrongType(f"struct {name!r}: {error}") from None
            call(packed, size)

        self.publish = publish
