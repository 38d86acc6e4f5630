"""Series: what is told apart in a family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Union

from ..kinds import Busy
from .family import Family
from .histogram import Histogram
from .struct import Struct
from .window import Window

Value = Union[int, float, bool, str, Struct, Histogram, Window, Busy, None]
"""None: a text or struct that was never published. `BUSY`: it changed whenever it was looked at."""


class Series(NamedTuple):
    """A series, and its value at the moment of its snapshot."""

    family: Family
    labels: Mapping[str, str]
    """Its value for each key of the family. That which holds what would have gone to series beyond
    the family's limit has `{"otel.metric.overflow": "true"}`."""
    value: Value
    created: int
    """When it was made, nanoseconds since 1970."""
    overflow: bool
    """Whether it is that which stands for those beyond the limit."""

    @property
    def name(self) -> str:
        """The name of its family."""
        return self.family.name
