"""Writers and readers of format 1, the format of mmstats 0.8.0."""

from .._measurement import Measurement
from ..liveness import Liveness
from .average import Average
from .counter import Counter
from .field import Field, Parts
from .naming import default_path
from .read_all import read_all
from .reader import Reader
from .sampling_counter import SamplingCounter
from .scalar import Scalar
from .text import Text
from .timer import Timer
from .tuples import Tuple
from .types import Type
from .writer import Writer

__all__ = [
    "Average",
    "Counter",
    "Field",
    "Liveness",
    "Measurement",
    "Parts",
    "Reader",
    "SamplingCounter",
    "Scalar",
    "Text",
    "Timer",
    "Tuple",
    "Type",
    "Writer",
    "default_path",
    "read_all",
]
