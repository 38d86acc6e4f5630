"""Writing files of format 2: a writer, and handles to what it has."""

from .counter import Counter
from .family import Family
from .gauge import Gauge
from .handle import Handle
from .histogram import Histogram
from .local import Local
from .options import Identity
from .shape import Buckets, Component
from .struct import Struct
from .text import Text
from .timer import Timer
from .window import Window
from .writer import Writer

__all__ = [
    "Buckets",
    "Component",
    "Counter",
    "Family",
    "Gauge",
    "Handle",
    "Histogram",
    "Identity",
    "Local",
    "Struct",
    "Text",
    "Timer",
    "Window",
    "Writer",
]
