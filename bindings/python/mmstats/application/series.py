"""The series of an application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Union

from ..kinds import Each
from ..reader.family import Family
from ..reader.histogram import Histogram
from ..reader.struct import Struct
from ..reader.window import Window
from .file import File

Value = Union[int, float, bool, str, Struct, Histogram, Window, tuple[Window, ...], Each, None]
"""Of several windows: their slots differ in duration, the shortest first. `EACH`: there is none of
all files. None: no file has a value, or none counts."""


class Series(NamedTuple):
    """A series, as all files have it that have its family and its labels."""

    family: Family
    """What only a file can say of it is 0: `slots`, `width`, `duration`, `scale`, `first`,
    `buckets`, and where a component is."""
    labels: Mapping[str, str]
    """Its value for each key of the family."""
    value: Value
    """That of all files, as the family's aggregate says; of bools that are summed up, how many are
    true."""
    each: tuple[tuple[File, Value], ...]
    """The value of each file: where there is no value of all, and of all series of an application
    with `keep_each`."""
    overflow: bool
    """Whether it stands for those beyond limits."""

    @property
    def name(self) -> str:
        """The name of its family."""
        return self.family.name
