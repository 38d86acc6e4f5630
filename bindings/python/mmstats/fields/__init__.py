"""Fields of models: what a program written for mmstats 0.8.0 has, and what is new."""

from .average import AverageField, MovingAverageField
from .base import (
    BufferedDescriptorField,
    ComplexDoubleBufferedField,
    DoubleBufferedField,
    DuplicateFieldName,
    Field,
    Internal,
    ReadWriteField,
    Removed,
)
from .compound import CompoundField
from .counter import CounterField
from .number import (
    BoolField,
    ByteField,
    DoubleField,
    FloatField,
    IntField,
    ShortField,
    UInt64Field,
    UIntField,
    UShortField,
)
from .percentile import PercentileField
from .sampling import SamplingCounterField
from .static import (
    ReadOnlyField,
    StaticDoubleField,
    StaticFloatField,
    StaticInt64Field,
    StaticTextField,
    StaticUInt64Field,
    StaticUIntField,
)
from .text import StringField
from .timer import TimerField
from .window import WindowField

__all__ = [
    "AverageField",
    "BoolField",
    "BufferedDescriptorField",
    "ByteField",
    "ComplexDoubleBufferedField",
    "CompoundField",
    "CounterField",
    "DoubleBufferedField",
    "DoubleField",
    "DuplicateFieldName",
    "Field",
    "FloatField",
    "IntField",
    "Internal",
    "MovingAverageField",
    "PercentileField",
    "ReadOnlyField",
    "ReadWriteField",
    "Removed",
    "SamplingCounterField",
    "ShortField",
    "StaticDoubleField",
    "StaticFloatField",
    "StaticInt64Field",
    "StaticTextField",
    "StaticUInt64Field",
    "StaticUIntField",
    "StringField",
    "TimerField",
    "UInt64Field",
    "UIntField",
    "UShortField",
    "WindowField",
]
