"""Reading files of format 2: snapshots, and what happened between two."""

from .diff import Diff, SeriesDiff
from .family import Component, Family
from .file import Reader
from .histogram import Histogram
from .mmstats_reader import InvalidMmStatsVersion, MmStatsReader, Stat
from .series import Series, Value
from .snapshot import FileInfo, Snapshot
from .struct import Struct
from .window import Recent, Window, WindowSlot

__all__ = [
    "Component",
    "Diff",
    "Family",
    "FileInfo",
    "Histogram",
    "InvalidMmStatsVersion",
    "MmStatsReader",
    "Reader",
    "Recent",
    "Series",
    "SeriesDiff",
    "Snapshot",
    "Stat",
    "Struct",
    "Value",
    "Window",
    "WindowSlot",
]
