"""What all handles to fields have."""

from __future__ import annotations

from typing import Any

from ..errors import Closed
from ._owner import Owner


class Handle:
    """A handle to a field. It keeps its writer alive; once that is closed, or its file removed,
    each use raises `Closed`. Any thread may use it at any time."""

    __slots__ = ("_owner", "label")

    label: str
    """The field's label, without the writer's prefix."""

    value: Any

    def __init__(self, owner: Owner, label: str) -> None:
        self._owner = owner
        self.label = label

    def __repr__(self) -> str:
        try:
            value = repr(self.value)
        except Closed:
            value = "closed"
        return f"<{type(self).__name__} {self.label!r}: {value}>"
